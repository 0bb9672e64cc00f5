use super::*;
use crate::clock::Moment;
use crate::scheme::lifecycle::{Change, RecordedChange};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn moment(second: i64) -> Moment {
    Moment::from_timestamp(second, 0).unwrap()
}

fn rule() -> ListingRule {
    ListingRule { qualification: QualificationCode::new("auditor"), at_least: 2 }
}

fn number() -> CertificateNumber {
    CertificateNumber::from_entropy([7; 11])
}

/// The words with the number in them.
fn numbered(words: &str) -> String {
    words.replace("0000-0000-0000", &number().to_string())
}

/// A certificate of 2015-01-10 that expires with 2025-01-09.
fn certificate(qualification: &str, holder: CandidateId, changes: &[(&str, &str, Option<&str>)]) -> Ground {
    let recorded = changes.iter().zip(0..).map(|((kind, from, until), second)| RecordedChange {
        change: Change::restore(kind, day(from), until.map(day)).unwrap(),
        recorded_at: moment(second),
    });
    let history = History { from: day("2015-01-10"), expires_on: Some(day("2025-01-09")), changes: recorded.collect() };
    let qualification = QualificationCode::new(qualification);
    Ground::Certificate { number: number(), holder, qualification, history }
}

fn approved(approved_on: &str, removed_on: Option<&str>) -> Ground {
    let id = ApprovedAuditorId::new(moment(1));
    Ground::OwnList { id, approved_on: day(approved_on), removed_on: removed_on.map(day) }
}

fn named(ground: Ground) -> NamedAuditor {
    NamedAuditor { ground, named_on: day("2014-01-01"), removed_on: None }
}

#[test]
fn what_makes_an_approved_auditor_on_a_day() {
    let ada = CandidateId::new(moment(1));
    let suspended = [("suspension", "2020-03-01", Some("2020-03-31"))];
    let open = [("suspension", "2020-03-01", None)];
    let reinstated = [("suspension", "2020-03-01", None), ("reinstatement", "2020-04-01", None)];
    let withdrawn = [("withdrawal", "2020-03-01", None)];
    for (ground, on, words) in [
        (certificate("auditor", ada, &[]), "2015-01-09", "!certificate 0000-0000-0000 is awarded as of 2015-01-10"),
        (certificate("auditor", ada, &[]), "2015-01-10", "certificate 0000-0000-0000 is valid"),
        (certificate("auditor", ada, &[]), "2025-01-09", "certificate 0000-0000-0000 is valid"),
        (
            certificate("auditor", ada, &[]),
            "2025-01-10",
            "!certificate 0000-0000-0000 expired, its last day was 2025-01-09",
        ),
        (certificate("auditor", ada, &suspended), "2020-02-29", "certificate 0000-0000-0000 is valid"),
        (
            certificate("auditor", ada, &suspended),
            "2020-03-31",
            "!certificate 0000-0000-0000 is suspended since 2020-03-01, until 2020-03-31",
        ),
        (certificate("auditor", ada, &suspended), "2020-04-01", "certificate 0000-0000-0000 is valid"),
        (certificate("auditor", ada, &open), "2021-01-01", "!certificate 0000-0000-0000 is suspended since 2020-03-01"),
        (certificate("auditor", ada, &reinstated), "2020-04-01", "certificate 0000-0000-0000 is valid"),
        (
            certificate("auditor", ada, &withdrawn),
            "2020-03-01",
            "!certificate 0000-0000-0000 is withdrawn since 2020-03-01",
        ),
        (
            certificate("foundation", ada, &[]),
            "2020-03-01",
            "!certificate 0000-0000-0000 is of a qualification that does not make an auditor",
        ),
        (approved("2016-01-01", None), "2015-12-31", "!the person is on the registrar's list from 2016-01-01 on"),
        (approved("2016-01-01", None), "2016-01-01", "the person is on the registrar's list since 2016-01-01"),
        (
            approved("2016-01-01", Some("2018-01-01")),
            "2017-12-31",
            "the person is on the registrar's list since 2016-01-01",
        ),
        (
            approved("2016-01-01", Some("2018-01-01")),
            "2018-01-01",
            "!the person was taken off the registrar's list on 2018-01-01",
        ),
    ] {
        let verdict = rule().judge(&ground, day(on));
        let said = format!("{}{}", if verdict.counts() { "" } else { "!" }, verdict.in_words());
        assert_eq!(said, numbered(words), "{ground:?} on {on}");
    }
}

#[test]
fn a_listing_needs_two_people() {
    let (ada, ben) = (CandidateId::new(moment(1)), CandidateId::new(moment(2)));
    let valid = |who| named(certificate("auditor", who, &[]));
    let suspended = |who| named(certificate("auditor", who, &[("suspension", "2020-01-01", None)]));
    let listed = || named(approved("2014-01-01", None));
    let twice = listed();
    let gone = NamedAuditor { removed_on: Some(day("2019-01-01")), ..listed() };
    let later = NamedAuditor { named_on: day("2021-01-01"), ..listed() };
    for (auditors, counting, summary) in [
        (vec![], 0, "none of the 2 approved auditors that a listing needs: nobody is named"),
        (vec![valid(ada)], 1, "1 of the 2 approved auditors that a listing needs: nobody else is named"),
        (
            vec![valid(ada), gone.clone(), later],
            1,
            "1 of the 2 approved auditors that a listing needs: nobody else is named",
        ),
        (vec![gone], 0, "none of the 2 approved auditors that a listing needs: nobody is named"),
        (
            vec![valid(ada), valid(ada)],
            1,
            "1 of the 2 approved auditors that a listing needs: the holder of certificate 0000-0000-0000 is named before, and counts once",
        ),
        (
            vec![twice.clone(), twice.clone()],
            1,
            "1 of the 2 approved auditors that a listing needs: the person is named before, and counts once",
        ),
        (vec![suspended(ada), valid(ada), listed()], 2, "2 approved auditors; a listing needs at least 2"),
        (
            vec![valid(ada), suspended(ben)],
            1,
            "1 of the 2 approved auditors that a listing needs: certificate 0000-0000-0000 is suspended since 2020-01-01",
        ),
        (vec![valid(ada), listed()], 2, "2 approved auditors; a listing needs at least 2"),
        (vec![listed(), listed(), valid(ben)], 3, "3 approved auditors; a listing needs at least 2"),
    ] {
        let found = rule().assess(&auditors, day("2020-06-01"));
        assert_eq!((found.counting, found.summary()), (counting, numbered(summary)));
        assert_eq!((found.is_enough(), found.verdicts.len()), (counting >= 2, auditors.len()));
    }
}

#[test]
fn it_is_too_few_since_the_day_on_which_it_fell_under() {
    let (ada, today) = (CandidateId::new(moment(1)), "2026-06-01");
    let with = |changes: &[(&str, &str, Option<&str>)]| named(certificate("auditor", ada, changes));
    let listed = named(approved("2014-01-01", None));
    let replaced = NamedAuditor { removed_on: Some(day("2022-05-01")), ..named(approved("2014-01-01", None)) };
    let successor = NamedAuditor { named_on: day("2022-05-01"), ..named(approved("2020-01-01", None)) };
    let late = NamedAuditor { named_on: day("2022-07-01"), ..successor.clone() };
    let taken_off = named(approved("2014-01-01", Some("2023-03-03")));
    let again =
        [("suspension", "2020-01-01", None), ("reinstatement", "2021-01-01", None), ("suspension", "2024-02-01", None)];
    let joined = [("suspension", "2024-02-01", Some("2024-03-01")), ("withdrawal", "2024-03-02", None)];
    for (auditors, since) in [
        (vec![], Some("2013-01-01")),
        (vec![listed.clone()], Some("2013-01-01")),
        (vec![listed.clone(), successor.clone()], None),
        (vec![listed.clone(), with(&[])], Some("2025-01-10")),
        (vec![listed.clone(), with(&again)], Some("2024-02-01")),
        (vec![listed.clone(), with(&joined)], Some("2024-02-01")),
        (vec![listed.clone(), successor.clone(), replaced.clone()], None),
        (vec![with(&[]), successor, replaced.clone()], Some("2025-01-10")),
        (vec![listed.clone(), replaced.clone(), late], None),
        (vec![listed, replaced], Some("2022-05-01")),
        (vec![taken_off, with(&again)], Some("2023-03-03")),
    ] {
        let found = rule().too_few_since(&auditors, day("2013-01-01"), day(today));
        assert_eq!(found, since.map(day), "{auditors:?}");
    }
}
