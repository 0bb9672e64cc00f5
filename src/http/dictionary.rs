//! What the columns of the open data mean: made of the descriptions of what the API answers, for API and pages.

use serde::Serialize;
use utoipa::ToSchema;

/// What the columns of the files of open data mean.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DataDictionary {
    /// Table by table.
    pub tables: Vec<DictionaryTable>,
}

/// A table of the open data.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DictionaryTable {
    /// What its files are called, without the ending.
    pub name: &'static str,
    /// What a line is.
    pub description: String,
    /// The columns of the CSV file, in their order. A line of the NDJSON file is the object that the API answers.
    pub columns: Vec<DictionaryColumn>,
}

/// A column.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DictionaryColumn {
    /// What it is called.
    pub name: String,
    /// Where its value stands in a line of the NDJSON file, the names of members with `/` between them; in an array, in each item.
    pub path: String,
    /// `string`, `date`, `date-time`, `integer` or `boolean`; of several values in a cell, that of each, and `+` stands between them.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether a line may have none.
    pub nullable: bool,
    /// What it means.
    pub meaning: String,
}

/// Gives the dictionary, which is made when it is first asked for.
pub type Dictionary = fn() -> &'static DataDictionary;
