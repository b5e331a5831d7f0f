//! 打印: what a form holds, in words, as the person who asks may see it. Setting it is the print program's work, which
//! the shell or the server starts (`paper::Program`).

mod asked;
pub(crate) mod filter;
mod household;
mod list;

use base64ct::{Base64, Encoding};
use chrono::{DateTime, Utc};
use domain::{Id, codes::CodeList};
use paper::{Foot, Form, Paper, PrintError, Program, ROWS_MAX, Stop, Wish};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Store;
use ts_rs::TS;

use crate::{
    error::{ApiError, Code},
    host::{Host, business_ms, read},
    session::Side,
};

pub use asked::{distributions, requests, roll, wishes};
pub use household::{SheetRequest, notice, sheet};
pub use list::{RosterRequest, measures, problems, roster, visits};

/// The operations that give a paper.
pub const PAPERS: [&str; 10] = [
    "household.print",
    "household.sheet",
    "household.notice",
    "visit.print",
    "measure.print",
    "problem.print",
    "request.print",
    "wish.print",
    "distribution.print",
    "distribution.roll",
];

/// Part of a paper as its preview shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Preview {
    pub number: String,
    /// Pages of the whole.
    pub pages: u64,
    /// The first page here, from 0.
    pub from: u64,
    /// PNGs in base64, a page each.
    pub pictures: Vec<String>,
}

/// Pages that a preview draws at once.
const PAGES: usize = 4;
/// As sharp as the largest window shows them.
const WIDTH_PX: u32 = 1_240;

/// Draws pages of a paper for its preview.
pub fn preview(
    program: &Program,
    paper: &Paper,
    from: usize,
    stop: &Stop,
) -> Result<Preview, PrintError> {
    let wish = Wish::Pictures {
        from,
        count: PAGES,
        width_px: WIDTH_PX,
    };
    let answer = program.print(paper, wish, stop)?;
    Ok(Preview {
        number: paper.foot.number.clone(),
        pages: answer.pages as u64,
        from: from as u64,
        pictures: answer
            .pieces
            .iter()
            .map(|bytes| Base64::encode_string(bytes))
            .collect(),
    })
}

/// The whole as PDF.
pub fn pdf(program: &Program, paper: &Paper, stop: &Stop) -> Result<Vec<u8>, PrintError> {
    let answer = program.print(paper, Wish::Pdf, stop)?;
    Ok(answer.pieces.into_iter().next().unwrap_or_default())
}

/// Letters and digits of a print number: none that looks like another.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Puts what stands on every page under a form.
fn made(host: &dyn Host, code: &str, form: Form) -> Result<Paper, ApiError> {
    if form.rows() > ROWS_MAX {
        return Err(ApiError::from(PrintError::TooLong {
            rows: form.rows(),
            max: ROWS_MAX,
        }));
    }
    let now_ms = business_ms(host);
    Ok(Paper {
        foot: Foot {
            number: number(code, now_ms, host.env().new_id()),
            printed_at: moment(now_ms),
            printed_by: host.asker().person_name.clone(),
            unsynced: read(host, |store| unsynced(host, store))?,
        },
        form,
    })
}

/// `H11-20180930-4F7Q2X`: the form, the day, and enough of an id that no two papers of a day have one number.
fn number(code: &str, now_ms: i64, id: Id) -> String {
    const BITS: u32 = 5;
    let tail = id.0[12..]
        .iter()
        .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
    let short: String = (0..6)
        .map(|at| SIGNS[(tail >> (at * BITS)) as usize % SIGNS.len()] as char)
        .collect();
    format!("{code}-{}-{short}", at_eight(now_ms).format("%Y%m%d"))
}

/// As tables of record write it.
pub(crate) fn moment(now_ms: i64) -> String {
    at_eight(now_ms).format("%Y-%m-%d %H:%M").to_string()
}

/// The wall's time at UTC+8, as [`domain::env::date_of`] has the date.
fn at_eight(now_ms: i64) -> DateTime<Utc> {
    const EIGHT_HOURS_MS: i64 = 8 * 3_600_000;
    DateTime::from_timestamp_millis(now_ms.saturating_add(EIGHT_HOURS_MS)).unwrap_or_default()
}

/// How much of what is here the county does not have yet.
pub(crate) fn unsynced(host: &dyn Host, store: &Store) -> Result<String, ApiError> {
    if host.side() == Side::County {
        return Ok("只含县里已收到的".to_owned());
    }
    Ok(match store.outbox()?.len() {
        0 => "本机没有待同步的内容".to_owned(),
        waiting => format!("本机还有 {waiting} 条没同步"),
    })
}

/// Township and village of a code, as a head of a page names them; shorter codes give what they have.
pub(crate) fn place_name(store: &Store, code: &str) -> Result<String, ApiError> {
    let mut names = Vec::new();
    for digits in [6, 9, 12] {
        if code.len() >= digits && (digits > 6 || code.len() == 6) {
            names.push(store.division_name(&code[..digits])?);
        }
    }
    names.retain(|name| !name.is_empty());
    Ok(names.join(" "))
}

/// Labels of codes, one after the other.
fn labels(list: &CodeList, codes: &[String]) -> String {
    let labels: Vec<String> = codes.iter().map(|code| list.label_of(code)).collect();
    labels.join("、")
}

/// `3,600` or `3,600.50`, as lists write money: never rounded.
fn yuan(fen: i64) -> String {
    let (sign, fen) = (if fen < 0 { "-" } else { "" }, fen.unsigned_abs());
    let digits = (fen / 100).to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match fen % 100 {
        0 => format!("{sign}{grouped}"),
        cents => format!("{sign}{grouped}.{cents:02}"),
    }
}

/// In 万元, for sums, to the nearest tenth as the screen has it.
fn ten_thousands(fen: i64) -> String {
    const TENTH_FEN: i64 = 100_000;
    let tenths = (fen + fen.signum() * TENTH_FEN / 2) / TENTH_FEN;
    let sign = if tenths < 0 { "-" } else { "" };
    format!(
        "{sign}{}.{}",
        tenths.unsigned_abs() / 10,
        tenths.unsigned_abs() % 10
    )
}

fn flag(flag: Option<i64>) -> String {
    match flag {
        Some(0) => "否".to_owned(),
        Some(_) => "是".to_owned(),
        None => String::new(),
    }
}

impl From<PrintError> for ApiError {
    fn from(error: PrintError) -> Self {
        let code = match &error {
            PrintError::Missing { .. } => Code::PrintMissing,
            PrintError::Crashed { .. } | PrintError::Malformed { .. } | PrintError::Form { .. } => {
                Code::PrintBroken
            }
            PrintError::TooSlow { .. } => Code::PrintSlow,
            PrintError::Stopped => Code::PrintStopped,
            PrintError::NoPrinter { .. } => Code::NoPrinter,
            PrintError::TooLong { .. } => Code::PrintTooLong,
            // Its place is for the person, who alone can put it right.
            PrintError::Glyph { .. } => {
                let place = serde_json::to_string(&error).unwrap_or_default();
                return Self::new(Code::PrintGlyph, place);
            }
        };
        Self::new(code, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_names_form_and_day_and_follows_from_the_id() {
        // 2018-09-30 20:00 UTC is the first of October at UTC+8.
        let now_ms = 1_538_337_600_000;
        let one = number("H11", now_ms, Id([7; 16]));
        assert!(one.starts_with("H11-20181001-"), "{one}");
        assert_eq!(one.len(), "H11-20181001-".len() + 6);
        assert_eq!(one, number("H11", now_ms, Id([7; 16])));
        assert_ne!(one, number("H11", now_ms, Id([8; 16])));
        assert_eq!(moment(now_ms), "2018-10-01 04:00");
    }

    #[test]
    fn money_stands_to_the_fen_and_sums_in_ten_thousands() {
        for (fen, text) in [
            (0, "0"),
            (360_000, "3,600"),
            (123_456_789, "1,234,567.89"),
            (-5, "-0.05"),
        ] {
            assert_eq!(yuan(fen), text);
        }
        assert_eq!(ten_thousands(232_200_000), "232.2");
        assert_eq!(ten_thousands(4_900_000), "4.9");
        assert_eq!(ten_thousands(396_000), "0.4", "as the screen has it");
        assert_eq!(ten_thousands(-396_000), "-0.4");
        assert_eq!(ten_thousands(-40_000), "0.0");
    }
}
