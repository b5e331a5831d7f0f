//! Whole laptops and a county in one process under one seed: see README.md beside this file.

mod checkers;
mod clock;
mod faults;
mod harm;
mod log;
mod network;
mod plants;
mod world;

use std::{
    env, panic,
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

use faults::Rates;
use plants::Plant;
use world::World;

/// Runs one seed to the end; the error names the invariant.
fn run(seed: u64, plant: Option<Plant>) -> Result<(), String> {
    let mut world = World::new(seed, Rates::of_seed(seed), plant)?;
    world.live()?;
    world.quiesce()?;
    checkers::at_rest(&mut world)
}

fn seeds() -> u64 {
    env::var("ZHUCUN_SEEDS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(200)
}

#[test]
fn every_seed_keeps_every_invariant() {
    let first: u64 = env::var("ZHUCUN_FIRST_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(1);
    let (next, last) = (AtomicU64::new(first), first + seeds());
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let failed: Vec<String> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut failed = Vec::new();
                    loop {
                        let seed = next.fetch_add(1, Ordering::Relaxed);
                        if seed >= last || failed.len() >= 5 {
                            return failed;
                        }
                        failed.extend(outcome(seed, None).err());
                    }
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect()
    });
    println!("{} seeds from {first}", seeds());
    assert!(
        failed.is_empty(),
        "add to seeds.txt:\n{}",
        failed.join("\n")
    );
}

#[test]
fn every_seed_that_ever_failed_passes() {
    for line in include_str!("seeds.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
    {
        let seed = line.split_whitespace().next().unwrap().parse().unwrap();
        outcome(seed, None).unwrap();
    }
}

#[test]
fn the_same_seed_gives_the_same_world() {
    let hash = |seed| {
        let mut world = World::new(seed, Rates::of_seed(seed), None).unwrap();
        world.live().unwrap();
        world.quiesce().unwrap();
        world.county().head()
    };
    assert_eq!(hash(7), hash(7));
}

#[test]
fn each_checker_fails_on_its_planted_bug() {
    for plant in Plant::ALL {
        // A plant needs the right moment: the first seed that gives one must be caught.
        let caught = (1..400).find_map(|seed| outcome(seed, Some(plant)).err());
        let message = caught.unwrap_or_else(|| panic!("{plant:?} was not caught"));
        assert!(
            message.contains(plant.checker()),
            "{plant:?} was caught by another checker: {message}"
        );
    }
}

fn outcome(seed: u64, plant: Option<Plant>) -> Result<(), String> {
    let result = panic::catch_unwind(|| run(seed, plant));
    match result {
        Ok(Ok(())) => Ok(()),
        Ok(Err(message)) => Err(format!("{seed} # {message}")),
        Err(_) => Err(format!("{seed} # panicked")),
    }
}
