//! A line of the county's log: a set and what was decided on it (`sync.md` §3, §10).

use crate::{
    Hash, Id, Place, Position,
    cbor::{Cbor, Malformed, Reader, Writer},
    change::OPS_MAX,
};

/// What the county decided on a set. `retry_later` is an answer of the exchange, never an entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Every cell written was seen, or superseded.
    Applied,
    /// Some cell was not: see the outcomes.
    Merged,
    /// The hash is in the log already; the receipt is that of its standing entry.
    Duplicate,
    /// It waits for a row or an upgrade of the server.
    Held(Reason),
    /// Whole in the township's inbox.
    Quarantined(Reason),
    /// A held or quarantined set whose case was closed by a person.
    Closed,
}

/// Why a set is held or quarantined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// Its author may not write there, or its rows lie in two places.
    NotPermitted = 1,
    /// It touches what an approval covers.
    Sealed = 2,
    /// It approves content that is not the county's.
    StaleApproval = 3,
    /// Undecodable or over a bound.
    Malformed = 4,
    /// It crashed the server.
    Crashed = 5,
    /// From a revoked laptop.
    RevokedDevice = 6,
    /// It hangs on a quarantined set.
    HangsOnQuarantined = 7,
    /// It touches or hangs on a row that is not here yet.
    RowAbsent = 8,
    /// Its schema is newer than the server.
    NewerSchema = 9,
}

impl Reason {
    const ALL: [Self; 9] = [
        Self::NotPermitted,
        Self::Sealed,
        Self::StaleApproval,
        Self::Malformed,
        Self::Crashed,
        Self::RevokedDevice,
        Self::HangsOnQuarantined,
        Self::RowAbsent,
        Self::NewerSchema,
    ];

    /// Its word in JSON and in text keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotPermitted => "not_permitted",
            Self::Sealed => "sealed",
            Self::StaleApproval => "stale_approval",
            Self::Malformed => "malformed",
            Self::Crashed => "crashed",
            Self::RevokedDevice => "revoked_device",
            Self::HangsOnQuarantined => "hangs_on_quarantined",
            Self::RowAbsent => "row_absent",
            Self::NewerSchema => "newer_schema",
        }
    }
}

impl Verdict {
    /// Its word in JSON: that of the state a person sees.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Merged => "merged",
            Self::Duplicate => "duplicate",
            Self::Held(_) => "held",
            Self::Quarantined(_) => "quarantined",
            Self::Closed => "closed",
        }
    }

    /// Why, for held and quarantined.
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Self::Held(reason) | Self::Quarantined(reason) => Some(*reason),
            _ => None,
        }
    }

    /// Do its cells reach the tables?
    pub fn reaches_tables(&self) -> bool {
        matches!(self, Self::Applied | Self::Merged)
    }
}

/// What became of one cell group of an op, where it did not simply stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// It displaced a value that its author had not seen; that value is in `conflict`.
    Won = 1,
    /// The county's value stands; this one is in `conflict`.
    Lost = 2,
    /// A later set of the same file had written the cell before: history, not conflict.
    Superseded = 3,
}

/// See [`Outcome`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupOutcome {
    /// Index of the op in its set.
    pub op: u16,
    /// Number of the cell group.
    pub group: u16,
    /// What became of it.
    pub outcome: Outcome,
    /// Grant and corrected time of the author who wrote the other value; for won and lost.
    pub other: Option<(Id, i64)>,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number, without gaps.
    pub seq: u64,
    /// Index into the contexts of its block or page.
    pub context: u64,
    /// Corrected time of the set in ms.
    pub at: i64,
    /// The decision.
    pub verdict: Verdict,
    /// Where its rows lie.
    pub place: Place,
    /// `_seq` of each op's row before this entry.
    pub previous: Vec<u64>,
    /// Cell groups that did not simply stand, ascending.
    pub outcomes: Vec<GroupOutcome>,
    /// The sequence at which the author's epoch was left, under which the bases were taken; nothing in an unbroken one.
    pub common: Option<u64>,
    /// The set's bytes as recorded, or the first 8 bytes of its hash for its author's file.
    pub set: EntrySet,
}

/// The set of an entry, whole or named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntrySet {
    /// Its bytes as recorded.
    Whole(Vec<u8>),
    /// The receiver has it: the first 8 bytes of its hash.
    Own([u8; 8]),
}

/// The log's running hash in full, as the county keeps it.
pub type Mark = [u8; 16];

/// The mark before the first entry.
pub const FIRST_MARK: Mark = [0; 16];

/// A mark as positions carry it.
pub fn short(mark: &Mark) -> [u8; 8] {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&mark[..8]);
    bytes
}

impl Entry {
    /// The running hash after this entry, which carries the set named `set_hash`.
    pub fn mark(&self, before: &Mark, set_hash: &Hash) -> Mark {
        let mut writer = Writer::new();
        writer.array(6 + u64::from(self.common.is_some()));
        writer.unsigned(self.seq).integer(self.at);
        self.write_decision(&mut writer);
        if let Some(common) = self.common {
            writer.unsigned(common);
        }
        let mut hasher = blake3::Hasher::new();
        hasher
            .update(before)
            .update(set_hash)
            .update(&writer.into_bytes());
        let mut mark = FIRST_MARK;
        mark.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        mark
    }

    /// The position at this entry.
    pub fn position(&self, mark: &Mark) -> Position {
        Position {
            seq: self.seq,
            mark: short(mark),
        }
    }

    fn write_decision(&self, writer: &mut Writer) {
        write_verdict(writer, &self.verdict);
        writer.unsigned(self.place.0);
        writer.array(self.previous.len() as u64);
        for previous in &self.previous {
            writer.unsigned(*previous);
        }
        writer.array(self.outcomes.len() as u64);
        for outcome in &self.outcomes {
            writer
                .array(if outcome.other.is_some() { 5 } else { 3 })
                .unsigned(u64::from(outcome.op));
            writer
                .unsigned(u64::from(outcome.group))
                .unsigned(outcome.outcome as u64);
            if let Some((grant, at)) = &outcome.other {
                writer.bytes(&grant.0).integer(*at);
            }
        }
    }
}

/// A verdict: its number, and its reason where it has one.
pub fn write_verdict(writer: &mut Writer, verdict: &Verdict) {
    let number = match verdict {
        Verdict::Applied => 1,
        Verdict::Merged => 2,
        Verdict::Duplicate => 3,
        Verdict::Held(_) => 4,
        Verdict::Quarantined(_) => 5,
        Verdict::Closed => 6,
    };
    writer.array(2).unsigned(number);
    writer.unsigned(verdict.reason().map_or(0, |reason| reason as u64));
}

/// See [`write_verdict`].
pub fn read_verdict(reader: &mut Reader<'_>) -> Result<Verdict, Malformed> {
    reader.array_of(2)?;
    let at = reader.position();
    let number = reader.unsigned()?;
    let reason = reader.unsigned()?;
    let reason = Reason::ALL
        .into_iter()
        .find(|known| *known as u64 == reason);
    Ok(match (number, reason) {
        (1, None) => Verdict::Applied,
        (2, None) => Verdict::Merged,
        (3, None) => Verdict::Duplicate,
        (4, Some(reason)) => Verdict::Held(reason),
        (5, Some(reason)) => Verdict::Quarantined(reason),
        (6, None) => Verdict::Closed,
        _ => return Err(Malformed::Shape(at)),
    })
}

impl Cbor for Entry {
    fn write(&self, writer: &mut Writer) {
        writer
            .array(8 + u64::from(self.common.is_some()))
            .unsigned(self.seq)
            .unsigned(self.context)
            .integer(self.at);
        self.write_decision(writer);
        match &self.set {
            EntrySet::Whole(bytes) => writer.raw(bytes),
            EntrySet::Own(hash) => writer.bytes(hash),
        };
        if let Some(common) = self.common {
            writer.unsigned(common);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let at = reader.position();
        let length = reader.array(9)?;
        if length < 8 {
            return Err(Malformed::Shape(at));
        }
        let (seq, context, at) = (reader.unsigned()?, reader.unsigned()?, reader.integer()?);
        let verdict = read_verdict(reader)?;
        let place = Place(reader.unsigned()?);
        let mut previous = Vec::new();
        for _ in 0..reader.array(OPS_MAX)? {
            previous.push(reader.unsigned()?);
        }
        let mut outcomes = Vec::new();
        for _ in 0..reader.array(OPS_MAX * 100)? {
            let from = reader.position();
            let length = reader.array(5)?;
            let (op, group, at) = (reader.small()?, reader.small()?, reader.position());
            let outcome = match reader.unsigned()? {
                1 => Outcome::Won,
                2 => Outcome::Lost,
                3 => Outcome::Superseded,
                _ => return Err(Malformed::Shape(at)),
            };
            let other = match length {
                3 => None,
                5 => Some((reader.id()?, reader.integer()?)),
                _ => return Err(Malformed::Shape(from)),
            };
            outcomes.push(GroupOutcome {
                op,
                group,
                outcome,
                other,
            });
        }
        let mut ahead = reader.clone();
        let set = match ahead.bytes_of() {
            Ok(hash) => {
                *reader = ahead;
                EntrySet::Own(hash)
            }
            Err(_) => EntrySet::Whole(reader.skip()?.to_vec()),
        };
        let common = if length == 9 {
            Some(reader.unsigned()?)
        } else {
            None
        };
        Ok(Self {
            seq,
            context,
            at,
            verdict,
            place,
            previous,
            outcomes,
            common,
            set,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{About, ChangeSet, cbor::strict};

    fn entry() -> Entry {
        let set = ChangeSet {
            dseq: 1,
            made_at: 2,
            ops: vec![],
            about: About::default(),
        };
        Entry {
            seq: 42,
            context: 0,
            at: 1_538_300_000_000,
            verdict: Verdict::Merged,
            place: Place(431_128_103_201),
            previous: vec![41],
            outcomes: vec![GroupOutcome {
                op: 0,
                group: 15,
                outcome: Outcome::Lost,
                other: Some((Id([8; 16]), 9)),
            }],
            common: None,
            set: EntrySet::Whole(set.to_cbor()),
        }
    }

    fn entry_of_another_epoch() -> Entry {
        Entry {
            common: Some(40),
            ..entry()
        }
    }

    #[test]
    fn an_entry_survives_its_bytes_whole_and_named() {
        let whole = entry();
        let own = Entry {
            set: EntrySet::Own([5; 8]),
            ..entry()
        };
        assert_eq!(strict::<Entry>(&whole.to_cbor()), Ok(whole));
        assert_eq!(strict::<Entry>(&own.to_cbor()), Ok(own));
        let other = entry_of_another_epoch();
        assert_eq!(strict::<Entry>(&other.to_cbor()), Ok(other));
    }

    #[test]
    fn the_bytes_and_the_mark_of_an_entry_are_pinned() {
        assert_eq!(
            hex::encode(entry().to_cbor()),
            include_str!("../golden/entry.hex").trim()
        );
        assert_eq!(
            hex::encode(entry_of_another_epoch().to_cbor()),
            include_str!("../golden/entry_common.hex").trim()
        );
        let mark = entry().mark(&FIRST_MARK, &[6; 32]);
        assert_eq!(hex::encode(mark), include_str!("../golden/mark.hex").trim());
    }

    #[test]
    fn a_mark_covers_the_decision_and_the_set_but_not_the_number_of_the_context() {
        let mark = |entry: &Entry, hash: u8| entry.mark(&FIRST_MARK, &[hash; 32]);
        let other_context = Entry {
            context: 9,
            ..entry()
        };
        let other_verdict = Entry {
            verdict: Verdict::Applied,
            ..entry()
        };
        assert_eq!(mark(&entry(), 1), mark(&other_context, 1));
        assert_ne!(mark(&entry(), 1), mark(&other_verdict, 1));
        assert_ne!(mark(&entry(), 1), mark(&entry(), 2));
    }
}
