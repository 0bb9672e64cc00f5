//! A registry on a service's own database, as another node has it: for what has no address.

use std::collections::BTreeMap;
use std::sync::Arc;

use touchstone::clock::{Clock, SystemClock};
use touchstone::config::Settings;
use touchstone::entropy::SystemEntropy;
use touchstone::registry::{Registry, database};
use touchstone::scheme::Scheme;

use super::Service;

/// The registry on the database of `service`, with the settings that it was opened by.
pub fn of(service: &Service) -> (Registry, Settings) {
    with_clock(service, Arc::new(SystemClock))
}

/// The same, on a machine with another clock.
pub fn with_clock(service: &Service, clock: Arc<dyn Clock>) -> (Registry, Settings) {
    let directory = service.data_directory();
    let flags = BTreeMap::from([
        ("database_url", service.database_url().to_owned()),
        ("data_directory", directory.display().to_string()),
    ]);
    let settings = Settings::resolve(&flags, std::iter::empty(), None).expect("these are settings");
    let store = database::open(&settings.database, false).expect("the database is current");
    // As `use_scheme` left it, if a test has one of its own.
    let edited = std::fs::read_to_string(directory.with_file_name("scheme.toml")).ok();
    let scheme = edited.map_or_else(Scheme::shipped, |text| Scheme::parse(&text)).expect("the scheme is sound");
    let scheme = Arc::new(scheme);
    (Registry::new(store, scheme, clock, Arc::new(SystemEntropy)), settings)
}
