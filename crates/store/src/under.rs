//! What lay under the cells of own sets, so that a decision of the county can be put beneath or in place of them.

use domain::{
    Cells, Id,
    cbor::{Cbor, Malformed, Reader, Writer, strict},
};

/// What lay under one op of an own set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Under {
    /// The set.
    pub(crate) dseq: u64,
    /// Its row.
    pub(crate) table: u16,
    pub(crate) id: Id,
    /// The own undecided set on the row before it, 0 = none.
    pub(crate) before: u64,
    /// The values its cells had just before; a missing one is its default.
    pub(crate) cells: Cells,
}

/// All of one transaction, ascending by (dseq, table, id).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct UnderList(pub(crate) Vec<Under>);

/// Far above what a laptop writes in one transaction.
const UNDERS_MAX: u64 = 1_000_000;

impl UnderList {
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        if bytes.is_empty() {
            Ok(Self::default())
        } else {
            strict(bytes)
        }
    }

    pub(crate) fn find(&self, dseq: u64, table: u16, id: Id) -> Option<&Under> {
        self.index(dseq, table, id).ok().map(|at| &self.0[at])
    }

    /// The one of that op; made when a row was new and something comes to lie under it.
    pub(crate) fn find_or_insert(&mut self, dseq: u64, table: u16, id: Id) -> &mut Under {
        let at = self.index(dseq, table, id).unwrap_or_else(|at| {
            self.0.insert(
                at,
                Under {
                    dseq,
                    table,
                    id,
                    before: 0,
                    cells: Cells::new(),
                },
            );
            at
        });
        &mut self.0[at]
    }

    pub(crate) fn remove(&mut self, dseq: u64, table: u16, id: Id) -> Option<Under> {
        self.index(dseq, table, id).ok().map(|at| self.0.remove(at))
    }

    fn index(&self, dseq: u64, table: u16, id: Id) -> Result<usize, usize> {
        self.0.binary_search_by_key(&(dseq, table, id), |under| {
            (under.dseq, under.table, under.id)
        })
    }
}

impl Cbor for UnderList {
    fn write(&self, writer: &mut Writer) {
        writer.array(self.0.len() as u64);
        for under in &self.0 {
            writer
                .array(5)
                .unsigned(under.dseq)
                .unsigned(u64::from(under.table))
                .bytes(&under.id.0);
            writer.unsigned(under.before).cells(&under.cells);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut list = Vec::new();
        for _ in 0..reader.array(UNDERS_MAX)? {
            reader.array_of(5)?;
            list.push(Under {
                dseq: reader.unsigned()?,
                table: reader.small()?,
                id: reader.id()?,
                before: reader.unsigned()?,
                cells: reader.cells()?,
            });
        }
        Ok(Self(list))
    }
}
