//! The work that callgrind counts, started as a program of its own.

use domain::{About, Env, records::Record};

use crate::{floor::Floor, made};

/// `count` of `what`, after a set-up that is the same for any count.
pub fn run(what: &str, count: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let env = made::BenchEnv::default();
    match what {
        "save" => {
            let mut laptop = made::laptop(folder.path(), &env);
            let edits = made::household(&env, 1);
            let household = edits[0].id;
            laptop.save(&env, edits, About::default()).expect("a save");
            for number in 0..count {
                let edits = vec![made::edit(
                    "visit",
                    env.new_id(),
                    made::visit(household, number).to_cells(),
                )];
                laptop.save(&env, edits, About::default()).expect("a save");
            }
        }
        "save_floor" => {
            let floor = Floor::encrypted(folder.path());
            for number in 0..count {
                floor.begin();
                floor.insert(env.new_id(), &made::visit(domain::Id([2; 16]), number));
                floor.commit();
            }
        }
        "batch" => {
            let mut laptop = made::laptop(folder.path(), &env);
            let edits = made::household(&env, 1);
            let household = edits[0].id;
            laptop.save(&env, edits, About::default()).expect("a save");
            let sets = (0..count)
                .map(|number| {
                    let edit = made::edit(
                        "visit",
                        env.new_id(),
                        made::visit(household, number).to_cells(),
                    );
                    (vec![edit], About::default())
                })
                .collect();
            laptop.save_many(&env, sets).expect("a batch");
        }
        "batch_floor" => {
            let floor = Floor::encrypted(folder.path());
            floor.begin();
            for number in 0..count {
                floor.insert(env.new_id(), &made::visit(domain::Id([2; 16]), number));
            }
            floor.commit();
        }
        _ => {}
    }
}
