//! The scheme in words, for people: the same words wherever a requirement is explained.

use std::fmt::Write;

use super::calendar::counted;
use super::definition::{Qualification, Scheme};
use super::evidence::AuditRole;
use super::exam::{Book, ExamFormat};
use super::listing::ListingRule;
use super::pairs::in_words;
use super::renewal::{Renewal, Route};
use super::requirement::{CountedTo, Requirement};

impl Scheme {
    /// The whole scheme as plain text.
    #[must_use]
    pub fn show(&self) -> String {
        let mut text = format!("{}\nversion {}\n\nFormats of examinations\n", self.title, self.version);
        for format in &self.formats {
            let declared = if format.declared { "; recorded by a registrar, outcome as declared" } else { "" };
            let sat = in_words(format.sat, "at all times");
            let _ = writeln!(text, "  {:<9}{} (sittings {sat}{declared})", format.code.as_str(), format.title);
        }
        text.push_str("\nEditions that examinations are based on\n");
        for edition in &self.editions {
            let sat = in_words(edition.sat, "at all times");
            let _ = writeln!(text, "  {:<9}{} (sittings {sat})", edition.code.as_str(), edition.title);
        }
        let _ = writeln!(text, "\nBodies\n  {}", self.listing_in_words());
        for qualification in &self.qualifications {
            self.show_qualification(&mut text, qualification);
        }
        text.push_str("\nEditions that organisations are certified against\n");
        for edition in &self.standard_editions {
            let _ = write!(text, "  {:<8}{}", edition.code.as_str(), edition.title);
            if let Some(day) = edition.certified_until {
                let _ = write!(text, ", certified until {day}");
            }
            if let Some(day) = edition.valid_until {
                let _ = write!(text, ", valid until {day}");
            }
            text.push('\n');
        }
        text
    }

    #[must_use]
    pub fn listing_in_words(&self) -> String {
        let ListingRule { qualification, at_least } = &self.listing;
        let title = self.qualification(qualification.as_str()).map_or(qualification.as_str(), |known| &known.title);
        format!(
            "A listing names at least {}: holders of a valid {title} certificate, or people on the registrar's list.",
            counted(u64::from(*at_least), "approved auditor")
        )
    }

    fn show_qualification(&self, text: &mut String, qualification: &Qualification) {
        let _ = write!(text, "\n{} ({})\n  {}\n", qualification.title, qualification.code, qualification.summary);
        let told = [&qualification.purpose, &qualification.audience, &qualification.course];
        for words in told.into_iter().flatten() {
            let _ = writeln!(text, "  {words}");
        }
        for (format, paper) in &qualification.papers {
            let _ = writeln!(text, "  Examination, format {format}: {}", paper.in_words());
        }
        if let Some(years) = qualification.valid_for_years {
            let _ = write!(text, "  A certificate is valid for {}", counted(u64::from(years), "year"));
            let renewal = qualification.renewal.as_ref().map(|renewal| self.renewal_in_words(renewal));
            let _ = writeln!(text, "{}", renewal.map_or_else(String::new, |words| format!("; {words}")));
        }
        let _ = writeln!(text, "  Who may sit:");
        self.show_requirement(text, &qualification.requirement, 2);
    }

    fn show_requirement(&self, text: &mut String, requirement: &Requirement, depth: usize) {
        let _ = writeln!(text, "{}- {}", "  ".repeat(depth), self.requirement_in_words(requirement));
        for part in requirement.parts() {
            self.show_requirement(text, part, depth + 1);
        }
    }

    /// What a route takes, in words.
    #[must_use]
    pub fn route_in_words(&self, route: &Route) -> String {
        match route {
            Route::Examination(code) => {
                let title = self.qualification(code.as_str()).map_or(code.as_str(), |known| &known.title);
                format!("passing the {title} examination")
            }
            Route::Points(points) => {
                format!("{} of continuing education", counted(u64::from(*points), "verified point"))
            }
        }
    }

    /// When a certificate is renewed and by what, in words.
    #[must_use]
    pub fn renewal_in_words(&self, renewal: &Renewal) -> String {
        let routes: Vec<_> = renewal.routes.iter().map(|route| self.route_in_words(route)).collect();
        let months = |months: u32| counted(u64::from(months), "month");
        format!(
            "renewed from {} before its last day until {} after it, by {}",
            months(renewal.window_months),
            months(renewal.grace_months),
            routes.join(", or by ")
        )
    }

    /// One requirement in words, without its parts.
    #[must_use]
    pub fn requirement_in_words(&self, requirement: &Requirement) -> String {
        match requirement {
            Requirement::Anyone => "anyone".to_owned(),
            Requirement::AllOf(_) => "all of these".to_owned(),
            Requirement::AnyOf(_) => "one of these".to_owned(),
            Requirement::Certification(code) => {
                let lapsed = if self.lapsed_counts(code) { ", also if it has lapsed" } else { "" };
                format!("holds the {}{lapsed}", self.certification_title(code))
            }
            Requirement::AccreditedCourse(code) => {
                let title = self.qualification(code.as_str()).map_or(code.as_str(), |known| &known.title);
                format!("has attended an accredited {title} course")
            }
            Requirement::AuditExperience { years, roles, counted_to } => {
                let roles: Vec<_> = roles
                    .iter()
                    .map(|role| match role {
                        AuditRole::ThirdParty => "as a third-party auditor",
                        AuditRole::Internal => "as an internal auditor of an organisation",
                    })
                    .collect();
                let years = counted(u64::from(*years), "year");
                let until = match counted_to {
                    CountedTo::Sitting => "on the day of the sitting",
                    CountedTo::Course(_) => "on the day on which that course was completed",
                };
                format!(
                    "has, {until}, at least {years} of experience conducting audits in an IT environment, {}",
                    roles.join(" or ")
                )
            }
        }
    }
}

impl ExamFormat {
    pub fn in_words(&self) -> String {
        let marks = counted(u64::from(self.marks_per_question), "mark");
        let percent = u32::from(self.pass_mark) * 100 / self.marks_available().max(1);
        let book = match &self.book {
            Book::Closed => "closed book".to_owned(),
            Book::Open(permitted) => format!("open book: {permitted}"),
        };
        format!(
            "{}, {} of {marks} each, pass mark {} of {} ({percent} %), {} minutes, {book}",
            self.question_style,
            counted(u64::from(self.questions), "question"),
            self.pass_mark,
            self.marks_available(),
            self.duration_minutes,
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::scheme::Scheme;

    #[test]
    fn the_scheme_is_shown_in_words() {
        let shown = Scheme::shipped().unwrap().show();
        for expected in [
            "Practitioner (practitioner)",
            "Bodies\n  A listing names at least 2 approved auditors: holders of a valid Auditor certificate, or people on",
            "4 questions of 20 marks each, pass mark 40 of 80 (50 %), 180 minutes, open book: a copy of Part 1 is permitted",
            "- one of these\n      - holds the APMG ISO/IEC 20000 Foundation",
            "- has, on the day on which that course was completed, at least 3 years of experience conducting audits in an IT environment",
            "Editions that organisations are certified against\n  2005    ISO/IEC 20000-1:2005, certified until 2013-05-31\n",
            "  2011    ISO/IEC 20000-1:2011, certified until 2021-09-30, valid until 2022-03-31\n",
            "  2018    ISO/IEC 20000-1:2018\n",
        ] {
            assert!(shown.contains(expected), "{expected}\n{shown}");
        }
    }
}
