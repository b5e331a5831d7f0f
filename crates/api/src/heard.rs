//! What households say of a village's team is kept from that team: also from who may read it by another right, for a
//! person may be of a team and of a township at once. Rows reach a laptop by place, so the village's has none of it;
//! this is about whoever holds the township's place too.

use domain::{
    Id, Place,
    access::Access,
    cell,
    place::PlaceRange,
    records::{self, Conflict, Inquiry, Photo, Record},
};
use store::{Edit, Row, Store, query::people::is_in, row};

use crate::{
    error::ApiError,
    host::{Asker, Host},
};

/// Villages of whose team or committee who asks is or ever was.
pub(crate) fn own_teams(asker: &Asker, store: &Store) -> Result<Vec<PlaceRange>, ApiError> {
    Ok(store.teams_of(asker.person_id)?)
}

/// Is a row kept from who asks, though its record and its place are theirs to read?
pub(crate) fn is_kept(asker: &Asker, store: &Store, row: &Row) -> Result<bool, ApiError> {
    let owner = |kind: u16, id: u16| (row.cell(kind).as_text(), row.cell(id).as_id());
    match row.table {
        table if table == Inquiry::INFO.table => is_own_team(asker, store, row),
        table if table == Conflict::INFO.table => {
            let (kind, id) = owner(Conflict::owner_kind, Conflict::owner_id);
            is_owner_kept(asker, store, (kind, row.place), id)
        }
        table if table == Photo::INFO.table => {
            let (kind, id) = owner(Photo::owner_kind, Photo::owner_id);
            let is_of_one = kind == Inquiry::INFO.name;
            Ok(is_of_one && is_owner_kept(asker, store, (kind, row.place), id)?)
        }
        _ => Ok(false),
    }
}

/// What shows values of another row is read by whoever may read that row where it lies: another right, of another area,
/// does not open it. A parked one lies nowhere.
fn is_owner_kept(
    asker: &Asker,
    store: &Store,
    (kind, place): (&str, Place),
    id: Option<Id>,
) -> Result<bool, ApiError> {
    let may_read = match place {
        Place::PARKED => asker.access(kind) >= Access::Read,
        place => asker.may_read(kind, place),
    };
    if !may_read {
        return Ok(true);
    }
    if kind != Inquiry::INFO.name {
        return Ok(false);
    }
    let owner = row::get(
        store.connection(),
        Inquiry::INFO.table,
        id.unwrap_or_default(),
    )?;
    match owner {
        Some(owner) => is_own_team(asker, store, &owner),
        None => Ok(true),
    }
}

fn is_own_team(asker: &Asker, store: &Store, row: &Row) -> Result<bool, ApiError> {
    let village = row.cell(Inquiry::village_code).as_text();
    Ok(is_in(&own_teams(asker, store)?, village))
}

/// Would an edit write what was heard of one's own team, or make it so?
pub(crate) fn is_edit_kept(
    asker: &Asker,
    store: &Store,
    edit: &Edit,
    present: Option<&Row>,
) -> Result<bool, ApiError> {
    if edit.table != Inquiry::INFO.table {
        return Ok(false);
    }
    let own = own_teams(asker, store)?;
    let said = cell::cell(&edit.cells, Inquiry::village_code).as_text();
    let stands = present.map_or("", |row| row.cell(Inquiry::village_code).as_text());
    Ok([said, stands]
        .into_iter()
        .any(|village| !village.is_empty() && is_in(&own, village)))
}

/// Is a form on a row that was not saved kept from who asks? It holds what stood there.
pub(crate) fn is_draft_kept(
    asker: &Asker,
    store: &Store,
    form: &str,
    subject: &str,
) -> Result<bool, ApiError> {
    if form != Inquiry::INFO.name {
        return Ok(false);
    }
    let Ok(id) = subject.parse::<Id>() else {
        return Ok(false);
    };
    match row::get(store.connection(), Inquiry::INFO.table, id)? {
        Some(row) => is_owner_kept(asker, store, (form, row.place), Some(id)),
        None => Ok(false),
    }
}

/// Conflicts that nobody has settled, of rows that who asks may read; the newest first.
pub(crate) fn open_conflicts(
    host: &dyn Host,
    store: &Store,
) -> Result<Vec<(Id, Conflict)>, ApiError> {
    let asker = host.asker();
    let mut found = Vec::new();
    for (id, conflict) in store.open_conflicts(&asker.scope)? {
        let place = Place(conflict.place.unwrap_or_default() as u64);
        let kind = conflict.owner_kind.as_str();
        if !is_owner_kept(asker, store, (kind, place), conflict.owner_id)? {
            found.push((id, conflict));
        }
    }
    Ok(found)
}

/// Names of the records that who asks may read.
pub(crate) fn readable_records(asker: &Asker) -> Vec<String> {
    records::REGISTRY
        .iter()
        .filter(|info| asker.access(info.name) >= Access::Read)
        .map(|info| info.name.to_owned())
        .collect()
}
