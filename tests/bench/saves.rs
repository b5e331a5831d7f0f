//! A save and a batched import, each with history, change set and search, against bare inserts.

use crate::{
    inner,
    line::{Line, Tell},
    machine::{instructions, wall_ms},
};

const SAVES: usize = 200;
const BATCH: usize = 2_000;
/// Long enough that the disk's whims even out.
const MANY: usize = 10_000;
const TIMES: f64 = 3.0;

pub fn lines(tell: &mut Tell<'_>) {
    let thousand = |what: &str, count: usize| instructions(what, count) / 1_000.0;
    let wall = |what: &str, count: usize| {
        let whole = wall_ms(|| inner::run(what, count)) - wall_ms(|| inner::run(what, 0));
        whole / count as f64 * 1_000.0
    };
    let unit = "thousand instructions";
    for (name, what, count, many) in [
        (
            "a durable save of a visit, searchable",
            "save",
            SAVES,
            SAVES * 5,
        ),
        (
            "a visit of a batched import, searchable",
            "batch",
            BATCH,
            MANY,
        ),
        (
            "a household of a batched import, searchable",
            "roster",
            BATCH,
            MANY,
        ),
    ] {
        let floor = format!("{what}_floor");
        tell(
            Line::new(name, thousand(what, count), unit)
                .floor(thousand(&floor, count))
                .times_at_most(TIMES),
        );
        tell(
            Line::new("  the same, wall time", wall(what, many), "µs")
                .floor(wall(&floor, many))
                .times_at_most(TIMES),
        );
    }
    tell(
        Line::new(
            "  the same save against a floor without any index",
            thousand("save", SAVES),
            unit,
        )
        .floor(thousand("save_bare_floor", SAVES)),
    );
}
