//! Which role may write and read what. The area is the grant's; this table is about records.

use crate::{
    Cells, FieldInfo, Place,
    cell::cell,
    records::{self, Grant, Posting, Record, Team},
};

/// What a role may do with a record inside its area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Not even see it.
    None,
    /// See it.
    Read,
    /// Write it.
    Write,
}

/// Every role of `glossary.md`.
pub const ROLES: [&str; 13] = [
    "member",
    "first_secretary",
    "team_leader",
    "helper",
    "village_secretary",
    "township_reviewer",
    "dossier_keeper",
    "policy_guide",
    "department",
    "inspector",
    "county_office",
    "county_administrator",
    "auditor",
];

/// 驻村工作队 and 村“两委”: whoever works in one village, and is asked about where its households are asked how the work
/// is done. What a township hears of them lies at the place of the township, so none of these may hold that place.
pub const VILLAGE_ROLES: [&str; 4] = [
    "member",
    "first_secretary",
    "team_leader",
    "village_secretary",
];

/// Does `role` work in a village?
pub fn is_of_village(role: &str) -> bool {
    VILLAGE_ROLES.contains(&role)
}

/// May anybody be `role` for `area`? A village's roles are given village by village.
pub fn may_be_given(role: &str, area: Place) -> bool {
    !is_of_village(role) || area.is_village()
}

/// What `role` may do with `record`; an unknown role may do nothing.
pub fn access(role: &str, record: &str) -> Access {
    use Access::{None, Read, Write};
    // Filled by apply: nobody writes them by a set of their own.
    if matches!(record, "conflict" | "inbox") {
        return if ROLES.contains(&role) { Read } else { None };
    }
    // Anybody may have something to say of the program.
    if record == "feedback" && ROLES.contains(&role) {
        return Write;
    }
    // Kept from whoever is asked about, and from all who need not know it.
    if record == "inquiry" {
        return match role {
            "township_reviewer" | "inspector" | "county_office" | "county_administrator" => Write,
            "auditor" => Read,
            _ => None,
        };
    }
    let reference = matches!(record, "division" | "unit" | "grant");
    let organisation = matches!(record, "person" | "team" | "posting" | "assignment");
    let diary = record == "stay";
    match role {
        "member" | "first_secretary" | "team_leader" if reference || organisation => Read,
        "member" | "first_secretary" | "team_leader" => Write,
        "helper" | "village_secretary"
            if matches!(
                record,
                "visit" | "photo" | "problem" | "problem_step" | "request" | "wish" | "reveal"
            ) =>
        {
            Write
        }
        // 村年度计划 is made by team and village cadres together.
        "village_secretary" if matches!(record, "village_plan" | "village_plan_line") => Write,
        "helper" | "village_secretary" if diary => None,
        "helper" | "village_secretary" => Read,
        "township_reviewer" if reference => Read,
        "township_reviewer" => Write,
        "dossier_keeper" if diary => None,
        "dossier_keeper"
            if matches!(
                record,
                "household"
                    | "member"
                    | "income"
                    | "status_event"
                    | "remark_off"
                    | "photo"
                    | "reveal"
            ) =>
        {
            Write
        }
        "dossier_keeper" | "policy_guide" | "auditor" => Read,
        "department"
            if matches!(
                record,
                "measure"
                    | "housing_solution"
                    | "problem"
                    | "problem_step"
                    | "request"
                    | "photo"
                    | "reveal"
            ) =>
        {
            Write
        }
        "department" if diary => None,
        "department" => Read,
        "inspector" if matches!(record, "problem" | "problem_step" | "photo" | "reveal") => Write,
        "inspector" => Read,
        "county_office" if record == "grant" => Read,
        "county_office" | "county_administrator" => Write,
        _ => None,
    }
}

/// What says who is or was of which team, by number of record and field. Whoever is of a team is kept from what is said
/// of it, so nobody, and least of all they, makes it be forgotten: it ends, and another row is made.
const WRITTEN_ONCE: [(u16, u16); 6] = [
    (Grant::INFO.table, Grant::person_id),
    (Grant::INFO.table, Grant::role),
    (Grant::INFO.table, Grant::division_code),
    (Team::INFO.table, Team::division_code),
    (Posting::INFO.table, Posting::person_id),
    (Posting::INFO.table, Posting::team_id),
];

/// The first field of a row of `table` that `cells` would change though it is written once. One that holds nothing yet
/// may be filled.
pub fn rewritten(table: u16, before: &Cells, cells: &Cells) -> Option<&'static FieldInfo> {
    let changed = |field: u16| {
        let stands = cell(before, field);
        !stands.is_default() && cells.get(&field).is_some_and(|value| value != stands)
    };
    let (_, field) = WRITTEN_ONCE
        .into_iter()
        .find(|(of, field)| *of == table && changed(*field))?;
    records::by_table(table)?.field(field)
}

/// May `role` look back at what others put right, and close it or send it back?
/// Source: 整改台账 of the counties: 督导组 and 乡镇 close, whoever put it right does not.
pub fn looks_back(role: &str) -> bool {
    matches!(
        role,
        "inspector" | "township_reviewer" | "county_office" | "county_administrator"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_writes_visits_and_nobody_writes_conflicts() {
        assert_eq!(access("member", "visit"), Access::Write);
        for role in ROLES {
            assert_eq!(access(role, "conflict"), Access::Read, "{role}");
        }
        assert_eq!(access("stranger", "visit"), Access::None);
    }

    #[test]
    fn whoever_writes_problems_writes_their_steps_and_no_team_looks_back() {
        for role in ROLES {
            assert_eq!(
                access(role, "problem"),
                access(role, "problem_step"),
                "{role}"
            );
            assert!(
                !looks_back(role) || access(role, "problem") == Access::Write,
                "{role}"
            );
        }
        for role in [
            "member",
            "first_secretary",
            "team_leader",
            "helper",
            "village_secretary",
            "department",
        ] {
            assert!(!looks_back(role), "{role}");
        }
    }

    #[test]
    fn what_is_said_of_a_team_is_for_those_above_it_alone() {
        let by = |access_is: Access| -> Vec<&str> {
            let roles = ROLES.into_iter();
            roles
                .filter(|role| access(role, "inquiry") == access_is)
                .collect()
        };
        assert_eq!(
            by(Access::Write),
            [
                "township_reviewer",
                "inspector",
                "county_office",
                "county_administrator"
            ]
        );
        assert_eq!(by(Access::Read), ["auditor"]);
        for role in VILLAGE_ROLES.into_iter().chain(["helper", "department"]) {
            assert_eq!(access(role, "inquiry"), Access::None, "{role}");
        }
    }

    #[test]
    fn a_role_of_a_village_is_given_for_a_village_only() {
        let [village, township, county] =
            ["431128103201", "431128103", "431128"].map(|code| Place::from_code(code).unwrap());
        for role in ROLES {
            assert!(may_be_given(role, village), "{role}");
            for area in [township, county] {
                assert_eq!(
                    may_be_given(role, area),
                    !VILLAGE_ROLES.contains(&role),
                    "{role}"
                );
            }
        }
    }

    #[test]
    fn who_was_of_which_team_is_written_once_and_its_end_any_time() {
        let [one, other] = [[1; 16], [2; 16]].map(crate::Id);
        let before = Posting {
            person_id: Some(one),
            duty: "member".to_owned(),
            ..Posting::default()
        }
        .to_cells();
        let changed = |posting: Posting| {
            let after = posting.to_cells();
            rewritten(Posting::INFO.table, &before, &after).map(|field| field.name)
        };
        let as_it_was = Posting::from_cells(&before);
        assert_eq!(changed(as_it_was.clone()), None);
        let ended = Posting {
            team_id: Some(other),
            duty: "leader".to_owned(),
            ends_on: "2018-08-31".to_owned(),
            ..as_it_was.clone()
        };
        assert_eq!(changed(ended), None, "the team was not told before");
        for person_id in [Some(other), None] {
            let another = Posting {
                person_id,
                ..as_it_was.clone()
            };
            assert_eq!(changed(another), Some("person_id"));
        }
        let nothing = Cells::new();
        assert!(rewritten(Posting::INFO.table, &nothing, &before).is_none());
    }

    #[test]
    fn only_the_administrator_gives_rights() {
        let writers: Vec<&str> = ROLES
            .into_iter()
            .filter(|role| access(role, "grant") == Access::Write)
            .collect();
        assert_eq!(writers, ["county_administrator"]);
    }
}
