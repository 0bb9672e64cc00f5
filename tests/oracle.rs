//! The scheme's rules against an independent reading of them: random histories of bodies, training organisations, courses,
//! candidates and certificates are played by requests, files and pages, and every answer is held against what the plain rules
//! in `oracle/rules.rs` say, which go through every day by itself.
//!
//! `ORACLE_SEED` plays another history, `ORACLE_SIZE` a longer one.

mod chance;
mod organisations;
mod play;
mod rules;

use std::collections::BTreeMap;

use chance::Chance;

use crate::support::{Service, on_both_engines};

/// How many candidates, or applications, there are in a history.
const SIZE: usize = 24;

/// Plays a history, in which by default each of `expected` is said: what never happens is not tested.
fn play(seed: u64, expected: &[&str], play: impl Fn(&mut Chance, usize) -> BTreeMap<String, usize>) {
    let [seed, size] = [("ORACLE_SEED", seed), ("ORACLE_SIZE", SIZE as u64)]
        .map(|(name, usual)| std::env::var(name).map_or(usual, |value| value.parse().expect("it is a number")));
    println!("ORACLE_SEED={seed} ORACLE_SIZE={size} plays this history again");
    let said = play(&mut Chance(seed), usize::try_from(size).expect("it is small"));
    println!("{said:#?}");
    if std::env::var_os("ORACLE_SEED").is_none() {
        let missing: Vec<_> = expected.iter().filter(|one| !said.contains_key(**one)).collect();
        assert!(missing.is_empty(), "this history has no {missing:?}: {said:#?}");
    }
}

on_both_engines! {
    fn decisions_are_those_of_an_independent_reading(service: Service) {
        let expected = [
            "on 2005, passed: true", "on 2011, passed: true", "on 2011, passed: false", "unchanged", "result_conflict",
            "certificate_exists", "not_eligible", "body_not_listed", "invalid_input", "practitioner: true", "practitioner: false",
            "auditor: true", "auditor: false", "a certificate: valid", "a certificate: suspended", "a certificate: withdrawn",
        ];
        play(103, &expected, |chance, size| play::play(&service, chance, size));
    }

    fn certificates_of_organisations_stand_as_an_independent_reading_says(service: Service) {
        let expected = [
            "Submitted, then Some(Published)", "Submitted, then Some(Returned)", "Submitted, then Some(Ended)",
            "Returned, then Some(Submitted)", "Ended, then None", "Published, then None", "body_not_listed", "edition_closed", "not_approved",
            "ends_before_it_begins", "transferred", "valid", "suspended", "withdrawn", "expired",
        ];
        play(7, &expected, |chance, size| organisations::play(&service, chance, size));
    }
}
