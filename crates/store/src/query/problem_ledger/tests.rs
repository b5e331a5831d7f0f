//! The ledger of a real encrypted county file, as three people of it see it.

use domain::{
    About, Env, Position,
    place::Scope,
    records::{Division, Household, Member, Person, ProblemStep},
};

use super::*;
use crate::{Edit, county::County, search::tests::TestEnv};

const VILLAGE: &str = "431128103201";
const NEIGHBOUR: &str = "431128103202";
const FAR: &str = "431128104201";

fn edit<R: domain::records::Record>(id: Id, record: &R) -> Edit {
    Edit {
        table: R::INFO.table,
        id,
        base: Some(0),
        cells: domain::cbor::without_defaults(&record.to_cells()),
    }
}

struct World {
    _dir: tempfile::TempDir,
    county: County,
    env: TestEnv,
    person: Id,
}

/// Nine problems: five in one village, three beside it, one in another township.
fn world() -> World {
    let dir = tempfile::tempdir().unwrap();
    let env = TestEnv::default();
    let mut county = County::open(
        &dir.path().join("county.db"),
        &zeroize::Zeroizing::new([3; 32]),
    )
    .unwrap();
    let (person, head) = (env.new_id(), env.new_id());
    let mut sets = Vec::new();
    for (code, name, level) in [
        ("431128103", "塘底乡", "township"),
        (VILLAGE, "上坪村", "village"),
        (NEIGHBOUR, "下坪村", "village"),
        (FAR, "蔡里口村", "village"),
    ] {
        let division = Division {
            code: code.to_owned(),
            name: name.to_owned(),
            level: level.to_owned(),
            ..Division::default()
        };
        sets.push(vec![edit(Division::id(code), &division)]);
    }
    let home = Household::id(&[7; 32], "4311280001");
    let household = Household {
        number: "4311280001".to_owned(),
        division_code: VILLAGE.to_owned(),
        head_member_id: Some(head),
        ..Household::default()
    };
    let member = Member {
        household_id: Some(home),
        name: "欧阳木生".to_owned(),
        ..Member::default()
    };
    let owner = Person {
        name: "沈一".to_owned(),
        division_code: VILLAGE.to_owned(),
        ..Person::default()
    };
    sets.push(vec![edit(person, &owner)]);
    sets.push(vec![edit(home, &household), edit(head, &member)]);
    for (code, content, state, kind, source, due) in [
        (VILLAGE, "屋顶漏雨", "open", "single", "visit", "2018-10-05"),
        (
            VILLAGE,
            "电线老化",
            "running",
            "single",
            "visit",
            "2018-09-20",
        ),
        (
            VILLAGE,
            "排水沟堵塞",
            "done",
            "single",
            "county",
            "2018-09-01",
        ),
        (
            VILLAGE,
            "饮水压力不足",
            "verified",
            "common",
            "county",
            "2018-08-01",
        ),
        (
            VILLAGE,
            "门诊没有办理",
            "reopened",
            "single",
            "township",
            "",
        ),
        (
            NEIGHBOUR,
            "收入登记不实",
            "open",
            "common",
            "county",
            "2018-09-29",
        ),
        (
            NEIGHBOUR,
            "路面塌方",
            "done",
            "single",
            "letter",
            "2018-12-01",
        ),
        (
            NEIGHBOUR,
            "补贴没有到账",
            "verified",
            "single",
            "visit",
            "2018-07-01",
        ),
        (FAR, "远处的事", "open", "single", "visit", "2018-10-01"),
    ] {
        let of_home = content == "屋顶漏雨";
        let problem = Record {
            household_id: of_home.then_some(home),
            division_code: if of_home {
                String::new()
            } else {
                code.to_owned()
            },
            content: content.to_owned(),
            state: state.to_owned(),
            kind: kind.to_owned(),
            source: source.to_owned(),
            due_on: due.to_owned(),
            person_id: (code == VILLAGE).then_some(person),
            ..Record::default()
        };
        sets.push(vec![edit(env.new_id(), &problem)]);
    }
    let sets = sets
        .into_iter()
        .map(|edits| (edits, About::default()))
        .collect();
    county
        .write_many(&env, Id::nil(), Position::default(), sets)
        .unwrap();
    World {
        _dir: dir,
        county,
        env,
        person,
    }
}

impl World {
    fn list(&self, area: &str, query: &ProblemQuery) -> ProblemPage {
        let scope = Scope::of_codes(1, [area]);
        let asking = Asking {
            scope: &scope,
            person: self.person,
            today: NaiveDate::from_ymd_opt(2018, 9, 30).unwrap(),
        };
        let query = ProblemQuery {
            limit: 50,
            ..query.clone()
        };
        self.county.store().problem_list(asking, &query).unwrap()
    }
}

fn view(view: &str) -> ProblemQuery {
    ProblemQuery {
        view: view.to_owned(),
        ..ProblemQuery::default()
    }
}

fn contents(page: &ProblemPage) -> Vec<&str> {
    page.rows.iter().map(|row| row.content.as_str()).collect()
}

fn counted(facets: &[Facet]) -> Vec<(&str, u64)> {
    facets
        .iter()
        .map(|facet| (facet.code.as_str(), facet.count))
        .collect()
}

#[test]
fn each_person_sees_the_ledger_of_their_area_open_first_by_due_date() {
    let world = world();
    let village = world.list(VILLAGE, &view("open"));
    assert_eq!(
        contents(&village),
        ["排水沟堵塞", "电线老化", "屋顶漏雨", "门诊没有办理"]
    );
    assert_eq!(
        counted(&village.views),
        [
            ("open", 4),
            ("late", 1),
            ("waiting", 1),
            ("common", 1),
            ("closed", 1)
        ]
    );
    assert_eq!((village.common, village.single, village.due), (1, 4, 2));
    let township = world.list("431128103", &view("common"));
    assert_eq!(contents(&township), ["收入登记不实", "饮水压力不足"]);
    assert_eq!(counted(&township.villages), [(VILLAGE, 1), (NEIGHBOUR, 1)]);
    assert_eq!(township.villages[1].label, "下坪村");
    let county = world.list("431128", &view("open"));
    assert_eq!(county.total, 7);
    assert_eq!((county.common, county.single), (2, 7));
}

#[test]
fn a_facet_counts_what_the_other_filters_leave() {
    let world = world();
    let query = ProblemQuery {
        sources: vec!["county".to_owned()],
        villages: vec![VILLAGE.to_owned()],
        ..view("open")
    };
    let page = world.list("431128103", &query);
    assert_eq!(contents(&page), ["排水沟堵塞"]);
    assert_eq!(
        counted(&page.sources),
        [("county", 1), ("township", 1), ("visit", 2)]
    );
    assert_eq!(counted(&page.villages), [(VILLAGE, 1), (NEIGHBOUR, 1)]);
    assert_eq!(counted(&page.states), [("done", 1)]);
    let of_person = ProblemQuery {
        persons: vec![world.person.to_string()],
        ..view("open")
    };
    let page = world.list("431128103", &of_person);
    assert_eq!((page.total, page.persons[0].label.as_str()), (4, "沈一"));
}

#[test]
fn words_a_households_initials_and_the_number_find_a_problem() {
    let world = world();
    let find = |q: &str| {
        let page = world.list(
            "431128",
            &ProblemQuery {
                q: q.to_owned(),
                ..view("open")
            },
        );
        page.rows
            .into_iter()
            .map(|row| (row.content, row.number))
            .collect::<Vec<_>>()
    };
    let roof = find("oyms");
    assert_eq!(roof.len(), 1);
    assert_eq!(roof[0].0, "屋顶漏雨");
    assert_eq!(find("漏雨"), roof);
    // By who answers for it, as a household by its head.
    assert_eq!(find("sy").len(), 4);
    assert_eq!(find("沈一").len(), 4);
    assert_eq!(find(&roof[0].1.to_lowercase()), roof);
    assert!(find("没有的事").is_empty());
}

#[test]
fn a_problem_tells_its_chain_its_round_and_how_long_it_has_waited() {
    let mut world = world();
    let page = world.list(VILLAGE, &view("waiting"));
    let problem = page.rows[0].id;
    for (kind, on) in [
        ("claim", "2018-09-02"),
        ("submit", "2018-09-10"),
        ("return", "2018-09-12"),
        ("submit", "2018-09-25"),
    ] {
        let step = ProblemStep {
            problem_id: Some(problem),
            kind: kind.to_owned(),
            made_on: on.to_owned(),
            person_name: "沈一".to_owned(),
            ..ProblemStep::default()
        };
        let edits = vec![edit(world.env.new_id(), &step)];
        let seen = world.county.head();
        world
            .county
            .write_many(&world.env, Id::nil(), seen, vec![(edits, About::default())])
            .unwrap();
    }
    let scope = Scope::of_codes(1, [VILLAGE]);
    let asking = Asking {
        scope: &scope,
        person: world.person,
        today: NaiveDate::from_ymd_opt(2018, 9, 30).unwrap(),
    };
    let detail = world
        .county
        .store()
        .problem_detail(asking, problem)
        .unwrap()
        .unwrap();
    let kinds: Vec<&str> = detail
        .steps
        .iter()
        .map(|step| step.step.kind.as_str())
        .collect();
    assert_eq!(kinds, ["claim", "submit", "return", "submit"]);
    assert_eq!((detail.round, detail.row.waiting_days), (2, 5));
    let far = Scope::of_codes(1, [FAR]);
    let outside = Asking {
        scope: &far,
        ..asking
    };
    assert_eq!(
        world
            .county
            .store()
            .problem_detail(outside, problem)
            .unwrap(),
        None
    );
}
