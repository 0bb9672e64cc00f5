//! What was acknowledged stays, and nothing stays by half, when the service is killed at any moment.

use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;

use crate::support::writers::{Acknowledged, check, random, write_until_killed};
use crate::support::{Service, World, on_both_engines};

/// How often the service is killed.
const ROUNDS: u32 = 6;
/// Set to the number that a failed run printed, to kill after the same times again.
const SEED: &str = "TEST_SEED";

on_both_engines! {
    fn survives_being_killed(mut service: Service) {
        let seed = std::env::var(SEED).ok().and_then(|seed| seed.parse().ok());
        let mut seed: u64 = seed.unwrap_or_else(|| RandomState::new().hash_one(ROUNDS));
        println!("{SEED}={seed}");
        let world = World::new(&service);
        let mut acknowledged = Acknowledged::new();
        for round in 1..=ROUNDS {
            let patience = Duration::from_millis(200 + random(&mut seed) % 400);
            let before = acknowledged.len();
            acknowledged.append(&mut write_until_killed(&mut service, &world, patience));
            println!("round {round}: killed after {patience:?}, {} acknowledged", acknowledged.len() - before);
            service.restart();
            check(&world, &acknowledged);
        }
        assert!(acknowledged.len() > 20, "only {} writes in all rounds", acknowledged.len());
    }
}
