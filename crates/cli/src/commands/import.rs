//! `import`: a roster in. A file that cannot be read is refused with its reason; doubts never remove a row.

use std::{
    cell::Cell,
    io::{IsTerminal, Write},
    ops::ControlFlow,
    path::PathBuf,
};

use api::import::{ImportError, ImportProgress, ImportRequest, import};
use clap::Args;
use serde_json::Value;
use sheet::doubts::{Show, shown};
use terminal::{Exit, Failure, Lang, Report};

use crate::session::Session;

#[derive(Debug, Args)]
pub(super) struct Import {
    /// The roster: .xlsx, .xls or .csv
    file: PathBuf,
    /// Only this sheet
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// The layout, instead of the one that the header shows
    #[arg(long, value_name = "H1")]
    layout: Option<String>,
    /// Shows the differences and writes nothing
    #[arg(long)]
    dry_run: bool,
    /// Writes what is in doubt into this .xlsx
    #[arg(long, value_name = "OUT.xlsx")]
    doubts: Option<PathBuf>,
}

impl Import {
    pub(super) fn run(&self, session: &Session) -> Result<Report, Failure> {
        let request = ImportRequest {
            sheet: self.sheet.clone(),
            layout: self.layout.clone(),
            listed_on: None,
            dry_run: self.dry_run,
        };
        let drawn = std::io::stderr().is_terminal();
        let last = Cell::new(0);
        let progress = |at: ImportProgress| {
            let (done, total) = match at {
                ImportProgress::Reading(at) => (at.done, at.total),
                ImportProgress::Writing { done, total } => (done, total),
            };
            if drawn && done.abs_diff(last.get()) >= 100 {
                last.set(done);
                _ = write!(std::io::stderr().lock(), "\r{done} / {total} ");
            }
            ControlFlow::Continue(())
        };
        let (imported, roster) = import(&session.host()?, self.file.as_path(), &request, &progress)
            .map_err(|error| refused(error, session.style.lang))?;
        if let Some(out) = &self.doubts {
            let bytes = sheet::write_doubts(&roster, Show::Masked)
                .map_err(|error| Failure::new(Exit::Failed, error.code(), error.to_string()))?;
            store::profile::write_file(out, &bytes)?;
        }
        let needs_person = !imported.doubts.is_empty();
        let mut json = serde_json::to_value(&imported)?;
        for repair in json["repaired"].as_array_mut().into_iter().flatten() {
            mask(repair, "from");
            mask(repair, "to");
        }
        for doubt in json["doubts"].as_array_mut().into_iter().flatten() {
            mask(doubt, "value");
        }
        json["dry_run"] = self.dry_run.into();
        let mut report = Report::object(json.clone());
        report.text = for_people(&json, session.style.lang);
        Ok(report.with_exit(if needs_person {
            Exit::NeedsPerson
        } else {
            Exit::Done
        }))
    }
}

fn refused(error: ImportError, lang: Lang) -> Failure {
    match error {
        ImportError::Api(error) => error.into(),
        ImportError::Sheet(error) => {
            let (zh, en) = error.hint();
            Failure::new(Exit::Refused, error.code(), error.to_string()).hint(lang.pick(zh, en))
        }
    }
}

/// Identity numbers, phones and accounts leave the program starred; the row tells which one is meant.
fn mask(row: &mut Value, name: &str) {
    if let (Some(column), Some(text)) = (row["column"].as_str(), row[name].as_str()) {
        row[name] = shown(column, text, Show::Masked).into();
    }
}

fn for_people(json: &Value, lang: Lang) -> String {
    const LINES_MAX: usize = 40;
    let mut text = String::new();
    let mut line = |words: String| {
        text.push_str(&words);
        text.push('\n');
    };
    let counts = |of: &str| {
        format!(
            "{} / {} / {}",
            json[of]["new"], json[of]["updated"], json[of]["unchanged"]
        )
    };
    line(format!(
        "{}: {}",
        lang.pick("版式", "layout"),
        json["layout"].as_str().unwrap_or_default()
    ));
    line(format!(
        "{}: {}",
        lang.pick("读到的行", "rows read"),
        json["rows_read"]
    ));
    line(format!(
        "{}: {}",
        lang.pick(
            "户（新增 / 更新 / 未变）",
            "households (new / updated / unchanged)"
        ),
        counts("households")
    ));
    line(format!(
        "{}: {}",
        lang.pick(
            "人（新增 / 更新 / 未变）",
            "members (new / updated / unchanged)"
        ),
        counts("members")
    ));
    let empty = Vec::new();
    let repaired = json["repaired"].as_array().unwrap_or(&empty);
    let doubts = json["doubts"].as_array().unwrap_or(&empty);
    line(format!(
        "{}: {}",
        lang.pick("已修正", "repaired"),
        repaired.len()
    ));
    line(format!("{}: {}", lang.pick("疑点", "doubts"), doubts.len()));
    for doubt in doubts.iter().take(LINES_MAX) {
        let word = |name: &str| doubt[name].as_str().unwrap_or_default().to_owned();
        let (zh, en) = sheet::doubts::reason(&word("kind"));
        line(format!(
            "  {} {} {}: {} ({})",
            word("sheet"),
            doubt["row"],
            word("column"),
            lang.pick(zh, en),
            word("value")
        ));
    }
    if doubts.len() > LINES_MAX {
        line(format!("  … {}", doubts.len() - LINES_MAX));
    }
    text
}
