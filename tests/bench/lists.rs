//! First pages and searches over a county of 100,000 households: every list, view and filter against a bare query for
//! the same page and its total in plain SQLite.

use std::cell::Cell;

use chrono::NaiveDate;
use domain::{
    About,
    place::Scope,
    records::{Household, Record},
};
use rusqlite::{Connection, types::Value};
use store::{
    Store,
    query::{
        Asking,
        household_list::{self, HouseholdQuery},
        measure_list::{self, MeasureQuery},
        problem_ledger::{self, ProblemQuery},
        visit_list::{self, VisitQuery},
    },
};

use crate::{
    county::{self, VISITOR},
    line::{Line, Tell},
    machine::{middle, pss_mb, wall_ms},
    made,
};

const FRAME_MS: f64 = 16.0;
/// A page, as the screens ask for it.
const ROWS: usize = 50;
const COUNTY: &str = "431128";
const TOWNSHIP: &str = "431128101";
const MONTH: &str = "visited_on BETWEEN '2018-09-01' AND '2018-09-31'";

struct Bench<'a> {
    store: Store,
    env: made::BenchEnv,
    bare: Connection,
    county: Scope,
    township: Scope,
    tell: &'a mut Tell<'a>,
}

pub fn lines(tell: &mut Tell<'_>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let env = made::BenchEnv::default();
    let store = county::county(folder.path(), &env);
    let mut bench = Bench {
        bare: county::plain(&store, folder.path()),
        store,
        env,
        county: Scope::of_codes(1, [COUNTY]),
        township: Scope::of_codes(1, [TOWNSHIP]),
        tell,
    };
    let made = wall_ms(|| bench.store.follow().expect("the index"));
    let name = "index of 100,000 households and 600,000 visits, once at start";
    (bench.tell)(Line::new(name, made, "ms").at_most(3_000.0));
    bench.searches();
    bench.households();
    bench.visits();
    bench.measures();
    bench.problems();
    bench.others();
    let memory = pss_mb(std::process::id());
    let name = "memory of this process with that county in it (PSS)";
    (bench.tell)(Line::new(name, memory, "MB"));
}

fn asking(scope: &Scope) -> Asking<'_> {
    Asking {
        scope,
        person: VISITOR,
        today: NaiveDate::from_ymd_opt(2018, 9, 30).expect("a date"),
    }
}

impl Bench<'_> {
    /// Ours against the rows of `sql` and, where it has no limit of its own, their number.
    fn line(&mut self, name: &str, ours: &dyn Fn(&Store), sql: &str) {
        let floor = middle(|| bare(&self.bare, sql));
        let ours = middle(|| ours(&self.store));
        let line = Line::new(name, ours, "ms").floor(floor).at_most(FRAME_MS);
        (self.tell)(line);
    }

    fn searches(&mut self) {
        let county = self.county.clone();
        for (what, typed, is_like) in [
            ("a letter", "z", "member.name LIKE '张%'"),
            ("initials", "zds", "member.name LIKE '%德顺%'"),
            ("pinyin", "zhangdeshun", "member.name LIKE '%德顺%'"),
            (
                "a given name's pinyin",
                "deshun",
                "member.name LIKE '%德顺%'",
            ),
            (
                "pinyin as it is confused",
                "zangdesun",
                "member.name LIKE '%德顺%'",
            ),
            ("a surname", "张", "member.name LIKE '张%'"),
            ("a name", "张德顺", "member.name LIKE '张德顺%'"),
            (
                "the end of a number",
                "0024",
                "member.id_number LIKE '%0024'",
            ),
            ("a phone", "1001", "household.phone LIKE '1001%'"),
            (
                "group and surname",
                "上屋张",
                "group_name LIKE '上屋%' AND member.name LIKE '张%'",
            ),
            (
                "what nobody is called",
                "qqqq",
                "member.name LIKE '%查无此人%'",
            ),
        ] {
            let sql = format!(
                "SELECT DISTINCT household.* FROM member JOIN household ON household.id = household_id WHERE {is_like}"
            );
            let ours = |store: &Store| {
                drop(store.search(&county, typed, 8).expect("an answer"));
            };
            self.line(&format!("search by {what}"), &ours, &sql);
        }
    }

    fn households(&mut self) {
        let township = self.township.clone();
        let county = self.county.clone();
        let order = "ORDER BY division_code, group_name, number";
        let page = HouseholdQuery {
            limit: ROWS,
            ..HouseholdQuery::default()
        };
        let mut asked = vec![("all".to_owned(), page.clone(), format!("TRUE {order}"))];
        for view in household_list::VIEWS {
            let query = HouseholdQuery {
                view: view.to_owned(),
                ..page.clone()
            };
            let sql = match view {
                "unvisited_month" => unvisited("2018-09-01"),
                "unvisited_30" => unvisited("2018-08-31"),
                "unvisited_60" => unvisited("2018-08-01"),
                "to_exit" | "not_out" => "state IN ('0', '3')".to_owned(),
                _ => "TRUE".to_owned(),
            };
            asked.push((format!("view {view}"), query, format!("{sql} {order}")));
        }
        for sort in ["name", "people", "state", "cause", "income", "last_visit"] {
            let query = HouseholdQuery {
                sort: sort.to_owned(),
                descending: true,
                ..page.clone()
            };
            let sql = match sort {
                "state" => "TRUE ORDER BY state DESC",
                "cause" => "TRUE ORDER BY causes DESC",
                "name" => "TRUE ORDER BY number DESC",
                _ => "TRUE ORDER BY income_per_head_fen DESC",
            };
            asked.push((format!("by {sort}"), query, sql.to_owned()));
        }
        let of = |change: fn(&mut HouseholdQuery)| {
            let mut query = page.clone();
            change(&mut query);
            query
        };
        asked.extend([
            (
                "of a group".to_owned(),
                of(|query| query.groups = vec!["上屋组".into()]),
                format!("group_name = '上屋组' {order}"),
            ),
            (
                "of a village".to_owned(),
                of(|query| query.villages = vec!["431128101201".into()]),
                format!("division_code = '431128101201' {order}"),
            ),
            (
                "of a township".to_owned(),
                of(|query| query.townships = vec![TOWNSHIP.into()]),
                format!("division_code LIKE '431128101%' {order}"),
            ),
            (
                "of a state and a cause".to_owned(),
                of(|query| {
                    query.states = vec!["0".into()];
                    query.causes = vec!["01".into()];
                }),
                format!("state = '0' AND causes = '[\"01\"]' {order}"),
            ),
            (
                "of a remark".to_owned(),
                of(|query| query.remarks = vec!["pension_missing".into()]),
                format!(
                    "id IN (SELECT household_id FROM member WHERE pension_insured IS NULL) {order}"
                ),
            ),
            (
                "found by initials".to_owned(),
                of(|query| query.q = "zds".into()),
                format!("id IN (SELECT household_id FROM member WHERE name LIKE '%德顺%') {order}"),
            ),
            (
                "a page behind the first".to_owned(),
                of(|query| query.offset = ROWS),
                format!("TRUE {order} LIMIT {ROWS} OFFSET {ROWS}"),
            ),
        ]);
        for (what, query, sql) in asked {
            let ours = |store: &Store| {
                let page = store.household_list(asking(&county), &query);
                drop(page.expect("an answer"));
            };
            self.line(
                &format!("households, {what}"),
                &ours,
                &format!("SELECT * FROM household WHERE {sql}"),
            );
        }
        // Each time another end, far behind what is kept of the one before.
        let far = Cell::new(50_000);
        let ours = |store: &Store| {
            far.set(far.get() + 5_000);
            let query = HouseholdQuery {
                offset: far.get(),
                ..page.clone()
            };
            drop(
                store
                    .household_list(asking(&county), &query)
                    .expect("an answer"),
            );
        };
        let sql = format!("SELECT * FROM household WHERE TRUE {order} LIMIT {ROWS} OFFSET 80000");
        self.line("households, a page from the far end", &ours, &sql);
        let ours = |store: &Store| {
            let page = store.household_list(asking(&township), &page);
            drop(page.expect("an answer"));
        };
        self.line(
            "households, asked by a township",
            &ours,
            &format!("SELECT * FROM household WHERE division_code LIKE '431128101%' {order}"),
        );
        let of_one = self.store.household_list(
            asking(&self.county),
            &HouseholdQuery {
                limit: 1,
                ..HouseholdQuery::default()
            },
        );
        let id = of_one.expect("an answer").rows[0].id;
        let ours = |store: &Store| {
            drop(
                store
                    .household_card(asking(&county), id)
                    .expect("an answer"),
            );
        };
        self.line(
            "the card of a household",
            &ours,
            "SELECT * FROM household LIMIT 1",
        );
    }

    fn visits(&mut self) {
        let township = self.township.clone();
        let county = self.county.clone();
        let order = "ORDER BY visited_on DESC, created_at DESC";
        let month = VisitQuery {
            limit: ROWS,
            month: Some("2018-09".to_owned()),
            ..VisitQuery::default()
        };
        let all = VisitQuery {
            month: None,
            ..month.clone()
        };
        let mut asked = vec![
            ("all".to_owned(), all.clone(), format!("TRUE {order}")),
            (
                "of a month".to_owned(),
                month.clone(),
                format!("{MONTH} {order}"),
            ),
        ];
        for view in visit_list::VIEWS {
            let query = VisitQuery {
                view: view.to_owned(),
                ..month.clone()
            };
            let sql = match view {
                "mine" => format!("instr(person_ids, '{VISITOR}') > 0"),
                "problem" => "id IN (SELECT visit_id FROM problem)".to_owned(),
                "pending" => "_mine > 0".to_owned(),
                "late" => "created_at > 1538300000000".to_owned(),
                _ => "TRUE".to_owned(),
            };
            asked.push((
                format!("of a month, view {view}"),
                query,
                format!("{MONTH} AND {sql} {order}"),
            ));
        }
        let of = |change: fn(&mut VisitQuery)| {
            let mut query = month.clone();
            change(&mut query);
            query
        };
        asked.extend([
            ("of a month, of a person".to_owned(), of(|query| query.persons = vec![VISITOR.to_string()]), format!("{MONTH} AND instr(person_ids, '{VISITOR}') > 0 {order}")),
            ("of a month, of a group".to_owned(), of(|query| query.groups = vec!["上屋组".into()]), format!("{MONTH} AND household_id IN (SELECT id FROM household WHERE group_name = '上屋组') {order}")),
            ("of a month, for a purpose".to_owned(), of(|query| query.purposes = vec!["routine".into()]), format!("{MONTH} AND instr(purposes, 'routine') > 0 {order}")),
            ("of a month, found by initials".to_owned(), of(|query| query.q = "zds".into()), format!("{MONTH} AND household_id IN (SELECT household_id FROM member WHERE name LIKE '%德顺%') {order}")),
            ("of a month, with words in the note".to_owned(), of(|query| query.q = "烤烟".into()), format!("{MONTH} AND instr(note, '烤烟') > 0 {order}")),
            ("a page behind the first".to_owned(), VisitQuery { offset: ROWS, ..all.clone() }, format!("TRUE {order} LIMIT {ROWS} OFFSET {ROWS}")),
            ("all, with words in the note".to_owned(), VisitQuery { q: "烤烟".into(), ..all.clone() }, format!("instr(note, '烤烟') > 0 {order}")),
        ]);
        for (what, query, sql) in asked {
            let ours = |store: &Store| {
                let page = store.visit_list(asking(&county), &query);
                drop(page.expect("an answer"));
            };
            self.line(
                &format!("visits, {what}"),
                &ours,
                &format!("SELECT * FROM visit WHERE {sql}"),
            );
        }
        let ours = |store: &Store| {
            let page = store.visit_list(asking(&township), &month);
            drop(page.expect("an answer"));
        };
        self.line(
            "visits of a month, asked by a township",
            &ours,
            &format!("SELECT * FROM visit WHERE {MONTH} AND _place BETWEEN 431128101000 AND 431128101999 {order}"),
        );
    }

    fn measures(&mut self) {
        let county = self.county.clone();
        let page = MeasureQuery {
            limit: ROWS,
            ..MeasureQuery::default()
        };
        let mut asked = Vec::new();
        for view in measure_list::VIEWS {
            let query = MeasureQuery {
                view: view.to_owned(),
                ..page.clone()
            };
            let sql = match view {
                "late" => "state NOT IN ('done', 'dropped') AND due_on < '2018-09-30'",
                "due_7" => {
                    "state NOT IN ('done', 'dropped') AND due_on BETWEEN '2018-09-30' AND '2018-10-07'"
                }
                "village" => "household_id IS NULL",
                "done" => "state = 'done'",
                "dropped" => "state = 'dropped'",
                _ => "state NOT IN ('done', 'dropped')",
            };
            asked.push((format!("view {view}"), query, sql));
        }
        let of = |change: fn(&mut MeasureQuery)| {
            let mut query = page.clone();
            change(&mut query);
            query
        };
        asked.extend([
            (
                "of a class".to_owned(),
                of(|query| query.classes = vec!["industry".into()]),
                "class = 'industry'",
            ),
            (
                "with words".to_owned(),
                of(|query| query.q = "黄花菜".into()),
                "instr(content, '黄花菜') > 0",
            ),
        ]);
        for (what, query, sql) in asked {
            let ours = |store: &Store| {
                let page = store.measure_list(asking(&county), &query);
                drop(page.expect("an answer"));
            };
            self.line(
                &format!("measures, {what}"),
                &ours,
                &format!("SELECT * FROM measure WHERE {sql} ORDER BY due_on"),
            );
        }
    }

    fn problems(&mut self) {
        let county = self.county.clone();
        let page = ProblemQuery {
            limit: ROWS,
            ..ProblemQuery::default()
        };
        let mut asked = Vec::new();
        for view in problem_ledger::VIEWS {
            let query = ProblemQuery {
                view: view.to_owned(),
                ..page.clone()
            };
            let sql = match view {
                "late" => "state NOT IN ('done', 'verified') AND due_on < '2018-09-30'",
                "waiting" => "state = 'done'",
                "common" => "kind = 'common'",
                "closed" => "state = 'verified'",
                _ => "state <> 'verified'",
            };
            asked.push((format!("view {view}"), query, sql));
        }
        let words = ProblemQuery {
            q: "漏水".into(),
            ..page
        };
        asked.push((
            "with words".to_owned(),
            words,
            "state <> 'verified' AND instr(content, '漏水') > 0",
        ));
        for (what, query, sql) in asked {
            let ours = |store: &Store| {
                let page = store.problem_list(asking(&county), &query);
                drop(page.expect("an answer"));
            };
            self.line(
                &format!("problems, {what}"),
                &ours,
                &format!("SELECT * FROM problem WHERE {sql} ORDER BY due_on"),
            );
        }
    }

    fn others(&mut self) {
        let county = self.county.clone();
        let ours = |store: &Store| {
            let asking = asking(&county);
            drop(store.unvisited(asking, 14).expect("an answer"));
        };
        self.line(
            "workbench, unvisited",
            &ours,
            &format!("SELECT * FROM household WHERE {}", unvisited("2018-09-01")),
        );
        let ours = |store: &Store| {
            let asking = asking(&county);
            drop(store.measures_due(asking, 14).expect("an answer"));
        };
        let due = "state NOT IN ('done', 'dropped') AND due_on <= '2018-10-07' ORDER BY due_on";
        self.line(
            "workbench, measures due",
            &ours,
            &format!("SELECT * FROM measure WHERE {due}"),
        );
        let ours = |store: &Store| {
            let asking = asking(&county);
            drop(store.problems_due(asking, 14).expect("an answer"));
        };
        self.line(
            "workbench, problems due",
            &ours,
            "SELECT * FROM problem WHERE state NOT IN ('done', 'verified') ORDER BY due_on",
        );
        let ours = |store: &Store| {
            let asking = asking(&county);
            let first = NaiveDate::from_ymd_opt(2018, 9, 1).expect("a date");
            drop(
                store
                    .visits_by_day(asking, first, asking.today)
                    .expect("an answer"),
            );
        };
        self.line(
            "workbench, visits by day",
            &ours,
            &format!("SELECT visited_on, count(*) FROM visit WHERE {MONTH} GROUP BY visited_on"),
        );
        let ours = |store: &Store| {
            let asking = asking(&county);
            let first = NaiveDate::from_ymd_opt(2018, 9, 1).expect("a date");
            let days = store.stay_days(asking, VISITOR, first, asking.today);
            drop(days.expect("an answer"));
        };
        self.line(
            "own month",
            &ours,
            &format!("SELECT * FROM visit WHERE {MONTH} AND instr(person_ids, '{VISITOR}') > 0"),
        );
        self.after_a_save();
    }

    fn after_a_save(&mut self) {
        let one = HouseholdQuery {
            limit: 1,
            ..HouseholdQuery::default()
        };
        let page = self.store.household_list(asking(&self.county), &one);
        let id = page.expect("an answer").rows[0].id;
        let mut all: Vec<f64> = (0..5)
            .map(|round| {
                let cells = Household {
                    group_name: format!("{round}组"),
                    ..Household::default()
                }
                .to_cells();
                let cells = cells
                    .into_iter()
                    .filter(|(field, _)| *field == Household::group_name)
                    .collect();
                let edit = made::edit("household", id, cells);
                let saved = self.store.save(&self.env, vec![edit], About::default());
                saved.expect("a save").expect("a change");
                wall_ms(|| {
                    drop(
                        self.store
                            .search(&self.county, "zds", 8)
                            .expect("an answer"),
                    )
                })
            })
            .collect();
        all.sort_by(f64::total_cmp);
        let name = "search right after a save, what was saved found";
        (self.tell)(Line::new(name, all[2], "ms").at_most(FRAME_MS));
    }
}

fn unvisited(since: &str) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM visit WHERE household_id = household.id AND visited_on >= '{since}')"
    )
}

/// The first page of a question, and how many rows fit it.
fn bare(conn: &Connection, sql: &str) {
    let read = |sql: &str| {
        let mut statement = conn.prepare_cached(sql).expect("a question");
        let columns = statement.column_count();
        let mut rows = statement.query([]).expect("an answer");
        while let Some(row) = rows.next().expect("a row") {
            for column in 0..columns {
                std::hint::black_box(row.get::<_, Value>(column).expect("a value"));
            }
        }
    };
    if sql.contains(" LIMIT ") {
        read(sql);
        return;
    }
    read(&format!("{sql} LIMIT {ROWS}"));
    let all = sql.split(" ORDER BY ").next().unwrap_or(sql);
    read(&format!("SELECT count(*) FROM ({all})"));
}
