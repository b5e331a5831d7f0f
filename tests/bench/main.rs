//! What the product costs, against a floor measured in the same run: the same rows, the same kind of file, nothing else.
//! `./dev bench` runs it optimised; `--json FILE` writes rows of `{name, ours, floor, ratio, unit}`.
//!
//! Instructions are counted by callgrind on this very program with `--inner WHAT N`: what N of something cost is the
//! count for N less the count for none.

mod floor;
mod inner;
mod made;
mod measure;

use std::{env, fs, process::ExitCode};

use measure::Line;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["--inner", what, count] => {
            inner::run(what, count.parse().unwrap_or_default());
            ExitCode::SUCCESS
        }
        ["--json", file] => report(Some(file)),
        [] => report(None),
        _ => {
            eprintln!("bench [--json FILE]");
            ExitCode::from(2)
        }
    }
}

fn report(file: Option<&str>) -> ExitCode {
    println!(
        "{:<58} {:>12} {:>12} {:>7}  unit",
        "", "ours", "floor", "ratio"
    );
    let mut lines: Vec<Line> = Vec::new();
    for part in [measure::saves, measure::lists, measure::exchange] {
        for line in part() {
            line.print();
            lines.push(line);
        }
    }
    if let Some(file) = file {
        let rows: Vec<serde_json::Value> = lines.iter().map(Line::json).collect();
        if let Err(error) = fs::write(file, serde_json::Value::from(rows).to_string()) {
            eprintln!("{file}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
