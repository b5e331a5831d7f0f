//! Nobody is hidden by the deletion of the household that they live in.

use domain::{
    Id,
    change::DELETED_AT,
    records::{Household, Member, Record},
};
use store::{Edit, Store};

use crate::error::{ApiError, Code};

/// Whoever lives in a household that is deleted would be found nowhere, unless the same edits take them out of it.
pub(crate) fn nobody_is_hidden(store: &Store, edits: &[Edit]) -> Result<(), ApiError> {
    let deletes = |edit: &&Edit| !domain::cell::cell(&edit.cells, DELETED_AT).is_default();
    let leaves = |id: Id, home: Id| {
        edits.iter().filter(|edit| edit.id == id).any(|edit| {
            let moves = edit.cells.get(&Member::household_id);
            deletes(&edit) || moves.is_some_and(|to| to.as_id() != Some(home))
        })
    };
    for edit in edits.iter().filter(deletes) {
        if edit.table != Household::INFO.table {
            continue;
        }
        let members = store.members_of(edit.id)?;
        if let Some(member) = members.iter().find(|member| !leaves(member.id, edit.id)) {
            return Err(ApiError::new(
                Code::HasMembers,
                format!("member {} lives in household {}", member.id, edit.id),
            ));
        }
    }
    Ok(())
}
