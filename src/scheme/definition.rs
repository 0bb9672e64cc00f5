//! The scheme as the registry knows it: editions, certifications, qualifications.

use chrono::NaiveDate;

use super::Complaint;
pub use super::codes::{EditionCode, FormatCode, QualificationCode};
use super::exam::ExamFormat;
use super::listing::ListingRule;
use super::renewal::Renewal;
use super::requirement::Requirement;
use super::sitting::{Edition, NamedFormat};
use super::text::Word;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// The version that every assessment names.
    pub version: String,
    pub title: String,
    /// The standard that it is about, which qualifications are named after.
    pub standard: String,
    /// Formats of examinations, in the order of the file.
    pub formats: Vec<NamedFormat>,
    /// Editions that examinations are based on, in the order of the file.
    pub editions: Vec<Edition>,
    pub listing: ListingRule,
    /// Certifications that requirements name.
    pub certifications: Vec<Certification>,
    /// Qualifications in the order in which they are presented.
    pub qualifications: Vec<Qualification>,
    /// Editions of the standard that organisations are certified against, in the order in which they are presented.
    pub standard_editions: Vec<StandardEdition>,
}

/// An edition of the standard that organisations are certified against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandardEdition {
    pub code: EditionCode,
    pub title: String,
    /// The last day on which a certificate may be issued against it; `None` while it is current.
    pub certified_until: Option<NaiveDate>,
    /// The last day on which such certificates are valid, no earlier than the one above.
    pub valid_until: Option<NaiveDate>,
}

impl StandardEdition {
    /// What is wrong with the days of a certificate against it, each with the name of the day: "dates that the edition does not
    /// allow are refused with the reason".
    pub fn check_days(&self, issued_on: NaiveDate, expires_on: NaiveDate) -> Vec<(&'static str, Complaint)> {
        let title = &self.title;
        let mut wrong = Vec::new();
        if let Some(last) = self.certified_until.filter(|last| issued_on > *last) {
            let detail = format!(
                "lies after {last}, the last day on which one could be certified against {title}; name the edition that was \
                 audited, or correct the day"
            );
            wrong.push(("issued_on", Complaint::new("edition_closed", detail)));
        }
        if let Some(last) = self.valid_until.filter(|last| expires_on > *last) {
            let detail =
                format!("lies after {last}: certificates against {title} are valid until that day and no longer");
            wrong.push(("expires_on", Complaint::new("edition_closed", detail)));
        }
        wrong
    }
}

/// A certification that a requirement may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certification {
    pub code: Word,
    pub title: String,
    /// The qualification of this scheme whose certificates are this certification.
    pub qualification: Option<QualificationCode>,
    /// Whether one of another issuer counts after its last day too.
    pub lapsed_counts: bool,
}

/// A qualification: an examination and who may sit it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qualification {
    pub code: QualificationCode,
    pub title: String,
    /// One sentence about what it shows.
    pub summary: String,
    /// What passing its examination confirms, in a sentence or two.
    pub purpose: Option<String>,
    /// Whom it is for.
    pub audience: Option<String>,
    /// What must be known of the course for it.
    pub course: Option<String>,
    /// For how many years a certificate is valid; `None` for good.
    pub valid_for_years: Option<u32>,
    /// How certificates are renewed; `None` where they are not.
    pub renewal: Option<Renewal>,
    /// What a paper is like, in each format whose outcomes are computed.
    pub papers: Vec<(FormatCode, ExamFormat)>,
    pub requirement: Requirement,
}

impl Qualification {
    #[must_use]
    pub fn paper(&self, format: &FormatCode) -> Option<&ExamFormat> {
        self.papers.iter().find(|(code, _)| code == format).map(|(_, paper)| paper)
    }

    /// The last day of a certificate awarded on `day`.
    #[must_use]
    pub fn expires_on(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.valid_for_years.and_then(|years| super::calendar::anniversary(day, years).pred_opt())
    }

    /// The last day of a certificate that renews one with the last day `before`: its years begin where those of the other end,
    /// so that nobody loses days by being early, nor gains any by being late.
    #[must_use]
    pub fn renewed_until(&self, before: NaiveDate) -> Option<NaiveDate> {
        self.expires_on(before.succ_opt()?)
    }
}

impl Scheme {
    /// What a qualification is called on a certificate, and what it means. One that the scheme has given up is called by
    /// its code.
    #[must_use]
    pub fn qualification_words(&self, code: &QualificationCode) -> (String, String) {
        match self.qualification(code.as_str()) {
            Some(known) => (format!("{} {}", self.standard, known.title), known.summary.clone()),
            None => (format!("{} {code}", self.standard), String::new()),
        }
    }

    /// What an examination of this format was based on. The edition of an examination has the part with the guidance beside it, which
    /// earlier formats did not have.
    #[must_use]
    pub fn edition_words(&self, code: &EditionCode, format: &FormatCode) -> String {
        let is_earlier = self.formats.iter().any(|known| known.code == *format && known.declared);
        let standard = self.standard_edition(code.as_str()).filter(|_| is_earlier).map(|edition| &edition.title);
        standard.cloned().unwrap_or_else(|| self.edition_title(code))
    }

    /// What an edition is called. One that the scheme has given up is called by its code.
    #[must_use]
    pub fn edition_title(&self, code: &EditionCode) -> String {
        let known = self.editions.iter().find(|edition| edition.code == *code);
        known.map_or_else(|| code.to_string(), |edition| edition.title.clone())
    }

    /// What a format is called. One that the scheme has given up is called by its code.
    #[must_use]
    pub fn format_words(&self, code: &FormatCode) -> String {
        let known = self.formats.iter().find(|format| format.code == *code);
        known.map_or_else(|| code.to_string(), |format| format.title.clone())
    }

    #[must_use]
    pub fn qualification(&self, code: &str) -> Option<&Qualification> {
        self.qualifications.iter().find(|qualification| qualification.code.as_str() == code)
    }

    #[must_use]
    pub fn certification(&self, code: &str) -> Option<&Certification> {
        self.certifications.iter().find(|certification| certification.code.as_str() == code)
    }

    #[must_use]
    pub fn standard_edition(&self, code: &str) -> Option<&StandardEdition> {
        self.standard_editions.iter().find(|edition| edition.code.as_str() == code)
    }

    /// What an edition is called that an organisation is certified against. One that the scheme has given up is called
    /// by its code.
    #[must_use]
    pub fn standard_edition_words(&self, code: &EditionCode) -> String {
        let known = self.standard_edition(code.as_str());
        known.map_or_else(|| format!("{} {code}", self.standard), |edition| edition.title.clone())
    }

    /// Whether a certificate of another issuer counts after its last day too.
    #[must_use]
    pub fn lapsed_counts(&self, code: &Word) -> bool {
        self.certification(code.as_str()).is_some_and(|known| known.lapsed_counts)
    }

    /// The certification's name for people; its code where the scheme does not know it.
    #[must_use]
    pub fn certification_title<'a>(&'a self, code: &'a Word) -> &'a str {
        self.certification(code.as_str()).map_or(code.as_str(), |certification| &certification.title)
    }
}
