//! What goes wrong, and how often: further faults are lines in this enum.

use std::collections::BTreeMap;

use crate::clock::Chance;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The request never arrives.
    RequestLost,
    /// The county has committed, the answer never arrives.
    AnswerLost,
    /// The request arrives twice.
    RequestRepeated,
    /// A copy of the request arrives again much later, after newer ones.
    RequestDelayed,
    /// A copy of an old answer arrives instead of the new one.
    AnswerOld,
    /// The laptop dies at a commit.
    LaptopDies,
    /// The server dies at a commit.
    ServerDies,
    /// The laptop's clock is set, by up to twenty years.
    ClockSet,
    /// A household moves to the next village.
    HouseholdMoved,
    /// A state block of a first sync is cut.
    StateCut,
    /// A confirmed row of a laptop is gone beside the log.
    RowLost,
    /// The note outside a laptop's file is missing at a start: it takes a new incarnation.
    NoteLost,
    /// A laptop's file is put back to an earlier copy, sometimes with the note outside it, so that only the county can
    /// tell.
    LaptopPutBack,
}

impl Fault {
    const ALL: [Self; 13] = [
        Self::RequestLost,
        Self::AnswerLost,
        Self::RequestRepeated,
        Self::RequestDelayed,
        Self::AnswerOld,
        Self::LaptopDies,
        Self::ServerDies,
        Self::ClockSet,
        Self::HouseholdMoved,
        Self::StateCut,
        Self::RowLost,
        Self::NoteLost,
        Self::LaptopPutBack,
    ];
}

/// How often each fault happens, in a thousand.
#[derive(Debug, Clone, Default)]
pub struct Rates(BTreeMap<Fault, u64>);

impl Rates {
    /// Each seed has its own weather: some faults never, some often.
    pub fn of_seed(seed: u64) -> Self {
        let mut chance = Chance::new(seed ^ 0x5eed);
        Self(
            Fault::ALL
                .into_iter()
                .map(|fault| {
                    let rate = match chance.below(3) {
                        0 => 0,
                        1 => 30,
                        _ => 150,
                    };
                    (fault, rate)
                })
                .collect(),
        )
    }

    pub fn calm() -> Self {
        Self::default()
    }

    pub fn of(&self, fault: Fault) -> u64 {
        self.0.get(&fault).copied().unwrap_or_default()
    }
}
