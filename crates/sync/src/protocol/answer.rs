//! What the county says, and what its signature covers.

use domain::{
    Hash, Place, Position,
    cbor::{Cbor, Malformed, Reader, Writer},
    entry::{read_verdict, write_verdict},
    place::{PlaceRange, Scope},
};
use store::{laptop::ReceiptRun, place::Sum};

use super::{
    Hello,
    fields::{Fields, hash, integer, list, read_list, text, unsigned},
};

/// See the module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// Where the device stands after the page.
    pub position: Position,
    /// The end of the log.
    pub head: Position,
    /// The highest position of the ladder that this log knows.
    pub common: Option<Position>,
    /// The places that the device may hold.
    pub scope: Scope,
    /// The position known to be in an off-machine copy; 0 = none is known.
    pub durable: u64,
    /// Receipts of consecutive sets.
    pub receipts: Vec<ReceiptRun>,
    /// The county's clock.
    pub received_at: i64,
    /// Number of rows and sum of versions over the scope, at the head.
    pub sum: Option<Sum>,
    /// Sets that the county wants again.
    pub wanted_sets: Vec<Hash>,
    /// Files that the county wants.
    pub wanted_files: Vec<[u8; 32]>,
    /// Take a new incarnation for what follows.
    pub forked: bool,
    /// The version of the program that is asked for.
    pub upgrade: Option<String>,
    /// Code of the county, for receipt numbers.
    pub county: String,
    /// Nothing pushed was decided: try again in so many seconds. The page counts.
    pub retry_later: Option<u64>,
    /// Places whose sums differ from those that the device told; nothing when they were not compared.
    pub differing: Option<Vec<Place>>,
    /// What a later version says besides.
    pub rest: Fields,
}

impl Answer {
    fn fields(&self) -> Fields {
        let mut fields = self.rest.clone();
        fields.put(1, |writer| self.position.write(writer));
        fields.put(2, |writer| self.head.write(writer));
        if let Some(common) = &self.common {
            fields.put(3, |writer| common.write(writer));
        }
        fields.put(4, |writer| {
            writer.array(2).unsigned(self.scope.version);
            list(writer, &self.scope.places, |writer, range| {
                writer.array(2).unsigned(range.first.0);
                writer.unsigned(range.last.0);
            });
        });
        fields.put_if(self.durable > 0, 5, |writer| {
            _ = writer.unsigned(self.durable);
        });
        fields.put_if(!self.receipts.is_empty(), 6, |writer| {
            list(writer, &self.receipts, |writer, run| {
                writer.array(5).bytes(&run.incarnation.0);
                writer.unsigned(run.from).unsigned(run.to).unsigned(run.seq);
                write_verdict(writer, &run.verdict);
            });
        });
        fields.put(7, |writer| _ = writer.integer(self.received_at));
        if let Some(sum) = &self.sum {
            fields.put(8, |writer| {
                _ = writer.array(2).unsigned(sum.rows).unsigned(sum.sum);
            });
        }
        fields.put_if(!self.wanted_sets.is_empty(), 9, |writer| {
            list(writer, &self.wanted_sets, |writer, hash| {
                _ = writer.bytes(hash);
            });
        });
        fields.put_if(!self.wanted_files.is_empty(), 10, |writer| {
            list(writer, &self.wanted_files, |writer, hash| {
                _ = writer.bytes(hash);
            });
        });
        fields.put_if(self.forked, 11, |writer| _ = writer.unsigned(1));
        if let Some(version) = &self.upgrade {
            fields.put(12, |writer| _ = writer.text(version));
        }
        fields.put(13, |writer| _ = writer.text(&self.county));
        if let Some(seconds) = self.retry_later {
            fields.put(14, |writer| _ = writer.unsigned(seconds));
        }
        if let Some(places) = &self.differing {
            fields.put(15, |writer| {
                list(writer, places, |writer, place| {
                    _ = writer.unsigned(place.0);
                });
            });
        }
        fields
    }
}

fn run(reader: &mut Reader<'_>) -> Result<ReceiptRun, Malformed> {
    reader.array_of(5)?;
    let at = reader.position();
    let run = ReceiptRun {
        incarnation: reader.id()?,
        from: reader.unsigned()?,
        to: reader.unsigned()?,
        seq: reader.unsigned()?,
        verdict: read_verdict(reader)?,
    };
    if run.from > run.to {
        return Err(Malformed::Shape(at));
    }
    Ok(run)
}

impl Cbor for Answer {
    fn write(&self, writer: &mut Writer) {
        self.fields().write(writer);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut fields = Fields::read(reader)?;
        let scope = |reader: &mut Reader<'_>| {
            reader.array_of(2)?;
            Ok(Scope {
                version: reader.unsigned()?,
                places: read_list(reader, |reader| {
                    reader.array_of(2)?;
                    Ok(PlaceRange {
                        first: Place(reader.unsigned()?),
                        last: Place(reader.unsigned()?),
                    })
                })?,
            })
        };
        let sum = |reader: &mut Reader<'_>| {
            reader.array_of(2)?;
            Ok(Sum {
                rows: reader.unsigned()?,
                sum: reader.unsigned()?,
            })
        };
        let hashes = |reader: &mut Reader<'_>| read_list(reader, hash);
        let places =
            |reader: &mut Reader<'_>| read_list(reader, |reader| reader.unsigned().map(Place));
        let mut answer = Self {
            position: fields.need(1, Position::read)?,
            head: fields.need(2, Position::read)?,
            common: fields.take(3, Position::read)?,
            scope: fields.need(4, scope)?,
            durable: fields.take(5, unsigned)?.unwrap_or_default(),
            receipts: fields
                .take(6, |reader| read_list(reader, run))?
                .unwrap_or_default(),
            received_at: fields.need(7, integer)?,
            sum: fields.take(8, sum)?,
            wanted_sets: fields.take(9, hashes)?.unwrap_or_default(),
            wanted_files: fields.take(10, hashes)?.unwrap_or_default(),
            forked: fields.take(11, unsigned)? == Some(1),
            upgrade: fields.take(12, text)?,
            county: fields.need(13, text)?,
            retry_later: fields.take(14, unsigned)?,
            differing: fields.take(15, places)?,
            rest: Fields::default(),
        };
        answer.rest = fields;
        Ok(answer)
    }
}

/// The county's response: an answer, what signs it, and a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// The answer's bytes.
    pub answer: Vec<u8>,
    /// Ed25519 over [`answer_message`].
    pub signature: Vec<u8>,
    /// A packed page.
    pub page: Option<Vec<u8>>,
}

/// What the county signs: the answer, its page, the request's hello (so that an old answer answers nothing new), and
/// the hashes of the sets it receipts, in the order pushed.
pub fn answer_message(
    answer: &[u8],
    page: Option<&[u8]>,
    hello: &Hello,
    hashes: &[Hash],
) -> Vec<u8> {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(b"zhucun answer 1")
        .update(blake3::hash(answer).as_bytes());
    hasher.update(blake3::hash(&hello.to_cbor()).as_bytes());
    hasher.update(blake3::hash(page.unwrap_or_default()).as_bytes());
    for hash in hashes {
        hasher.update(hash);
    }
    hasher.finalize().as_bytes().to_vec()
}

impl Cbor for Response {
    fn write(&self, writer: &mut Writer) {
        writer.array(3).bytes(&self.answer).bytes(&self.signature);
        match &self.page {
            Some(page) => writer.bytes(page),
            None => writer.null(),
        };
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.array_of(3)?;
        Ok(Self {
            answer: reader.bytes()?.to_vec(),
            signature: reader.bytes()?.to_vec(),
            page: if reader.null()? {
                None
            } else {
                Some(reader.bytes()?.to_vec())
            },
        })
    }
}
