//! All operations × roles × areas.

use api::{
    OPERATIONS, OperationInfo,
    common::{IdRequest, RemoveRequest, SaveRequest},
    operations::Where,
    session::Side,
};
use domain::access::{Access, ROLES, access};
use schemars::{Schema, SchemaGenerator};

use crate::rig::{self, COUNTY, FAR, NEIGHBOUR, TOWNSHIP, VILLAGE, World};

/// Operations that name a row of one village; all others answer with rows of one's own area.
const NAMES_A_ROW: [&str; 49] = [
    "household.card",
    "household.sheet",
    "household.notice",
    "household.history",
    "household.timeline",
    "housing.get",
    "plan.household",
    "household.save",
    "member.save",
    "visit.detail",
    "visit.context",
    "visit.record",
    "visit.remove",
    "visit.restore",
    "request.get",
    "request.save",
    "request.remove",
    "inquiry.get",
    "inquiry.save",
    "inquiry.remove",
    "tour.get",
    "tour.export",
    "tour.save",
    "tour.remove",
    "wish.get",
    "wish.save",
    "wish.remove",
    "distribution.get",
    "distribution.roll",
    "distribution.save",
    "distribution.receive",
    "distribution.remove",
    "stay.remove",
    "measure.get",
    "measure.suggest",
    "measure.save",
    "measure.remove",
    "problem.get",
    "problem.save",
    "problem.remove",
    "problem.step",
    "problem.merge",
    "photo.list",
    "photo.add",
    "reveal.get",
    "record.get",
    "record.find",
    "record.history",
    "record.save",
];

fn answered_at_the_county() -> impl Iterator<Item = &'static OperationInfo> {
    OPERATIONS
        .iter()
        .filter(|operation| operation.is_on(Side::County))
}

#[test]
fn every_operation_is_refused_to_every_role_that_its_records_do_not_allow() {
    let world = World::with_problems();
    let mut refused = 0;
    for role in ROLES {
        let host = world.console(role, COUNTY);
        for operation in answered_at_the_county().filter(|operation| !operation.allows(role)) {
            let request = rig::request(operation.name, world.home());
            assert_eq!(
                rig::code(&host, operation.name, request),
                "not_permitted",
                "{role} {}",
                operation.name
            );
            refused += 1;
        }
    }
    assert!(refused >= 40, "the table is nearly empty: {refused}");
}

#[test]
fn every_operation_is_refused_outside_ones_area_whatever_the_role() {
    let world = World::with_problems();
    for role in ROLES {
        for (area, outside) in [(VILLAGE, 1), (NEIGHBOUR, 0), (TOWNSHIP, 2), (FAR, 0)] {
            let host = world.console(role, area);
            for name in NAMES_A_ROW {
                let code = rig::code(&host, name, rig::request(name, world.villages[outside]));
                assert!(
                    matches!(code, "not_permitted" | "not_found"),
                    "{role} of {area} got {name} of another area: {code:?}"
                );
            }
        }
    }
}

/// Whoever adds an operation about one row by its id has it asked outside one's area too.
#[test]
fn every_operation_that_takes_the_id_of_a_row_is_asked_outside_ones_area() {
    let of = |request: fn(&mut SchemaGenerator) -> Schema| request(&mut SchemaGenerator::default());
    let by_id = [
        of(SchemaGenerator::subschema_for::<IdRequest>),
        of(SchemaGenerator::subschema_for::<RemoveRequest>),
        of(SchemaGenerator::subschema_for::<SaveRequest>),
    ];
    for operation in answered_at_the_county() {
        assert!(
            !by_id.contains(&of(operation.request)) || NAMES_A_ROW.contains(&operation.name),
            "{} is not in NAMES_A_ROW",
            operation.name
        );
    }
}

#[test]
fn no_list_holds_a_row_of_another_area() {
    let world = World::with_problems();
    for role in ROLES {
        let host = world.console(role, VILLAGE);
        let lists = [
            "household.list",
            "household.search",
            "visit.list",
            "measure.list",
            "problem.list",
            "household.print",
            "visit.print",
            "measure.print",
            "problem.print",
            "request.print",
            "wish.print",
            "distribution.print",
            "request.list",
            "wish.list",
            "inquiry.list",
            "tour.list",
            "distribution.list",
            "record.list",
            "sync.conflicts",
        ];
        for name in lists {
            let Ok(answer) = api::dispatch(&host, name, rig::request(name, world.home())) else {
                continue;
            };
            let text = answer.to_string();
            for other in &world.villages[1..] {
                for id in [
                    other.household,
                    other.member,
                    other.visit,
                    other.measure,
                    other.problem,
                    other.request,
                    other.wish,
                    other.tour,
                    other.distribution,
                    other.inquiry,
                ] {
                    assert!(
                        !text.contains(&id.to_string()),
                        "{role} sees {id} in {name}"
                    );
                }
            }
        }
    }
}

#[test]
fn what_is_allowed_inside_ones_area_is_answered() {
    let world = World::with_problems();
    for role in ROLES {
        let host = world.console(role, TOWNSHIP);
        for operation in answered_at_the_county().filter(|operation| operation.allows(role)) {
            // These change what the next role asks about, or ask about what is not there.
            if operation.name.ends_with(".remove")
                || operation.name == "undo.run"
                || operation.name == "problem.step"
                || operation.name == "conflict.reveal"
                || operation.name.starts_with("record.")
            {
                continue;
            }
            let request = rig::request(operation.name, world.home());
            let code = rig::code(&host, operation.name, request);
            // Reading needs no right to write; a reveal does, for it is recorded.
            assert_eq!(code, "", "{role} {}", operation.name);
        }
    }
}

#[test]
fn the_workbench_has_every_part_that_a_role_may_see_and_no_other() {
    let world = World::with_problems();
    let mut without_diary = Vec::new();
    for role in ROLES {
        let host = world.console(role, VILLAGE);
        let bench = api::dispatch(
            &host,
            "workbench.get",
            rig::request("workbench.get", world.home()),
        )
        .unwrap_or_else(|error| panic!("{role}: {error}"));
        let sees = |record: &str| access(role, record) >= Access::Read;
        for part in ["tonight", "month"] {
            assert_eq!(bench[part].is_object(), sees("stay"), "{role} {part}");
        }
        let groups: Vec<&str> = bench["groups"]
            .as_array()
            .unwrap()
            .iter()
            .map(|group| group["kind"].as_str().unwrap())
            .collect();
        for (kind, record) in [
            ("unvisited", "visit"),
            ("measures", "measure"),
            ("problems", "problem"),
            ("requests", "request"),
        ] {
            assert_eq!(groups.contains(&kind), sees(record), "{role} {kind}");
        }
        if !sees("stay") {
            without_diary.push(role);
        }
    }
    assert_eq!(
        without_diary,
        [
            "helper",
            "village_secretary",
            "dossier_keeper",
            "department"
        ]
    );
}

#[test]
fn each_side_answers_its_own_operations_only() {
    let world = World::with_problems();
    let (laptop, county) = (
        world.laptop_host(),
        world.console("county_administrator", COUNTY),
    );
    for operation in OPERATIONS {
        let request = rig::request(operation.name, world.home());
        match operation.side {
            Where::Laptop => assert_eq!(
                rig::code(&county, operation.name, request),
                "other_side",
                "{}",
                operation.name
            ),
            Where::County => assert_eq!(
                rig::code(&laptop, operation.name, request),
                "other_side",
                "{}",
                operation.name
            ),
            Where::Both => {}
        }
    }
    assert_eq!(
        rig::code(&laptop, "household.burn", rig::empty()),
        "unknown_operation"
    );
}

#[test]
fn what_is_no_request_is_malformed_and_never_more() {
    let world = World::with_problems();
    let (laptop, office) = (
        world.laptop_host(),
        world.console("township_reviewer", TOWNSHIP),
    );
    let hosts: [(&dyn api::Host, &str); 2] =
        [(&laptop, "first_secretary"), (&office, "township_reviewer")];
    for (host, role) in hosts {
        for operation in OPERATIONS
            .iter()
            .filter(|operation| operation.is_on(host.side()) && operation.allows(role))
        {
            for request in [
                serde_json::Value::Null,
                serde_json::json!([1]),
                serde_json::json!("?"),
            ] {
                // An empty request may be written as nothing.
                let code = rig::code(host, operation.name, request);
                assert!(
                    code.is_empty() || code == "malformed",
                    "{role} {}: {code}",
                    operation.name
                );
            }
        }
    }
}

#[test]
fn the_words_of_refusals_are_pinned() {
    let words: Vec<&str> = api::Code::ALL.iter().map(|code| code.word()).collect();
    for code in api::Code::ALL {
        assert_eq!(serde_json::to_value(code).unwrap(), code.word());
        assert!((400..600).contains(&code.status()));
    }
    assert_eq!(
        words,
        [
            "malformed",
            "unknown_operation",
            "other_side",
            "not_permitted",
            "not_found",
            "violations",
            "nothing_to_undo",
            "built_upon",
            "has_members",
            "too_large",
            "photo_unreadable",
            "photo_empty",
            "photo_not_a_picture",
            "photo_heic",
            "photo_drawing",
            "photo_broken",
            "photo_too_large",
            "photo_too_many_pixels",
            "retry_later",
            "not_ready",
            "disk_full",
            "no_room",
            "unsent",
            "another_person",
            "stopped",
            "print_nothing",
            "print_too_long",
            "print_missing",
            "print_broken",
            "print_slow",
            "print_stopped",
            "print_glyph",
            "print_gone",
            "no_printer",
            "file_not_written",
            "file_damaged",
            "file_newer",
            "file_in_use",
            "folder_read_only",
            "wrong_passphrase",
            "failed",
        ]
    );
}
