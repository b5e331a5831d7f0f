//! What an import does to families is told on their pages as the same act by hand is: 合户 of a household that it empties,
//! 分户 of one that it makes of people of another, 其他减少 and 其他增加 of whoever moves between two that stand.

use std::collections::BTreeMap;

use domain::{
    Id,
    records::{Household, Member, Record, StatusEvent},
};
use store::Store;

use super::{
    known::{household_row, stands},
    plan::{Fate, PlannedRow, Rows},
};
use crate::{
    error::ApiError,
    host::{self, Host},
};

/// Adds to what is written of a household that is taken from `file` the events on its page and on those of the households
/// that its people come from; one that splits off says from which.
pub(super) fn tell(
    host: &dyn Host,
    store: &Store,
    rows: &mut Rows,
    file: &str,
) -> Result<(), ApiError> {
    let today = host::today(host).to_string();
    let from = origins(store, rows)?;
    let parent = parent(rows, &from);
    let home = rows.household.id;
    let mut events = Vec::new();
    for (other, people) in from {
        let mut on_both = |here: Told, there: Told| {
            for (page, beside, told) in [(other, home, there), (home, other, here)] {
                events.push(StatusEvent {
                    household_id: Some(page),
                    other_household_id: Some(beside),
                    kind: told.kind.to_owned(),
                    member_id: told.member,
                    before: told.before,
                    after: told.after,
                    happened_on: today.clone(),
                    evidence: file.to_owned(),
                    ..StatusEvent::default()
                });
            }
        };
        let names = people.iter().map(|(_, name)| name.as_str());
        let names = names.collect::<Vec<_>>().join("、");
        if joins(rows, other) {
            // On the page of the one whose people have gone they stand as what was there before.
            let here = Told::of("merged").after(&names);
            on_both(here, Told::of("merged").before(&names));
        } else if parent == Some(other) {
            let told = || Told::of("split").after(&names);
            on_both(told(), told());
        } else {
            for (member, _) in people {
                let told = |kind| Told {
                    member: Some(member),
                    ..Told::of(kind)
                };
                on_both(told("other_in"), told("other_out"));
            }
        }
    }
    for event in events {
        let id = host.env().new_id();
        let row = PlannedRow::new(store, &StatusEvent::INFO, id, event.to_cells())?;
        rows.besides.push(row);
    }
    if let Some(parent) = parent {
        let cells = &mut rows.household.cells;
        cells.insert(Household::split_from, parent.into());
        cells.insert(Household::split_on, today.as_str().into());
    }
    Ok(())
}

/// What stands on one page.
#[derive(Default)]
struct Told {
    kind: &'static str,
    member: Option<Id>,
    before: String,
    after: String,
}

impl Told {
    fn of(kind: &'static str) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }

    fn before(self, names: &str) -> Self {
        Self {
            before: names.to_owned(),
            ..self
        }
    }

    fn after(self, names: &str) -> Self {
        Self {
            after: names.to_owned(),
            ..self
        }
    }
}

/// People of a household by their ids, with their names.
type People = Vec<(Id, String)>;

/// Who comes from which other household; one that somebody deleted has no page.
fn origins(store: &Store, rows: &Rows) -> Result<BTreeMap<Id, People>, ApiError> {
    let mut from: BTreeMap<Id, People> = BTreeMap::new();
    for (household, member) in rows.coming() {
        let person = (member.id, name(member).to_owned());
        from.entry(household).or_default().push(person);
    }
    for id in rows.left() {
        if household_row(store, id)?.is_none_or(|row| row.is_deleted()) {
            from.remove(&id);
        }
    }
    Ok(from)
}

/// From which household one splits off that did not stand before: that of its head, else the first.
fn parent(rows: &Rows, from: &BTreeMap<Id, People>) -> Option<Id> {
    let present = rows.household.present.as_ref();
    let stood = rows.household.fate != Fate::New && present.is_some_and(stands);
    let stay = || from.iter().filter(|(other, _)| !joins(rows, **other));
    let head = rows.household.cells.get(&Household::head_member_id);
    let head = head.and_then(domain::Value::as_id);
    let of_head = stay().find(|(_, people)| people.iter().any(|(id, _)| Some(*id) == head));
    let found = of_head.or_else(|| stay().next())?;
    (!stood).then_some(*found.0)
}

/// Does this import join the other household to this one?
fn joins(rows: &Rows, other: Id) -> bool {
    rows.besides.iter().any(|row| {
        let into = row.cells.get(&Household::merged_into);
        row.id == other && into.and_then(domain::Value::as_id) == Some(rows.household.id)
    })
}

fn name(member: &PlannedRow) -> &str {
    let listed = member.cells.get(&Member::name);
    let present = member.present.as_ref().map(|row| row.cell(Member::name));
    listed.or(present).map_or("", domain::Value::as_text)
}
