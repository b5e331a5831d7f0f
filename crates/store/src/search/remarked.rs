//! Remarks in memory: whatever is saved, a list counts what the page of each household says.

use chrono::NaiveDate;
use domain::{
    About, Cells, Env, Id, Value,
    change::{DELETED_AT, DELETED_REASON},
    place::Scope,
    records::{Household, Measure, Member, Record, RemarkOff, StatusEvent, list_value},
};

use super::{
    following::Dice,
    tests::{TestEnv, VILLAGE, edit, laptop},
};
use crate::{
    Edit, Store,
    query::{Asking, household_list::HouseholdQuery},
};

/// Numbers that are right, of people who are made up; few, so that they meet.
const NUMBERS: [&str; 5] = [
    "994433195707258852",
    "99112819700101001X",
    "43112818000101007X",
    "99443319570725885243",
    "",
];

fn asking(scope: &Scope) -> Asking<'_> {
    Asking {
        scope,
        person: Id::nil(),
        today: NaiveDate::from_ymd_opt(2018, 9, 30).unwrap(),
    }
}

/// Id and remarks of each row, and the facets.
fn listed(store: &Store) -> (Vec<(Id, Vec<String>)>, String) {
    let scope = Scope::of_codes(1, [VILLAGE]);
    let query = HouseholdQuery {
        limit: 500,
        ..HouseholdQuery::default()
    };
    let page = store.household_list(asking(&scope), &query).unwrap();
    let some = HouseholdQuery {
        view: "remarks".to_owned(),
        remarks: vec!["id_double".to_owned(), "no_head".to_owned()],
        ..query
    };
    let filtered = store.household_list(asking(&scope), &some).unwrap();
    let says = format!("{:?} {:?} {}", page.remarks, page.views, filtered.total);
    let rows = page.rows.into_iter().map(|row| (row.id, row.remarks));
    (rows.collect(), says)
}

fn on_the_page(store: &Store, id: Id) -> Vec<String> {
    let scope = Scope::of_codes(1, [VILLAGE]);
    let card = store.household_card(asking(&scope), id).unwrap().unwrap();
    let mut rules: Vec<_> = card
        .remarks
        .iter()
        .filter(|one| one.off.is_none() && !one.rule.is_of_income())
        .map(|one| one.rule)
        .collect();
    rules.sort_unstable();
    rules.dedup();
    rules.iter().map(|rule| rule.code().to_owned()).collect()
}

fn change(table: u16, id: Id, cells: Cells) -> Edit {
    Edit {
        table,
        id,
        base: None,
        cells,
    }
}

fn act(dice: &mut Dice, env: &TestEnv, homes: &mut Vec<Id>, people: &mut Vec<Id>) -> Edit {
    if homes.len() < 3 || dice.below(12) == 0 {
        homes.push(env.new_id());
        let home = Household {
            division_code: VILLAGE.to_owned(),
            number: format!("43112810{:04}", homes.len()),
            ..Household::default()
        };
        return edit(homes[homes.len() - 1], &home);
    }
    let home = dice.of(homes);
    match dice.below(10) {
        0 => {
            let cells = [
                (
                    Household::risks,
                    list_value(&[dice.of(&["01", "04", "因安全饮水"])]),
                ),
                (
                    Household::watched_on,
                    dice.of(&["", "2018-02-01", "2018-09-20"]).into(),
                ),
                (Household::state, dice.of(&["", "1"]).into()),
                (Household::risk_gone, dice.of(&[0_i64, 1]).into()),
                (Household::risk_gone_by, "帮扶消除".into()),
            ];
            change(Household::INFO.table, home, Cells::from(cells))
        }
        1 => edit(
            env.new_id(),
            &Measure {
                household_id: Some(home),
                class: dice.of(&["health", "water"]).to_owned(),
                content: "改水".to_owned(),
                state: dice.of(&["planned", "running", "dropped"]).to_owned(),
                ..Measure::default()
            },
        ),
        2 => edit(
            env.new_id(),
            &RemarkOff {
                household_id: Some(home),
                rule: dice
                    .of(&["no_head", "help_late", "cause_missing"])
                    .to_owned(),
                reason: "核对过".to_owned(),
                ..RemarkOff::default()
            },
        ),
        7 if !people.is_empty() => edit(
            env.new_id(),
            &RemarkOff {
                household_id: Some(home),
                member_id: Some(dice.of(people)),
                rule: dice
                    .of(&["id_double", "look_alike", "relation_unknown"])
                    .to_owned(),
                reason: "不是一个人".to_owned(),
            },
        ),
        3 if !people.is_empty() => {
            let cells = Cells::from([(Member::household_id, home.into())]);
            change(Member::INFO.table, dice.of(people), cells)
        }
        4 if !people.is_empty() => {
            let gone = [
                (DELETED_AT, Value::Integer(1)),
                (DELETED_REASON, "死亡".into()),
            ];
            let back = [(DELETED_AT, Value::Null), (DELETED_REASON, "".into())];
            let cells = dice.of(&[0, 1]);
            let cells = if cells == 0 { gone } else { back };
            let (table, id) = match dice.below(4) {
                0 => (Household::INFO.table, home),
                _ => (Member::INFO.table, dice.of(people)),
            };
            change(table, id, Cells::from(cells))
        }
        5 => {
            let into = dice.of(homes);
            let into = if into == home {
                Value::Null
            } else {
                into.into()
            };
            let cells = Cells::from([(Household::merged_into, into)]);
            change(Household::INFO.table, home, cells)
        }
        6 if !people.is_empty() => {
            let cells = Cells::from([
                (Member::id_number, dice.of(&NUMBERS).into()),
                (Member::medical_insured, dice.of(&[0_i64, 1]).into()),
            ]);
            change(Member::INFO.table, dice.of(people), cells)
        }
        _ => {
            people.push(env.new_id());
            edit(
                people[people.len() - 1],
                &Member {
                    household_id: Some(home),
                    name: dice.of(&["张德顺", "区月英"]).to_owned(),
                    relation: dice.of(&["01", "02", "77"]).to_owned(),
                    id_number: dice.of(&NUMBERS).to_owned(),
                    born_on: dice.of(&["", "1957-07-25"]).to_owned(),
                    ..Member::default()
                },
            )
        }
    }
}

#[test]
fn a_list_counts_what_the_page_of_each_household_says_whatever_was_saved() {
    let (mut doubles, mut alike, mut late, mut helpless) = (0, 0, 0, 0);
    for seed in 0..8 {
        let (env, mut dice) = (TestEnv::default(), Dice(seed));
        let mut store = laptop(&env);
        let (mut homes, mut people) = (Vec::new(), Vec::new());
        for step in 0..80 {
            let edit = act(&mut dice, &env, &mut homes, &mut people);
            store.save(&env, vec![edit], About::default()).unwrap();
            if dice.below(4) > 0 {
                continue;
            }
            let (rows, facets) = listed(&store);
            for (id, remarks) in &rows {
                assert_eq!(
                    *remarks,
                    on_the_page(&store, *id),
                    "seed {seed}, step {step}"
                );
                let has = |code: &str| usize::from(remarks.iter().any(|one| one == code));
                doubles += has("id_double");
                alike += has("look_alike");
                late += has("help_late");
                helpless += has("help_missing");
            }
            store.index().rebuild();
            assert_eq!((rows, facets), listed(&store), "seed {seed}, step {step}");
        }
    }
    assert!(
        doubles > 20 && alike > 20 && late > 5 && helpless > 5,
        "{doubles} {alike} {late} {helpless}"
    );
}

#[test]
fn a_household_that_was_joined_to_another_is_in_no_list_and_keeps_its_name_and_page() {
    let env = TestEnv::default();
    let mut store = laptop(&env);
    let [one, two, head] = [(); 3].map(|()| env.new_id());
    let home = |number: &str, head: Option<Id>| Household {
        division_code: VILLAGE.to_owned(),
        number: number.to_owned(),
        head_member_id: head,
        ..Household::default()
    };
    let person = Member {
        household_id: Some(two),
        name: "张德顺".to_owned(),
        relation: "01".to_owned(),
        ..Member::default()
    };
    let edits = vec![
        edit(one, &home("0001", None)),
        edit(two, &home("0002", Some(head))),
        edit(head, &person),
    ];
    store.save(&env, edits, About::default()).unwrap();
    let joined = vec![
        change(
            Household::INFO.table,
            two,
            Cells::from([(Household::merged_into, one.into())]),
        ),
        change(
            Member::INFO.table,
            head,
            Cells::from([(Member::household_id, one.into())]),
        ),
    ];
    store.save(&env, joined, About::default()).unwrap();
    for _ in 0..2 {
        let scope = Scope::of_codes(1, [VILLAGE]);
        let ids: Vec<Id> = listed(&store).0.into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, [one]);
        let found = store.search(&scope, "zds", 9).unwrap();
        assert_eq!(
            found.hits.iter().map(|hit| hit.id).collect::<Vec<_>>(),
            [one]
        );
        let card = store.household_card(asking(&scope), two).unwrap().unwrap();
        assert_eq!(
            (card.row.head_name.as_str(), card.row.people),
            ("张德顺", 0)
        );
        let elsewhere = Scope::of_codes(1, ["431128103299"]);
        assert!(
            store
                .household_card(asking(&elsewhere), two)
                .unwrap()
                .is_none()
        );
        store.index().rebuild();
    }
}

#[test]
fn a_household_tells_which_others_were_joined_to_it_as_far_as_the_caller_sees() {
    let env = TestEnv::default();
    let mut store = laptop(&env);
    let [one, near, by_event, far, far_by_event] = [(); 5].map(|()| env.new_id());
    let next = "431128103202";
    let mut edits = Vec::new();
    for (id, number, village, into) in [
        (one, "0001", VILLAGE, None),
        (near, "0002", VILLAGE, Some(one)),
        (by_event, "0003", VILLAGE, Some(one)),
        (far, "0004", next, Some(one)),
        (far_by_event, "0005", next, Some(one)),
    ] {
        let home = Household {
            division_code: village.to_owned(),
            number: number.to_owned(),
            group_name: number.to_owned(),
            merged_into: into,
            ..Household::default()
        };
        edits.push(edit(id, &home));
    }
    for other in [by_event, far_by_event] {
        let event = StatusEvent {
            household_id: Some(one),
            kind: "merged".to_owned(),
            happened_on: "2018-09-20".to_owned(),
            other_household_id: Some(other),
            ..StatusEvent::default()
        };
        edits.push(edit(env.new_id(), &event));
    }
    store.save(&env, edits, About::default()).unwrap();
    let joined = |store: &Store, areas: &[&str]| -> Vec<String> {
        let scope = Scope::of_codes(1, areas.iter().copied());
        let card = store.household_card(asking(&scope), one).unwrap().unwrap();
        card.joined.into_iter().map(|one| one.group_name).collect()
    };
    for _ in 0..2 {
        let mut all = joined(&store, &[VILLAGE, next]);
        all[2..].sort();
        assert_eq!(all, ["0003", "0005", "0002", "0004"]);
        assert_eq!(joined(&store, &[VILLAGE]), ["0003", "0002"]);
        store.index().rebuild();
    }
    // Whoever lives in one again is no longer joined.
    let child = Member {
        household_id: Some(near),
        name: "张德顺".to_owned(),
        ..Member::default()
    };
    let id = env.new_id();
    store
        .save(&env, vec![edit(id, &child)], About::default())
        .unwrap();
    assert_eq!(joined(&store, &[VILLAGE]), ["0003"]);
}

#[test]
fn households_joined_to_each_other_apart_and_one_with_a_birth_since_stay_in_the_lists() {
    let env = TestEnv::default();
    let mut store = laptop(&env);
    let homes = [(); 3].map(|()| env.new_id());
    let people = [(); 2].map(|()| env.new_id());
    for (index, home) in homes.iter().enumerate() {
        let record = Household {
            division_code: VILLAGE.to_owned(),
            number: format!("000{index}"),
            merged_into: Some(homes[(index + 1) % 3]),
            ..Household::default()
        };
        store
            .save(&env, vec![edit(*home, &record)], About::default())
            .unwrap();
    }
    for (index, person) in people.iter().enumerate() {
        let record = Member {
            household_id: Some(homes[index]),
            name: "张德顺".to_owned(),
            relation: "01".to_owned(),
            ..Member::default()
        };
        store
            .save(&env, vec![edit(*person, &record)], About::default())
            .unwrap();
    }
    for _ in 0..2 {
        let ids: Vec<Id> = listed(&store).0.into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, homes[..2]);
        store.index().rebuild();
    }
}
