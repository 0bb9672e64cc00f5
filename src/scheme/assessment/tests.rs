use chrono::NaiveDate;
use proptest::prelude::*;

use crate::clock::Moment;
use crate::ids::EvidenceId;
use crate::scheme::Scheme;
use crate::scheme::calendar::Period;
use crate::scheme::definition::QualificationCode;
use crate::scheme::evidence::{
    AttendedCourse, AuditExperience, AuditRole, CourseAttendance, ExternalCertificate, Facts, HeldCertificate, Source,
    Standing,
};
use crate::scheme::lifecycle::{Change, History, RecordedChange};
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::text::Word;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn source() -> Source {
    Source::Record(EvidenceId::new(Moment::UNIX_EPOCH))
}

fn external(code: &str, awarded_on: &str, standing: Standing) -> ExternalCertificate {
    ExternalCertificate {
        source: source(),
        certification: Word::parse(code).unwrap(),
        number: Some("4711".to_owned()),
        awarded_on: day(awarded_on),
        expires_on: None,
        standing,
    }
}

fn own(awarded_on: &str, changes: &[Change]) -> HeldCertificate {
    let changes =
        changes.iter().map(|change| RecordedChange { change: *change, recorded_at: Moment::UNIX_EPOCH }).collect();
    HeldCertificate {
        number: CertificateNumber::from_entropy([1; 11]),
        qualification: QualificationCode::new("foundation"),
        history: History { from: day(awarded_on), expires_on: None, changes },
    }
}

fn course(completed_on: &str) -> CourseAttendance {
    CourseAttendance {
        source: source(),
        qualification: QualificationCode::new("auditor"),
        course: AttendedCourse::Known {
            title: "Auditing".to_owned(),
            accredited: History { from: day("2010-01-01"), expires_on: Some(day("2015-12-31")), changes: Vec::new() },
            training_organisation: "Academy".to_owned(),
            organisation_accredited: History { from: day("2012-01-01"), expires_on: None, changes: Vec::new() },
        },
        completed_on: day(completed_on),
        standing: Standing::Verified,
    }
}

fn experience(from: &str, until: Option<&str>) -> AuditExperience {
    AuditExperience {
        source: source(),
        organisation: Some("Auditors".to_owned()),
        role: AuditRole::Internal,
        it_environment: true,
        period: Period { from: day(from), until: until.map(day) },
        standing: Standing::Verified,
    }
}

fn unmet(qualification: &str, facts: &Facts, on: &str) -> Vec<String> {
    let scheme = Scheme::shipped().unwrap();
    let assessment = scheme.assess(scheme.qualification(qualification).unwrap(), facts, day(on));
    let unmet: Vec<_> = assessment.unmet().into_iter().map(str::to_owned).collect();
    assert_eq!(unmet.is_empty(), assessment.eligible());
    unmet
}

#[test]
fn anyone_may_sit_foundation() {
    assert!(unmet("foundation", &Facts::default(), "2020-01-01").is_empty());
}

#[test]
fn practitioner_needs_one_of_three_foundations_on_the_day() {
    let suspension = Change::Suspension { from: day("2020-02-01"), until: Some(day("2020-02-10")) };
    let withdrawal = Change::Withdrawal { from: day("2020-03-01") };
    let rejected = Standing::Rejected { reason: "forged".to_owned() };
    let with = |certificate| Facts { external_certificates: vec![certificate], ..Facts::default() };
    let with_own = |certificate| Facts { certificates: vec![certificate], ..Facts::default() };
    for (facts, on, eligible, says) in [
        (Facts::default(), "2020-01-01", false, "No BCS ISO/IEC 20000 Foundation certificate is on record."),
        (with(external("itil_foundation", "2020-01-01", Standing::Verified)), "2020-01-01", true, ""),
        (
            with(external("itil_foundation", "2020-01-02", Standing::Verified)),
            "2020-01-01",
            false,
            "was awarded after 2020-01-01",
        ),
        (
            with(external("itil_foundation", "2020-01-01", Standing::Unverified)),
            "2020-01-01",
            false,
            "is not verified yet and counts for nothing",
        ),
        (with(external("itil_foundation", "2020-01-01", rejected)), "2020-01-01", false, "was rejected (forged)"),
        (
            with(external("itil_intermediate", "2020-01-01", Standing::Verified)),
            "2020-01-01",
            false,
            "`itil_intermediate` (number 4711) is not recognised",
        ),
        (with_own(own("2020-01-01", &[])), "2020-01-01", true, ""),
        (with_own(own("2020-01-02", &[])), "2020-01-01", false, "was awarded after"),
        (with_own(own("2020-01-01", &[suspension])), "2020-02-05", false, "is suspended on 2020-02-05"),
        (with_own(own("2020-01-01", &[suspension])), "2020-02-11", true, ""),
        (with_own(own("2020-01-01", &[withdrawal])), "2020-02-29", true, ""),
        (with_own(own("2020-01-01", &[withdrawal])), "2020-03-01", false, "is withdrawn on 2020-03-01"),
    ] {
        let unmet = unmet("practitioner", &facts, on);
        assert_eq!(unmet.is_empty(), eligible, "{unmet:?}");
        assert!(eligible || unmet.join(" ").contains(says), "{says}: {unmet:?}");
    }
}

#[test]
fn a_certificate_of_others_counts_up_to_its_last_day() {
    let of = |number: Option<&str>, expires_on: Option<&str>, standing: Standing| ExternalCertificate {
        number: number.map(str::to_owned),
        expires_on: expires_on.map(day),
        ..external("itil_foundation", "2015-03-14", standing)
    };
    let one = |expires_on| of(Some("4711"), expires_on, Standing::Verified);
    let mut lenient = Scheme::shipped().unwrap();
    let itil = lenient.certifications.iter_mut().find(|known| known.code.as_str() == "itil_foundation");
    itil.unwrap().lapsed_counts = true;
    let last = Some("2018-03-13");
    for (certificates, on, counts, counts_leniently) in [
        (vec![one(None)], "2199-01-01", true, true),
        (vec![one(last)], "2018-03-13", true, true),
        (vec![one(last)], "2018-03-14", false, true),
        (vec![one(last)], "2015-03-13", false, false),
        (vec![of(Some("4711"), last, Standing::Unverified)], "2018-03-14", false, false),
        // Of two records of one certificate the one that names a last day says what the other leaves out.
        (vec![one(None), one(last)], "2018-03-14", false, true),
        (vec![one(Some("2017-01-01")), one(last)], "2018-03-13", true, true),
        (vec![one(None), of(Some("4711"), last, Standing::Unverified)], "2018-03-14", true, true),
        (vec![one(None), of(Some("4712"), last, Standing::Verified)], "2018-03-14", true, true),
        (vec![of(None, None, Standing::Verified), of(None, last, Standing::Verified)], "2018-03-14", true, true),
    ] {
        let facts = Facts { external_certificates: certificates, ..Facts::default() };
        for (scheme, expected) in [(&Scheme::shipped().unwrap(), counts), (&lenient, counts_leniently)] {
            let assessment = scheme.assess(scheme.qualification("practitioner").unwrap(), &facts, day(on));
            assert_eq!(assessment.eligible(), expected, "{facts:?} on {on}");
        }
    }
}

#[test]
fn auditor_needs_the_course_and_the_years_and_is_told_both() {
    let both = unmet("auditor", &Facts::default(), "2015-01-01");
    assert_eq!(both.len(), 2, "{both:?}");
    let with = |attendance, experience| Facts {
        course_attendances: vec![attendance],
        audit_experience: vec![experience],
        ..Facts::default()
    };
    let years = || experience("2011-03-01", Some("2014-02-28"));
    assert!(unmet("auditor", &with(course("2014-06-01"), years()), "2015-01-01").is_empty());
    for (facts, says) in [
        (
            with(course("2011-12-31"), years()),
            "was run by a training organisation that was not accredited on that day (accredited from 2012-01-01).",
        ),
        (with(course("2015-01-02"), years()), "was completed after 2015-01-01"),
        (
            with(
                CourseAttendance { qualification: QualificationCode::new("foundation"), ..course("2014-01-01") },
                years(),
            ),
            "is a course for the qualification `foundation`",
        ),
        (
            with(course("2014-06-01"), experience("2011-04-01", Some("2014-03-27"))),
            "By 2014-06-01 (when the course “Auditing” was completed): 2 years, 11 months and 27 days of the 3 years: 4 days short.",
        ),
        // Up to the course, not to the sitting.
        (
            with(course("2014-02-27"), experience("2011-03-01", None)),
            "27 days of the 3 years: 1 day short. It suffices for a course that is completed on 2014-02-28 or later.",
        ),
        (with(course("2013-01-31"), experience("2013-02-01", None)), "No experience on record counts"),
        (
            with(course("2014-06-01"), AuditExperience { it_environment: false, ..years() }),
            "No experience on record counts",
        ),
        (
            with(course("2014-06-01"), AuditExperience { standing: Standing::Unverified, ..years() }),
            "No experience on record counts",
        ),
    ] {
        let unmet = unmet("auditor", &facts, "2015-01-01");
        // Without a course there is no day up to which the years could be counted.
        let without_course = unmet.iter().any(|said| said.contains("and none counts."));
        assert_eq!(unmet.len(), if without_course { 2 } else { 1 }, "{unmet:?}");
        assert_eq!(without_course, unmet[0].starts_with("No course on record counts"), "{unmet:?}");
        assert!(unmet[0].contains(says), "{says}: {unmet:?}");
    }
    let expired_course = with(course("2016-01-01"), years());
    let both = unmet("auditor", &expired_course, "2016-02-01");
    assert!(both[0].contains("was not accredited on that day (accredited until 2015-12-31)."), "{both:?}");
    assert!(both[1].contains("an accredited Auditor course was completed, and none counts. It suffices for a course"));
    // Of several courses one has to suffice, and where none does each is told.
    let mut facts = with(course("2013-06-01"), years());
    facts.course_attendances.push(course("2014-02-27"));
    let short = unmet("auditor", &facts, "2015-01-01").concat();
    assert!(short.contains("By 2014-02-27") && short.contains("By 2013-06-01"), "{short}");
    facts.course_attendances.push(course("2014-02-28"));
    assert!(unmet("auditor", &facts, "2015-01-01").is_empty());
    assert!(!unmet("auditor", &facts, "2014-02-27").is_empty());
}

#[test]
fn an_assessment_survives_being_stored() {
    let scheme = Scheme::shipped().unwrap();
    let facts = Facts { certificates: vec![own("2020-01-01", &[])], ..Facts::default() };
    let assessment = scheme.assess(scheme.qualification("practitioner").unwrap(), &facts, day("2021-01-01"));
    let stored = serde_json::to_string(&assessment).unwrap();
    assert_eq!(serde_json::from_str::<super::Assessment>(&stored).unwrap(), assessment);
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_i64..4000).prop_map(|days| day("2008-01-01") + chrono::Duration::days(days))
}

fn any_standing() -> impl Strategy<Value = Standing> {
    prop_oneof![
        4 => Just(Standing::Verified),
        1 => Just(Standing::Unverified),
        1 => Just(Standing::Rejected { reason: "no".to_owned() })
    ]
}

prop_compose! {
    fn any_facts()(
        certificates in prop::collection::vec((any_day(), prop::option::of(any_day())), 0..3),
        external in prop::collection::vec((prop::sample::select(vec!["itil_foundation", "bcs_iso_iec_20000_foundation", "itil_intermediate"]), any_day(), any_standing()), 0..3),
        courses in prop::collection::vec((any_day(), any_standing()), 0..3),
        experiences in prop::collection::vec((any_day(), prop::option::of(0_i64..1500), any::<bool>(), any_standing()), 0..4),
    ) -> Facts {
        Facts {
            certificates: certificates.into_iter().map(|(awarded, withdrawn)| {
                let changes: Vec<_> = withdrawn.into_iter().map(|from| Change::Withdrawal { from }).collect();
                own(&awarded.to_string(), &changes)
            }).collect(),
            external_certificates: external.into_iter().map(|(code, awarded, standing)| external_on(code, awarded, standing)).collect(),
            course_attendances: courses.into_iter().map(|(completed, standing)| CourseAttendance { standing, ..course(&completed.to_string()) }).collect(),
            audit_experience: experiences.into_iter().map(|(from, length, it_environment, standing)| AuditExperience {
                it_environment, standing, ..experience(&from.to_string(), length.map(|length| (from + chrono::Duration::days(length)).to_string()).as_deref())
            }).collect(),
        }
    }
}

fn external_on(code: &str, awarded_on: NaiveDate, standing: Standing) -> ExternalCertificate {
    external(code, &awarded_on.to_string(), standing)
}

proptest! {
    #[test]
    fn adding_evidence_never_makes_anyone_ineligible(before in any_facts(), added in any_facts(), on in any_day()) {
        let scheme = Scheme::shipped().unwrap();
        let mut after = before.clone();
        after.certificates.extend(added.certificates);
        after.external_certificates.extend(added.external_certificates);
        after.course_attendances.extend(added.course_attendances);
        after.audit_experience.extend(added.audit_experience);
        for qualification in &scheme.qualifications {
            if scheme.assess(qualification, &before, on).eligible() {
                prop_assert!(scheme.assess(qualification, &after, on).eligible());
            }
        }
    }
}
