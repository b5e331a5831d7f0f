//! One command line from its words to its exit code.

use std::{
    collections::BTreeSet,
    ffi::OsString,
    io::{self, Write},
};

use clap::{Command, CommandFactory, FromArgMatches};
use clap_complete::Shell;

use crate::{Exit, Failure, Lang, Report};

/// A failure's code in Chinese.
pub(crate) type Explain = fn(&str) -> Option<&'static str>;

/// What a program says in Chinese; English stands with its arguments and errors.
#[derive(Debug, Clone, Copy)]
pub struct Program {
    /// Help by `command sub.argument`; the program itself has the empty name.
    pub help: &'static [(&'static str, &'static str)],
    /// Codes of failures.
    pub explain: fn(&str) -> Option<&'static str>,
}

/// How results are written.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Exactly one JSON document.
    pub json: bool,
    /// Of messages and help.
    pub lang: Lang,
}

/// Runs one command line and gives its exit code. `variable` reads the environment for the locale.
pub fn run<C: CommandFactory + FromArgMatches>(
    program: &Program,
    args: Vec<OsString>,
    variable: &dyn Fn(&str) -> Option<String>,
    carry_out: impl FnOnce(C, Style) -> Result<Report, Failure>,
) -> u8 {
    let words: Vec<String> = args
        .iter()
        .map(|arg| arg.to_string_lossy().into_owned())
        .collect();
    let style = Style {
        json: words
            .iter()
            .take_while(|word| *word != "--")
            .any(|word| word == "--json"),
        lang: Lang::of(&words, variable),
    };
    let parsed = localised(C::command(), program, style.lang)
        .try_get_matches_from(args)
        .and_then(|matches| C::from_arg_matches(&matches));
    match parsed {
        Ok(line) => tell(program, carry_out(line, style), style),
        Err(error) if error.use_stderr() && style.json => {
            let text = error.to_string();
            let first = text
                .lines()
                .next()
                .unwrap_or_default()
                .trim_start_matches("error: ");
            let hint = format!("{} --help", C::command().get_name());
            let failure = Failure::new(Exit::Usage, "usage", first).hint(&hint);
            tell(program, Err(failure), style)
        }
        Err(error) => {
            let told = error.print();
            if error.use_stderr() || told.is_err() {
                Exit::Usage as u8
            } else {
                Exit::Done as u8
            }
        }
    }
}

impl Report {
    /// The script that completes this program's words in `shell`.
    pub fn completions<C: CommandFactory>(shell: Shell) -> Self {
        let (mut command, mut script) = (C::command(), Vec::new());
        let name = command.get_name().to_owned();
        clap_complete::generate(shell, &mut command, name, &mut script);
        Self::text(String::from_utf8_lossy(&script).into_owned())
    }
}

/// Writes the outcome where it belongs and gives the exit code.
fn tell(program: &Program, outcome: Result<Report, Failure>, style: Style) -> u8 {
    match outcome {
        Ok(report) => {
            let text = if style.json && !report.json.is_null() {
                format!("{}\n", report.json)
            } else {
                report.text
            };
            match io::stdout().lock().write_all(text.as_bytes()) {
                Ok(()) => report.exit as u8,
                Err(_) => Exit::Failed as u8,
            }
        }
        Err(failure) => {
            let text = if style.json {
                failure.json().to_string()
            } else {
                failure.sentence(style.lang, program.explain)
            };
            // Nobody reads stderr: the exit code still says it.
            _ = writeln!(io::stderr().lock(), "{text}");
            failure.exit as u8
        }
    }
}

fn localised(command: Command, program: &Program, lang: Lang) -> Command {
    match lang {
        Lang::En => command,
        Lang::Zh => in_chinese(command, program, ""),
    }
}

impl Program {
    fn chinese(&self, key: &str) -> Option<&'static str> {
        self.help
            .iter()
            .find(|(known, _)| *known == key)
            .map(|(_, text)| *text)
    }
}

fn in_chinese(mut command: Command, program: &Program, path: &str) -> Command {
    if let Some(about) = program.chinese(path) {
        command = command.about(about);
    }
    command = command.mut_args(
        |arg| match program.chinese(&format!("{path}.{}", arg.get_id())) {
            Some(help) => arg.help(help),
            None => arg,
        },
    );
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for name in names {
        let below = below(path, &name);
        command = command.mut_subcommand(&name, |sub| in_chinese(sub, program, &below));
    }
    command
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path} {name}")
    }
}

/// What is wanting in a command line's help, for the tests of both: arguments without Chinese, Chinese without an
/// argument, commands without an example.
pub fn check_help<C: CommandFactory>(program: &Program) -> Vec<String> {
    let (mut keys, mut wanting) = (BTreeSet::new(), Vec::new());
    walk(&C::command(), "", &mut keys, &mut wanting);
    let known: BTreeSet<String> = program
        .help
        .iter()
        .map(|(key, _)| (*key).to_owned())
        .collect();
    wanting.extend(
        keys.symmetric_difference(&known)
            .map(|key| format!("help and arguments differ at `{key}`")),
    );
    wanting
}

fn walk(command: &Command, path: &str, keys: &mut BTreeSet<String>, wanting: &mut Vec<String>) {
    keys.insert(path.to_owned());
    if command.get_after_help().is_none() {
        wanting.push(format!("`{path}` shows no example"));
    }
    for arg in command
        .get_arguments()
        .filter(|arg| !["help", "version"].contains(&arg.get_id().as_str()))
        .filter(|arg| !arg.is_global_set() || path.is_empty())
    {
        keys.insert(format!("{path}.{}", arg.get_id()));
    }
    for sub in command.get_subcommands() {
        walk(sub, &below(path, sub.get_name()), keys, wanting);
    }
}
