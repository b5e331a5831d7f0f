//! The invariants of `sync.md` §9, asked of the whole world.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Hash, Outcome, Value,
    change::DELETED_AT,
    records::{self, Conflict, Record},
};
use store::{json_value, row};

use crate::{
    log::{Fold, Line},
    world::World,
};

/// All of them, once everyone is through.
pub fn at_rest(world: &mut World) -> Result<(), String> {
    world
        .server
        .county()
        .check_log()
        .map_err(|error| format!("I6: {error}"))?;
    every_set_is_in_the_log_once(world)?;
    losing_values_are_kept(world)?;
    tables_are_the_fold(world)?;
    seen_stands_and_unseen_is_not_hidden(world)?;
    one_scope_agrees(world)?;
    for at in 0..world.laptops.len() {
        shown_is_fold_with_own_on_top(world, at)?;
    }
    Ok(())
}

/// I1: devices of one scope agree by hash, with each other and with the county.
fn one_scope_agrees(world: &mut World) -> Result<(), String> {
    for at in 0..world.laptops.len() {
        let undecided = !world.undecided(at).is_empty();
        let laptop = &world.laptops[at];
        let scope = laptop.facts.scope.clone();
        laptop
            .store()
            .check(&scope)
            .map_err(|error| format!("I1: laptop {at}: {error}"))?;
        let own = laptop
            .store()
            .contents(&scope)
            .map_err(|error| error.to_string())?;
        let county = world
            .server
            .county()
            .store()
            .contents(&scope)
            .map_err(|error| error.to_string())?;
        if own != county && !undecided {
            let tables: Vec<&String> = own
                .tables
                .iter()
                .filter(|(name, table)| county.tables.get(*name) != Some(table))
                .map(|(name, _)| name)
                .collect();
            return Err(format!(
                "I1: laptop {at} differs from the county in {tables:?}"
            ));
        }
    }
    Ok(())
}

/// I2: every recorded set is in the log, by hash, with one standing verdict.
fn every_set_is_in_the_log_once(world: &World) -> Result<(), String> {
    let mut standing: BTreeMap<Hash, usize> = BTreeMap::new();
    let mut known: BTreeSet<Hash> = BTreeSet::new();
    for line in &world.log.0 {
        known.insert(line.hash);
        if !matches!(line.entry.verdict, domain::Verdict::Held(_)) {
            *standing.entry(line.hash).or_default() += 1;
        }
    }
    for (hash, set) in &world.recorded {
        if !known.contains(hash) {
            return Err(format!(
                "I2: set {} of laptop {} is absent",
                set.dseq, set.laptop
            ));
        }
    }
    match standing.iter().find(|(_, count)| **count > 1) {
        Some((_, count)) => Err(format!("I2: a set was decided {count} times")),
        None => Ok(()),
    }
}

fn same(left: &Value, right: &Value) -> bool {
    left == right || (left.is_default() && right.is_default())
}

/// I4: the county's tables are the fold of the log, by the checker's own fold and by a rebuild.
fn tables_are_the_fold(world: &mut World) -> Result<(), String> {
    let fold = world.log.fold(u64::MAX);
    let county = world.server.county();
    let scope = domain::place::Scope::of_codes(1, ["431128"]);
    let rebuilt = county
        .rebuilt()
        .and_then(|store| store.contents(&scope))
        .map_err(|error| error.to_string())?;
    if rebuilt
        != county
            .store()
            .contents(&scope)
            .map_err(|error| error.to_string())?
    {
        return Err("I4: a rebuild gives other tables".to_owned());
    }
    for ((table, id, field), written) in &fold {
        let row = row::get(county.store().connection(), *table, *id)
            .map_err(|error| error.to_string())?;
        let value = row
            .as_ref()
            .map(|row| row.cell(*field).clone())
            .unwrap_or_default();
        if !same(&value, &written.value) {
            return Err(format!(
                "I4: {table}/{id}/{field} is {value:?}, the log says {:?}",
                written.value
            ));
        }
    }
    Ok(())
}

/// I4 on a laptop: the log at each row's version, with its own undecided sets on top.
pub fn shown_is_fold_with_own_on_top(world: &World, at: usize) -> Result<(), String> {
    let undecided = world.undecided(at);
    let mut own: Vec<_> = undecided
        .iter()
        .filter_map(|hash| world.recorded.get(hash))
        .collect();
    own.sort_by_key(|set| set.dseq);
    let store = world.laptops[at].store();
    let rows: BTreeSet<_> = world
        .recorded
        .values()
        .filter(|set| set.laptop == at)
        .flat_map(|set| set.cells.keys().map(|(table, id, _)| (*table, *id)))
        .collect();
    for (table, id) in rows {
        let Some(row) =
            row::get(store.connection(), table, id).map_err(|error| error.to_string())?
        else {
            continue;
        };
        if row.place == domain::Place::PARKED {
            continue;
        }
        let mut expected: BTreeMap<u16, Value> = world
            .log
            .fold(row.seq)
            .into_iter()
            .filter(|((of_table, of_id, _), _)| (*of_table, *of_id) == (table, id))
            .map(|((_, _, field), written)| (field, written.value))
            .collect();
        for set in &own {
            for ((of_table, of_id, field), value) in &set.cells {
                if (*of_table, *of_id) == (table, id) {
                    expected.insert(*field, value.clone());
                }
            }
        }
        for (field, value) in expected {
            if !same(row.cell(field), &value) {
                let is = row.cell(field);
                return Err(format!(
                    "I4: laptop {at} shows {table}/{id}/{field} as {is:?}, not {value:?}"
                ));
            }
        }
    }
    Ok(())
}

/// I3: each losing value is in `conflict`.
fn losing_values_are_kept(world: &mut World) -> Result<(), String> {
    let mut kept: Vec<Conflict> = Vec::new();
    {
        let store = world.server.county().store();
        let conn = store.connection();
        let mut statement = conn
            .prepare("SELECT id FROM conflict")
            .map_err(|error| error.to_string())?;
        let ids: Vec<Vec<u8>> = statement
            .query_map([], |row| row.get(0))
            .and_then(Iterator::collect)
            .map_err(|error| error.to_string())?;
        for id in ids.iter().filter_map(|id| domain::Id::from_slice(id)) {
            let row =
                row::get(conn, Conflict::INFO.table, id).map_err(|error| error.to_string())?;
            kept.extend(row.map(|row| Conflict::from_cells(&row.cells)));
        }
    }
    let mut fold = Fold::new();
    for (number, line) in world.log.0.iter().enumerate() {
        for Loser {
            row: op,
            group,
            values,
            author,
        } in losers(line, &fold)
        {
            let is_kept = kept.iter().any(|conflict| {
                conflict.owner_id == Some(op.1)
                    && conflict.cell_group == Some(i64::from(group))
                    && holds(conflict, op.0, &values)
            });
            // A further edit by the loser takes that loser's place.
            let replaced = world.log.0[number + 1..].iter().any(|later| {
                author == Some(later.grant)
                    && losers(later, &Fold::new())
                        .iter()
                        .any(|loser| loser.row == op && loser.group == group)
            });
            if !is_kept && !replaced {
                return Err(format!(
                    "I3: entry {}: group {group} of {} lost and is nowhere",
                    line.entry.seq, op.1
                ));
            }
        }
        line.fold_into(&mut fold);
    }
    Ok(())
}

struct Loser {
    row: (u16, domain::Id),
    group: u16,
    values: Vec<(u16, Value)>,
    author: Option<domain::Id>,
}

fn losers(line: &Line, before: &Fold) -> Vec<Loser> {
    let Some(set) = &line.set else {
        return Vec::new();
    };
    line.entry
        .outcomes
        .iter()
        .filter(|outcome| outcome.outcome != Outcome::Superseded)
        .filter_map(|outcome| {
            let op = set.ops.get(usize::from(outcome.op))?;
            let record = records::by_table(op.table)?;
            let fields = record.group_members(outcome.group);
            let was = |field: u16| before.get(&(op.table, op.id, field));
            let won = outcome.outcome == Outcome::Won;
            let author = if won {
                fields
                    .iter()
                    .filter_map(|field| was(*field))
                    .max_by_key(|written| written.seq)
                    .map(|written| written.grant)
            } else {
                Some(line.grant)
            };
            let values = fields
                .into_iter()
                .filter_map(|field| {
                    let value = if won {
                        was(field).map(|written| written.value.clone())
                    } else {
                        op.cells.get(&field).cloned()
                    };
                    value.map(|value| (field, value))
                })
                .collect();
            Some(Loser {
                row: (op.table, op.id),
                group: outcome.group,
                values,
                author,
            })
        })
        .collect()
}

fn holds(conflict: &Conflict, table: u16, values: &[(u16, Value)]) -> bool {
    let Ok(losing) =
        serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&conflict.losing)
    else {
        return false;
    };
    let Some(record) = records::by_table(table) else {
        return false;
    };
    values.iter().all(|(field, value)| {
        let name = match *field {
            DELETED_AT => "deleted_at",
            2 => "deleted_reason",
            _ => record.field(*field).map_or("", |info| info.name),
        };
        let kept = losing.get(name).cloned().unwrap_or_default();
        let empty = |value: &serde_json::Value| value.is_null() || value == "";
        kept == json_value(value) || (empty(&kept) && value.is_default())
    })
}

/// I10: a save made after seeing a value stands; one made without seeing it never hides it.
fn seen_stands_and_unseen_is_not_hidden(world: &World) -> Result<(), String> {
    let mut fold = Fold::new();
    for line in &world.log.0 {
        if let (Some(set), Some(recorded)) = (&line.set, world.recorded.get(&line.hash))
            && line.entry.verdict.reaches_tables()
            && !recorded.deletes
        {
            for (index, op) in set.ops.iter().enumerate() {
                let Some(record) = records::by_table(op.table) else {
                    continue;
                };
                let groups: BTreeSet<u16> = op
                    .cells
                    .keys()
                    .map(|field| record.group_of(*field))
                    .collect();
                for group in groups.into_iter().filter(|group| *group != DELETED_AT) {
                    let fields: Vec<u16> = op
                        .cells
                        .keys()
                        .copied()
                        .filter(|field| record.group_of(*field) == group)
                        .collect();
                    let others: Vec<_> = fields
                        .iter()
                        .filter_map(|field| {
                            fold.get(&(op.table, op.id, *field))
                                .map(|written| (*field, written))
                        })
                        .filter(|(_, written)| {
                            let life = world.recorded.get(&written.hash).map(|set| set.life);
                            life != Some(recorded.life)
                        })
                        .collect();
                    let changes = others.iter().any(|(field, written)| {
                        op.cells
                            .get(field)
                            .is_some_and(|value| !same(value, &written.value))
                    });
                    let was_seen = |field: u16, hash: Hash| {
                        recorded
                            .seen
                            .get(&(op.table, op.id, field))
                            .copied()
                            .flatten()
                            == Some(hash)
                    };
                    let unseen = others.iter().any(|(field, written)| {
                        recorded.seen.contains_key(&(op.table, op.id, *field))
                            && !was_seen(*field, written.hash)
                    });
                    let outcome = line.outcome(index, op.table, group);
                    let own_later =
                        outcome.is_some_and(|outcome| outcome.outcome == Outcome::Superseded);
                    if changes && unseen && outcome.is_none() {
                        return Err(format!(
                            "I10: entry {} hides what its author had not seen",
                            line.entry.seq
                        ));
                    }
                    // After a fork or a new incarnation at worst a card.
                    let may_cost_a_card = world
                        .unsettled
                        .contains(&((recorded.life / 1_000) as usize));
                    if !unseen && outcome.is_some() && !own_later && !may_cost_a_card {
                        return Err(format!(
                            "I10: entry {} was made after seeing and does not stand",
                            line.entry.seq
                        ));
                    }
                }
            }
        }
        line.fold_into(&mut fold);
    }
    Ok(())
}
