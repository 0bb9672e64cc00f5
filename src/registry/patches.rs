//! Changes of records as they are asked for: what is left out stays.

/// Writes into a record what is given of changes, each value as it is or as it is made into what is kept, and names the
/// fields that were given. The names go into events: they are the members' names on the wire, and the same in record and
/// changes.
macro_rules! apply {
    ($changes:ident => $record:ident: $($field:ident $(.$make:ident($($of:expr)?))?),+) => {{
        let mut given: Vec<&'static str> = Vec::new();
        $(if let Some($field) = $changes.$field {
            $record.$field = $field$(.$make($($of)?))?;
            given.push(stringify!($field));
        })+
        given
    }};
}
pub(super) use apply;
