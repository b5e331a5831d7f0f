//! Which village a roster means by a name.

use std::collections::BTreeMap;

use domain::{Id, Place, records::Division, records::Record};
use sheet::RosterHousehold;
use store::{Store, row, search::short_name};

use crate::{error::ApiError, host::Host};

/// Villages that the person may write households in, by name.
#[derive(Debug)]
pub(super) struct Villages {
    by_name: BTreeMap<String, Vec<Village>>,
    /// The one village of the person's area, if it is one village.
    own: Option<String>,
}

#[derive(Debug)]
struct Village {
    code: String,
    township: String,
}

/// A name without its office and kind, so that 洞心村, 洞心村委会 and 洞心村民委员会 are one.
fn bare(name: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let short = short_name(&name);
    let bare = ["社区", "村", "镇", "乡", "街道"]
        .iter()
        .find_map(|kind| short.strip_suffix(kind).filter(|bare| !bare.is_empty()));
    bare.unwrap_or(short).to_owned()
}

impl Villages {
    pub(super) fn new(host: &dyn Host, store: &Store) -> Result<Self, ApiError> {
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let mut villages = Vec::new();
        for id in ids(store)? {
            let Some(row) = row::get(store.connection(), Division::INFO.table, id)?
                .filter(|row| !row.is_deleted())
            else {
                continue;
            };
            let division = Division::from_cells(&row.cells);
            // A code that another took the place of is history.
            if division.merged_into.is_empty() {
                names.insert(division.code.clone(), bare(&division.name));
                if division.code.len() == 12 {
                    villages.push(division);
                }
            }
        }
        let mut by_name: BTreeMap<String, Vec<Village>> = BTreeMap::new();
        for village in villages {
            let may_write = Place::from_code(&village.code)
                .is_some_and(|place| host.asker().right_to_write("household", place).is_some());
            if may_write {
                let township = names.get(&village.code[..9]).cloned().unwrap_or_default();
                by_name
                    .entry(bare(&village.name))
                    .or_default()
                    .push(Village {
                        code: village.code,
                        township,
                    });
            }
        }
        let own = Some(host.asker().area().to_owned()).filter(|area| area.len() == 12);
        Ok(Self { by_name, own })
    }

    /// The code of the village of a household; nothing when there is none, or more than one.
    pub(super) fn find(&self, household: &RosterHousehold) -> Option<&str> {
        if household.village_name.trim().is_empty() {
            return self.own.as_deref();
        }
        let found = self.by_name.get(&bare(&household.village_name))?;
        if let [only] = found.as_slice() {
            return Some(&only.code);
        }
        let township = bare(&household.township_name);
        let mut within = found.iter().filter(|village| village.township == township);
        match (within.next(), within.next()) {
            (Some(only), None) => Some(&only.code),
            _ => None,
        }
    }
}

fn ids(store: &Store) -> Result<Vec<Id>, ApiError> {
    Ok(store.division_ids()?)
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn a_village_is_the_same_with_and_without_its_office() {
        for name in [
            "洞心",
            "洞心村",
            "洞心村委会",
            "洞心村民委员会",
            " 洞心 村委会",
        ] {
            assert_eq!(bare(name), "洞心", "{name}");
        }
        assert_eq!(bare("城北社区居委会"), "城北");
        assert_eq!(bare("村"), "村");
    }
}
