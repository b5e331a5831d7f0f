//! One village's season: the laptops of its team, then what an inspector made of what they had handed in.

use std::collections::BTreeMap;

use domain::Env;
use store::county::County;

use super::{
    DemoError, Plan, Village,
    dice::Dice,
    households::Home,
    laptop::Laptop,
    plans, problems,
    work::{self, Count, Saved, Season},
};
use crate::accounts::Account;

/// Everything the team of one village recorded, each person on a laptop of their own.
pub(super) fn season_of(
    county: &mut County,
    dice: &mut Dice,
    env: &dyn Env,
    (plan, inspector): (&Plan<'_>, Option<&Account>),
    village: &Village<'_>,
    homes: &[Home],
    season: Season<'_>,
) -> Result<Count, DemoError> {
    let (mut count, mut handed_in) = (Count::default(), Vec::new());
    let mut saves: BTreeMap<usize, Vec<Saved>> = BTreeMap::new();
    for (index, worker) in village.workers.iter().enumerate() {
        saves.entry(index).or_default().extend(work::stays(
            dice,
            season,
            worker.person,
            &mut count,
        ));
    }
    for (index, home) in homes.iter().enumerate() {
        let at = index % village.workers.len();
        let worker = &village.workers[at];
        let own = saves.entry(at).or_default();
        own.extend(work::visits(
            dice,
            season,
            problems::Worker {
                person: worker.person,
                name: &worker.name,
                role: worker.role,
            },
            home,
            &mut count,
            &mut handed_in,
        ));
        own.extend(work::measures(
            dice,
            season,
            worker.person,
            home,
            &mut count,
        ));
        own.extend(plans::of_household(dice, season, home));
    }
    let poor = homes.iter().filter(|home| !home.lifted).count() as i64;
    let first = saves.entry(0).or_default();
    first.extend(plans::of_village(dice, season, poor));
    for (index, saves) in saves {
        let mut laptop = Laptop::new(dice, village.workers[index].grant, county);
        for (at, edits) in work::in_order(saves) {
            laptop.save(at, edits);
        }
        laptop.push(county, env, plan.now_ms)?;
    }
    if let Some((account, grant)) = inspector.and_then(|one| Some((one, one.grants.first()?.id))) {
        let looker = problems::Worker {
            person: account.person_id,
            name: &account.person_name,
            role: &account.role,
        };
        let mut laptop = Laptop::new(dice, grant, county);
        let seen = county.head().seq;
        let looked = problems::looked_at(dice, season, looker, handed_in, seen, &mut count);
        for (at, edits) in work::in_order(looked) {
            laptop.save(at, edits);
        }
        laptop.push(county, env, plan.now_ms)?;
    }
    Ok(count)
}
