//! What the product costs, against a floor measured in the same run: the same rows, the same kind of file, nothing else.
//! `./dev bench` runs it optimised; `--json FILE` writes rows of `{name, ours, floor, ratio, unit}`.
//!
//! Instructions are counted by callgrind on this very program with `--inner WHAT N`: what N of something cost is the
//! count for N less the count for none.

mod county;
mod exchange;
mod floor;
mod inner;
mod line;
mod lists;
mod machine;
mod made;
mod programs;
mod saves;
mod scroll;
mod window;

use std::{env, fs, process::ExitCode};

use line::{HEAD, Line, Tell};

/// Adds its lines to the table.
type Part = fn(&mut Tell<'_>);

/// The parts by name, so that one can be run alone.
const PARTS: [(&str, Part); 6] = [
    ("saves", saves::lines),
    ("lists", lists::lines),
    ("exchange", exchange::lines),
    ("programs", programs::lines),
    ("window", window::lines),
    ("scroll", scroll::lines),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--inner", what, count] => {
            inner::run(what, count.parse().unwrap_or_default());
            ExitCode::SUCCESS
        }
        ["--json", file, parts @ ..] => report(Some(file), parts),
        parts
            if parts
                .iter()
                .all(|part| PARTS.iter().any(|(name, _)| name == part)) =>
        {
            report(None, parts)
        }
        _ => {
            eprintln!(
                "bench [--json FILE] [saves] [lists] [exchange] [programs] [window] [scroll]"
            );
            ExitCode::from(2)
        }
    }
}

fn report(file: Option<&str>, parts: &[&str]) -> ExitCode {
    let [_, ours, floor, ratio, aim, unit] = HEAD;
    println!(
        "{:<66} {ours:>9} {floor:>9} {ratio:>7} {aim:>9}   {unit}",
        ""
    );
    let mut lines: Vec<Line> = Vec::new();
    for (name, part) in PARTS {
        if !parts.is_empty() && !parts.contains(&name) {
            continue;
        }
        println!("── {name}");
        part(&mut |line| {
            println!("{line}");
            lines.push(line);
        });
    }
    let missed = lines
        .iter()
        .filter(|line| line.is_met() == Some(false))
        .count();
    let met = lines
        .iter()
        .filter(|line| line.is_met() == Some(true))
        .count();
    println!("\n{met} aims met, {missed} missed");
    if let Some(file) = file {
        let rows: Vec<serde_json::Value> = lines.iter().map(Line::json).collect();
        if let Err(error) = fs::write(file, serde_json::Value::from(rows).to_string()) {
            eprintln!("{file}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
