//! Prints the types and the list of operations for the screens: `ui/src/api/generated.ts`.

use std::{collections::BTreeMap, fmt::Write as _};

use ts_rs::{Config, TS, TypeVisitor};

use crate::{
    common::{Empty, IdRequest},
    error::{ApiError, Code},
    import::{
        ImportAt, ImportChoice, ImportHome, ImportOpened, ImportPage, ImportQuery, ImportSummary,
        ImportTaken, ImportTold, ImportUndone,
    },
    operations::{OPERATIONS, OperationInfo},
    print::Preview,
    record::RecordRequest,
    shell::{
        BackupProgress, EnrolRequest, Faults, LaptopFacts, PassphraseChange, RecoverRequest,
        RecoveryMade, RestoreRequest, ShellState, SwitchRequest, UnlockRequest,
    },
};

/// The types that were named so far, with their declarations.
pub struct Types {
    config: Config,
    declared: BTreeMap<String, String>,
}

impl Default for Types {
    fn default() -> Self {
        // Integers beyond 2^53 are forbidden in records, so a plain number holds them all.
        Self {
            config: Config::new().with_large_int("number"),
            declared: BTreeMap::new(),
        }
    }
}

impl Types {
    /// Name of a type; declares it and all that it is made of.
    pub fn name<T: TS + 'static>(&mut self) -> String {
        self.visit::<T>();
        T::name(&self.config)
    }
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_some() {
            let name = T::ident(&self.config);
            if self.declared.contains_key(&name) {
                return;
            }
            let docs = docs(&T::docs().unwrap_or_default());
            let text = format!("{docs}export {}\n", T::decl(&self.config));
            self.declared.insert(name, text);
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

/// A doc comment on one line, as this file's others are.
fn docs(block: &str) -> String {
    let words: Vec<&str> = block
        .lines()
        .map(|line| {
            line.trim()
                .trim_start_matches("/**")
                .trim_end_matches("*/")
                .trim_start_matches('*')
                .trim()
        })
        .filter(|line| !line.is_empty())
        .collect();
    if words.is_empty() {
        String::new()
    } else {
        format!("/** {} */\n", words.join(" "))
    }
}

const HEAD: &str = "\
// Printed by `cargo test -p api` from the operations list. Do not edit.

/** Business date, `2018-09-30`. */
export type DateText = string;
/** UTC milliseconds since 1970. */
export type Ms = number;
";

/// The whole file.
pub fn print() -> String {
    let mut types = Types::default();
    let mut list = String::new();
    for operation in OPERATIONS {
        let (request, response) = (operation.types)(&mut types);
        _ = writeln!(
            list,
            "  /** {} */\n  \"{}\": {{ request: {request}; response: {response}; reads: {}; writes: {} }};",
            operation.summary.trim(),
            operation.name,
            names(operation.reads),
            names(operation.writes),
        );
    }
    types.name::<Code>();
    // A paper's preview is drawn by shell and server.
    types.name::<Preview>();
    let error = types.name::<ApiError>();
    let (empty, shell) = (types.name::<Empty>(), types.name::<ShellState>());
    let (enrol, unlock) = (types.name::<EnrolRequest>(), types.name::<UnlockRequest>());
    let (switch, record) = (types.name::<SwitchRequest>(), types.name::<RecordRequest>());
    let (facts, change) = (
        types.name::<LaptopFacts>(),
        types.name::<PassphraseChange>(),
    );
    let (recover, made) = (types.name::<RecoverRequest>(), types.name::<RecoveryMade>());
    let faults = types.name::<Faults>();
    types.name::<BackupProgress>();
    let restore = types.name::<RestoreRequest>();
    let import = import(&mut types);
    let mut text = HEAD.to_owned();
    for declaration in types.declared.values() {
        text.push('\n');
        text.push_str(declaration);
    }
    _ = write!(
        text,
        "
export interface Operations {{
{list}}}

/** Desktop only: answered by the window's shell, not by the operations list. A refusal is an {error} on either. */
export interface ShellOperations {{
  \"shell.state\": {{ request: {empty}; response: {shell} }};
  \"shell.enrol\": {{ request: {enrol}; response: {shell} }};
  \"shell.unlock\": {{ request: {unlock}; response: {shell} }};
  \"shell.lock\": {{ request: {empty}; response: {shell} }};
  \"shell.switch\": {{ request: {switch}; response: {shell} }};
  \"shell.facts\": {{ request: {empty}; response: {facts} }};
  \"shell.faults\": {{ request: {empty}; response: {faults} }};
  \"shell.change_passphrase\": {{ request: {change}; response: {shell} }};
  \"shell.make_recovery\": {{ request: {unlock}; response: {made} }};
  \"shell.recover\": {{ request: {recover}; response: {shell} }};
  \"shell.stop_backup\": {{ request: {empty}; response: {empty} }};
  \"shell.restore\": {{ request: {restore}; response: {shell} }};
  \"shell.touch\": {{ request: {empty}; response: {empty} }};
{import}  \"history.fetch\": {{ request: {record}; response: {empty} }};
  \"sync.start\": {{ request: {empty}; response: {empty} }};
  \"sync.stop\": {{ request: {empty}; response: {empty} }};
}}

/** The same lists for the running program: which records an answer is made of, which a call changes. */
"
    );
    list_of(&mut text, "READS", "reads", |operation| operation.reads);
    list_of(&mut text, "WRITES", "writes", |operation| operation.writes);
    forms(&mut text);
    text
}

/// The shell's acts on a roster that it holds.
fn import(types: &mut Types) -> String {
    types.name::<ImportTold>();
    types.name::<ImportOpened>();
    let (empty, id) = (types.name::<Empty>(), types.name::<IdRequest>());
    let (summary, undone) = (types.name::<ImportSummary>(), types.name::<ImportUndone>());
    let mut text = String::new();
    for (name, request, response) in [
        ("state", empty.clone(), format!("{summary} | null")),
        (
            "list",
            types.name::<ImportQuery>(),
            types.name::<ImportPage>(),
        ),
        ("home", types.name::<ImportAt>(), types.name::<ImportHome>()),
        ("choose", types.name::<ImportChoice>(), summary),
        ("take", empty.clone(), types.name::<ImportTaken>()),
        ("stop", empty.clone(), empty.clone()),
        ("close", empty.clone(), empty),
        ("undo", id, undone),
    ] {
        _ = writeln!(
            text,
            "  \"import.{name}\": {{ request: {request}; response: {response} }};"
        );
    }
    text
}

/// Which forms ask for a field, as the domain has it.
fn forms(text: &mut String) {
    text.push_str(
        "
/** Forms of the counties with the fields that they ask for, `record.field`; editions of one form share its name. */
export const FORMS: readonly { code: string; 'zh-CN': string; en: string; fields: readonly string[] }[] = [
",
    );
    for form in domain::forms::FORMS {
        let fields: Vec<String> = form
            .fields
            .iter()
            .flat_map(|(record, fields)| {
                fields.iter().map(move |field| format!("{record}.{field}"))
            })
            .collect();
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        _ = writeln!(
            text,
            "  {{ code: \"{}\", 'zh-CN': \"{}\", en: \"{}\", fields: {} }},",
            form.code,
            form.label,
            form.label_en,
            names(&fields)
        );
    }
    text.push_str("];\n");
}

fn list_of(
    text: &mut String,
    name: &str,
    key: &str,
    of: fn(&OperationInfo) -> &'static [&'static str],
) {
    _ = writeln!(
        text,
        "export const {name}: {{ readonly [K in keyof Operations]: Readonly<Operations[K][\"{key}\"]> }} = {{"
    );
    for operation in OPERATIONS {
        _ = writeln!(text, "  \"{}\": {},", operation.name, names(of(operation)));
    }
    text.push_str("};\n");
}

fn names(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    format!("[{}]", quoted.join(", "))
}
