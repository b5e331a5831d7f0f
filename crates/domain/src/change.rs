//! What one save wrote, and the context it was written in. Their bytes are fixed at the save (`sync.md` §1, §10).

use crate::{
    Cells, Id,
    cbor::{Cbor, Malformed, Reader, Writer},
};

/// A BLAKE3 hash: the identity of a change set.
pub type Hash = [u8; 32];

/// Ops of one set at most.
pub const OPS_MAX: u64 = 1_000;
/// Bytes of one set at most; a laptop holds itself to half of it.
pub const SET_BYTES_MAX: usize = 256 * 1024;

/// Field number of the moment a row was deleted, and of the reason: one cell group, `deleted`.
pub const DELETED_AT: u16 = 1;
/// See [`DELETED_AT`].
pub const DELETED_REASON: u16 = 2;
/// In state only: the first `made_at` of the row.
pub const FIRST_AT: u16 = 3;
/// In state only: the last `made_at` of the row.
pub const LAST_AT: u16 = 4;
/// The first number that a record's own field may have.
pub const FIRST_FIELD: u16 = 10;

/// A place in the log: how many entries it holds, and the running hash there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// Number of the last entry, counted from 1; 0 is the empty log.
    pub seq: u64,
    /// First 8 bytes of the mark.
    pub mark: [u8; 8],
}

/// What many sets share.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Context {
    /// One life of the database file.
    pub incarnation: Id,
    /// Names person, role and place: the id of a `grant` row.
    pub grant: Id,
    /// The position pulled when the person saved.
    pub seen: Position,
    /// The highest position known then; nothing = seen.
    pub top: Option<Position>,
    /// Program starts and noticed jumps of the clock.
    pub boot: u64,
    /// The schema that the laptop wrote with.
    pub schema: u64,
}

/// One row of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Op {
    /// Number of the record.
    pub table: u16,
    /// The row.
    pub id: Id,
    /// The row's `_seq` as the form was opened; 0 = this laptop did not hold the row.
    pub base: u64,
    /// Changed cells only.
    pub cells: Cells,
}

/// What else a set does: adopts, returns, archives, sends again, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// 1: the adopted set.
    pub adopts: Option<Hash>,
    /// 2: the returned set.
    pub returns: Option<Hash>,
    /// 3: the archived set.
    pub archives: Option<Hash>,
    /// 4: the set that this one sends again.
    pub again: Option<Hash>,
    /// 5: the author's grant, for credit.
    pub for_grant: Option<Id>,
    /// 6: why, in the person's words.
    pub reason: Option<String>,
    /// 7: found in a lost epoch.
    pub found: bool,
}

/// What one save wrote, atomic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSet {
    /// Numbers the sets of a file without gaps, from 1.
    pub dseq: u64,
    /// When, as the device believed.
    pub made_at: i64,
    /// Ascending by (table, id), one a row.
    pub ops: Vec<Op>,
    /// What else it does.
    pub about: About,
}

impl ChangeSet {
    /// The identity of a set: its hash over context and body.
    pub fn hash(context: &[u8], set: &[u8]) -> Hash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(context).update(set);
        *hasher.finalize().as_bytes()
    }
}

impl Cbor for Position {
    fn write(&self, writer: &mut Writer) {
        writer.array(2).unsigned(self.seq).bytes(&self.mark);
    }
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.array_of(2)?;
        Ok(Self {
            seq: reader.unsigned()?,
            mark: reader.bytes_of()?,
        })
    }
}

const CONTEXT_VERSION: u64 = 1;

impl Cbor for Context {
    fn write(&self, writer: &mut Writer) {
        writer.array(7).unsigned(CONTEXT_VERSION);
        writer.bytes(&self.incarnation.0).bytes(&self.grant.0);
        self.seen.write(writer);
        match &self.top {
            Some(top) => top.write(writer),
            None => _ = writer.null(),
        }
        writer.unsigned(self.boot).unsigned(self.schema);
    }
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.array_of(7)?;
        let at = reader.position();
        if reader.unsigned()? != CONTEXT_VERSION {
            return Err(Malformed::Shape(at));
        }
        Ok(Self {
            incarnation: reader.id()?,
            grant: reader.id()?,
            seen: Position::read(reader)?,
            top: if reader.null()? {
                None
            } else {
                Some(Position::read(reader)?)
            },
            boot: reader.unsigned()?,
            schema: reader.unsigned()?,
        })
    }
}

impl Cbor for Op {
    fn write(&self, writer: &mut Writer) {
        writer
            .array(4)
            .unsigned(u64::from(self.table))
            .bytes(&self.id.0);
        writer.unsigned(self.base).cells(&self.cells);
    }
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.array_of(4)?;
        Ok(Self {
            table: reader.small()?,
            id: reader.id()?,
            base: reader.unsigned()?,
            cells: reader.cells()?,
        })
    }
}

impl Cbor for About {
    fn write(&self, writer: &mut Writer) {
        let hashes = [
            (1, self.adopts),
            (2, self.returns),
            (3, self.archives),
            (4, self.again),
        ];
        let count = hashes.iter().filter(|(_, hash)| hash.is_some()).count()
            + usize::from(self.for_grant.is_some())
            + usize::from(self.reason.is_some())
            + usize::from(self.found);
        writer.map(count as u64);
        for (key, hash) in hashes {
            if let Some(hash) = hash {
                writer.unsigned(key).bytes(&hash);
            }
        }
        if let Some(grant) = self.for_grant {
            writer.unsigned(5).bytes(&grant.0);
        }
        if let Some(reason) = &self.reason {
            writer.unsigned(6).text(reason);
        }
        if self.found {
            writer.unsigned(7).unsigned(1);
        }
    }
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut about = Self::default();
        for _ in 0..reader.map(7)? {
            let at = reader.position();
            match reader.unsigned()? {
                1 => about.adopts = Some(reader.bytes_of()?),
                2 => about.returns = Some(reader.bytes_of()?),
                3 => about.archives = Some(reader.bytes_of()?),
                4 => about.again = Some(reader.bytes_of()?),
                5 => about.for_grant = Some(reader.id()?),
                6 => {
                    let reason = reader.text()?;
                    if reason.len() > crate::cell::TEXT_BYTES_MAX {
                        return Err(Malformed::Bound("text"));
                    }
                    about.reason = Some(reason.to_owned());
                }
                7 => about.found = reader.unsigned()? == 1,
                _ => return Err(Malformed::Shape(at)),
            }
        }
        Ok(about)
    }
}

impl Cbor for ChangeSet {
    fn write(&self, writer: &mut Writer) {
        writer.array(4).unsigned(self.dseq).integer(self.made_at);
        writer.array(self.ops.len() as u64);
        for op in &self.ops {
            op.write(writer);
        }
        self.about.write(writer);
    }
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.array_of(4)?;
        let dseq = reader.unsigned()?;
        let made_at = reader.integer()?;
        let at = reader.position();
        let count = reader.array(OPS_MAX)?;
        let mut ops: Vec<Op> = Vec::with_capacity(count as usize);
        for _ in 0..count {
            let op = Op::read(reader)?;
            if ops
                .last()
                .is_some_and(|last| (last.table, last.id) >= (op.table, op.id))
            {
                return Err(Malformed::Shape(at));
            }
            ops.push(op);
        }
        Ok(Self {
            dseq,
            made_at,
            ops,
            about: About::read(reader)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cbor::strict;

    fn set() -> ChangeSet {
        ChangeSet {
            dseq: 3,
            made_at: 1_538_300_000_000,
            ops: vec![Op {
                table: 20,
                id: Id([7; 16]),
                base: 41,
                cells: Cells::from([
                    (10, Id([9; 16]).into()),
                    (15, "屋顶漏雨".into()),
                    (19, 1.into()),
                ]),
            }],
            about: About {
                reason: Some("写错了".to_owned()),
                ..About::default()
            },
        }
    }

    fn context() -> Context {
        Context {
            incarnation: Id([1; 16]),
            grant: Id([2; 16]),
            seen: Position {
                seq: 40,
                mark: [3; 8],
            },
            top: Some(Position {
                seq: 41,
                mark: [4; 8],
            }),
            boot: 1,
            schema: 1,
        }
    }

    #[test]
    fn a_set_and_its_context_survive_their_bytes() {
        assert_eq!(strict::<ChangeSet>(&set().to_cbor()), Ok(set()));
        assert_eq!(strict::<Context>(&context().to_cbor()), Ok(context()));
    }

    #[test]
    fn the_bytes_and_the_hash_of_a_set_are_pinned() {
        let (context, set) = (context().to_cbor(), set().to_cbor());
        assert_eq!(
            hex::encode(&context),
            include_str!("../golden/context.hex").trim()
        );
        assert_eq!(hex::encode(&set), include_str!("../golden/set.hex").trim());
        assert_eq!(
            hex::encode(ChangeSet::hash(&context, &set)),
            include_str!("../golden/set_hash.hex").trim()
        );
    }

    #[test]
    fn rows_out_of_order_or_twice_are_refused() {
        let mut twice = set();
        twice.ops.push(twice.ops[0].clone());
        assert!(strict::<ChangeSet>(&twice.to_cbor()).is_err());
    }

    #[test]
    fn a_set_cut_anywhere_is_refused() {
        let bytes = set().to_cbor();
        for end in 0..bytes.len() {
            assert!(strict::<ChangeSet>(&bytes[..end]).is_err(), "cut at {end}");
        }
    }
}
