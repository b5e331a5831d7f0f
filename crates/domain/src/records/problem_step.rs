//! 整改过程: one act on a problem a row, so that what two people write never meets in one cell.

use chrono::NaiveDate;

use super::{Anchor, Problem, not_in_future};
use crate::{Cells, Violation, cell::cell, codes};

crate::record! {
    /// What somebody did about a problem, from taking it on to closing it.
    ProblemStep = 27 in "problem_step", Anchor::Row(10, "problem"), rules rules => {
        /// The problem.
        problem_id: Id = 10 [required],
        /// `claim`, `progress`, `submit`, `return`, `verify`, `reopen`, `urge`.
        kind: Code = 11 [required, codes(&codes::PROBLEM_STEP)],
        /// The day.
        made_on: Date = 12 [required],
        /// Who; an inspector is no person of a laptop's area, so the name goes along.
        person_id: Id = 13,
        /// Their name.
        person_name: Text = 14,
        /// As what they wrote.
        role: Code = 15 [codes(&codes::ROLE)],
        /// What was done, or what is missing.
        note: Text = 16,
        /// 按时, of what was verified.
        in_time: Flag = 17,
        /// 按质.
        in_quality: Flag = 18,
        /// 按量.
        in_quantity: Flag = 19,
        /// Photos of the problem that were taken for it.
        photo_ids: List = 20,
    }
}

fn rules(cells: &Cells, today: NaiveDate) -> Vec<Violation> {
    let kind = cell(cells, ProblemStep::kind).as_text();
    let is_mute = cell(cells, ProblemStep::note).as_text().trim().is_empty();
    let mut found: Vec<Violation> = not_in_future(cells, ProblemStep::made_on, "made_on", today)
        .into_iter()
        .collect();
    if is_mute && needs_words(kind) {
        found.push(Violation::new("note", "required"));
    }
    found
}

/// Nobody gets a problem back without being told why, and nothing is progress without a word.
fn needs_words(kind: &str) -> bool {
    matches!(kind, "progress" | "return" | "reopen")
}

/// What a person is to a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four questions, each asked by itself"
)]
pub struct Part {
    /// They may write on problems where it lies.
    pub writes: bool,
    /// Theirs is a role that looks back, see [`crate::access::looks_back`].
    pub looks_back: bool,
    /// They answer for it, or have worked on it.
    pub owns: bool,
    /// Somebody answers for it.
    pub is_owned: bool,
}

impl Part {
    /// Do they look at what others did?
    fn judges(self) -> bool {
        self.looks_back && !self.owns
    }
}

/// What may be done about a problem in this state, the likeliest first. Nobody closes what they worked on themselves.
pub fn acts(state: &str, part: Part) -> Vec<&'static str> {
    if !part.writes {
        return Vec::new();
    }
    let judges = part.judges();
    match state {
        "verified" if judges => vec!["reopen"],
        "verified" => vec![],
        "done" if judges => vec!["verify", "return"],
        "done" if !part.owns => vec!["urge"],
        "done" => vec![],
        _ => {
            let mut acts = Vec::new();
            if !judges && !part.is_owned {
                acts.push("claim");
            }
            if !judges {
                acts.extend(["submit", "progress"]);
            }
            if judges || (!part.owns && part.is_owned) {
                acts.push("urge");
            }
            acts
        }
    }
}

impl ProblemStep {
    /// Does an act of this kind change where the problem stands? What follows it rests on it.
    pub fn moves(kind: &str) -> bool {
        matches!(kind, "claim" | "submit" | "return" | "verify" | "reopen")
    }

    /// Is it work on the problem, so that another has to look at it?
    pub fn is_work(kind: &str) -> bool {
        matches!(kind, "claim" | "progress" | "submit")
    }
}

impl Problem {
    /// May `part` still change this field? What was found stays as it was found once somebody has taken it on, and what
    /// others found is theirs to word.
    pub fn is_changeable(&self, field: u16, part: Part) -> bool {
        if !part.writes || self.state == "verified" {
            return false;
        }
        match field {
            Self::remedy
            | Self::person_id
            | Self::unit_id
            | Self::lead_unit_id
            | Self::category => true,
            Self::due_on | Self::criteria => self.is_worded_by(part),
            Self::content
            | Self::source
            | Self::kind
            | Self::household_id
            | Self::division_code
            | Self::visit_id => !self.is_begun() && self.is_worded_by(part),
            _ => false,
        }
    }

    /// May `part` take the whole problem back? Only while nobody has done anything about it.
    pub fn is_removable(&self, part: Part, has_steps: bool) -> bool {
        part.writes && !has_steps && !self.is_begun() && self.is_worded_by(part)
    }

    fn is_begun(&self) -> bool {
        !matches!(self.state.as_str(), "" | "open")
    }

    /// What a village found itself is worded by whoever writes there, what others found by those who look back.
    fn is_worded_by(&self, part: Part) -> bool {
        part.judges() || matches!(self.source.as_str(), "" | "visit" | "self_check" | "letter")
    }

    /// The state after an act; the same where it changes none.
    pub fn state_after<'a>(state: &'a str, act: &str) -> &'a str {
        match (act, state) {
            ("claim" | "progress", "" | "open") => "running",
            ("submit", _) => "done",
            ("return" | "reopen", _) => "reopened",
            ("verify", _) => "verified",
            _ => state,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Record;

    const MEMBER: Part = Part {
        writes: true,
        looks_back: false,
        owns: false,
        is_owned: true,
    };
    const OWNER: Part = Part {
        owns: true,
        ..MEMBER
    };
    const INSPECTOR: Part = Part {
        looks_back: true,
        ..MEMBER
    };

    #[test]
    fn each_state_has_the_acts_of_each_person() {
        let none: [&str; 0] = [];
        for (state, part, wanted) in [
            ("open", OWNER, &["submit", "progress"][..]),
            (
                "open",
                Part {
                    is_owned: false,
                    ..MEMBER
                },
                &["claim", "submit", "progress"],
            ),
            (
                "open",
                Part {
                    is_owned: false,
                    ..INSPECTOR
                },
                &["urge"],
            ),
            ("running", MEMBER, &["submit", "progress", "urge"]),
            ("reopened", INSPECTOR, &["urge"]),
            ("done", OWNER, &none),
            ("done", MEMBER, &["urge"]),
            ("done", INSPECTOR, &["verify", "return"]),
            ("verified", INSPECTOR, &["reopen"]),
            ("verified", MEMBER, &none),
            (
                "done",
                Part {
                    owns: true,
                    ..INSPECTOR
                },
                &none,
            ),
            (
                "running",
                Part {
                    owns: true,
                    ..INSPECTOR
                },
                &["submit", "progress"],
            ),
            ("done", Part::default(), &none),
        ] {
            assert_eq!(acts(state, part), wanted, "{state} {part:?}");
        }
    }

    #[test]
    fn the_state_follows_from_the_acts() {
        let mut state = "open";
        let mut states = Vec::new();
        for act in [
            "urge", "claim", "progress", "submit", "urge", "return", "progress", "submit",
            "verify", "reopen",
        ] {
            state = Problem::state_after(state, act);
            states.push(state);
        }
        assert_eq!(
            states,
            [
                "open", "running", "running", "done", "done", "reopened", "reopened", "done",
                "verified", "reopened"
            ]
        );
    }

    #[test]
    fn what_goes_back_says_why() {
        let today = NaiveDate::from_ymd_opt(2018, 9, 30).unwrap();
        let check = |kind: &str, note: &str| {
            let step = ProblemStep {
                problem_id: Some(crate::Id([1; 16])),
                kind: kind.to_owned(),
                made_on: "2018-09-30".to_owned(),
                note: note.to_owned(),
                ..ProblemStep::default()
            };
            ProblemStep::INFO.check(&Cells::new(), &step.to_cells(), today)
        };
        for kind in ["progress", "return", "reopen"] {
            assert_eq!(
                check(kind, " "),
                vec![Violation::new("note", "required")],
                "{kind}"
            );
            assert_eq!(check(kind, "瓦没换完"), vec![], "{kind}");
        }
        for kind in ["claim", "submit", "verify", "urge"] {
            assert_eq!(check(kind, ""), vec![], "{kind}");
        }
    }

    #[test]
    fn what_was_found_is_worded_by_who_found_it_until_it_is_taken_on() {
        let own = Problem {
            source: "visit".to_owned(),
            state: "open".to_owned(),
            ..Problem::default()
        };
        let found = |source: &str, state: &str| Problem {
            source: source.to_owned(),
            state: state.to_owned(),
            ..own.clone()
        };
        for (problem, part, field, may) in [
            (&own, MEMBER, Problem::content, true),
            (&found("visit", "running"), MEMBER, Problem::content, false),
            (
                &found("visit", "running"),
                INSPECTOR,
                Problem::content,
                false,
            ),
            (&found("visit", "running"), MEMBER, Problem::due_on, true),
            (&found("county", "open"), MEMBER, Problem::content, false),
            (&found("county", "open"), MEMBER, Problem::due_on, false),
            (&found("county", "open"), MEMBER, Problem::remedy, true),
            (&found("county", "open"), INSPECTOR, Problem::content, true),
            (
                &found("county", "running"),
                INSPECTOR,
                Problem::due_on,
                true,
            ),
            (&found("county", "running"), OWNER, Problem::remedy, true),
            (
                &found("county", "verified"),
                INSPECTOR,
                Problem::remedy,
                false,
            ),
            (&own, MEMBER, Problem::state, false),
            (
                &own,
                Part {
                    writes: false,
                    ..MEMBER
                },
                Problem::remedy,
                false,
            ),
        ] {
            assert_eq!(
                problem.is_changeable(field, part),
                may,
                "{} {} {field} {part:?}",
                problem.source,
                problem.state
            );
        }
        assert!(own.is_removable(MEMBER, false));
        assert!(!own.is_removable(MEMBER, true));
        assert!(!found("county", "open").is_removable(MEMBER, false));
        assert!(!found("visit", "running").is_removable(MEMBER, false));
    }
}
