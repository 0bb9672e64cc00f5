//! The service is killed at any moment, again and again.

use std::time::Duration;

use super::QUIET;
use super::support::writers::{Acknowledged, check, random, write_until_killed};
use super::support::{Engine, Service, World};

/// Kills the service `rounds` times while clients write.
pub fn run(engine: Engine, rounds: u32) -> Result<String, String> {
    let mut service = Service::start_with(engine, QUIET).ok_or("there is no such engine on this machine")?;
    let world = World::new(&service);
    let (mut acknowledged, mut seed) = (Acknowledged::new(), u64::from(rounds));
    for _ in 0..rounds {
        let patience = Duration::from_millis(50 + random(&mut seed) % 500);
        acknowledged.append(&mut write_until_killed(&mut service, &world, patience));
        service.restart();
        check(&world, &acknowledged);
    }
    Ok(format!("killed {rounds} times, all of {} acknowledged writes are there", acknowledged.len()))
}
