//! A roster looked at before it is taken in, taken in part, and put back as a whole.

use std::{cell::Cell, ops::ControlFlow};

use api::{
    Host,
    common::IdRequest,
    import::{
        ImportAt, ImportChoice, ImportFate, ImportHome, ImportProgress, ImportQuery, ImportRequest,
        ImportRow, ImportTab, ImportTaken, Preview, undo,
    },
};
use domain::{
    Id,
    records::{Household, Member, Record},
};
use serde_json::{Value, json};
use sheet::write::HouseholdLine;
use store::row;

use crate::{
    rig::{TOWNSHIP, World, ask, code, request, with},
    roster::{go_on, line, number, roster, workbook},
};

pub(crate) fn look(host: &dyn Host, lines: &[HouseholdLine]) -> Preview {
    let request = ImportRequest {
        file: "花名册.xlsx".to_owned(),
        ..ImportRequest::default()
    };
    Preview::read(host, &workbook(lines), &request, &go_on).unwrap()
}

pub(crate) fn list(preview: &Preview, tab: ImportTab, q: &str) -> Vec<ImportRow> {
    let query = ImportQuery {
        tab,
        q: q.to_owned(),
        limit: 100,
        offset: 0,
    };
    preview.list(&query).rows
}

fn names(preview: &Preview, tab: ImportTab) -> Vec<String> {
    let rows = list(preview, tab, "");
    rows.into_iter().map(|row| row.head_name).collect()
}

fn choose(preview: &Preview, at: Option<u64>, tab: ImportTab, chosen: bool) -> u64 {
    let choice = ImportChoice {
        at,
        tab,
        q: String::new(),
        chosen,
    };
    preview.choose(&choice).unwrap().chosen
}

fn home(host: &dyn Host, preview: &Preview, name: &str) -> ImportHome {
    let row = list(preview, ImportTab::All, name).remove(0);
    preview.home(host, &ImportAt { at: row.at }).unwrap()
}

/// `field from → to` of one person, empty for the household itself.
fn changes(home: &ImportHome, name: &str) -> Vec<String> {
    let changes = match home.people.iter().find(|person| person.name == name) {
        Some(person) => &person.changes,
        None => &home.changes,
    };
    let text = |cell: &api::common::Cell| match serde_json::to_value(cell).unwrap() {
        Value::Null => "–".to_owned(),
        Value::String(text) => text,
        other => other.to_string(),
    };
    changes
        .iter()
        .map(|change| {
            format!(
                "{} {} → {}",
                change.field,
                text(&change.from),
                text(&change.to)
            )
        })
        .collect()
}

/// Chooses each household that can be taken, as somebody does who has looked at all that is in doubt.
pub(crate) fn choose_each(preview: &Preview) {
    for at in 0..preview.summary().tabs.all {
        choose(preview, Some(at), ImportTab::All, true);
    }
}

/// Takes all that can be taken.
pub(crate) fn take_all(host: &dyn Host, lines: &[HouseholdLine]) -> (Preview, ImportTaken) {
    let preview = look(host, lines);
    choose_each(&preview);
    let taken = preview.take(host, &go_on).unwrap();
    (preview, taken)
}

pub(crate) fn put_back(host: &dyn Host, taken: &ImportTaken) -> (u64, u64, u64) {
    let request = IdRequest {
        id: taken.id.unwrap(),
    };
    let undone = undo(host, &request, &go_on).unwrap();
    (undone.back, undone.stayed, undone.left)
}

/// Somebody has called on it.
pub(crate) fn visited(world: &World, household: Id) {
    let visit = request("visit.record", world.home());
    let visit = with(visit, &json!({ "household_id": household }));
    ask(&world.laptop_host(), "visit.record", visit);
}

/// Somebody takes a row away.
pub(crate) fn removed(world: &World, record: &str, id: Id, why: &str) {
    let remove = json!({ "id": id, "base": 1_u64 << 40, "reason": why });
    let remove = json!({ "record": record, "remove": remove });
    ask(&world.laptop_host(), "record.remove", remove);
}

fn household(world: &World, number: &str) -> Option<Id> {
    let laptop = world.laptop.lock().unwrap();
    laptop.household_with_number(number, None).unwrap()
}

/// Its members by name, with a field each.
fn members(world: &World, number: &str, field: u16) -> Vec<(String, String)> {
    let Some(id) = household(world, number) else {
        return Vec::new();
    };
    let laptop = world.laptop.lock().unwrap();
    let rows = laptop.members_of(id).unwrap();
    let text = |row: &store::Row, field| row.cell(field).as_text().to_owned();
    rows.iter()
        .map(|row| (text(row, Member::name), text(row, field)))
        .collect()
}

const ZHANG: &str = "43112810320111001";
const LI: &str = "43112810320111002";

fn newer() -> Vec<HouseholdLine> {
    let mut newer = roster();
    newer[0].income_per_head_fen = Some(410_000);
    newer[1].income_per_head_fen = Some(410_000);
    newer[1].labour = "03".into();
    newer.push(line(LI, "上坪村", "黎小平", "03", &number("19950606", 11)));
    newer
}

fn saved_labour(world: &World, name: &str, labour: &str) {
    let host = world.laptop_host();
    let id = {
        let laptop = world.laptop.lock().unwrap();
        let home = laptop.household_with_number(ZHANG, None).unwrap().unwrap();
        let members = laptop.members_of(home).unwrap();
        let member = members
            .iter()
            .find(|row| row.cell(Member::name).as_text() == name);
        member.unwrap().id
    };
    let save =
        json!({ "id": id, "base": 1_u64 << 40, "fields": { "labour": labour }, "reason": null });
    ask(&host, "member.save", save);
}

#[test]
fn a_preview_says_what_becomes_of_each_household_and_writes_nothing() {
    let world = World::new();
    let host = world.laptop_host();
    take_all(&host, &roster());
    let waiting = world.laptop.lock().unwrap().waiting().unwrap().sets;
    let mut lines = newer();
    lines.push(line(
        "43112810320111009",
        "上坪村",
        "单春生",
        "01",
        "991128198105050070",
    ));
    let preview = look(&host, &lines);
    assert_eq!(names(&preview, ImportTab::New), ["单春生"]);
    assert_eq!(names(&preview, ImportTab::Changed), ["张德顺", "黎根生"]);
    assert_eq!(names(&preview, ImportTab::Unchanged), [""; 0]);
    assert_eq!(names(&preview, ImportTab::LeftOut), ["解大海", "单春生"]);
    let tabs = preview.summary().tabs;
    assert_eq!(
        (tabs.all, tabs.new, tabs.changed, tabs.left_out),
        (5, 1, 2, 2)
    );
    assert_eq!(
        world.laptop.lock().unwrap().waiting().unwrap().sets,
        waiting
    );
    let zhang = home(&host, &preview, "zds");
    assert_eq!(changes(&zhang, ""), ["income_per_head_fen 320000 → 410000"]);
    assert_eq!(changes(&zhang, "区月英"), ["labour 01 → 03"]);
    let li = home(&host, &preview, "黎小平");
    let new = li
        .people
        .iter()
        .find(|person| person.name == "黎小平")
        .unwrap();
    assert_eq!(new.fate, ImportFate::New);
    let masked = changes(&li, "黎小平");
    assert!(
        masked
            .iter()
            .any(|change| change.starts_with("id_number – → 991128*")),
        "{masked:?}"
    );
    let full = number("19950606", 11);
    assert!(!serde_json::to_string(&li).unwrap().contains(&full));
}

#[test]
fn a_household_in_doubt_waits_for_a_persons_look_and_the_rest_can_be_taken() {
    let world = World::new();
    let host = world.laptop_host();
    let mut lines = roster();
    // One digit copied wrongly.
    lines[2].id_number = "991128196503030031".into();
    let preview = look(&host, &lines);
    let doubtful = list(&preview, ImportTab::Doubtful, "");
    let li = doubtful
        .iter()
        .find(|row| row.head_name == "黎根生")
        .unwrap();
    assert!(li.doubts > 0 && li.choosable && !li.chosen);
    let shown = home(&host, &preview, "黎根生");
    assert!(
        shown
            .doubts
            .iter()
            .any(|doubt| doubt.kind == "bad_check_digit"
                && doubt.column == "证件号码"
                && doubt.row == shown.row.row
                && !doubt.why.zh.is_empty())
    );
    assert_eq!(preview.summary().chosen, 1);
    let taken = preview.take(&host, &go_on).unwrap();
    assert_eq!(
        (taken.households.new, taken.total, taken.stopped),
        (1, 1, false)
    );
    assert!(household(&world, ZHANG).is_some() && household(&world, LI).is_none());
    assert!(list(&preview, ImportTab::All, "zds")[0].taken);
    assert_eq!(preview.summary().chosen, 0);
    assert_eq!(choose(&preview, Some(li.at), ImportTab::All, true), 1);
    assert_eq!(preview.take(&host, &go_on).unwrap().households.new, 1);
    assert!(household(&world, LI).is_some());
    // What cannot be taken cannot be chosen either, and nothing chosen is nothing to take.
    assert_eq!(choose(&preview, None, ImportTab::All, true), 0);
    assert!(preview.take(&host, &go_on).is_err());
    assert_eq!(
        ask(&host, "import.runs", json!({ "limit": 50, "offset": 0 }))["total"],
        2
    );
    assert!(preview.doubts().unwrap().starts_with(b"PK"));
}

#[test]
fn all_at_once_are_those_without_a_doubt_and_the_others_are_chosen_one_by_one() {
    let world = World::new();
    let host = world.laptop_host();
    let mut lines = roster();
    // One digit copied wrongly.
    lines[2].id_number = "991128196503030031".into();
    let preview = look(&host, &lines);
    let page = |tab| {
        let query = ImportQuery {
            tab,
            q: String::new(),
            limit: 100,
            offset: 0,
        };
        let page = preview.list(&query);
        (page.chosen, page.sure, page.sure_chosen)
    };
    choose(&preview, None, ImportTab::All, false);
    assert_eq!(page(ImportTab::All), (0, 1, 0));
    for tab in [ImportTab::All, ImportTab::New, ImportTab::Doubtful] {
        assert_eq!(choose(&preview, None, tab, true), 1, "{tab:?}");
    }
    assert_eq!(page(ImportTab::New), (1, 1, 1));
    assert_eq!(page(ImportTab::Doubtful), (0, 0, 0));
    let li = list(&preview, ImportTab::Doubtful, "黎根生").remove(0);
    assert_eq!(choose(&preview, Some(li.at), ImportTab::All, true), 2);
    assert_eq!(page(ImportTab::All), (2, 1, 1));
    // All are left at once, and who was left by hand is not taken along by the next 全选.
    assert_eq!(choose(&preview, None, ImportTab::All, false), 0);
    assert_eq!(choose(&preview, None, ImportTab::All, true), 1);
    // The command line has the same word for it.
    let bring = |sure_only: bool| {
        let request = ImportRequest {
            sure_only,
            dry_run: true,
            ..ImportRequest::default()
        };
        let (imported, _) =
            api::import::import(&host, &workbook(&lines), &request, &go_on).unwrap();
        (imported.households.new, imported.left_out)
    };
    assert_eq!((bring(true), bring(false)), ((1, 3), (2, 2)));
}

#[test]
fn what_is_by_now_as_the_roster_has_it_is_written_by_nobody() {
    let world = World::new();
    let host = world.laptop_host();
    take_all(&host, &roster());
    let mut lines = roster();
    lines[1].labour = "03".into();
    let preview = look(&host, &lines);
    assert_eq!(names(&preview, ImportTab::Changed), ["张德顺"]);
    saved_labour(&world, "区月英", "03");
    let waiting = world.laptop.lock().unwrap().waiting().unwrap().sets;
    choose(&preview, None, ImportTab::All, true);
    let taken = preview.take(&host, &go_on).unwrap();
    assert_eq!((taken.members.updated, taken.id), (0, None));
    assert_eq!(
        world.laptop.lock().unwrap().waiting().unwrap().sets,
        waiting
    );
}

#[test]
fn what_is_not_what_was_shown_any_more_is_shown_anew_and_not_written_blind() {
    let world = World::new();
    let host = world.laptop_host();
    take_all(&host, &roster());
    let preview = look(&host, &newer());
    saved_labour(&world, "区月英", "04");
    choose_each(&preview);
    let taken = preview.take(&host, &go_on).unwrap();
    assert_eq!((taken.changed_since_look, taken.left_out), (1, 0));
    assert_eq!(
        (taken.households.unchanged, taken.members.new),
        (1, 1),
        "the other one"
    );
    assert_eq!(members(&world, ZHANG, Member::labour)[1].1, "04");
    let zhang = list(&preview, ImportTab::Doubtful, "zds").remove(0);
    assert!(!zhang.chosen && !zhang.taken && zhang.choosable);
    // Once it was looked at as it is now it can be taken.
    let doubts = |preview: &Preview| -> Vec<String> {
        let home = home(&host, preview, "zds");
        home.doubts.into_iter().map(|doubt| doubt.kind).collect()
    };
    assert_eq!(doubts(&preview), ["changed_since_look"]);
    assert_eq!(
        changes(&home(&host, &preview, "zds"), "区月英"),
        ["labour 04 → 03"]
    );
    choose(&preview, Some(zhang.at), ImportTab::All, true);
    let taken = preview.take(&host, &go_on).unwrap();
    assert_eq!((taken.changed_since_look, taken.members.updated), (0, 1));
    assert_eq!(members(&world, ZHANG, Member::labour)[1].1, "03");
}

#[test]
fn what_the_pane_shows_is_what_is_taken() {
    let world = World::new();
    let host = world.laptop_host();
    take_all(&host, &roster());
    let preview = look(&host, &newer());
    saved_labour(&world, "区月英", "04");
    assert_eq!(
        changes(&home(&host, &preview, "zds"), "区月英"),
        ["labour 04 → 03"]
    );
    choose(&preview, None, ImportTab::All, true);
    let taken = preview.take(&host, &go_on).unwrap();
    assert_eq!((taken.changed_since_look, taken.households.updated), (0, 1));
}

#[test]
fn an_undo_leaves_what_a_person_chose_and_left_on_the_screen() {
    let world = World::new();
    let host = world.laptop_host();
    let mut lines = roster();
    // One digit copied wrongly: in doubt, and chosen all the same.
    lines[2].id_number = "991128196503030031".into();
    lines.push(line(
        "43112810320111009",
        "上坪村",
        "单春生",
        "01",
        &number("19810505", 7),
    ));
    let preview = look(&host, &lines);
    let at = |name: &str| list(&preview, ImportTab::All, name).remove(0);
    choose(&preview, Some(at("黎根生").at), ImportTab::All, true);
    choose(&preview, Some(at("单春生").at), ImportTab::All, false);
    choose(&preview, Some(at("张德顺").at), ImportTab::All, false);
    let taken = preview.take(&host, &go_on).unwrap();
    assert_eq!(taken.households.new, 1);
    assert!(at("黎根生").taken);
    choose(&preview, Some(at("张德顺").at), ImportTab::All, true);
    put_back(&host, &taken);
    preview.compare(&host, &go_on).unwrap();
    let chosen = |name: &str| (at(name).chosen, at(name).taken);
    assert_eq!(chosen("黎根生"), (true, false));
    assert_eq!(chosen("张德顺"), (true, false));
    assert_eq!(chosen("单春生"), (false, false));
}

#[test]
fn an_import_goes_back_as_a_whole_before_and_after_the_county_has_it() {
    for synced in [false, true] {
        let world = World::new();
        let host = world.laptop_host();
        let (_, first) = take_all(&host, &roster());
        if synced {
            world.sync();
        }
        let (_, second) = take_all(&host, &newer());
        assert_eq!((second.households.updated, second.members.new), (1, 1));
        if synced {
            world.sync();
        }
        assert_eq!(put_back(&host, &second), (2, 0, 0));
        assert_eq!(
            members(&world, ZHANG, Member::labour),
            [
                ("张德顺".to_owned(), "01".to_owned()),
                ("区月英".to_owned(), "01".to_owned())
            ]
        );
        assert_eq!(members(&world, LI, Member::name).len(), 1);
        assert_eq!(put_back(&host, &first), (2, 0, 0));
        assert!(household(&world, ZHANG).is_none() && household(&world, LI).is_none());
        let again = IdRequest {
            id: first.id.unwrap(),
        };
        let refused = undo(&host, &again, &go_on).unwrap_err();
        assert_eq!(refused.code.word(), "nothing_to_undo");
        world.sync();
        let county = world.county.lock().unwrap();
        let id = Household::id(&crate::rig::ID_KEY, ZHANG);
        let at_county = row::get(county.store().connection(), Household::INFO.table, id).unwrap();
        assert!(
            at_county.is_none_or(|row| row.is_deleted()),
            "the county follows"
        );
    }
}

#[test]
fn importing_again_undoes_the_undo_and_can_itself_be_undone() {
    let world = World::new();
    let host = world.laptop_host();
    let (_, first) = take_all(&host, &roster());
    put_back(&host, &first);
    let preview = look(&host, &roster());
    assert_eq!(names(&preview, ImportTab::New), ["张德顺", "黎根生"]);
    assert!(home(&host, &preview, "zds").doubts.is_empty());
    assert!(changes(&home(&host, &preview, "zds"), "").len() > 5);
    choose(&preview, None, ImportTab::All, true);
    let again = preview.take(&host, &go_on).unwrap();
    assert_eq!((again.households.new, again.members.new), (2, 3));
    assert_eq!(members(&world, ZHANG, Member::name).len(), 2);
    assert_eq!(put_back(&host, &again), (2, 0, 0));
    assert!(household(&world, ZHANG).is_none());
}

#[test]
fn whom_a_person_has_removed_comes_back_only_after_a_look() {
    let world = World::new();
    let host = world.laptop_host();
    take_all(&host, &roster());
    let id = household(&world, LI).unwrap();
    let people = world.laptop.lock().unwrap().members_of(id).unwrap();
    let people = people.iter().map(|row| ("member", row.id));
    for (record, id) in people.chain([("household", id)]) {
        removed(&world, record, id, "整户搬走");
    }
    let preview = look(&host, &roster());
    let li = list(&preview, ImportTab::Doubtful, "黎根生").remove(0);
    assert!(!li.chosen && li.choosable);
    let shown = home(&host, &preview, "黎根生");
    assert!(shown.doubts.iter().any(|doubt| doubt.kind == "was_removed"));
    choose(&preview, Some(li.at), ImportTab::All, true);
    let taken = preview.take(&host, &go_on).unwrap();
    assert!(household(&world, LI).is_some());
    assert_eq!(put_back(&host, &taken), (1, 0, 0));
    let laptop = world.laptop.lock().unwrap();
    let row = row::get(laptop.connection(), Household::INFO.table, id)
        .unwrap()
        .unwrap();
    let reason = row.cell(domain::change::DELETED_REASON).as_text();
    assert_eq!((row.is_deleted(), reason), (true, "整户搬走"));
}

#[test]
fn what_somebody_has_worked_on_since_stays_with_its_whole_household_and_is_told() {
    let world = World::new();
    let host = world.laptop_host();
    let (_, taken) = take_all(&host, &roster());
    saved_labour(&world, "区月英", "04");
    let li = household(&world, LI).unwrap();
    visited(&world, li);
    assert_eq!(put_back(&host, &taken), (0, 2, 0));
    assert_eq!(members(&world, ZHANG, Member::name).len(), 2);
    assert_eq!(members(&world, LI, Member::name).len(), 1);
    let stayed = json!({ "id": taken.id.unwrap(), "limit": 50, "offset": 0 });
    let stayed = ask(&host, "import.stayed", stayed);
    let told: Vec<(&str, &str)> = stayed["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["head_name"].as_str().unwrap(),
                row["why"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(told, [("张德顺", "worked_on"), ("黎根生", "hangs_on")]);
    let runs = ask(&host, "import.runs", json!({ "limit": 50, "offset": 0 }));
    assert_eq!(
        (&runs["rows"][0]["stayed"], &runs["rows"][0]["left"]),
        (&2.into(), &0.into())
    );
    assert_eq!(runs["rows"][0]["file"], "花名册.xlsx");
}

#[test]
fn a_stopped_taking_says_how_far_it_came_and_a_stopped_undo_goes_on_where_it_was() {
    let world = World::new();
    let host = world.laptop_host();
    let lines: Vec<HouseholdLine> = (0..450)
        .map(|at| {
            let name = format!("卿{at}");
            line(
                &format!("4311281032012{at:04}"),
                "上坪村",
                &name,
                "01",
                &number("19700101", at),
            )
        })
        .collect();
    let stop_after = |times: u32| {
        let left = Cell::new(times);
        move |at: ImportProgress| {
            if matches!(
                at,
                ImportProgress::Writing { .. } | ImportProgress::Undoing { .. }
            ) {
                if left.get() == 0 {
                    return ControlFlow::Break(());
                }
                left.set(left.get() - 1);
            }
            ControlFlow::Continue(())
        }
    };
    let preview = look(&host, &lines);
    choose(&preview, None, ImportTab::All, true);
    let taken = preview.take(&host, &stop_after(2)).unwrap();
    assert_eq!((taken.done, taken.total, taken.stopped), (400, 450, true));
    assert_eq!(preview.summary().chosen, 50);
    let request = IdRequest {
        id: taken.id.unwrap(),
    };
    let half = undo(&host, &request, &stop_after(1)).unwrap();
    assert_eq!((half.back, half.left), (200, 200));
    let run = ask(&host, "import.runs", json!({ "limit": 1, "offset": 0 }))["rows"][0].clone();
    assert_eq!(
        (&run["left"], run["undone_at_ms"].is_null()),
        (&200.into(), true)
    );
    let rest = undo(&host, &request, &go_on).unwrap();
    assert_eq!((rest.back, rest.left), (200, 0));
    let run = ask(&host, "import.runs", json!({ "limit": 1, "offset": 0 }))["rows"][0].clone();
    assert_eq!(
        (&run["left"], run["undone_at_ms"].is_null()),
        (&0.into(), false)
    );
    assert!(household(&world, "43112810320120000").is_none());
    // What was undone is new again, once it is compared.
    preview.compare(&host, &go_on).unwrap();
    assert_eq!(preview.summary().tabs.new, 450);
}

#[test]
fn what_fails_in_the_middle_says_how_far_it_came_and_goes_on_from_there() {
    let world = World::new();
    let host = world.laptop_host();
    let lines: Vec<HouseholdLine> = (0..450)
        .map(|at| {
            let number_here = format!("4311281032012{at:04}");
            let name = format!("卿{at}");
            line(&number_here, "上坪村", &name, "01", &number("19700101", at))
        })
        .collect();
    // From the second batch on the file takes no more.
    let breaks = |table: &'static str, event: &'static str| {
        let laptop = std::sync::Arc::clone(&world.laptop);
        move |at: ImportProgress| {
            if let ImportProgress::Writing { done: 200, .. }
            | ImportProgress::Undoing { done: 200, .. } = at
            {
                let sql = format!(
                    "CREATE TRIGGER IF NOT EXISTS broken BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, 'broken'); END"
                );
                let laptop = laptop.lock().unwrap();
                laptop.connection().execute_batch(&sql).unwrap();
            }
            ControlFlow::Continue(())
        }
    };
    let mend = || {
        let laptop = world.laptop.lock().unwrap();
        let mended = laptop.connection().execute_batch("DROP TRIGGER broken");
        mended.unwrap();
    };
    let preview = look(&host, &lines);
    choose(&preview, None, ImportTab::All, true);
    let taken = preview
        .take(&host, &breaks("import_row", "INSERT"))
        .unwrap();
    assert!(taken.failed.is_some() && !taken.stopped);
    assert_eq!(
        (taken.done, taken.total, taken.households.new),
        (200, 450, 200)
    );
    assert_eq!(preview.summary().chosen, 250, "the rest waits as it was");
    mend();
    let rest = preview.take(&host, &go_on).unwrap();
    assert_eq!(rest.households.new, 250);
    assert!(rest.failed.is_none());
    let request = IdRequest {
        id: rest.id.unwrap(),
    };
    let undone = undo(&host, &request, &breaks("import_home", "UPDATE")).unwrap();
    assert!(undone.failed.is_some());
    assert_eq!((undone.back, undone.left), (200, 50));
    mend();
    assert_eq!(put_back(&host, &rest), (50, 0, 0));
    // What fails at once has written nothing, and is a failure and no more.
    let again = look(&host, &lines);
    choose(&again, None, ImportTab::All, true);
    let first = |_: ImportProgress| {
        let sql = "CREATE TRIGGER IF NOT EXISTS broken BEFORE INSERT ON import_row BEGIN SELECT RAISE(ABORT, 'broken'); END";
        let laptop = world.laptop.lock().unwrap();
        laptop.connection().execute_batch(sql).unwrap();
        ControlFlow::Continue(())
    };
    assert!(again.take(&host, &first).is_err());
    assert_eq!(again.summary().chosen, 250);
}

#[test]
fn only_who_may_write_households_may_look_at_a_roster_here() {
    let world = World::new();
    let inspector = world.console("inspector", TOWNSHIP);
    let request = ImportRequest::default();
    let refused = Preview::read(&inspector, &workbook(&roster()), &request, &go_on);
    assert!(refused.is_err());
    let page = json!({ "limit": 50, "offset": 0 });
    assert_eq!(code(&inspector, "import.runs", page), "other_side");
}
