//! The command line of `zhucun`: names, fields and exit codes are a contract (`cli.md`).

use std::{ffi::OsString, path::PathBuf, sync::Arc};

use clap::{Parser, Subcommand};
use store::{profile::Folder, system::SystemEnv};
use terminal::{Exit, Failure, Lang, Report, Style};

use crate::{locale::PROGRAM, session::Session};

mod backup;
mod enrol;
mod export;
mod import;
mod list;
mod measure;
mod problem;
mod remove;
mod search;
mod set;
mod show;
mod status;
mod stay;
mod sync;
mod verify;
mod visit;

/// Zhucun without its window
#[derive(Debug, Parser)]
#[command(
    name = "zhucun",
    version,
    after_help = "zhucun visit add --household 卿德明 --note 危房改造在等砖"
)]
pub(crate) struct Cli {
    /// The profile's folder; by default the user's own
    #[arg(long, global = true, env = "ZHUCUN_PROFILE", value_name = "DIR")]
    profile: Option<PathBuf>,
    /// Reads the passphrase from a file, - for stdin
    #[arg(long, global = true, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Print exactly one JSON document
    #[arg(long, global = true)]
    json: bool,
    /// Language of messages; by default that of the system
    #[arg(long, global = true, value_enum)]
    lang: Option<Lang>,
    #[command(subcommand)]
    command: Commands,
}

#[derive(Debug, Subcommand)]
enum Commands {
    /// Makes the encrypted profile by a one-time code and fetches its data; goes on where it was cut
    #[command(
        after_help = "zhucun enrol --server https://10.0.0.5:8443 --code ABCD-EFGH-JKLM --pin 9f86…"
    )]
    Enrol(enrol::Enrol),
    /// Reads a roster in; a newer one updates
    #[command(after_help = "zhucun import 花名册.xlsx --dry-run --doubts 疑点.xlsx")]
    Import(import::Import),
    /// Writes a workbook with the headers that counties use
    #[command(after_help = "zhucun export visits 走访.xlsx --from 2018-09-01 --to 2018-09-30")]
    Export(export::Export),
    /// Visits
    #[command(
        subcommand,
        after_help = "zhucun visit add --household 卿德明 --note 危房改造在等砖"
    )]
    Visit(visit::Visit),
    /// Days and nights in the village
    #[command(subcommand, after_help = "zhucun stay add --night stayed")]
    Stay(stay::Stay),
    /// Measures
    #[command(subcommand, after_help = "zhucun measure close 0192… --result 已挂果")]
    Measure(measure::Measure),
    /// Problems
    #[command(subcommand, after_help = "zhucun problem close 0192… --result 已修好")]
    Problem(problem::Problem),
    /// Edits any record, by the same rules as the screen
    #[command(after_help = "zhucun set 0192… note=改过的话 met=本人")]
    Set(set::Set),
    /// Deletes a record; it can be brought back
    #[command(after_help = "zhucun remove 0192… --reason 记错了户")]
    Remove(remove::Remove),
    /// Lists records
    #[command(after_help = "zhucun list visits --from 2018-09-01 --limit 20 --json")]
    List(list::List),
    /// Finds households by name, pinyin, initials, number tail, phone or group
    #[command(after_help = "zhucun search qdm")]
    Search(search::Search),
    /// Shows one record
    #[command(after_help = "zhucun show 0192… --history")]
    Show(show::Show),
    /// Hands over what was recorded and fetches what is new; goes on where it was cut
    #[command(after_help = "zhucun sync --timeout 60 --json")]
    Sync(sync::Sync),
    /// What waits, what the county has, what needs a person
    #[command(after_help = "zhucun status --json")]
    Status(status::Status),
    /// Checks the file, its log and the photos; repairs nothing
    #[command(after_help = "zhucun verify --json")]
    Verify(verify::Verify),
    /// Writes the whole profile into one file, still encrypted
    #[command(after_help = "zhucun backup /media/usb/驻村.zhucun")]
    Backup(backup::Backup),
    /// Makes a profile of such a file
    #[command(after_help = "zhucun --profile DIR restore /media/usb/驻村.zhucun")]
    Restore(backup::Restore),
    /// Prints shell completions
    #[command(after_help = "zhucun completions bash > /etc/bash_completion.d/zhucun")]
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

/// What every command is given.
pub(crate) struct Run {
    pub(crate) folder: Folder,
    pub(crate) passphrase_file: Option<PathBuf>,
    pub(crate) env: Arc<SystemEnv>,
    pub(crate) style: Style,
}

/// Runs one command line and gives its exit code. `variable` reads the environment.
pub(crate) fn run(args: Vec<OsString>, variable: impl Fn(&str) -> Option<String>) -> u8 {
    terminal::run(&PROGRAM, args, &variable, |line, style| {
        carry_out(line, style, &variable)
    })
}

fn carry_out(
    cli: Cli,
    style: Style,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<Report, Failure> {
    if let Commands::Completions { shell } = cli.command {
        return Ok(Report::completions::<Cli>(shell));
    }
    let dir = cli
        .profile
        .or_else(|| default_profile(variable))
        .ok_or_else(|| {
            Failure::new(Exit::Usage, "usage", "no profile folder is named").hint("--profile DIR")
        })?;
    let run = Run {
        folder: Folder::new(&dir),
        passphrase_file: cli.passphrase_file,
        env: Arc::new(SystemEnv::default()),
        style,
    };
    let on = |work: &dyn Fn(&Session) -> Result<Report, Failure>| {
        let session = Session::open(&run)?;
        let done = work(&session);
        session.close()?;
        done
    };
    match cli.command {
        Commands::Enrol(it) => it.run(&run),
        Commands::Restore(it) => it.run(&run),
        Commands::Sync(it) => on(&|session| it.run(session)),
        Commands::Status(_) => on(&status::Status::run),
        Commands::Verify(it) => on(&|session| it.run(session)),
        Commands::Backup(it) => on(&|session| it.run(session)),
        Commands::Import(it) => on(&|session| it.run(session)),
        Commands::Export(it) => on(&|session| it.run(session)),
        Commands::Visit(it) => on(&|session| it.run(session)),
        Commands::Stay(it) => on(&|session| it.run(session)),
        Commands::Measure(it) => on(&|session| it.run(session)),
        Commands::Problem(it) => on(&|session| it.run(session)),
        Commands::Set(it) => on(&|session| it.run(session)),
        Commands::Remove(it) => on(&|session| it.run(session)),
        Commands::List(it) => on(&|session| it.run(session)),
        Commands::Search(it) => on(&|session| it.run(session)),
        Commands::Show(it) => on(&|session| it.run(session)),
        Commands::Completions { .. } => Ok(Report::text(String::new())),
    }
}

/// Where the desktop keeps it too: below the user's data folder, in a folder of its own because the window's
/// browser part writes beside it.
fn default_profile(variable: &dyn Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let data = if cfg!(windows) {
        PathBuf::from(variable("APPDATA")?)
    } else if let Some(data) = variable("XDG_DATA_HOME").filter(|data| !data.is_empty()) {
        PathBuf::from(data)
    } else {
        PathBuf::from(variable("HOME")?).join(".local/share")
    };
    Some(data.join("cn.zhucun.desktop").join("profile"))
}
