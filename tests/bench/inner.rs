//! The work that callgrind counts, started as a program of its own.

use domain::{About, Env, Id, place::Scope, records::Record};
use store::{Edit, Store};

use crate::{
    exchange::{Sides, plain_floor},
    floor::{Floor, Indexes},
    made,
};

/// A village that is there before anything is counted.
const VILLAGE_HOUSEHOLDS: usize = 200;

/// `count` of `what`, after a set-up that is the same for any count.
pub fn run(what: &str, count: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let env = made::BenchEnv::default();
    let visits = |household: Id| {
        let env = &env;
        move |number: usize| {
            let cells = made::visit(household, number).to_cells();
            vec![made::edit("visit", env.new_id(), cells)]
        }
    };
    match what {
        "save" => {
            let (mut laptop, household) = village(folder.path(), &env);
            let visit = visits(household);
            for number in 0..count {
                laptop
                    .save(&env, visit(number), About::default())
                    .expect("a save");
                laptop.follow().expect("the index");
            }
        }
        "batch" => {
            let (mut laptop, household) = village(folder.path(), &env);
            batch(&mut laptop, &env, (0..count).map(visits(household)));
        }
        "roster" => {
            let (mut laptop, _) = village(folder.path(), &env);
            let homes = (0..count).map(|number| made::household(&env, VILLAGE_HOUSEHOLDS + number));
            batch(&mut laptop, &env, homes);
        }
        "save_floor" | "save_bare_floor" => {
            let indexes = if what == "save_floor" {
                Indexes::Own
            } else {
                Indexes::None
            };
            let floor = Floor::encrypted(folder.path(), indexes);
            for number in 0..count {
                floor.begin();
                floor.visit(env.new_id(), &made::visit(Id([2; 16]), number));
                floor.commit();
            }
        }
        "batch_floor" => {
            let floor = Floor::encrypted(folder.path(), Indexes::Own);
            floor.begin();
            for number in 0..count {
                floor.visit(env.new_id(), &made::visit(Id([2; 16]), number));
            }
            floor.commit();
        }
        "roster_floor" => {
            let floor = Floor::encrypted(folder.path(), Indexes::Own);
            floor.begin();
            for number in 0..count {
                for edit in made::household(&env, number) {
                    floor.row(&edit);
                }
            }
            floor.commit();
        }
        "push" | "push_saves" => {
            let mut sides = Sides::new(folder.path(), &env);
            sides.save(count);
            if what == "push" {
                sides.sync();
            }
        }
        "fetch" | "fetch_writes" => {
            let mut sides = Sides::new(folder.path(), &env);
            sides.write_at_county(count);
            sides.new_laptop(folder.path());
            if what == "fetch" {
                sides.sync();
            }
        }
        "exchange_floor" => {
            let visits: Vec<_> = (0..count)
                .map(|number| (env.new_id(), made::visit(Id([2; 16]), number)))
                .collect();
            plain_floor(folder.path(), &visits);
        }
        _ => {}
    }
}

/// A laptop with a village in it, its index made.
fn village(folder: &std::path::Path, env: &made::BenchEnv) -> (Store, Id) {
    let mut laptop = made::laptop(folder, env);
    let homes: Vec<Vec<Edit>> = (0..VILLAGE_HOUSEHOLDS)
        .map(|number| made::household(env, number))
        .collect();
    let household = homes[0][0].id;
    batch(&mut laptop, env, homes.into_iter());
    let scope = Scope::of_codes(1, [made::VILLAGE]);
    laptop.search(&scope, "zds", 8).expect("the index");
    (laptop, household)
}

fn batch(laptop: &mut Store, env: &made::BenchEnv, sets: impl Iterator<Item = Vec<Edit>>) {
    let sets = sets.map(|edits| (edits, About::default())).collect();
    laptop.save_many(env, sets).expect("a batch");
    laptop.follow().expect("the index");
}
