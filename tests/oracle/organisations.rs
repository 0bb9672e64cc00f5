//! Certificates of organisations, from the application to the day on which they end: what the scheme says of them, and a history
//! that is played through requests, files and pages beside it.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate as Day};
use serde_json::{Value, json};

use super::chance::Chance;
use super::rules::{Life, Standing, Step, date};
use crate::support::organisation_certificates::{PATH, STATEMENT, application, change, disagree, step, transfer};
use crate::support::steps::{change_body, mistakes, patch};
use crate::support::world::{World, text};
use crate::support::{Answer, Service};

const EDITIONS: [&str; 3] = ["2005", "2011", "2018"];

/// Where an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Submitted,
    Returned,
    Published,
    Ended,
}

/// An application, or what it became.
#[derive(Debug)]
struct Certificate {
    id: String,
    edition: &'static str,
    life: Life,
    stage: Stage,
    /// How many reviews returned it.
    returned: usize,
    /// Which body answers for it from which day on.
    answering: Vec<(Day, usize)>,
}

/// Two bodies, and what they certified.
struct Play<'a> {
    world: World,
    chance: &'a mut Chance,
    bodies: [Life; 2],
    approved: [Vec<&'static str>; 2],
    certificates: Vec<Certificate>,
    said: BTreeMap<String, usize>,
}

impl Certificate {
    /// How it stands on a day. One whose body is withdrawn lasts for six months from the first day on which that body answers
    /// for it and is, if no other body answers for it by then.
    fn standing(&self, day: Day, bodies: &[Life; 2]) -> Standing {
        let ends = self.answering.iter().skip(1).map(|(until, _)| Some(*until)).chain([None]);
        let is_over = self.answering.iter().zip(ends).any(|((from, body), until)| {
            let days = from.iter_days().take_while(|today| *today <= day && until.is_none_or(|until| *today < until));
            let mut left = days.filter(|today| bodies[*body].standing(*today) == Standing::Withdrawn);
            let lapses_on = left.next().map(|left_on| left_on + Months::new(6));
            lapses_on.is_some_and(|lapses_on| lapses_on <= day && until.is_none_or(|until| lapses_on < until))
        });
        match self.life.standing(day) {
            _ if day < self.life.from => Standing::NotYet,
            Standing::Withdrawn => Standing::Withdrawn,
            _ if is_over => Standing::Over,
            standing => standing,
        }
    }
}

impl Play<'_> {
    fn slug(&self, body: usize) -> &str {
        if body == 0 { &self.world.body.slug } else { &self.world.other_body.slug }
    }

    /// A day about which editions or bodies turn, or any.
    fn day(&mut self) -> Day {
        self.chance.about(&[
            date(2013, 5, 31),
            date(2021, 9, 30),
            date(2022, 3, 31),
            date(2016, 1, 1),
            date(2019, 1, 1),
        ])
    }

    /// Suspends or reinstates a body, or changes the editions that it is approved for.
    fn step_of_a_body(&mut self) {
        let (body, on) = (self.chance.below(2), self.day());
        if self.chance.once_in(3) {
            let approved: Vec<_> = EDITIONS.into_iter().filter(|_| !self.chance.once_in(4)).collect();
            patch(
                &self.world.registrar.client,
                &format!("/v1/bodies/{}", self.slug(body)),
                &json!({"approved_editions": approved}),
            )
            .expect(200);
            self.approved[body] = approved;
            return;
        }
        let (step, name) =
            self.chance.one_of(&[(Step::Suspension(None), "suspensions"), (Step::Reinstatement, "reinstatements")]);
        self.step(body, on, step, name);
    }

    fn step(&mut self, body: usize, on: Day, step: Step, name: &str) {
        let may = self.bodies[body].admits(on, step);
        let answer = change_body(&self.world, self.slug(body), name, &on.to_string());
        assert_eq!(
            answer.status,
            if may { 201 } else { 409 },
            "{name} on {on} after {:?}: {answer}",
            self.bodies[body]
        );
        if may {
            self.bodies[body].take(on, step);
        }
    }

    /// A registrar submits what a body certified, by a request or by a file.
    fn submit(&mut self) {
        let (body, edition, issued) = (self.chance.below(2), self.chance.one_of(&EDITIONS), self.day());
        let expires = if self.chance.once_in(2) { issued + Days::new(3 * 365) } else { self.day() };
        let request = application(
            &json!({"edition": edition, "issued_on": issued, "expires_on": expires, "body_id": self.slug(body)}),
        );
        let closes = [Some(date(2013, 5, 31)), Some(date(2021, 9, 30)), None]
            [EDITIONS.iter().position(|one| *one == edition).unwrap()];
        let lasts = if edition == "2011" { Some(date(2022, 3, 31)) } else { None };
        let mut against = Vec::new();
        if expires <= issued {
            against.push("ends_before_it_begins");
        }
        if closes.is_some_and(|last| issued > last) || lasts.is_some_and(|last| expires > last) {
            against.push("edition_closed");
        }
        if !self.approved[body].contains(&edition) {
            against.push("not_approved");
        }
        if !self.bodies[body].is_good(issued) {
            against.push("body_not_listed");
        }
        let registrar = &self.world.registrar.client;
        let (accepted, codes, id) = if self.chance.once_in(2) {
            told_by_request(&registrar.post(PATH, &request))
        } else {
            told_by_file(&registrar.send(
                "POST",
                &format!("/v1/organisation-certificate-files?body={}", self.slug(body)),
                &[("content-type", "text/csv")],
                &as_file(&request),
            ))
        };
        assert_eq!(accepted, against.is_empty(), "{request}: {codes:?}, and {against:?} in {:#?}", self.bodies);
        assert!(codes.iter().all(|code| against.contains(&code.as_str())), "{request}: {codes:?}, and {against:?}");
        for code in &codes {
            *self.said.entry(code.clone()).or_default() += 1;
        }
        if let Some(id) = id {
            let life = Life::new(issued, Some(expires));
            self.certificates.push(Certificate {
                id,
                edition,
                life,
                stage: Stage::Submitted,
                returned: 0,
                answering: vec![(issued, body)],
            });
        }
    }

    /// A review, a better scope statement, or the end of an application.
    fn proceed(&mut self, which: usize) {
        let certificate = &self.certificates[which];
        let (id, stage) = (certificate.id.clone(), certificate.stage);
        let is_approved = self.approved[certificate.answering[0].1].contains(&certificate.edition);
        let registrar = &self.world.registrar.client;
        let (answer, next) = match self.chance.below(8) {
            0..3 => (
                step(registrar, &id, "scope-reviews", &json!({"agreed": true})),
                (stage == Stage::Submitted && is_approved).then_some(Stage::Published),
            ),
            3..5 => {
                let third = if certificate.returned == 2 { Stage::Ended } else { Stage::Returned };
                (disagree(&self.world, &id, "Say which services."), (stage == Stage::Submitted).then_some(third))
            }
            5..7 => (
                step(registrar, &id, "scope-revisions", &json!({"scope_statement": format!("{STATEMENT} And more.")})),
                (stage == Stage::Returned).then_some(Stage::Submitted),
            ),
            _ if self.chance.once_in(3) => (
                step(registrar, &id, "application-withdrawals", &json!({"reason": "The organisation asks for it."})),
                matches!(stage, Stage::Submitted | Stage::Returned).then_some(Stage::Ended),
            ),
            _ => return,
        };
        assert_eq!(answer.status < 300, next.is_some(), "{certificate:?}: {answer}");
        *self.said.entry(format!("{stage:?}, then {next:?}")).or_default() += 1;
        let certificate = &mut self.certificates[which];
        certificate.returned += usize::from(next == Some(Stage::Returned));
        certificate.stage = next.unwrap_or(stage);
    }

    /// Suspends, reinstates, withdraws or transfers what is published, or tries to.
    fn change(&mut self, which: usize) {
        let issued = self.certificates[which].life.from;
        let on = if self.chance.once_in(2) { self.day() } else { issued + self.chance.days(0, 1200) };
        if self.chance.once_in(4) {
            return self.transfer(which, on);
        }
        let step = self.chance.step(on);
        let (name, until) = match step {
            Step::Suspension(until) => ("suspensions", until.map(|until| until.to_string())),
            Step::Reinstatement => ("reinstatements", None),
            _ => ("withdrawals", None),
        };
        let certificate = &mut self.certificates[which];
        let may = certificate.stage == Stage::Published && certificate.life.admits(on, step);
        let answer = change(&self.world, &certificate.id, name, &on.to_string(), until.as_deref());
        assert_eq!(answer.status, if may { 201 } else { 409 }, "{step:?} on {on} of {certificate:?}: {answer}");
        if may {
            certificate.life.take(on, step);
        }
    }

    fn transfer(&mut self, which: usize, on: Day) {
        let certificate = &self.certificates[which];
        let (since, from) = certificate.answering[certificate.answering.len() - 1];
        let to = 1 - from;
        let may = certificate.stage == Stage::Published
            && certificate.life.is_good(on)
            && (on > since || (on == since && certificate.answering.len() == 1))
            && self.bodies[to].is_good(on)
            && self.approved[to].contains(&certificate.edition);
        let number = format!("T-{which}-{}", certificate.answering.len());
        let answer = transfer(&self.world, &certificate.id, self.slug(to), &number, &on.to_string());
        assert_eq!(
            answer.status < 300,
            may,
            "to {to} on {on}, since {since}: {certificate:?} in {:#?}: {answer}",
            self.bodies
        );
        if may {
            *self.said.entry("transferred".to_owned()).or_default() += 1;
            self.certificates[which].answering.push((on, to));
        }
    }

    /// Asks how everything stood on days about which something turns.
    fn ask(&mut self) {
        for which in 0..self.certificates.len() {
            let certificate = &self.certificates[which];
            let path = format!("{PATH}/{}", certificate.id);
            if certificate.stage != Stage::Published {
                self.world.public.get(&path).expect_problem(404, "not_found");
                continue;
            }
            let shown = self.world.public.get(&path).expect(200);
            let steps = certificate.life.steps.iter().flat_map(|(on, step)| [Some(*on), step.until()]).flatten();
            let ends = self
                .bodies
                .iter()
                .filter_map(|body| body.steps.iter().find(|(_, step)| matches!(step, Step::Withdrawal)));
            let lapses = ends.map(|(on, _)| *on + Months::new(6) - Days::new(1));
            let turns: Vec<_> =
                steps.chain(lapses).chain([certificate.life.from, certificate.life.until.unwrap()]).collect();
            for day in turns.iter().flat_map(|day| [*day, *day + Days::new(1)]).filter(|day| *day < date(2026, 1, 1)) {
                let standing = certificate.standing(day, &self.bodies);
                let context = || format!("{certificate:#?} in {:#?}", self.bodies);
                let status = standing.word("not_yet");
                *self.said.entry(status.to_owned()).or_default() += 1;
                assert_eq!(
                    self.world.public.get(&format!("{path}?on={day}")).expect(200)["status"],
                    status,
                    "{day}: {}",
                    context()
                );
                if standing == Standing::NotYet {
                    continue;
                }
                let number = text(&shown, "register_number");
                let told = self
                    .world
                    .public
                    .get(&format!("/v1/organisation-verifications?number={number}&on={day}"))
                    .expect(200);
                assert_eq!(told["status"], status, "{day}: {}", context());
                let page = self.world.public.get(&format!("/o/{number}?on={day}")).text();
                assert!(page.contains(&format!("<section class=\"panel {status}")), "{day}: {}: {page}", context());
            }
        }
    }
}

fn told_by_request(answer: &Answer) -> (bool, Vec<String>, Option<String>) {
    let told = answer.json();
    if answer.status == 201 {
        return (true, Vec::new(), Some(text(&told, "id")));
    }
    let code = text(&told, "code");
    let codes =
        if code == "invalid_input" { mistakes(answer).into_iter().map(|(_, code)| code).collect() } else { vec![code] };
    (false, codes, None)
}

fn told_by_file(answer: &Answer) -> (bool, Vec<String>, Option<String>) {
    assert!(answer.status == 200 || answer.status == 201, "{answer}");
    let report = answer.json();
    let row = &report["rows"][0];
    if row["outcome"] == "submitted" {
        return (true, Vec::new(), Some(text(row, "id")));
    }
    let errors = row["errors"].as_array().map_or(&[][..], Vec::as_slice);
    let codes: Vec<_> = errors.iter().map(|error| text(error, "code")).collect();
    (false, if codes.is_empty() { vec![text(row, "code")] } else { codes }, None)
}

/// The application as the one row of a table.
fn as_file(request: &Value) -> Vec<u8> {
    let header = "organisation,country,number,edition,issued_on,expires_on,sites,scope_statement";
    let of = |name: &str| text(request, name);
    let organisation = text(&request["organisation"], "name");
    let cells = [
        organisation,
        "NL".to_owned(),
        of("number"),
        of("edition"),
        of("issued_on"),
        of("expires_on"),
        "Utrecht | NL".to_owned(),
        of("scope_statement"),
    ];
    format!("{header}\r\n{}\r\n", cells.join(",")).into_bytes()
}

/// Plays a history and asks about it; says how often what was said.
pub fn play(service: &Service, chance: &mut Chance, applications: usize) -> BTreeMap<String, usize> {
    let world = World::new(service);
    let listed = || Life::new(date(2010, 1, 1), None);
    let mut play = Play {
        world,
        chance,
        bodies: [listed(), listed()],
        approved: [EDITIONS.to_vec(), EDITIONS.to_vec()],
        certificates: Vec::new(),
        said: BTreeMap::new(),
    };
    for number in 0..applications {
        if number % 4 == 3 {
            play.step_of_a_body();
        }
        play.submit();
    }
    for _ in 0..4 {
        for which in 0..play.certificates.len() {
            play.proceed(which);
        }
    }
    for _ in 0..5 {
        for which in 0..play.certificates.len() {
            play.change(which);
        }
    }
    let (body, on) = (play.chance.below(2), date(2012, 1, 1) + play.chance.days(0, 3600));
    play.step(body, on, Step::Withdrawal, "withdrawals");
    play.ask();
    play.said
}
