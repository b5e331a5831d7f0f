//! How a row of a list says whose it is.

use super::{Home, Households};
use crate::search::short_name;

/// A household as people call it: its head, its group, its village without the office. Empty where nothing is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Called {
    pub(crate) head_name: String,
    pub(crate) group_name: String,
    pub(crate) village_name: String,
}

impl Households {
    pub(crate) fn called(&self, home: Option<&Home>) -> Called {
        home.map(|home| Called {
            head_name: self.head_name(home),
            group_name: self.groups.text(home.group).to_owned(),
            village_name: short_name(self.division_name(self.villages.text(home.village)))
                .to_owned(),
        })
        .unwrap_or_default()
    }
}
