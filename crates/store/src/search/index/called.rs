//! How a row of a list says whose it is, and what is called so.

use std::sync::{Arc, OnceLock};

use domain::{Id, Place};

use super::{Home, Households, listed::Listed, name_order};
use crate::search::short_name;

/// A household as people call it: its head, its group, its village without the office. Empty where nothing is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Called {
    pub(crate) head_name: String,
    pub(crate) group_name: String,
    pub(crate) village_name: String,
}

/// What is made of the households by the first question that needs it, and holds until one of them changes.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) listed: OnceLock<Vec<Listed>>,
    heads: OnceLock<Vec<Headed>>,
    making: Making,
}

/// One state of the index: another one is none that was there while this is held.
#[derive(Debug, Clone, Default)]
pub(crate) struct Making(Arc<()>);

impl PartialEq for Making {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// A counted household by its village and what its head's name sounds like.
type Headed = (u32, u64, u32);

impl Households {
    pub(crate) fn making(&self) -> Making {
        self.made.making.clone()
    }

    pub(crate) fn called(&self, home: Option<&Home>) -> Called {
        home.map(|home| Called {
            head_name: self.head_name(home),
            group_name: self.groups.text(home.group).to_owned(),
            village_name: short_name(self.division_name(self.villages.text(home.village)))
                .to_owned(),
        })
        .unwrap_or_default()
    }

    /// Counted households of a village whose head has this name.
    pub(crate) fn of_head(&self, village: &str, name: &str) -> Vec<Id> {
        let Some(village) = self.villages.find(village) else {
            return Vec::new();
        };
        let sound = name_order(name);
        let heads = self.made.heads.get_or_init(|| self.headed());
        let first = heads.partition_point(|(at, order, _)| (*at, *order) < (village, sound));
        let alike = heads[first..]
            .iter()
            .take_while(|(at, order, _)| (*at, *order) == (village, sound))
            .map(|(.., home)| &self.homes[*home as usize]);
        alike
            .filter(|home| self.head_name(home) == name)
            .map(|home| home.id)
            .collect()
    }

    fn headed(&self) -> Vec<Headed> {
        let homes = (0..).zip(&self.homes);
        let counted = homes.filter(|(_, home)| home.place != Place::PARKED && home.head.is_some());
        let mut heads: Vec<Headed> = counted
            .map(|(at, home)| (home.village, home.name_order, at))
            .collect();
        heads.sort_unstable();
        heads
    }
}
