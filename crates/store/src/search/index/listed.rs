//! What the list of households filters, counts and orders by, in its default order and small: it is run through for each
//! question, where the households themselves would not stay within the processor's own memory.

use domain::Place;

use super::{Causes, Day, Households, Housing, remarks::Standing};

/// One household as the list sees it.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    /// Its number among `homes`.
    pub(crate) home: u32,
    pub(crate) place: Place,
    pub(crate) village: u32,
    pub(crate) group: u32,
    pub(crate) state: u32,
    pub(crate) state_year: Option<i16>,
    pub(crate) causes: Causes,
    pub(crate) sectors: u8,
    pub(crate) people: u16,
    pub(crate) has_risk: bool,
    pub(crate) housing: Housing,
    pub(crate) last_visit: Day,
    pub(crate) changed: Day,
    pub(crate) remarks: Standing,
    pub(crate) hanging: Hanging,
}

/// What hangs on a household.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Hanging {
    pub(crate) problems_open: u32,
    /// Measures that were not given up.
    pub(crate) measures: u32,
    /// Those of them that are done.
    pub(crate) measures_done: u32,
    /// An open one leaves one of the three clarities (三明确) unsaid.
    pub(crate) is_unclear: bool,
}

impl Households {
    /// The counted households in their default order; made by the first question after a change.
    pub(crate) fn listed(&self) -> &[Listed] {
        self.made.listed.get_or_init(|| {
            let hanging = self.hanging();
            let of = |index: &u32| {
                let home = &self.homes[*index as usize];
                Listed {
                    home: *index,
                    place: home.place,
                    village: home.village,
                    group: home.group,
                    state: home.state,
                    state_year: home.state_year,
                    causes: home.causes.clone(),
                    sectors: home.sectors,
                    people: home.people,
                    has_risk: home.has_risk,
                    housing: home.housing,
                    last_visit: home.last_visit,
                    changed: home.marked.changed,
                    remarks: self.standing(*index),
                    hanging: hanging[*index as usize],
                }
            };
            self.order.iter().map(of).collect()
        })
    }

    /// By the number of the household among `homes`.
    fn hanging(&self) -> Vec<Hanging> {
        let mut all = vec![Hanging::default(); self.homes.len()];
        let [done, dropped] = ["done", "dropped"].map(|state| self.work.states.find(state));
        for measure in self.work.measures.iter() {
            if let Some(one) = all.get_mut(measure.home as usize) {
                let state = Some(measure.state);
                one.measures += u32::from(state != dropped);
                one.measures_done += u32::from(state == done);
                one.is_unclear |= measure.unclear != 0;
            }
        }
        for problem in self.work.problems.iter().filter(|one| one.is_open) {
            if let Some(one) = all.get_mut(problem.home as usize) {
                one.problems_open += 1;
            }
        }
        all
    }
}
