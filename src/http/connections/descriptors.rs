//! How many files and sockets this process may have open, and how many of them may be connections of clients.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What is asked for where the system sets no limit.
const MOST: u64 = 1 << 20;

/// The most connections where the settings leave it open: each can cost some 60 kilobytes of memory.
const MOST_CONNECTIONS: u64 = 16_384;

/// What the program needs beside what its settings say: its own files, its threads' polls, webhooks, files of requests.
const RESERVED: u64 = 128;

/// Files of one connection to a database: with SQLite the database, its log and its index.
const PER_DATABASE_CONNECTION: u64 = 4;

/// Raises the limit of open files to what the system allows, and returns what it is then.
pub fn raise_limit() -> u64 {
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.unwrap_or(MOST);
    let current = limit.current.unwrap_or(MOST);
    if current >= wanted {
        return current;
    }
    match setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: limit.maximum }) {
        Ok(()) => wanted,
        Err(error) => {
            tracing::warn!(%error, current, "the limit of open files could not be raised");
            current
        }
    }
}

/// How many connections of clients there may be under a limit of `open_files`: as many as are `wanted`, or with 0 as
/// many as fit, and never so many that none is left for the database and for files.
pub fn connections_below(open_files: u64, wanted: u32, database_connections: u32, exports: u32) -> usize {
    let others = RESERVED + u64::from(database_connections) * PER_DATABASE_CONNECTION + 2 * u64::from(exports);
    let fit = open_files.saturating_sub(others).max(open_files / 2);
    let connections = match u64::from(wanted) {
        0 => fit.min(MOST_CONNECTIONS),
        wanted if wanted > fit => {
            tracing::warn!(
                wanted,
                fit,
                open_files,
                "there can be fewer connections than the settings say: raise the limit of open files"
            );
            fit
        }
        wanted => wanted,
    };
    usize::try_from(connections).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_files_for_everything_else() {
        for (open_files, wanted, expected) in [
            (1024, 0, 1024 - 128 - 32 - 16),
            (1024, 100, 100),
            (1024, 5000, 1024 - 128 - 32 - 16),
            (1 << 20, 0, 16_384),
            (1 << 20, 100_000, 100_000),
            (256, 0, 128),
        ] {
            assert_eq!(connections_below(open_files, wanted, 8, 8), expected, "{open_files} {wanted}");
        }
    }

    #[test]
    fn the_limit_is_raised_to_what_the_system_allows() {
        let raised = raise_limit();
        let limit = getrlimit(Resource::Nofile);
        assert_eq!(limit.current, Some(raised));
        assert!(limit.maximum.is_none_or(|maximum| maximum == raised), "{limit:?}");
    }
}
