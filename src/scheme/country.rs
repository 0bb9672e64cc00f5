//! Countries by their ISO 3166-1 alpha-2 codes.

use std::fmt;

use serde::Serialize;

use super::Complaint;

/// An officially assigned ISO 3166-1 alpha-2 code, in capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "&'static str")]
pub struct CountryCode(&'static str);

impl CountryCode {
    /// Reads a code; only assigned ones, only in capitals.
    pub fn parse(text: &str) -> Result<Self, Complaint> {
        rust_iso3166::from_alpha2(text)
            .filter(|country| country.alpha2 == text)
            .map(|country| Self(country.alpha2))
            .ok_or_else(|| {
                Complaint::new(
                    "unknown_country",
                    "is not an ISO 3166-1 country code: two capital letters that are assigned, such as DE or JP",
                )
            })
    }

    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl From<CountryCode> for &'static str {
    fn from(country: CountryCode) -> Self {
        country.0
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::CountryCode;

    #[test]
    fn only_assigned_codes_in_capitals_are_countries() {
        for good in ["DE", "JP", "GB", "BR"] {
            assert_eq!(CountryCode::parse(good).unwrap().as_str(), good);
        }
        for bad in ["XX", "de", "DEU", "", "ZZ", "D", "Ð€"] {
            assert_eq!(CountryCode::parse(bad).unwrap_err().code, "unknown_country", "{bad}");
        }
    }
}
