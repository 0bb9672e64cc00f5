//! Directories that a test process makes and that are gone when it is.

use std::path::{Path, PathBuf};

/// The least room that a scratch place in memory must have: a few dozen databases of eight megabytes each.
const ROOM: u64 = 1 << 30;

/// Names a directory for everything that the tests and the load generator write, databases included.
const VARIABLE: &str = "TEST_SCRATCH_DIRECTORY";

/// The places for scratch directories: the one that the environment names; else, the fastest first, memory where
/// there is enough of it, then the disk.
pub fn places() -> Vec<PathBuf> {
    if let Some(place) = std::env::var_os(VARIABLE).filter(|place| !place.is_empty()) {
        return vec![PathBuf::from(place)];
    }
    let mut places = Vec::new();
    let memory = Path::new("/dev/shm");
    if is_writable(memory) && free_bytes(memory) >= ROOM {
        places.push(memory.to_path_buf());
    }
    places.push(std::env::temp_dir());
    places
}

/// A new, empty directory that is removed when the value is dropped.
pub fn directory(label: &str) -> tempfile::TempDir {
    let prefix = format!("touchstone-{label}-");
    let made = places().iter().find_map(|place| tempfile::Builder::new().prefix(&prefix).tempdir_in(place).ok());
    made.expect("a directory can be made in the temporary directory")
}

fn is_writable(place: &Path) -> bool {
    tempfile::tempfile_in(place).is_ok()
}

fn free_bytes(place: &Path) -> u64 {
    rustix::fs::statvfs(place).map_or(0, |status| status.f_bavail.saturating_mul(status.f_frsize))
}
