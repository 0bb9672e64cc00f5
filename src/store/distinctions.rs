//! Pairs of records: those that look like one and were told apart, of each kind of record that is merged.

use std::fmt::Display;

/// The key of a pair in lists.
pub fn pair_key(first: impl Display, second: impl Display) -> String {
    format!("{first}~{second}")
}

/// The rows of a table of pairs that a page is made of. Nothing comes before what is no key.
macro_rules! paged_pairs {
    ($table:ident, $request:expr) => {{
        let after = $request.after();
        let (first, second) = after.split_once('~').unwrap_or_default();
        let (first, second) = (first.to_owned(), second.to_owned());
        let same_first = $table::first_id.eq(first.clone()).and($table::second_id.gt(second));
        $table::table
            .filter($table::first_id.gt(first).or(same_first))
            .order(($table::first_id, $table::second_id))
            .limit($request.rows())
    }};
}
pub(super) use paged_pairs;

/// Declares for a kind of record what is kept of pairs that were told apart: the table, and the type of its ids.
macro_rules! distinctions {
    ($table:ident, $id:ident) => {
        /// Two records that were told apart; the one that was registered first stands first.
        #[derive(Clone, Debug, Insertable, Queryable, Selectable)]
        #[diesel(table_name = $table, treat_none_as_default_value = false)]
        pub struct Distinction {
            #[diesel(column_name = first_id)]
            pub first: $id,
            #[diesel(column_name = second_id)]
            pub second: $id,
            pub reason: String,
            pub decided_by: String,
            #[diesel(serialize_as = Column<Moment>)]
            pub decided_at: Moment,
        }

        impl Distinction {
            /// Its key in lists.
            #[must_use]
            pub fn key(&self) -> String {
                pair_key(self.first, self.second)
            }
        }

        pub fn insert_distinction(connection: &mut DatabaseConnection, new: &Distinction) -> Result<(), Error> {
            diesel::insert_into($table::table).values(new.clone()).execute(connection)?;
            Ok(())
        }

        /// The distinctions of which one of these records is a side.
        pub fn distinctions_of(connection: &mut DatabaseConnection, ids: &[$id]) -> Result<Vec<Distinction>, Error> {
            let all = $table::table.select(Distinction::columns());
            let mut found = all.filter($table::first_id.eq_any(ids)).rows(connection)?;
            let of_second = all.filter($table::second_id.eq_any(ids));
            found.extend(of_second.filter(diesel::dsl::not($table::first_id.eq_any(ids))).rows(connection)?);
            Ok(found)
        }

        /// Takes distinctions back.
        pub fn delete_distinctions(connection: &mut DatabaseConnection, all: &[Distinction]) -> Result<(), Error> {
            for distinction in all {
                let key = (distinction.first, distinction.second);
                diesel::delete($table::table.find(key)).execute(connection)?;
            }
            Ok(())
        }
    };
}
pub(super) use distinctions;
