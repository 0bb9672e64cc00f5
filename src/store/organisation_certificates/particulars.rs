//! What a certificate says beside what every one says, as IAF MD 28 has it.

use serde::{Deserialize, Serialize};

use crate::store::column::columns;

/// What else a certificate says. It is kept as JSON, as nothing is looked for by it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Particulars {
    /// By which other names the organisation trades.
    pub trading_names: Vec<String>,
    /// Street and postcode of the organisation.
    pub street: Option<String>,
    pub postcode: Option<String>,
    /// Under whose accreditation its body certified, and the number of that accreditation.
    pub accreditation_body: Option<String>,
    pub accreditation_number: Option<String>,
    /// The other legal entities that it covers.
    pub legal_entities: Vec<LegalEntity>,
    /// The sectors, by their codes in IAF ID 1.
    pub sector_codes: Vec<i64>,
}

/// A legal entity that a certificate covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalEntity {
    pub name: String,
    pub registration_number: Option<String>,
    /// Where it is (ISO 3166-1).
    pub country: Option<String>,
}

const _: () = {
    use diesel::backend::Backend;
    use diesel::deserialize::FromSql;
    use diesel::internal::derives::as_expression::Bound;
    use diesel::serialize::{Output, ToSql};
    use diesel::sql_types::{Nullable, Text};

    use crate::store::connection::MultiBackend;

    columns! {
        Text as Text String: |said| serde_json::to_string(said).unwrap_or_default(), |text| serde_json::from_str(text).ok() =>
            Particulars;
    }
};
