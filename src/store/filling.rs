//! Filling in what earlier versions of the program left out.

use super::connection::DatabaseConnection;
use crate::error::Error;

/// Writes what is missing of these records, all in one transaction; says how many they are. They are sorted here, not in the
/// database, which would sort all that are missing at every step. Nodes at the same work meet in that order.
pub(super) fn fill<T, Id: Ord>(
    connection: &mut DatabaseConnection,
    mut found: Vec<T>,
    id: impl Fn(&T) -> Id,
    write: impl Fn(&mut DatabaseConnection, &T) -> Result<usize, diesel::result::Error>,
) -> Result<usize, Error> {
    if found.is_empty() {
        return Ok(0);
    }
    found.sort_unstable_by_key(id);
    connection.begin()?;
    let filled = found.iter().try_for_each(|one| write(connection, one).map(drop));
    connection.end(filled.is_ok())?;
    filled?;
    Ok(found.len())
}
