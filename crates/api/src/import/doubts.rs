//! What a person should look at before a household of a roster is taken.

use std::collections::BTreeMap;

use domain::records::Household;
use sheet::{Doubt, Roster, RosterHousehold, RosterMember, RowRef};

use super::{
    known::{Home, head_of, text},
    plan::{Fate, Rows},
};

/// Somebody has removed this household or person here.
pub(super) const WAS_REMOVED: &str = "was_removed";

/// Somebody wrote on it after it was shown and before it was taken.
const CHANGED_SINCE_LOOK: &str = "changed_since_look";

/// The list has two heads of this name in one village, and nothing but their people tells the households apart.
const HEAD_TWICE: &str = "head_twice";

/// The person stands in a household where whoever imports may not write.
const MEMBER_OUTSIDE: &str = "member_outside";

/// Another household of the list was taken as this one.
const TAKEN_TWICE: &str = "household_twice";

/// What a person should look at before it is taken.
pub(super) fn doubts(
    rows: &Rows,
    list: &Roster,
    roster: &RosterHousehold,
    home: &Home,
) -> Vec<Doubt> {
    let head = roster.members.first().map_or("", |head| text(head, "name"));
    let column = if roster.number.trim().is_empty() {
        ("姓名", head)
    } else {
        ("户编号", roster.number.trim())
    };
    let mut doubts: Vec<Doubt> = home
        .doubt
        .map(|kind| doubt_of(roster, column.0, kind, column.1))
        .into_iter()
        .collect();
    // What is as the list has it is nobody's question.
    let twin = home.twin.filter(|_| rows.writes());
    if let Some(other) = twin.and_then(|at| head_of(&list.households[at])) {
        doubts.push(Doubt {
            see: Some(RowRef {
                sheet: other.sheet.clone(),
                row: other.row,
            }),
            ..doubt_of(roster, "姓名", HEAD_TWICE, head)
        });
    }
    if rows.household.is_removed() {
        doubts.push(doubt_of(roster, "姓名", WAS_REMOVED, head));
    }
    doubts
}

pub(super) fn doubts_of_people(rows: &Rows, roster: &RosterHousehold) -> Vec<(usize, Doubt)> {
    let mut doubts = Vec::new();
    // Where its people went when it was joined to another household is said by that.
    let joined = rows.household.present.as_ref();
    let joined = joined.and_then(|row| row.cell(Household::merged_into).as_id());
    for (at, (row, member)) in rows.members.iter().zip(&roster.members).enumerate() {
        let lives = row
            .lives_in()
            .filter(|home| *home != rows.household.id && Some(*home) != joined);
        let kind = match lives {
            _ if row.fate == Fate::LeftOut => MEMBER_OUTSIDE,
            Some(_) => "member_elsewhere",
            None if row.is_removed() && !rows.household.is_removed() => WAS_REMOVED,
            None => continue,
        };
        doubts.push((at, doubt_of_member(member, kind)));
    }
    doubts
}

/// A person who cannot be taken from where they are now.
pub(super) fn member_outside(member: &RosterMember) -> Doubt {
    doubt_of_member(member, MEMBER_OUTSIDE)
}

fn doubt_of_member(member: &RosterMember, kind: &'static str) -> Doubt {
    Doubt {
        sheet: member.sheet.clone(),
        row: member.row,
        column: "姓名".to_owned(),
        kind,
        value: text(member, "name").to_owned(),
        see: None,
    }
}

/// The household lies where the person may not write.
pub(super) fn household_elsewhere(roster: &RosterHousehold) -> Doubt {
    doubt_of(roster, "户编号", "household_elsewhere", &roster.number)
}

pub(super) fn unknown_village(roster: &RosterHousehold) -> Doubt {
    let village = [roster.township_name.trim(), roster.village_name.trim()].join(" ");
    let column = column_of_village(roster.members.first());
    doubt_of(roster, &column, "village_unknown", village.trim())
}

/// What is on record of it is not what was looked at.
pub(super) fn changed_since(roster: &RosterHousehold) -> Doubt {
    doubt_of(roster, "户编号", CHANGED_SINCE_LOOK, roster.number.trim())
}

/// Another household of the list is this one on record.
pub(super) fn taken_twice(roster: &RosterHousehold) -> Doubt {
    let head = head_of(roster).map_or("", |head| text(head, "name"));
    doubt_of(roster, "姓名", TAKEN_TWICE, head)
}

/// Of the household as a whole: it stands in the row of its first member.
pub(super) fn doubt_of(
    roster: &RosterHousehold,
    column: &str,
    kind: &'static str,
    value: &str,
) -> Doubt {
    let first = roster.members.first();
    Doubt {
        sheet: first.map(|member| member.sheet.clone()).unwrap_or_default(),
        row: first.map_or(0, |member| member.row),
        column: column.to_owned(),
        kind,
        value: value.to_owned(),
        see: None,
    }
}

/// What layouts call the village.
pub(super) const VILLAGE_WORDS: [&str; 4] = ["行政村", "村", "村（社区）", "村名"];

/// The header word of the village, where the layout has one.
fn column_of_village(member: Option<&RosterMember>) -> String {
    let known: Option<&BTreeMap<&'static str, String>> = member.map(|member| &member.raw);
    VILLAGE_WORDS
        .into_iter()
        .find(|word| known.is_some_and(|raw| raw.contains_key(word)))
        .unwrap_or_default()
        .to_owned()
}
