//! 报告故障: what of this run helps to find a fault. Names of operations and codes only, never what was asked or
//! answered, so that no word about a person can be in it.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use api::{
    ApiError,
    shell::{Faults, FetchedPart, Refused},
};
use domain::{Env, records::REGISTRY};

use crate::shell::{Shell, lock};

/// The last ones of this run of the program.
const KEPT: usize = 100;
/// Longer is no name of an operation.
const NAME_MAX: usize = 40;

#[derive(Debug, Default)]
pub(crate) struct Faultbook(Mutex<VecDeque<Refused>>);

impl Faultbook {
    pub(crate) fn note(&self, at_ms: i64, operation: &str, error: &ApiError) {
        // The name comes from the page: only what may be one is kept.
        let is_name = operation.len() <= NAME_MAX
            && operation
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'.' | b'_'));
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back(Refused {
            at_ms,
            operation: if is_name { operation } else { "" }.to_owned(),
            code: error.code,
        });
    }

    fn newest_first(&self) -> Vec<Refused> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().rev().cloned().collect()
    }
}

impl Shell {
    pub(crate) fn faults(&self) -> Result<Faults, ApiError> {
        let opened = self.at_work()?;
        let store = lock(&opened.store);
        let rows = REGISTRY
            .iter()
            .map(|record| {
                Ok(FetchedPart {
                    record: record.name.to_owned(),
                    rows: store.count(record.name)?,
                })
            })
            .collect::<Result<_, ApiError>>()?;
        Ok(Faults {
            now_ms: self.env().wall_ms(),
            system: system(),
            rows,
            refused: self.faultbook().newest_first(),
        })
    }
}

/// `Debian GNU/Linux 12 (bookworm), x86_64`.
fn system() -> String {
    let name = std::fs::read_to_string("/etc/os-release")
        .ok()
        .and_then(|text| pretty_name(&text))
        .unwrap_or_else(|| std::env::consts::OS.to_owned());
    format!("{name}, {}", std::env::consts::ARCH)
}

fn pretty_name(release: &str) -> Option<String> {
    release.lines().find_map(|line| {
        let name = line.strip_prefix("PRETTY_NAME=")?.trim_matches('"');
        (!name.is_empty()).then(|| name.chars().take(80).collect())
    })
}

#[cfg(test)]
mod tests {
    use api::Code;

    use super::*;

    #[test]
    fn only_the_names_of_operations_and_codes_are_kept_and_only_the_last_ones() {
        let book = Faultbook::default();
        let error = ApiError::new(Code::NotFound, "张德顺 99010119600101001X");
        book.note(1, "household.get", &error);
        book.note(2, "张德顺", &error);
        let told = serde_json::to_string(&book.newest_first()).unwrap();
        assert_eq!(
            told,
            r#"[{"at_ms":2,"operation":"","code":"not_found"},{"at_ms":1,"operation":"household.get","code":"not_found"}]"#
        );
        for at in 0..300 {
            book.note(at, "visit.list", &error);
        }
        let kept = book.newest_first();
        assert_eq!((kept.len(), kept[0].at_ms, kept[99].at_ms), (100, 299, 200));
    }

    #[test]
    fn the_system_is_told_by_the_name_it_gives_itself() {
        let release = "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n";
        assert_eq!(
            pretty_name(release).as_deref(),
            Some("Debian GNU/Linux 12 (bookworm)")
        );
        assert_eq!(pretty_name("PRETTY_NAME=\"\"\n"), None);
    }
}
