//! Who may write what where: named by the context of each change set (`sync.md` §1).

use chrono::NaiveDate;

use super::Anchor;
use crate::{Cells, Place, Violation, access::may_be_given, cell::cell, codes};

crate::record! {
    /// One role of one person in one area. Ended, never deleted.
    Grant = 4 in "grant", Anchor::Public, rules rules => {
        /// Name of the account.
        account: Text = 10 [required],
        /// The person.
        person_id: Id = 11,
        /// Name for history views, where the person's own row is out of scope.
        person_name: Text = 12,
        /// A role of `glossary.md`.
        role: Code = 13 [required, codes(&codes::ROLE)],
        /// The area: a county, township or village.
        division_code: Division = 14 [required],
        /// When it ended; nothing = it counts.
        ended_at: Moment = 15,
    }
}

/// One that has ended may be anything that was once given.
fn rules(cells: &Cells, _: NaiveDate) -> Vec<Violation> {
    let area = Place::from_code(cell(cells, Grant::division_code).as_text());
    let role = cell(cells, Grant::role).as_text();
    let is_wrong = cell(cells, Grant::ended_at).is_default()
        && area.is_some_and(|area| !may_be_given(role, area));
    if is_wrong {
        vec![Violation::new("division_code", "above_village")]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Record;

    #[test]
    fn a_team_is_of_a_village_unless_its_right_has_ended() {
        let check = |role: &str, area: &str, ended_at: Option<i64>| {
            let grant = Grant {
                account: "shen".to_owned(),
                role: role.to_owned(),
                division_code: area.to_owned(),
                ended_at,
                ..Grant::default()
            };
            Grant::INFO.check(&Cells::new(), &grant.to_cells(), NaiveDate::MIN)
        };
        let refused = vec![Violation::new("division_code", "above_village")];
        for role in [
            "member",
            "first_secretary",
            "team_leader",
            "village_secretary",
        ] {
            assert_eq!(check(role, "431128103201", None), vec![], "{role}");
            assert_eq!(check(role, "431128103", None), refused, "{role}");
            assert_eq!(check(role, "431128", None), refused, "{role}");
            assert_eq!(check(role, "431128103", Some(9)), vec![], "{role}");
        }
        for role in ["township_reviewer", "helper", "inspector"] {
            assert_eq!(check(role, "431128103", None), vec![], "{role}");
        }
    }
}
