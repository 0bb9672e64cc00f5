//! How values stand in columns: every type says it here, once for all tables and both engines.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, Queryable};
use diesel::expression::AsExpression;
use diesel::internal::derives::as_expression::Bound;
use diesel::query_builder::QueryId;
use diesel::serialize::{Output, ToSql};
use diesel::sql_types::{HasSqlType, Integer, Nullable, SqlOrd, SqlType, Text, Timestamp};

use super::connection::MultiBackend;
use crate::auth::person_role::PersonRole;
use crate::clock::Moment;
use crate::ids::{
    ApprovedAuditorId, BodyAuditorId, BodyId, CandidateId, CertificateId, ClientId, CourseId, CourseSessionId,
    CredentialId, DocumentId, DumpId, EventId, EvidenceId, HolderLinkId, IdentityChangeId, InvitationId, NoticeId,
    OrganisationCertificateId, OrganisationId, PasskeyId, PersonId, PreliminaryScopeId, ResultBatchId, ResultId,
    RoleAssignmentId, SessionId, SignInLinkId, TrainingOrganisationId, WebhookDeliveryId, WebhookSubscriptionId,
};
use crate::scheme::calendar::Period;
use crate::scheme::country::CountryCode;
use crate::scheme::definition::{EditionCode, FormatCode, QualificationCode};
use crate::scheme::evidence::{AuditRole, EvidenceKind};
use crate::scheme::exam::Outcome;
use crate::scheme::identity::{ChangeReason, ChangeState};
use crate::scheme::numbers::{CandidateNumber, CertificateNumber, RegisterNumber};
use crate::scheme::organisation_certificate::{PreliminaryState, State, Step};
use crate::scheme::person::{FamilyName, GivenNames};
use crate::scheme::publication::DocumentKind;
use crate::scheme::resemblance::{KeyKind, Reason};
use crate::scheme::text::{Slug, Word};
use crate::tabular::Format;

/// The SQL type of a [`Moment`]. Both engines keep it without a zone, in UTC.
#[derive(Clone, Copy, Debug, QueryId, SqlType)]
#[diesel(postgres_type(oid = 1114, array_oid = 1115), sqlite_type(name = "Text"))]
pub struct Instant;

impl SqlOrd for Instant {}

/// The SQL type of a set of codes, each between commas so that it can be looked for: `,de,en,`.
#[derive(Clone, Copy, Debug, QueryId, SqlType)]
#[diesel(postgres_type(oid = 25, array_oid = 1009), sqlite_type(name = "Text"))]
pub struct Codes;

/// The SQL type of a number that is never negative.
#[derive(Clone, Copy, Debug, QueryId, SqlType)]
#[diesel(postgres_type(oid = 23, array_oid = 1007), sqlite_type(name = "Integer"))]
pub struct Natural;

/// A value of a type that is not ours, or of several of ours, on its way into a column.
#[derive(Clone, Debug)]
pub struct Column<T>(pub T);

impl<T> From<T> for Column<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

/// Declares for each type: the SQL type of its columns; the SQL type and the type of ours as which it is read; how it
/// becomes that, or what that is borrowed as, and how it is made of it again, if it can be.
macro_rules! columns {
    ($($sql:ident as $base:ident $stored:ty: $write:expr, $read:expr => $($value:ty),+;)+) => {
        $($($crate::store::column::columns!(@one $sql, $base, $stored, $write, $read, $value);)+)+
    };
    (@one $sql:ident, $base:ident, $stored:ty, $write:expr, $read:expr, $value:ty) => {
        impl<DB: Backend> FromSql<$sql, DB> for $value
        where
            $stored: FromSql<$base, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let read: fn(&$stored) -> Option<Self> = $read;
                read(&<$stored>::from_sql(bytes)?).ok_or_else(|| "impossible".into())
            }
        }

        impl ToSql<$sql, diesel::pg::Pg> for $value {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::pg::Pg>) -> diesel::serialize::Result {
                ToSql::<$base, diesel::pg::Pg>::to_sql(&$crate::store::column::stored(self, $write), &mut out.reborrow())
            }
        }

        impl ToSql<$sql, diesel::sqlite::Sqlite> for $value {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::sqlite::Sqlite>) -> diesel::serialize::Result {
                out.set_value($crate::store::column::SqliteValue::bound($crate::store::column::stored(self, $write)));
                Ok(diesel::serialize::IsNull::No)
            }
        }

        impl ToSql<$sql, MultiBackend> for $value {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> diesel::serialize::Result {
                out.set_value(($sql, self));
                Ok(diesel::serialize::IsNull::No)
            }
        }

        impl<DB: Backend> ToSql<Nullable<$sql>, DB> for $value
        where
            Self: ToSql<$sql, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> diesel::serialize::Result {
                ToSql::<$sql, DB>::to_sql(self, out)
            }
        }

        impl<ST: diesel::sql_types::SingleValue, DB: Backend> diesel::Queryable<ST, DB> for $value
        where
            Self: FromSql<ST, DB>,
        {
            type Row = Self;

            fn build(value: Self) -> diesel::deserialize::Result<Self> {
                Ok(value)
            }
        }

        $crate::store::column::columns!(@expression $sql, $value);
        $crate::store::column::columns!(@expression $sql, &$value);
        $crate::store::column::columns!(@expression Nullable<$sql>, $value);
        $crate::store::column::columns!(@expression Nullable<$sql>, &$value);
    };
    (@expression $sql:ty, $value:ty) => {
        impl diesel::expression::AsExpression<$sql> for $value {
            type Expression = Bound<$sql, Self>;

            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }
    };
}
pub(super) use columns;

/// Declares enums of the store, which stand in their columns as their words.
macro_rules! word_columns {
    ($($value:ty),+) => {
        const _: () = {
            use diesel::backend::Backend;
            use diesel::deserialize::FromSql;
            use diesel::internal::derives::as_expression::Bound;
            use diesel::serialize::{Output, ToSql};
            use diesel::sql_types::{Nullable, Text};

            use $crate::store::connection::MultiBackend;

            $crate::store::column::columns! {
                Text as Text String: |word| word.as_str(), |word| Self::parse(word) => $($value),+;
            }
        };
    };
}
pub(super) use word_columns;

columns! {
    Text as Text String: |id| id.text(), |text| Self::parse(text) =>
        ApprovedAuditorId, BodyAuditorId, BodyId, CandidateId, CertificateId, ClientId, CourseId, CourseSessionId, CredentialId, DocumentId, DumpId, EventId,
        EvidenceId, HolderLinkId, IdentityChangeId, InvitationId, NoticeId, OrganisationCertificateId, OrganisationId,
        PasskeyId, PersonId, PreliminaryScopeId, ResultBatchId, ResultId, RoleAssignmentId, SessionId, SignInLinkId,
        TrainingOrganisationId, WebhookDeliveryId, WebhookSubscriptionId;
    Text as Text String: Self::compact, |text| Self::parse(text).ok() =>
        CandidateNumber, CertificateNumber, RegisterNumber;
    Text as Text String: |code| code.as_str(), |text| Self::parse(text).ok() => CountryCode;
    Text as Text String: Self::as_str, |text| Self::parse(text).ok() => Slug, Word;
    Text as Text String: |word| word.as_str(), |word| Self::parse(word) =>
        AuditRole, ChangeReason, ChangeState, DocumentKind, EvidenceKind, Format, KeyKind, Outcome,
        PersonRole, PreliminaryState, State, Step;
    Text as Text String: Self::as_str, |name| Self::on_record(name).ok() => FamilyName, GivenNames;
    Text as Text String: Self::as_str, |code| Some(Self::new(code)) => EditionCode, FormatCode, QualificationCode;
    Text as Text String: |reasons| joined(reasons.0.iter().map(|reason| reason.as_str())),
        |text| codes(text).map(Reason::parse).collect::<Option<_>>().map(Column) => Column<Vec<Reason>>;
    Codes as Text String: |set| joined(set.0.iter().map(String::as_str)),
        |text| Some(Column(codes(text).map(str::to_owned).collect())) => Column<Vec<String>>;
    Instant as Timestamp NaiveDateTime: |at| at.0.naive_utc(), |at| Some(Column(at.and_utc())) => Column<Moment>;
    // What is greater than the column holds stands there as the greatest that it holds.
    Natural as Integer i32: |number| i32::try_from(number.0).unwrap_or(i32::MAX),
        |number| u32::try_from(*number).ok().map(Column) => Column<u32>;
}

fn joined<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    codes.fold(String::from(","), |text, code| text + code + ",")
}

fn codes(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').filter(|code| !code.is_empty())
}

/// Declares that values come out of columns as what they are, without a [`Column`] around them.
macro_rules! bare {
    ($($sql:ident $value:ty),+ $(,)?) => {$(
        impl HasSqlType<$sql> for MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                Self::lookup_sql_type::<$sql>(lookup)
            }
        }

        impl<DB: Backend> FromSql<$sql, DB> for $value
        where
            Column<Self>: FromSql<$sql, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                Column::<Self>::from_sql(bytes).map(|Column(value)| value)
            }
        }

        impl AsExpression<Nullable<$sql>> for Column<Option<$value>> {
            type Expression = Bound<Nullable<$sql>, Option<Column<$value>>>;

            fn as_expression(self) -> Self::Expression {
                Bound::new(self.0.map(Column))
            }
        }
    )+};
}

bare!(Codes Vec<String>, Instant Moment, Natural u32);

impl From<Column<Self>> for Vec<Reason> {
    fn from(Column(reasons): Column<Self>) -> Self {
        reasons
    }
}

/// What a value is written as; a function, so that the compiler knows of what it is made.
pub(super) fn stored<'v, V, Stored>(value: &'v V, write: impl FnOnce(&'v V) -> Stored) -> Stored {
    write(value)
}

/// What SQLite keeps a value as.
pub(super) trait SqliteValue {
    type Bound;
    fn bound(self) -> Self::Bound;
}

impl SqliteValue for String {
    type Bound = Self;
    fn bound(self) -> Self {
        self
    }
}

impl SqliteValue for &str {
    type Bound = Self;
    fn bound(self) -> Self {
        self
    }
}

impl SqliteValue for i32 {
    type Bound = Self;
    fn bound(self) -> Self {
        self
    }
}

impl SqliteValue for NaiveDateTime {
    type Bound = String;
    /// As diesel writes it, so that instants compare as texts; it takes a pattern apart for it, every time.
    fn bound(self) -> String {
        self.to_string()
    }
}

/// Declares how a value is made of the values of several columns, if it can be.
macro_rules! composed {
    ($value:ty: $row:ty, $make:expr) => {
        impl<ST, DB: diesel::backend::Backend> diesel::Queryable<ST, DB> for $value
        where
            $row: diesel::deserialize::FromStaticSqlRow<ST, DB>,
        {
            type Row = $row;

            fn build(row: Self::Row) -> diesel::deserialize::Result<Self> {
                let make: fn(Self::Row) -> Result<Self, $crate::store::rows::Impossible> = $make;
                Ok(make(row)?)
            }
        }
    };
}
pub(super) use composed;

composed!(Period: (NaiveDate, Option<NaiveDate>), |(from, until)| Ok(Self { from, until }));

/// Stands for what belongs to a record and is kept in another table, until that is loaded. Diesel knows no field without a
/// column, so such a field is read from the record's id.
#[derive(Clone, Copy, Debug)]
pub struct Later;

impl<DB: Backend> FromSql<Text, DB> for Later {
    fn from_sql(_: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self)
    }
}

impl<DB: Backend> Queryable<Text, DB> for Later {
    type Row = Self;

    fn build(later: Self) -> deserialize::Result<Self> {
        Ok(later)
    }
}

/// Declares types that are empty until they are loaded.
macro_rules! later {
    ($($value:ty),+) => {$(
        impl From<$crate::store::column::Later> for $value {
            fn from(_: $crate::store::column::Later) -> Self {
                Self::default()
            }
        }
    )+};
}
pub(super) use later;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_as_diesel_writes_them() {
        for text in [
            "2024-02-29T23:59:59",
            "2024-02-29T00:00:00.5",
            "0099-01-01T12:30:00.000001",
            "2024-12-31T01:02:03.000000007",
        ] {
            let at: NaiveDateTime = text.parse().unwrap();
            assert_eq!(at.bound(), at.format("%F %T%.f").to_string());
        }
    }
}
