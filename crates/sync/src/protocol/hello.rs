//! What a laptop says of itself.

use std::collections::BTreeMap;

use domain::{
    Id, Place, Position,
    cbor::{Cbor, Malformed, Reader, Writer},
};
use store::place::{PlaceSum, Sum};

use super::fields::{Fields, id, list, read_list, text, unsigned};

/// Clocks of program starts at most.
const OFFSETS_MAX: u64 = 1_000;
const APP_CHARS_MAX: usize = 80;

/// See the module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hello {
    /// The position pulled.
    pub position: Position,
    /// The highest position known.
    pub top: Position,
    /// The life of its file.
    pub incarnation: Id,
    /// The first dseq of that life.
    pub first_dseq: u64,
    /// Its highest dseq.
    pub last_dseq: u64,
    /// Its schema.
    pub schema: u64,
    /// Name and version of the program.
    pub app: String,
    /// This program start, and its clock.
    pub boot: u64,
    /// Milliseconds by its clock.
    pub wall_ms: i64,
    /// County's clock minus its own, by boot, as measured before.
    pub offsets: BTreeMap<u64, i64>,
    /// Sets that wait.
    pub waiting_sets: u64,
    /// Their bytes.
    pub waiting_bytes: u64,
    /// The scope it holds.
    pub scope_version: u64,
    /// Marks of the page ends it keeps, highest first: sent when the county asks which of them it knows.
    pub ladder: Vec<Position>,
    /// Send its own sets whole.
    pub whole: bool,
    /// Rows that it must have whole.
    pub wanted_rows: Vec<(u16, Id)>,
    /// Earlier lives of its file that have undecided sets.
    pub earlier: Vec<Id>,
    /// What it holds of each place, when that is to be compared: the county names those where it holds something else.
    pub sums: Option<Vec<PlaceSum>>,
    /// What a later version says besides.
    pub rest: Fields,
}

impl Hello {
    fn fields(&self) -> Fields {
        let mut fields = self.rest.clone();
        fields.put(1, |writer| self.position.write(writer));
        fields.put(2, |writer| self.top.write(writer));
        fields.put(3, |writer| _ = writer.bytes(&self.incarnation.0));
        fields.put(4, |writer| _ = writer.unsigned(self.first_dseq));
        fields.put(5, |writer| _ = writer.unsigned(self.last_dseq));
        fields.put(6, |writer| _ = writer.unsigned(self.schema));
        fields.put(7, |writer| _ = writer.text(&self.app));
        fields.put(8, |writer| {
            _ = writer.array(2).unsigned(self.boot).integer(self.wall_ms);
        });
        fields.put_if(!self.offsets.is_empty(), 9, |writer| {
            writer.map(self.offsets.len() as u64);
            for (boot, offset) in &self.offsets {
                writer.unsigned(*boot).integer(*offset);
            }
        });
        fields.put(10, |writer| {
            _ = writer
                .array(2)
                .unsigned(self.waiting_sets)
                .unsigned(self.waiting_bytes);
        });
        fields.put(11, |writer| _ = writer.unsigned(self.scope_version));
        fields.put_if(!self.ladder.is_empty(), 12, |writer| {
            list(writer, &self.ladder, |writer, mark| mark.write(writer));
        });
        fields.put_if(self.whole, 13, |writer| _ = writer.unsigned(1));
        fields.put_if(!self.wanted_rows.is_empty(), 14, |writer| {
            list(writer, &self.wanted_rows, |writer, (table, id)| {
                _ = writer.array(2).unsigned(u64::from(*table)).bytes(&id.0);
            });
        });
        fields.put_if(!self.earlier.is_empty(), 15, |writer| {
            list(writer, &self.earlier, |writer, id| {
                _ = writer.bytes(&id.0);
            });
        });
        if let Some(sums) = &self.sums {
            fields.put(16, |writer| {
                list(writer, sums, |writer, of| {
                    writer.array(3).unsigned(of.place.0);
                    writer.unsigned(of.sum.rows).unsigned(of.sum.sum);
                });
            });
        }
        fields
    }
}

impl Cbor for Hello {
    fn write(&self, writer: &mut Writer) {
        self.fields().write(writer);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut fields = Fields::read(reader)?;
        let mut hello = Self {
            position: fields.need(1, Position::read)?,
            top: fields.need(2, Position::read)?,
            incarnation: fields.need(3, id)?,
            first_dseq: fields.need(4, unsigned)?,
            last_dseq: fields.need(5, unsigned)?,
            schema: fields.need(6, unsigned)?,
            app: fields.need(7, text)?,
            scope_version: fields.need(11, unsigned)?,
            whole: fields.take(13, unsigned)? == Some(1),
            ..Self::default()
        };
        if hello.app.chars().count() > APP_CHARS_MAX {
            return Err(Malformed::Bound("app"));
        }
        (hello.boot, hello.wall_ms) = fields.need(8, |reader| {
            reader.array_of(2)?;
            Ok((reader.unsigned()?, reader.integer()?))
        })?;
        let offsets = fields.take(9, |reader| {
            let count = reader.map(OFFSETS_MAX)?;
            let pairs = (0..count).map(|_| Ok((reader.unsigned()?, reader.integer()?)));
            pairs.collect::<Result<_, Malformed>>()
        })?;
        hello.offsets = offsets.unwrap_or_default();
        (hello.waiting_sets, hello.waiting_bytes) = fields.need(10, |reader| {
            reader.array_of(2)?;
            Ok((reader.unsigned()?, reader.unsigned()?))
        })?;
        let ladder = fields.take(12, |reader| read_list(reader, Position::read))?;
        hello.ladder = ladder.unwrap_or_default();
        let wanted = fields.take(14, |reader| {
            read_list(reader, |reader| {
                reader.array_of(2)?;
                Ok((reader.small()?, reader.id()?))
            })
        })?;
        hello.wanted_rows = wanted.unwrap_or_default();
        let earlier = fields.take(15, |reader| read_list(reader, id))?;
        hello.earlier = earlier.unwrap_or_default();
        hello.sums = fields.take(16, |reader| {
            read_list(reader, |reader| {
                reader.array_of(3)?;
                Ok(PlaceSum {
                    place: Place(reader.unsigned()?),
                    sum: Sum {
                        rows: reader.unsigned()?,
                        sum: reader.unsigned()?,
                    },
                })
            })
        })?;
        hello.rest = fields;
        Ok(hello)
    }
}
