//! The compound file that an .xls is. Everything the reader will follow is walked first, because the reader trusts
//! chains that run in circles and figures that ask for all memory.

use super::SHEETS_MAX;
use crate::SheetError;

/// First bytes of every compound file.
pub(super) const MAGIC: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

const END: u32 = 0xFFFF_FFFE;
const RESERVED: u32 = 0xFFFF_FFFA;
const NO_SECTOR: u32 = 0xFFFF_FFFC;
/// The reader fills the rectangle between the first and the last cell: 65,536 rows of 64 columns are 134 MB.
const RECTANGLE_MAX: u64 = 65_536 * 64;
/// It makes room for the declared rectangle, without touching it: a whole sheet of Excel 97.
const DECLARED_MAX: u64 = 65_536 * 256;

/// Refuses what needs a password, is no workbook, or would lead the reader astray.
pub(super) fn inspect(bytes: &[u8]) -> Result<(), SheetError> {
    let file = Compound::open(bytes).ok_or_else(|| damaged("its chains are broken"))?;
    let has = |name: &str| {
        file.entries
            .iter()
            .any(|entry| entry.name.eq_ignore_ascii_case(name))
    };
    if has("EncryptedPackage") || has("EncryptionInfo") {
        return Err(SheetError::PasswordProtected);
    }
    let Some(stream) = file.find("Workbook").or_else(|| file.find("Book")) else {
        return Err(SheetError::NotAWorkbook {
            found: if has("WordDocument") {
                "a text document (.doc)"
            } else if has("PowerPoint Document") {
                "a presentation (.ppt)"
            } else {
                "an Office file without a workbook"
            },
        });
    };
    let stream = file
        .stream(stream)
        .ok_or_else(|| damaged("its chains are broken"))?;
    workbook(&stream)
}

fn damaged(detail: &str) -> SheetError {
    SheetError::Damaged {
        detail: detail.to_owned(),
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).filter_map(|word| u32_at(word, 0))
}

struct Entry {
    name: String,
    start: u32,
    len: u64,
}

struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini: Vec<u8>,
    entries: Vec<Entry>,
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self {
            bytes,
            sector,
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini: Vec::new(),
            entries: Vec::new(),
        };
        let sectors_max = bytes.len() / sector + 1;

        let mut fat_sectors: Vec<u32> = words(bytes.get(76..512)?).collect();
        let mut next = u32_at(bytes, 68)?;
        let mut steps = 0;
        while next < RESERVED {
            steps += 1;
            fat_sectors.extend(words(file.sector(next)?));
            next = fat_sectors.pop()?;
            if steps > sectors_max {
                return None;
            }
        }
        fat_sectors.retain(|id| *id < NO_SECTOR);
        if fat_sectors.len() > sectors_max {
            return None;
        }
        for id in fat_sectors {
            let more: Vec<u32> = words(file.sector(id)?).collect();
            file.fat.extend(more);
        }

        for entry in file.chain(u32_at(bytes, 48)?, u64::MAX)?.chunks_exact(128) {
            let units: Vec<u16> = entry[..64]
                .chunks_exact(2)
                .filter_map(|unit| u16_at(unit, 0))
                .take_while(|unit| *unit != 0)
                .collect();
            let high = if sector == 512 {
                0
            } else {
                u64::from(u32_at(entry, 124)?) << 32
            };
            file.entries.push(Entry {
                name: String::from_utf16_lossy(&units),
                start: u32_at(entry, 116)?,
                len: high | u64::from(u32_at(entry, 120)?),
            });
        }
        let root = file.entries.first()?;
        if u32_at(bytes, 64)? > 0 {
            let (start, len) = (root.start, root.len);
            file.mini = file.chain(start, len)?;
            let mini_fat = file.chain(
                u32_at(bytes, 60)?,
                u64::from(u32_at(bytes, 64)?) * sector as u64,
            )?;
            file.mini_fat = words(&mini_fat).collect();
        }
        Some(file)
    }

    /// Sectors lie behind the header, which is one sector long; the last may be cut short.
    fn sector(&self, id: u32) -> Option<&'a [u8]> {
        let start = (id as usize).checked_add(1)?.checked_mul(self.sector)?;
        if start >= self.bytes.len() {
            return None;
        }
        Some(&self.bytes[start..(start + self.sector).min(self.bytes.len())])
    }

    fn chain(&self, start: u32, len: u64) -> Option<Vec<u8>> {
        let mut found = Vec::new();
        let mut id = start;
        while id != END {
            found.extend_from_slice(self.sector(id)?);
            if found.len() as u64 >= len {
                break;
            }
            // More bytes than the file has: it runs in a circle.
            if found.len() > self.bytes.len() {
                return None;
            }
            id = *self.fat.get(id as usize)?;
        }
        found.truncate(usize::try_from(len).unwrap_or(usize::MAX));
        Some(found)
    }

    fn mini_chain(&self, start: u32, len: usize) -> Option<Vec<u8>> {
        let mut found = Vec::new();
        let mut id = start;
        while id != END {
            let from = (id as usize).checked_mul(64)?;
            let sector = self
                .mini
                .get(from..(from + 64).min(self.mini.len()))
                .filter(|sector| !sector.is_empty())?;
            found.extend_from_slice(sector);
            if found.len() >= len {
                break;
            }
            id = *self.mini_fat.get(id as usize)?;
        }
        found.truncate(len);
        Some(found)
    }

    fn find(&self, name: &str) -> Option<&Entry> {
        self.entries
            .iter()
            .find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    fn stream(&self, entry: &Entry) -> Option<Vec<u8>> {
        if entry.len < 4096 {
            self.mini_chain(entry.start, entry.len as usize)
        } else {
            self.chain(entry.start, entry.len)
        }
    }
}

/// One record of the workbook stream.
struct Record<'a> {
    kind: u16,
    data: &'a [u8],
}

/// Records until the stream ends; a broken one ends it, and the reader will say so itself.
fn records(stream: &[u8]) -> impl Iterator<Item = Record<'_>> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let (kind, len) = (u16_at(rest, 0)?, u16_at(rest, 2)? as usize);
        let data = rest.get(4..4 + len)?;
        rest = &rest[4 + len..];
        Some(Record { kind, data })
    })
}

fn workbook(stream: &[u8]) -> Result<(), SheetError> {
    let mut sheets = Vec::new();
    for record in records(stream) {
        match record.kind {
            // FilePass
            0x2F => return Err(SheetError::PasswordProtected),
            // BoundSheet
            0x85 => {
                let at =
                    u32_at(record.data, 0).ok_or_else(|| damaged("a sheet without a place"))?;
                sheets.push((at as usize, sheet_name(record.data)));
            }
            // EOF
            0x0A => break,
            _ => {}
        }
    }
    if sheets.len() > SHEETS_MAX {
        return Err(SheetError::TooManySheets {
            sheets: sheets.len(),
            limit: SHEETS_MAX,
        });
    }
    let mut whole = 0;
    for (at, name) in sheets {
        let records = records(
            stream
                .get(at..)
                .ok_or_else(|| damaged("a sheet beyond the end"))?,
        );
        whole += sheet(records, name)?;
    }
    if whole > 2 * RECTANGLE_MAX {
        return Err(SheetError::TooLarge {
            what: "cells",
            limit: 2 * RECTANGLE_MAX,
        });
    }
    Ok(())
}

/// How many cells the rectangle of a sheet has.
fn sheet<'a>(records: impl Iterator<Item = Record<'a>>, name: String) -> Result<u64, SheetError> {
    let mut rows: Option<(u32, u32)> = None;
    let mut columns: Option<(u32, u32)> = None;
    let (mut begun, mut depth) = (false, 0_u32);
    for record in records {
        match record.kind {
            0x0809 if begun => depth += 1,
            0x0809 => begun = true,
            0x0A if depth == 0 => break,
            0x0A => depth -= 1,
            _ if depth > 0 => {}
            0x0200 if !dimensions_fit(record.data) => {
                return Err(damaged("a sheet of impossible size"));
            }
            0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD | 0x0006 | 0x00BD => {
                let (Some(row), Some(column)) = (u16_at(record.data, 0), u16_at(record.data, 2))
                else {
                    continue;
                };
                let more = if record.kind == 0x00BD {
                    record.data.len().saturating_sub(6) as u32 / 6
                } else {
                    1
                };
                let (row, column, last) = (
                    u32::from(row),
                    u32::from(column),
                    u32::from(column) + more.max(1) - 1,
                );
                rows = Some(rows.map_or((row, row), |(low, high)| (low.min(row), high.max(row))));
                columns = Some(columns.map_or((column, last), |(low, high)| {
                    (low.min(column), high.max(last))
                }));
            }
            _ => {}
        }
    }
    let (Some(rows), Some(columns)) = (rows, columns) else {
        return Ok(0);
    };
    let cells = u64::from(rows.1 - rows.0 + 1) * u64::from(columns.1 - columns.0 + 1);
    if cells > RECTANGLE_MAX {
        return Err(SheetError::FarCell {
            sheet: name,
            row: rows.1 + 1,
            column: columns.1 + 1,
        });
    }
    Ok(cells)
}

fn dimensions_fit(data: &[u8]) -> bool {
    let fields = match data.len() {
        10 => (0..4)
            .map(|at| u16_at(data, at * 2).map(u32::from))
            .collect::<Option<Vec<u32>>>(),
        14 | 16 => [
            u32_at(data, 0),
            u32_at(data, 4),
            u16_at(data, 8).map(u32::from),
            u16_at(data, 10).map(u32::from),
        ]
        .into_iter()
        .collect(),
        _ => return false,
    };
    let Some([first_row, end_row, first_column, end_column]) = fields
        .as_deref()
        .and_then(|fields| <[u32; 4]>::try_from(fields).ok())
    else {
        return false;
    };
    if end_row == 0 || end_column == 0 {
        return true;
    }
    let first_column = if first_column > 0xFF || end_column < first_column {
        0
    } else {
        first_column
    };
    end_row >= first_row
        && u64::from(end_row - first_row) * u64::from(end_column - first_column).max(1)
            <= DECLARED_MAX
}

fn sheet_name(data: &[u8]) -> String {
    let (Some(length), Some(flags)) = (data.get(6), data.get(7)) else {
        return String::new();
    };
    let length = usize::from(*length);
    if flags & 1 == 1 {
        let units: Vec<u16> = data[8..]
            .chunks_exact(2)
            .take(length)
            .filter_map(|unit| u16_at(unit, 0))
            .collect();
        String::from_utf16_lossy(&units)
    } else {
        data[8..]
            .iter()
            .take(length)
            .map(|byte| char::from(*byte))
            .collect()
    }
}
