//! How a file of rows is written.

use std::fmt;

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Comma-separated values, or separated by semicolons or tabs, with a header.
    Csv,
    /// One JSON object on each line.
    Ndjson,
    /// A workbook of Excel's kind (ISO/IEC 29500). What is stored of one is CSV.
    Xlsx,
    /// A workbook of `LibreOffice`'s kind (ISO/IEC 26300). What is stored of one is CSV.
    Ods,
}

impl Format {
    pub const ALL: [Self; 4] = [Self::Csv, Self::Ndjson, Self::Xlsx, Self::Ods];
    /// Those that are written as text.
    pub const TEXTS: [Self; 2] = [Self::Csv, Self::Ndjson];

    /// The word in the tables and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == text)
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Ndjson => "application/x-ndjson",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
        }
    }

    /// Whether it is a workbook: several sheets in an archive.
    pub const fn is_workbook(self) -> bool {
        matches!(self, Self::Xlsx | Self::Ods)
    }

    /// The format that a `Content-Type` names; its parameters are left to the caller.
    pub fn from_media_type(content_type: &str) -> Option<Self> {
        let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            // Where Excel is installed, browsers send files of its kinds as the last of these, CSV too.
            "text/csv" | "application/csv" | "application/vnd.ms-excel" => Some(Self::Csv),
            "application/x-ndjson" | "application/ndjson" | "application/jsonl" | "application/x-jsonlines" => {
                Some(Self::Ndjson)
            }
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            | "application/vnd.openxmlformats-officedocument.spreadsheetml.template"
            | "application/vnd.ms-excel.sheet.macroenabled.12" => Some(Self::Xlsx),
            "application/vnd.oasis.opendocument.spreadsheet"
            | "application/vnd.oasis.opendocument.spreadsheet-template" => Some(Self::Ods),
            _ => None,
        }
    }

    /// The format that a file's name promises by its ending.
    pub fn from_file_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "csv" | "tsv" | "txt" => Some(Self::Csv),
            "ndjson" | "jsonl" => Some(Self::Ndjson),
            // What of these cannot be read is told by its content.
            "xlsx" | "xlsm" | "xltx" | "xltm" | "xls" | "xlsb" | "numbers" | "gsheet" => Some(Self::Xlsx),
            "ods" | "ots" | "fods" => Some(Self::Ods),
            _ => None,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
