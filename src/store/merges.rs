//! What registrars merged and separated again, of each kind of record that is merged: append-only.

use crate::scheme::words::words;
use crate::store::column::word_columns;

words! {
    MergeKind {
        /// The duplicate became one with the survivor.
        Merge = "merge",
        /// It is a record of its own again.
        Separation = "separation",
    }
}

word_columns!(MergeKind);

/// Declares for a kind of record what is kept of its merges: the table, and the type of its ids.
macro_rules! merges {
    ($table:ident, $id:ident) => {
        #[derive(Clone, Debug, Insertable, Queryable, Selectable)]
        #[diesel(table_name = $table, treat_none_as_default_value = false)]
        pub struct MergeRecord {
            /// Its place in the order of recording; given when it is added.
            #[diesel(skip_insertion)]
            pub id: i64,
            pub kind: MergeKind,
            /// The record that became one with another, or is one of its own again.
            #[diesel(column_name = duplicate_id)]
            pub duplicate: $id,
            #[diesel(column_name = survivor_id)]
            pub survivor: $id,
            pub reason: String,
            pub recorded_by: String,
            #[diesel(serialize_as = Column<Moment>)]
            pub recorded_at: Moment,
        }

        impl MergeRecord {
            /// One that is to be added.
            pub fn new(
                kind: MergeKind,
                (duplicate, survivor): ($id, $id),
                reason: &str,
                recorded_by: String,
                recorded_at: Moment,
            ) -> Self {
                Self { id: 0, kind, duplicate, survivor, reason: reason.to_owned(), recorded_by, recorded_at }
            }
        }

        /// Adds a record; its id is drawn by the database.
        pub fn insert_merge(connection: &mut DatabaseConnection, new: &MergeRecord) -> Result<(), Error> {
            diesel::insert_into($table::table).values(new.clone()).execute(connection)?;
            Ok(())
        }

        /// For each of these records the one that it was merged into by name, the last time.
        pub fn named_survivors(connection: &mut DatabaseConnection, ids: &[$id]) -> Result<HashMap<$id, $id>, Error> {
            let rows: Vec<_> = $table::table
                .filter($table::duplicate_id.eq_any(ids))
                .filter($table::kind.eq(MergeKind::Merge))
                .order($table::id)
                .select(($table::duplicate_id, $table::survivor_id))
                .rows(connection)?;
            Ok(rows.into_iter().collect())
        }

        /// A page of the merges and separations of these records, as the one or the other side, in the order of
        /// recording.
        pub fn list_merges(
            connection: &mut DatabaseConnection,
            ids: &[$id],
            request: &PageRequest,
        ) -> Result<Page<MergeRecord>, Error> {
            let after: i64 = request.after().parse().unwrap_or_default();
            let rows = $table::table
                .filter($table::id.gt(after))
                .filter($table::duplicate_id.eq_any(ids).or($table::survivor_id.eq_any(ids)))
                .order($table::id)
                .limit(request.rows())
                .select(MergeRecord::columns())
                .rows(connection)?;
            Ok(request.page(rows, |record: &MergeRecord| record.id))
        }
    };
}
pub(super) use merges;
