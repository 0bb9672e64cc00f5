//! Every column of the tables that intake writes, so that whole rows can be read and inserted again.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::{PgConnection, SqliteConnection};
use touchstone::clock::Moment;
use touchstone::store::column::Column;
use touchstone::store::schema;

/// An instant as it stands in a table.
type At = Column<Moment>;

/// How many rows SQLite is given in one statement: one of always the same length stays prepared.
const ROWS_IN_ONE: usize = 25;

macro_rules! tables {
    ($($table:ident as $row:ident { $($column:ident: $type:ty),+ $(,)? })+) => {
        $(
            #[derive(Clone, Queryable, Insertable)]
            #[diesel(table_name = schema::$table, treat_none_as_default_value = false)]
            struct $row { $($column: $type),+ }
        )+

        /// All rows that intake wrote.
        #[derive(Clone, Default)]
        pub struct Written { $($table: Vec<$row>),+ }

        impl Written {
            /// Reads them from PostgreSQL.
            pub fn of_postgres(connection: &mut PgConnection) -> Self {
                Self { $($table: schema::$table::table.load(connection).unwrap()),+ }
            }

            /// Reads them from SQLite.
            pub fn of_sqlite(connection: &mut SqliteConnection) -> Self {
                Self { $($table: schema::$table::table.load(connection).unwrap()),+ }
            }

            /// Inserts them by `COPY`.
            pub fn into_postgres(self, connection: &mut PgConnection) {
                $(diesel::copy_from(schema::$table::table).from_insertable(self.$table).execute(connection).unwrap();)+
            }

            /// Inserts them by prepared statements of several rows each.
            pub fn into_sqlite(self, connection: &mut SqliteConnection) {
                $(
                    let mut rows = self.$table.into_iter();
                    loop {
                        let some: Vec<$row> = rows.by_ref().take(ROWS_IN_ONE).collect();
                        match <[$row; ROWS_IN_ONE]>::try_from(some) {
                            Ok(some) => {
                                diesel::insert_into(schema::$table::table).values(some).execute(connection).unwrap();
                            }
                            Err(last) => {
                                for row in last {
                                    let one = diesel::insert_into(schema::$table::table).values(row);
                                    one.execute(connection).unwrap();
                                }
                                break;
                            }
                        }
                    }
                )+
            }
        }
    };
}

tables! {
    result_batches as BatchRow {
        id: String, body_id: Option<String>, submitted_by: String, submitted_as: String,
        submitted_at: At, format: String, file_name: Option<String>, digest: String, bytes: i64,
        row_count: i32, dry_run: bool, state: String, pass: i32, fail: i32, unchanged: i32, not_eligible: i32,
        invalid: i32, conflict: i32, missed_numbers: i32, started_at: Option<At>,
        finished_at: Option<At>, worker: Option<String>, leased_until: Option<At>,
        refused: i32, waits_because: Option<String>, reading: Option<String>, stored_bytes: Option<i64>,
    }
    result_batch_pieces as PieceRow {
        batch_id: String, piece: i32, content: Vec<u8>,
    }
    candidates as CandidateRow {
        id: String, number: String, given_names: Option<String>, family_name: String, birth_date: NaiveDate,
        email: Option<String>, country: Option<String>, listed: bool, registered_by_body_id: Option<String>,
        registered_at: At, changed_at: At, matching_key: String, names_key: String, family_key: String, given_key: String,
        merged_into_id: Option<String>, held_back: bool,
    }
    candidate_bodies as AccessRow {
        body_id: String, candidate_id: String, known_since: At, by_merge: bool,
    }
    evidence as EvidenceRow {
        id: String, candidate_id: String, kind: String, certification: Option<String>, number: Option<String>,
        awarded_on: Option<NaiveDate>, course_id: Option<String>, completed_on: Option<NaiveDate>,
        organisation: Option<String>, role: Option<String>, it_environment: Option<bool>,
        started_on: Option<NaiveDate>, ended_on: Option<NaiveDate>, recorded_by_body_id: Option<String>,
        recorded_by: String, recorded_at: At, verified_by: Option<String>,
        verified_at: Option<At>, verification_method: Option<String>, verification_note: Option<String>,
        rejected_by: Option<String>, rejected_at: Option<At>, rejection_reason: Option<String>,
        expires_on: Option<NaiveDate>, checked_on: Option<NaiveDate>, checked_url: Option<String>,
        points: Option<Column<u32>>, activity: Option<String>,
    }
    results as ResultRow {
        id: String, candidate_id: String, body_id: Option<String>, qualification: String, edition: String,
        sat_on: NaiveDate, marks: Option<i32>, question_marks: Option<String>, marks_available: Option<i32>,
        pass_mark: Option<i32>, outcome: String, reference: Option<String>, corrects_id: Option<String>,
        correction_reason: Option<String>, registered_by: String, registered_at: At, sitting_number: Column<u32>, format: String,
    }
    decisions as DecisionRow {
        result_id: String, scheme_version: String, assessment: String,
    }
    certificates as CertificateRow {
        id: String, number: String, result_id: String, candidate_id: String, body_id: Option<String>,
        qualification: String, edition: String, awarded_on: NaiveDate, expires_on: Option<NaiveDate>, current: bool,
        awarded_at: At, renews_id: Option<String>, format: String,
    }
    events as EventRow {
        sequence: i64, id: String, kind: String, subject_kind: String, subject_id: String, body_id: Option<String>,
        actor: String, recorded_at: At, data: String,
    }
    event_personal_data as PersonalDataRow {
        event_id: String, data: String,
    }
    result_batch_rows as OutcomeRow {
        batch_id: String, line: i32, reference: Option<String>, outcome: String, result_id: Option<String>,
        errors: Option<String>, notes: Option<String>,
    }
}
