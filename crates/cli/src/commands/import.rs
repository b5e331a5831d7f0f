//! `import`: a roster in. A file that cannot be read is refused with its reason; doubts never remove a row. `import list`
//! and `import undo`: the imports of this laptop, and one of them back as a whole.

use std::{
    cell::Cell,
    io::{IsTerminal, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use api::{
    common::IdRequest,
    import::{ImportError, ImportProgress, ImportRequest, ImportTold, import, undo},
};
use clap::{Args, Subcommand};
use domain::Id;
use serde_json::{Value, json};
use sheet::doubts::{Show, shown};
use terminal::{Exit, Failure, Lang, Report};

use crate::session::Session;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Import {
    #[command(subcommand)]
    act: Option<Act>,
    /// The roster: .xlsx, .xls or .csv
    #[arg(required = true)]
    file: Option<PathBuf>,
    /// Only this sheet
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// The layout, instead of the one that the header shows
    #[arg(long, value_name = "H1")]
    layout: Option<String>,
    /// Shows the differences and writes nothing
    #[arg(long)]
    dry_run: bool,
    /// Brings back households and people whom somebody has removed here; without it they are in doubt and stay removed
    #[arg(long)]
    with_removed: bool,
    /// Takes only households of which nothing is in doubt, as 全选 of the window does
    #[arg(long)]
    sure: bool,
    /// Writes what is in doubt into this .xlsx
    #[arg(long, value_name = "OUT.xlsx")]
    doubts: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Lists the imports of this laptop, the newest first
    #[command(after_help = "zhucun import list --json")]
    List(List),
    /// Puts back all that an import wrote; what somebody has worked on since stays, and is listed
    #[command(after_help = "zhucun import undo 0192…")]
    Undo(Undo),
}

#[derive(Debug, Args)]
struct List {
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: u32,
    /// Behind this one: `next` of the list before
    #[arg(long, value_name = "CURSOR")]
    after: Option<u32>,
}

#[derive(Debug, Args)]
struct Undo {
    /// Its id
    id: Id,
}

impl List {
    fn run(&self, session: &Session) -> Result<Report, Failure> {
        let offset = self.after.unwrap_or(0);
        let page = session.call(
            "import.runs",
            json!({"limit": self.limit, "offset": offset}),
        )?;
        let rows = page["rows"].as_array().cloned().unwrap_or_default();
        let shown = u64::from(offset) + rows.len() as u64;
        let more = !rows.is_empty() && page["total"].as_u64().is_some_and(|total| total > shown);
        let next = if more {
            Value::String(shown.to_string())
        } else {
            Value::Null
        };
        Ok(Report::rows(
            rows,
            next,
            &["id", "file", "households_new", "households_changed", "left"],
        ))
    }
}

impl Undo {
    fn run(&self, session: &Session) -> Result<Report, Failure> {
        let request = IdRequest { id: self.id };
        let undone = undo(&session.host()?, &request, &drawn())?;
        let mut json = serde_json::to_value(&undone)?;
        let asked = json!({"id": self.id.to_string(), "limit": 1_000, "offset": 0});
        json["households"] = session.call("import.stayed", asked)?["rows"].take();
        let report = Report::object(json);
        Ok(report.with_exit(if undone.failed.is_some() {
            Exit::Failed
        } else if undone.stayed > 0 {
            Exit::NeedsPerson
        } else {
            Exit::Done
        }))
    }
}

/// Draws how far it is, on a terminal only; nobody stops it there but by ending the program.
fn drawn() -> impl Fn(ImportProgress) -> ControlFlow<()> {
    let drawn = std::io::stderr().is_terminal();
    let last = Cell::new(0);
    move |at| {
        let ImportTold { done, total, .. } = at.into();
        if drawn && done.abs_diff(last.get()) >= 100 {
            last.set(done);
            _ = write!(std::io::stderr().lock(), "\r{done} / {total} ");
        }
        ControlFlow::Continue(())
    }
}

impl Import {
    pub(super) fn run(&self, session: &Session) -> Result<Report, Failure> {
        match (&self.act, &self.file) {
            (Some(Act::List(it)), _) => it.run(session),
            (Some(Act::Undo(it)), _) => it.run(session),
            (None, Some(file)) => self.take(session, file),
            (None, None) => Err(Failure::new(Exit::Usage, "usage", "no file is named")),
        }
    }

    fn take(&self, session: &Session, file: &Path) -> Result<Report, Failure> {
        let name = file
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let request = ImportRequest {
            file: name.unwrap_or_default(),
            sheet: self.sheet.clone(),
            layout: self.layout.clone(),
            listed_on: None,
            dry_run: self.dry_run,
            with_removed: self.with_removed,
            sure_only: self.sure,
        };
        let (imported, roster) = import(&session.host()?, file, &request, &drawn())
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
        for doubt in json["people_left_out"].as_array_mut().into_iter().flatten() {
            mask(doubt, "value");
        }
        json["dry_run"] = self.dry_run.into();
        let mut report = Report::object(json.clone());
        report.text = for_people(&json, session.style.lang);
        Ok(report.with_exit(if imported.failed.is_some() {
            Exit::Failed
        } else if needs_person {
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

fn doubt_line(doubt: &Value, lang: Lang) -> String {
    let word = |name: &str| doubt[name].as_str().unwrap_or_default().to_owned();
    let (zh, en) = sheet::doubts::reason(&word("kind"));
    format!(
        "  {} {} {}: {} ({})",
        word("sheet"),
        doubt["row"],
        word("column"),
        lang.pick(zh, en),
        word("value")
    )
}

/// Lines of one kind that a person is shown; `--json` and the workbook have all.
const LINES_MAX: usize = 40;

fn for_people(json: &Value, lang: Lang) -> String {
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
    if let Some(code) = json["failed"]["code"].as_str() {
        line(format!(
            "{}: {code}",
            lang.pick(
                "没有导完，已写的都在",
                "not all was taken; what was written stays"
            )
        ));
    }
    if json["left_out"] != 0 {
        line(format!(
            "{}: {}",
            lang.pick("没取的户", "households not taken"),
            json["left_out"]
        ));
    }
    let empty = Vec::new();
    let people = json["people_left_out"].as_array().unwrap_or(&empty);
    if !people.is_empty() {
        line(format!(
            "{}: {}",
            lang.pick("没取的人", "people not taken"),
            people.len()
        ));
    }
    for doubt in people.iter().take(LINES_MAX) {
        line(doubt_line(doubt, lang));
    }
    let repaired = json["repaired"].as_array().unwrap_or(&empty);
    let doubts = json["doubts"].as_array().unwrap_or(&empty);
    line(format!(
        "{}: {}",
        lang.pick("已修正", "repaired"),
        repaired.len()
    ));
    line(format!("{}: {}", lang.pick("疑点", "doubts"), doubts.len()));
    for doubt in doubts.iter().take(LINES_MAX) {
        line(doubt_line(doubt, lang));
    }
    if doubts.len() > LINES_MAX {
        line(format!("  … {}", doubts.len() - LINES_MAX));
    }
    text
}
