use chrono::NaiveDate;

use super::Words;
use crate::clock::Moment;
use crate::ids::EvidenceId;
use crate::messages::Text;
use crate::scheme::Scheme;
use crate::scheme::assessment::finding::RequirementFinding;
use crate::scheme::assessment::{AssessedRequirement, Assessment};
use crate::scheme::calendar::Period;
use crate::scheme::definition::QualificationCode;
use crate::scheme::evidence::{
    AttendedCourse, AuditExperience, AuditRole, CourseAttendance, ExternalCertificate, Facts, HeldCertificate, Source,
    Standing,
};
use crate::scheme::language::Language;
use crate::scheme::lifecycle::{Change, History, RecordedChange};
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::requirement::{CountedTo, Requirement};
use crate::scheme::text::Word;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn source() -> Source {
    Source::Record(EvidenceId::new(Moment::UNIX_EPOCH))
}

/// Days and names as the registry writes them, so that nothing but the words is compared.
fn plain(language: Language) -> Words {
    Words { text: Text::new(language), day: |_, day| day.to_string(), name: str::to_owned }
}

fn external(code: &str, number: Option<&str>, awarded_on: &str, standing: Standing) -> Facts {
    let certificate = ExternalCertificate {
        source: source(),
        certification: Word::parse(code).unwrap(),
        number: number.map(str::to_owned),
        awarded_on: day(awarded_on),
        expires_on: None,
        standing,
    };
    Facts { external_certificates: vec![certificate], ..Facts::default() }
}

fn lapsing(code: &str, expires_on: &str) -> Facts {
    let mut facts = external(code, Some("4711"), "2012-07-01", Standing::Verified);
    facts.external_certificates[0].expires_on = Some(day(expires_on));
    facts
}

fn own(awarded_on: &str, expires_on: Option<&str>, changes: &[Change]) -> Facts {
    let changes =
        changes.iter().map(|change| RecordedChange { change: *change, recorded_at: Moment::UNIX_EPOCH }).collect();
    let certificate = HeldCertificate {
        number: CertificateNumber::from_entropy([1; 11]),
        qualification: QualificationCode::new("foundation"),
        history: History { from: day(awarded_on), expires_on: expires_on.map(day), changes },
    };
    Facts { certificates: vec![certificate], ..Facts::default() }
}

fn course(qualification: &str, completed_on: &str, accredited: Option<(&str, &str)>) -> Facts {
    let course = match accredited {
        None => AttendedCourse::TakenAsAccredited,
        Some((course_from, organisation_from)) => AttendedCourse::Known {
            title: "Auditing “well”".to_owned(),
            accredited: accreditation(course_from),
            training_organisation: "Academy".to_owned(),
            organisation_accredited: accreditation(organisation_from),
        },
    };
    let attendance = CourseAttendance {
        source: source(),
        qualification: QualificationCode::new(qualification),
        course,
        completed_on: day(completed_on),
        standing: Standing::Verified,
    };
    Facts { course_attendances: vec![attendance], ..Facts::default() }
}

/// The same where this happened to the accreditation of whoever ran the course.
fn after(mut facts: Facts, change: Change) -> Facts {
    for attendance in &mut facts.course_attendances {
        if let AttendedCourse::Known { organisation_accredited, .. } = &mut attendance.course {
            organisation_accredited.changes.push(RecordedChange { change, recorded_at: Moment::UNIX_EPOCH });
        }
    }
    facts
}

fn accreditation(days: &str) -> History {
    let (from, until) = days.split_once(' ').map_or((days, None), |(from, until)| (from, Some(until)));
    History { from: day(from), expires_on: until.map(day), changes: Vec::new() }
}

fn work(role: AuditRole, organisation: Option<&str>, it_environment: bool, from: &str, until: Option<&str>) -> Facts {
    let experience = AuditExperience {
        source: source(),
        organisation: organisation.map(str::to_owned),
        role,
        it_environment,
        period: Period { from: day(from), until: until.map(day) },
        standing: Standing::Verified,
    };
    Facts { audit_experience: vec![experience], ..Facts::default() }
}

/// Situations that between them find everything that can be found.
fn situations() -> Vec<Facts> {
    let suspended = Change::Suspension { from: day("2014-01-01"), until: None };
    let withdrawn = Change::Withdrawal { from: day("2014-01-01") };
    let rejected = Standing::Rejected { reason: "forged".to_owned() };
    let (third_party, internal) = (AuditRole::ThirdParty, AuditRole::Internal);
    let year_and_day = ("2014-01-01", Some("2015-01-01"));
    vec![
        Facts::default(),
        own("2012-07-01", None, &[]),
        own("2016-07-01", None, &[]),
        own("2012-07-01", None, &[suspended]),
        own("2012-07-01", None, &[withdrawn]),
        own("2012-07-01", Some("2013-07-01"), &[]),
        external("itil_foundation", None, "2012-07-01", Standing::Verified),
        external("itil_foundation", Some("4711"), "2012-07-01", Standing::Verified),
        external("itil_foundation", Some("4711"), "2016-07-01", Standing::Verified),
        external("itil_foundation", None, "2016-07-01", Standing::Unverified),
        external("bcs_iso_iec_20000_foundation", Some("1"), "2012-07-01", rejected),
        external("itil_intermediate", Some("4711"), "2012-07-01", Standing::Verified),
        external("itil_intermediate", None, "2012-07-01", Standing::Verified),
        lapsing("itil_foundation", "2015-06-01"),
        lapsing("itil_foundation", "2015-05-31"),
        lapsing("bcs_iso_iec_20000_foundation", "2015-05-31"),
        course("auditor", "2014-06-01", None),
        course("auditor", "2016-06-01", None),
        course("practitioner", "2014-06-01", None),
        course("auditor", "2014-06-01", Some(("2012-01-01", "2012-01-01"))),
        course("auditor", "2014-06-01", Some(("2015-01-01", "2012-01-01"))),
        course("auditor", "2014-06-01", Some(("2012-01-01", "2015-01-01"))),
        course("auditor", "2014-06-01", Some(("2015-01-01", "2014-12-01"))),
        after(course("auditor", "2014-06-01", Some(("2012-01-01", "2012-01-01"))), suspended),
        after(course("auditor", "2014-06-01", Some(("2012-01-01", "2012-01-01"))), withdrawn),
        course("auditor", "2014-06-01", Some(("2012-01-01 2013-12-31", "2012-01-01"))),
        course("expert", "2014-06-01", Some(("2012-01-01", "2015-01-01"))),
        work(third_party, None, true, "2011-03-01", Some("2014-02-28")),
        work(internal, Some("Auditors"), true, "2011-03-01", Some("2014-02-27")),
        work(internal, None, true, "2011-03-01", None),
        work(internal, Some("Auditors"), true, "2014-06-01", None),
        work(third_party, None, true, year_and_day.0, year_and_day.1),
        work(third_party, None, true, "2015-06-01", None),
        work(third_party, None, false, "2011-03-01", None),
        work(third_party, Some("Auditors"), true, "2015-06-02", None),
        both(course("auditor", "2014-06-01", None), work(third_party, None, true, "2011-03-01", Some("2014-02-28"))),
        both(
            course("auditor", "2014-01-31", Some(("2012-01-01", "2012-01-01"))),
            both(course("auditor", "2013-01-31", None), work(internal, None, true, "2011-03-01", Some("2015-02-27"))),
        ),
        both(course("auditor", "2014-02-27", None), work(internal, None, true, "2011-03-01", None)),
        both(course("auditor", "2014-01-31", None), work(internal, None, false, "2011-03-01", None)),
        both(course("auditor", "2014-01-31", None), work(internal, None, true, "2014-02-01", None)),
    ]
}

fn both(mut one: Facts, other: Facts) -> Facts {
    one.course_attendances.extend(other.course_attendances);
    one.audit_experience.extend(other.audit_experience);
    one
}

/// The whole scheme, and one that counts internal audits for nothing, asks for a single year and lets one certification count
/// that has lapsed.
fn schemes() -> [Scheme; 2] {
    let shipped = Scheme::shipped().unwrap();
    let mut stricter = shipped.clone();
    let auditor = stricter.qualifications.iter_mut().find(|known| known.code.as_str() == "auditor").unwrap();
    auditor.requirement =
        Requirement::AuditExperience { years: 1, roles: vec![AuditRole::ThirdParty], counted_to: CountedTo::Sitting };
    let bcs = stricter.certifications.iter_mut().find(|known| known.code.as_str() == "bcs_iso_iec_20000_foundation");
    bcs.unwrap().lapsed_counts = true;
    [shipped, stricter]
}

fn compare(found: &RequirementFinding, said: &AssessedRequirement, on: NaiveDate, compared: &mut Vec<String>) {
    let words = plain(Language::English);
    assert_eq!(words.sentences(found, on).join(" "), said.summary);
    compared.push(said.summary.clone());
    assert_eq!(found.evidence.len(), said.evidence.len());
    for (piece, said) in found.evidence.iter().zip(&said.evidence) {
        assert_eq!(words.evidence(piece, on), said.summary);
        assert_eq!(piece.counts(), said.counts);
        compared.push(said.summary.clone());
    }
    assert_eq!(found.parts.len(), said.children.len());
    for (part, said) in found.parts.iter().zip(&said.children) {
        compare(part, said, on, compared);
    }
}

#[test]
fn in_english_the_pages_say_what_the_registry_says_word_for_word() {
    let (on, mut compared) = (day("2015-06-01"), Vec::new());
    for scheme in schemes() {
        for qualification in &scheme.qualifications {
            for facts in situations() {
                let findings = scheme.find(qualification, &facts, on);
                let assessment = Assessment::from(&findings);
                assert_eq!(assessment, scheme.assess(qualification, &facts, on));
                compare(&findings.requirement, &assessment.requirement, on, &mut compared);
            }
        }
    }
    // Each sentence of the registry was there: these are parts that only one of them has.
    for part in [
        "Anyone may sit",
        "all of them are needed",
        "alternatives is met",
        "and none is met",
        "No ITIL Foundation certificate is on record.",
        "certificate on record counts",
        "No attendance of",
        "No course on record counts",
        "No experience in conducting",
        "No experience on record",
        "IT environment by",
        "needed by the day on which an accredited Auditor course is completed",
        "1 day short",
        "days short",
        "1 year are needed",
        "of this registry",
        "awarded on 2012-07-01, is held",
        "is held on 2015-06-01 and valid until 2015-06-01",
        "was valid until 2015-05-31 and has lapsed by 2015-06-01",
        "was valid until 2015-05-31 and counts after that day too",
        "number 4711, awarded",
        "`itil_intermediate` (number 4711) is not",
        "`itil_intermediate` is not",
        "“Auditing “well””",
        "that is not named",
        "third-party auditor, from",
        "internal auditor, Auditors, from",
        "to today",
        "is valid on",
        "was accredited for Auditor",
        "is taken to have been",
        "counts up to 2015-06-01",
        "counts up to the day on which an accredited course is completed",
        "By 2014-01-31 (when the course “Auditing “well”” was completed): 2 years",
        "By 2013-01-31 (when the course was completed): 1 year",
        "by 2014-06-01 (when the course was completed); 3 years are needed",
        "years in an IT environment are counted up to the day",
        "It suffices for a course that is completed on 2014-02-28 or later",
        ", counts.",
        "was awarded after",
        "is suspended on",
        "is withdrawn on",
        "has expired on",
        "is not verified yet",
        "was rejected (forged)",
        "is a course for the",
        "was completed after",
        "training organisation that was not",
        "was not accredited on that day (accredited from 2015-01-01).",
        "was not accredited on that day (accredited until 2013-12-31).",
        "that was not accredited on that day (suspended since 2014-01-01).",
        "that was not accredited on that day (withdrawn on 2014-01-01).",
        "nor was the training organisation that ran it (accredited from 2014-12-01).",
        "not in an IT",
        "in a role that does not count",
        "began after",
        "2 years, 11 months and 27 days",
        "1 year and 1 day",
        "1 day of",
    ] {
        assert!(compared.iter().any(|said| said.contains(part)), "no situation says {part}");
    }
}

#[test]
fn every_finding_is_said_in_every_language() {
    let on = day("2015-06-01");
    for scheme in schemes() {
        for qualification in &scheme.qualifications {
            for facts in situations() {
                let found = scheme.find(qualification, &facts, on).requirement;
                let english = plain(Language::English).sentences(&found, on);
                for language in Language::ALL.into_iter().filter(|language| *language != Language::English) {
                    let said = plain(language).sentences(&found, on);
                    assert_eq!(said.len(), english.len());
                    assert!(
                        said.iter().zip(&english).all(|(one, other)| one != other && !one.contains('{')),
                        "{said:?}"
                    );
                }
            }
        }
    }
    let facts = both(
        course("auditor", "2014-02-27", None),
        work(AuditRole::Internal, Some("Auditors"), true, "2011-03-01", Some("2014-02-27")),
    );
    let scheme = Scheme::shipped().unwrap();
    let findings = scheme.find(scheme.qualification("auditor").unwrap(), &facts, on);
    for (language, said) in [
        (
            Language::German,
            "Bis zum 2014-02-27 (Abschluss des Kurses): 2 Jahre, 11 Monate und 27 Tage der 3 Jahre; noch 1 Tag nötig.",
        ),
        (
            Language::French,
            "Au 2014-02-27 (fin de la formation)\u{a0}: 2 ans, 11 mois et 27 jours sur 3 ans\u{a0}; il manque 1 jour.",
        ),
        (
            Language::Spanish,
            "Hasta el 2014-02-27 (fin del curso): 2 años, 11 meses y 27 días de 3 años; lo que falta: 1 día.",
        ),
        (Language::Japanese, "2014-02-27(コースの修了日)までで、3年のうち2年11か月27日です。1日足りません。"),
    ] {
        assert_eq!(plain(language).sentences(&findings.requirement.parts[1], on), [said]);
    }
}
