use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn history(changes: &[(&str, &str, Option<&str>)]) -> History {
    let recorded = changes.iter().enumerate().map(|(index, (kind, from, until))| RecordedChange {
        change: Change::restore(kind, day(from), until.map(day)).unwrap(),
        recorded_at: Moment::from_timestamp(i64::try_from(index).unwrap(), 0).unwrap(),
    });
    History { from: day("2020-01-10"), expires_on: Some(day("2025-01-09")), changes: recorded.collect() }
}

#[test]
fn the_status_on_a_day_follows_from_the_records() {
    let until = Status::Suspended { until: Some(day("2021-03-31")) };
    let open = Status::Suspended { until: None };
    let suspended = [("suspension", "2021-03-01", Some("2021-03-31"))];
    let reinstated = [("suspension", "2021-03-01", None), ("reinstatement", "2021-04-01", None)];
    let withdrawn = [("withdrawal", "2021-03-01", None), ("suspension", "2021-02-01", None)];
    for (changes, on, expected) in [
        (&suspended[..0], "2020-01-09", Status::NotYet),
        (&suspended[..0], "2020-01-10", Status::InForce),
        (&suspended[..0], "2025-01-09", Status::InForce),
        (&suspended[..0], "2025-01-10", Status::Expired),
        (&suspended[..], "2021-02-28", Status::InForce),
        (&suspended[..], "2021-03-01", until),
        (&suspended[..], "2021-03-31", until),
        (&suspended[..], "2021-04-01", Status::InForce),
        (&reinstated[..], "2021-03-31", open),
        (&reinstated[..], "2021-04-01", Status::InForce),
        (&reinstated[..1], "2025-06-01", Status::Expired),
        (&withdrawn[..], "2021-02-01", open),
        (&withdrawn[..], "2021-03-01", Status::Withdrawn),
        (&withdrawn[..], "2026-01-01", Status::Withdrawn),
    ] {
        assert_eq!(history(changes).status_on(day(on)), expected, "{changes:?} on {on}");
    }
}

#[test]
fn a_status_holds_since_the_day_it_last_turned() {
    let suspended = [("suspension", "2021-03-01", Some("2021-03-31"))];
    let twice = [("suspension", "2021-03-01", Some("2021-03-31")), ("suspension", "2021-04-01", None)];
    let from_award_on = [("suspension", "2021-03-01", None), ("withdrawal", "2020-01-10", None)];
    for (changes, on, since) in [
        (&suspended[..0], "2020-01-09", None),
        (&suspended[..0], "2024-01-01", Some("2020-01-10")),
        (&suspended[..0], "2025-06-01", Some("2025-01-10")),
        (&suspended[..], "2021-02-28", Some("2020-01-10")),
        (&suspended[..], "2021-03-31", Some("2021-03-01")),
        (&suspended[..], "2021-05-01", Some("2021-04-01")),
        (&twice[..], "2021-05-01", Some("2021-03-01")),
        (&from_award_on[..], "2021-05-01", Some("2020-01-10")),
    ] {
        assert_eq!(history(changes).status_since(day(on)), since.map(day), "{changes:?} on {on}");
    }
}

#[test]
fn the_turns_tell_what_happened_in_the_end() {
    let (first, until) = (Status::InForce, Status::Suspended { until: Some(day("2021-03-31")) });
    let open = Status::Suspended { until: None };
    let suspended = [("suspension", "2021-03-01", Some("2021-03-31"))];
    let reinstated = [("suspension", "2021-03-01", None), ("reinstatement", "2021-04-01", None)];
    let never = [("suspension", "2021-03-01", None), ("reinstatement", "2021-03-01", None)];
    let early = [("withdrawal", "2021-05-01", None), ("withdrawal", "2021-02-01", None)];
    let void = [("withdrawal", "2020-01-10", None)];
    for (changes, last, expected) in [
        (&suspended[..0], "2020-01-09", &[][..]),
        (&suspended[..0], "2024-01-01", &[("2020-01-10", first)][..]),
        (&suspended[..0], "2025-01-10", &[("2020-01-10", first), ("2025-01-10", Status::Expired)]),
        (&suspended[..], "2021-03-15", &[("2020-01-10", first), ("2021-03-01", until)]),
        (&suspended[..], "2021-04-01", &[("2020-01-10", first), ("2021-03-01", until), ("2021-04-01", first)]),
        (&reinstated[..], "2021-05-01", &[("2020-01-10", first), ("2021-03-01", open), ("2021-04-01", first)]),
        (&never[..], "2021-05-01", &[("2020-01-10", first)]),
        (&early[..], "2026-05-01", &[("2020-01-10", first), ("2021-02-01", Status::Withdrawn)]),
        (&void[..], "2026-05-01", &[("2020-01-10", Status::Withdrawn)]),
    ] {
        let turns = history(changes).status_points(day(last));
        let expected: Vec<_> =
            expected.iter().map(|(on, status)| StatusPoint { on: day(on), status: *status }).collect();
        assert_eq!(turns, expected, "{changes:?} until {last}");
    }
}

#[test]
fn the_intervals_leave_no_day_out() {
    let suspended = [("suspension", "2021-03-01", Some("2021-03-31"))];
    let withdrawn = [("suspension", "2021-03-01", None), ("withdrawal", "2021-04-01", None)];
    let (first, until) = (Status::InForce, Status::Suspended { until: Some(day("2021-03-31")) });
    let open = Status::Suspended { until: None };
    for (changes, expected) in [
        (&suspended[..0], &[("2020-01-10", Some("2025-01-09"), first), ("2025-01-10", None, Status::Expired)][..]),
        (
            &suspended[..],
            &[
                ("2020-01-10", Some("2021-02-28"), first),
                ("2021-03-01", Some("2021-03-31"), until),
                ("2021-04-01", Some("2025-01-09"), first),
                ("2025-01-10", None, Status::Expired),
            ],
        ),
        (
            &withdrawn[..],
            &[
                ("2020-01-10", Some("2021-02-28"), first),
                ("2021-03-01", Some("2021-03-31"), open),
                ("2021-04-01", None, Status::Withdrawn),
            ],
        ),
    ] {
        let expected: Vec<_> = expected
            .iter()
            .map(|(from, until, status)| Interval { from: day(from), until: until.map(day), status: *status })
            .collect();
        assert_eq!(history(changes).intervals(), expected, "{changes:?}");
    }
}

#[test]
fn a_withdrawal_to_come_has_not_ended_anything_yet() {
    let withdrawn = history(&[("withdrawal", "2021-03-01", None)]);
    assert!(!withdrawn.has_ended(day("2021-02-28")) && withdrawn.has_ended(day("2021-03-01")));
    let expiring = history(&[]);
    assert!(!expiring.has_ended(day("2025-01-09")) && expiring.has_ended(day("2025-01-10")));
}

#[test]
fn a_change_must_start_from_the_status_that_holds() {
    let suspended = [("suspension", "2021-03-01", Some("2021-03-31"))];
    let withdrawn = [("withdrawal", "2021-03-01", None)];
    for (changes, kind, from, until, admitted) in [
        (&suspended[..0], "suspension", "2020-01-10", None, true),
        (&suspended[..0], "suspension", "2020-01-09", None, false),
        (&suspended[..0], "suspension", "2021-01-10", Some("2021-01-09"), false),
        (&suspended[..0], "reinstatement", "2021-01-10", None, false),
        (&suspended[..0], "withdrawal", "2025-01-10", None, false),
        (&suspended[..], "suspension", "2021-03-31", None, false),
        (&suspended[..], "suspension", "2021-04-01", None, true),
        (&suspended[..], "reinstatement", "2021-03-15", None, true),
        (&suspended[..], "withdrawal", "2021-03-15", None, true),
        (&withdrawn[..], "withdrawal", "2021-02-28", None, true),
        (&withdrawn[..], "withdrawal", "2021-03-01", None, false),
        (&withdrawn[..], "reinstatement", "2021-03-02", None, false),
    ] {
        let change = Change::restore(kind, day(from), until.map(day)).unwrap();
        assert_eq!(history(changes).admit(change).is_ok(), admitted, "{changes:?} then {change:?}");
    }
}

#[test]
fn what_was_believed_earlier_can_be_asked() {
    let withdrawn = history(&[("suspension", "2021-03-01", None), ("withdrawal", "2021-03-01", None)]);
    let earlier = Moment::from_timestamp(0, 0).unwrap();
    assert_eq!(withdrawn.believed_at(earlier).status_on(day("2021-03-01")), Status::Suspended { until: None });
    assert_eq!(withdrawn.status_on(day("2021-03-01")), Status::Withdrawn);
}

#[test]
fn an_extension_adds_days_and_a_correction_replaces_those_of_the_record() {
    let extended = [("extension", "2024-06-01", Some("2026-12-31"))];
    let again = [("extension", "2025-03-01", Some("2026-12-31"))];
    let suspended = [("suspension", "2024-12-01", None), ("extension", "2024-06-01", Some("2026-12-31"))];
    let corrected = [("correction", "2020-02-01", Some("2025-03-31"))];
    let shortened = [("extension", "2024-06-01", Some("2026-12-31")), ("correction", "2020-01-01", Some("2025-12-31"))];
    let endless = [("extension", "2025-03-01", Some("2026-12-31")), ("correction", "2020-01-10", None)];
    let (valid, expired) = (Status::InForce, Status::Expired);
    for (changes, days, statuses) in [
        (&extended[..], ("2020-01-10", Some("2026-12-31")), &[("2025-01-10", valid), ("2027-01-01", expired)][..]),
        (
            &again[..],
            ("2020-01-10", Some("2026-12-31")),
            &[("2025-01-10", expired), ("2025-02-28", expired), ("2025-03-01", valid), ("2027-01-01", expired)],
        ),
        (
            &suspended[..],
            ("2020-01-10", Some("2026-12-31")),
            &[("2025-01-10", Status::Suspended { until: None }), ("2027-01-01", expired)],
        ),
        (
            &corrected[..],
            ("2020-02-01", Some("2025-03-31")),
            &[("2020-01-31", Status::NotYet), ("2020-02-01", valid), ("2025-03-31", valid), ("2025-04-01", expired)],
        ),
        (&shortened[..], ("2020-01-01", Some("2025-12-31")), &[("2020-01-01", valid), ("2026-01-01", expired)]),
        (&endless[..], ("2020-01-10", None), &[("2025-01-10", expired), ("2025-03-01", valid), ("2099-01-01", valid)]),
    ] {
        let history = history(changes);
        assert_eq!(history.days(), Period { from: day(days.0), until: days.1.map(day) }, "{changes:?}");
        for (on, status) in statuses {
            assert_eq!(history.status_on(day(on)), *status, "{changes:?} on {on}");
        }
        // What was believed before stays to be asked for.
        let before = history.believed_at(Moment::from_timestamp(-1, 0).unwrap());
        assert_eq!(before.days(), Period { from: day("2020-01-10"), until: Some(day("2025-01-09")) });
    }
}

#[test]
fn days_are_extended_and_corrected_where_that_leaves_some() {
    let withdrawn = [("withdrawal", "2021-03-01", None)];
    let twice = [("extension", "2025-03-01", Some("2026-12-31"))];
    for (changes, (kind, from, until), refused) in [
        (&withdrawn[..0], ("extension", "2024-01-01", Some("2025-01-09")), Some("it lasts until 2025-01-09 already")),
        (&withdrawn[..0], ("extension", "2024-01-01", Some("2025-01-10")), None),
        (&withdrawn[..0], ("extension", "2026-01-01", Some("2026-01-01")), None),
        (&withdrawn[..0], ("extension", "2026-01-02", Some("2026-01-01")), Some("would end before it begins")),
        (&withdrawn[..0], ("extension", "2020-01-09", Some("2026-01-01")), Some("it began on 2020-01-10")),
        (&withdrawn[..], ("extension", "2024-01-01", Some("2026-01-01")), Some("a withdrawal is for good")),
        (&withdrawn[..], ("correction", "2019-01-01", Some("2026-01-01")), None),
        (&twice[..], ("correction", "2025-01-09", Some("2026-01-01")), None),
        (&twice[..], ("correction", "2025-01-10", Some("2026-01-01")), Some("no day would be left")),
        (&twice[..], ("correction", "2020-01-10", Some("2025-02-28")), Some("no day would be left")),
        (&[("correction", "2020-01-10", None)], ("extension", "2024-01-01", Some("2030-01-01")), Some("no last day")),
    ] {
        let change = Change::restore(kind, day(from), until.map(day)).unwrap();
        let said = history(changes).admit(change).err().map(|Inadmissible(why)| why);
        let agrees = said.as_deref().map_or(refused.is_none(), |said| refused.is_some_and(|why| said.contains(why)));
        assert!(agrees, "{change:?}: {said:?}");
    }
}

#[test]
fn what_needs_both_is_in_force_while_both_are() {
    let whole = history(&[]);
    let mut other = history(&[("suspension", "2021-03-01", Some("2021-03-31")), ("withdrawal", "2025-06-01", None)]);
    other.from = day("2021-01-01");
    other.expires_on = None;
    for (one, other) in [(&whole, &other), (&other, &whole)] {
        let turns: Vec<_> =
            joint_intervals(one, other).into_iter().map(|one| (one.from.to_string(), one.status)).collect();
        let expected = [
            ("2020-01-10", Status::NotYet),
            ("2021-01-01", Status::InForce),
            ("2021-03-01", Status::Suspended { until: Some(day("2021-03-31")) }),
            ("2021-04-01", Status::InForce),
            ("2025-01-10", Status::Expired),
            ("2025-06-01", Status::Withdrawn),
        ];
        assert_eq!(turns, expected.map(|(from, status)| (from.to_owned(), status)));
    }
    for (on, why) in [
        ("2020-12-31", Some(Lapse::NotBefore(day("2021-01-01")))),
        ("2021-02-28", None),
        ("2021-03-31", Some(Lapse::SuspendedSince(day("2021-03-01")))),
        ("2025-07-01", Some(Lapse::WithdrawnOn(day("2025-06-01")))),
    ] {
        assert_eq!(other.lapse_on(day(on)), why, "{on}");
    }
    assert_eq!(whole.lapse_on(day("2026-01-01")), Some(Lapse::Until(day("2025-01-09"))));
}
