//! A history that is played through the registry's faces, and told beside it to the rules as [`super::rules`] reads them.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate as Day};
use serde_json::{Value, json};

use super::chance::Chance;
use super::rules::{
    Attendance, Audits, Circumstances, Course, Elsewhere, Held, Life, Person, Sitting, Step, Verdict, date,
};
use crate::support::batches::{csv, outcome, row, wrong};
use crate::support::steps::certificate_of;
use crate::support::world::{World, text};
use crate::support::{Answer, Service};

const QUALIFICATIONS: [&str; 3] = ["foundation", "practitioner", "auditor"];
const CERTIFICATIONS: [&str; 4] =
    ["apmg_iso_iec_20000_foundation", "bcs_iso_iec_20000_foundation", "itil_foundation", "itil_practitioner"];

/// How a sitting reaches the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Request,
    File,
}

/// Somebody in the registry, and what the rules know of them.
struct Candidate {
    id: String,
    number: String,
    family_name: String,
    known: Person,
    /// Days about which something turns.
    turns: Vec<Day>,
}

/// The registry and the rules, side by side.
struct Play<'a> {
    world: World,
    chance: &'a mut Chance,
    circumstances: Circumstances,
    /// The addresses of what the circumstances tell of.
    bodies: Vec<String>,
    organisers: Vec<String>,
    courses: Vec<String>,
    candidates: Vec<Candidate>,
    turns: Vec<Day>,
    files: usize,
    /// How often the rules said what.
    said: BTreeMap<String, usize>,
}

impl<'a> Play<'a> {
    fn begin(service: &Service, chance: &'a mut Chance) -> Self {
        let world = World::new(service);
        let mut play = Self {
            bodies: vec![world.body.slug.clone()],
            circumstances: Circumstances {
                bodies: vec![Life::new(date(2010, 1, 1), None)],
                ..Circumstances::default()
            },
            world,
            chance,
            organisers: Vec::new(),
            courses: Vec::new(),
            candidates: Vec::new(),
            turns: Vec::new(),
            files: 0,
            said: BTreeMap::new(),
        };
        play.set_up();
        play
    }

    fn set_up(&mut self) {
        for number in 0..2 {
            let from = date(2010, 1, 1) + self.chance.days(0, 900);
            let request = json!({"name": format!("Oracle Examinations {number}"), "country": "NL", "listed_on": from});
            self.bodies.push(text(&self.world.list_body(&request).expect(201), "slug"));
            self.circumstances.bodies.push(Life::new(from, None));
            self.turns.push(from);
        }
        for number in 0..2 {
            let life = self.some_life();
            let request = json!({"name": format!("Oracle Training {number}"), "country": "NL", "accredited_from": life.from, "accredited_until": life.until});
            self.organisers.push(text(&self.registrar("/v1/training-organisations", &request).expect(201), "slug"));
            self.circumstances.organisers.push(life);
        }
        for (number, qualification) in ["auditor", "auditor", "auditor", "practitioner"].into_iter().enumerate() {
            let (life, organiser) = (self.some_life(), number % 2);
            let request = json!({
                "training_organisation_id": self.organisers[organiser], "qualification": qualification,
                "title": format!("Oracle course {number}"), "accredited_from": life.from, "accredited_until": life.until,
            });
            self.courses.push(text(&self.registrar("/v1/courses", &request).expect(201), "slug"));
            self.circumstances.courses.push(Course { qualification, organiser, life });
        }
        for _ in 0..16 {
            self.step_of_somebody();
        }
    }

    /// An accreditation from a day on, sometimes to a day.
    fn some_life(&mut self) -> Life {
        let from = date(2010, 1, 1) + self.chance.days(0, 700);
        let until = self.chance.once_in(4).then(|| from + self.chance.days(200, 2500));
        self.turns.extend([Some(from), until].into_iter().flatten());
        Life::new(from, until)
    }

    fn registrar(&self, path: &str, request: &Value) -> Answer {
        self.world.registrar.client.post(path, request)
    }

    /// Suspends, reinstates, withdraws or extends a body, a training organisation or a course, or tries to.
    fn step_of_somebody(&mut self) {
        let (kind, place) = match self.chance.below(4) {
            // The first body sends what bodies send, and so stays listed to this day.
            0 => ("bodies", 1 + self.chance.below(2)),
            1 => ("training-organisations", self.chance.below(2)),
            _ => ("courses", self.chance.below(4)),
        };
        let turns = self.turns.clone();
        let on = self.chance.about(&turns);
        let mut step = self.chance.step(on);
        if matches!(step, Step::Withdrawal) && !self.chance.once_in(3) {
            step = Step::Reinstatement;
        }
        let (life, slug) = match kind {
            "bodies" => (&mut self.circumstances.bodies[place], &self.bodies[place]),
            "training-organisations" => (&mut self.circumstances.organisers[place], &self.organisers[place]),
            _ => (&mut self.circumstances.courses[place].life, &self.courses[place]),
        };
        if let (Step::Suspension(None), Some(last)) = (step, life.last()) {
            step = Step::Extension(last + self.chance.days(1, 500));
        }
        // Bodies are suspended until they are reinstated.
        if let (Step::Suspension(Some(_)), "bodies") = (step, kind) {
            step = Step::Suspension(None);
        }
        let may = life.admits(on, step);
        let answer = take(&self.world, &format!("/v1/{kind}/{slug}"), on, step);
        assert_eq!(answer.status, if may { 201 } else { 409 }, "{kind} {slug} {on} {step:?} after {life:?}: {answer}");
        if may {
            life.take(on, step);
            self.turns.extend([Some(on), step.until()].into_iter().flatten());
        }
    }

    /// Registers somebody, with evidence of all kinds.
    fn register(&mut self) {
        let client = &self.world.body.caller.client;
        let registered =
            client.post("/v1/candidates?confirm_new=true", &crate::support::world::candidate(&Value::Null));
        let registered = registered.expect(201);
        let [id, number, family_name] = ["id", "number", "family_name"].map(|name| text(&registered, name));
        let mut candidate = Candidate { id, number, family_name, known: Person::default(), turns: Vec::new() };
        for _ in 0..self.chance.below(3) {
            self.record_certificate(&mut candidate);
        }
        for _ in 0..self.chance.below(4) {
            self.record_attendance(&mut candidate);
        }
        self.candidates.push(candidate);
    }

    /// Records evidence as the first body; a registrar rejects some of it. Whether it counts.
    fn record(&mut self, candidate: &str, kind: &str, request: &Value) -> bool {
        let path = format!("/v1/candidates/{candidate}/{kind}");
        let recorded = self.world.body.caller.client.post(&path, request).expect(201);
        let is_rejected = self.chance.once_in(6);
        if is_rejected {
            let path = format!("{path}/{}/rejections", text(&recorded, "id"));
            self.registrar(&path, &json!({"reason": "It is somebody else's."})).expect(201);
        }
        !is_rejected
    }

    fn record_certificate(&mut self, candidate: &mut Candidate) {
        let (certification, awarded) = (self.chance.one_of(&CERTIFICATIONS), self.chance.day());
        let expires = self.chance.once_in(2).then(|| awarded + self.chance.days(0, 1200));
        let number = format!("ORACLE-{}", candidate.known.elsewhere.len());
        let mut request = crate::support::world::external_certificate(certification, &number, &awarded.to_string());
        request["expires_on"] = json!(expires);
        let counts = self.record(&candidate.id, "external-certificates", &request);
        candidate.turns.extend([Some(awarded), expires].into_iter().flatten());
        candidate.known.elsewhere.push(Elsewhere { certification, awarded, expires, counts });
    }

    /// A course, and times of audits that nearly suffice for it, or just do.
    fn record_attendance(&mut self, candidate: &mut Candidate) {
        let course = self.chance.below(self.courses.len());
        let (turns, has_time) = (self.turns.clone(), self.chance.once_in(2));
        let completed = if self.chance.once_in(3) {
            self.chance.about(&turns)
        } else {
            date(2012, 6, 1) + self.chance.days(0, 1500)
        };
        let is_new = !candidate.known.attendances.iter().any(|one| (one.course, one.completed) == (course, completed));
        if is_new {
            let request = json!({"course_id": self.courses[course], "completed_on": completed});
            let counts = self.record(&candidate.id, "course-attendances", &request);
            candidate.turns.push(completed);
            candidate.known.attendances.push(Attendance { course, completed, counts });
        }
        let three_years = completed - Days::new(3 * 365) - self.chance.days(0, 3);
        if has_time {
            let gap = three_years + self.chance.days(200, 700);
            self.record_audits(candidate, three_years, Some(gap));
            let more = gap - Days::new(2) + self.chance.days(0, 4);
            self.record_audits(candidate, more, None);
        } else {
            let until = self.chance.once_in(2).then(|| self.chance.near(completed));
            self.record_audits(candidate, three_years, until);
        }
    }

    fn record_audits(&mut self, candidate: &mut Candidate, from: Day, until: Option<Day>) {
        let (in_it, role) = (!self.chance.once_in(8), self.chance.one_of(&["internal", "third_party"]));
        let organisation = format!("Elder Audits {}", candidate.known.audits.len());
        let request = json!({"organisation": organisation, "role": role, "it_environment": in_it, "started_on": from, "ended_on": until});
        let counts = self.record(&candidate.id, "audit-experience", &request);
        candidate.known.audits.push(Audits { from, until, in_it, counts });
    }

    /// Everybody sits something: some by requests, the others in one file for each body; then certificates change.
    fn round(&mut self) {
        let sittings: Vec<_> = (0..self.candidates.len()).map(|place| self.sitting(place)).collect();
        // Marks over those available refuse a file as a whole: they could be percentages.
        let is_impossible = |sat: &Sitting| sat.said.is_ok_and(|marks| marks > 80);
        let ways: Vec<_> = sittings
            .iter()
            .map(|sat| if is_impossible(sat) { Way::Request } else { self.chance.one_of(&[Way::Request, Way::File]) })
            .collect();
        for (place, sat) in sittings.iter().enumerate().filter(|(place, _)| ways[*place] == Way::Request) {
            self.by_request(place, sat);
        }
        for body in 0..self.bodies.len() {
            for by_registrar in [false, true] {
                let together = sittings.iter().enumerate().filter(|(place, sat)| {
                    ways[*place] == Way::File && sat.body == body && sat.by_registrar == by_registrar
                });
                let together: Vec<_> = together.collect();
                if !together.is_empty() {
                    self.by_file(&together);
                }
            }
        }
        for place in (0..self.candidates.len()).chain(0..self.candidates.len()) {
            self.change_certificate(place);
        }
    }

    fn sitting(&mut self, place: usize) -> Sitting {
        let again = self.candidates[place].known.results.last().cloned().filter(|_| self.chance.once_in(6));
        if let Some(mut again) = again {
            if self.chance.once_in(2) {
                again.said =
                    again.said.map(|marks| if marks > 30 { marks - 1 } else { marks + 1 }).map_err(|passed| !passed);
            }
            return again;
        }
        let turns = self.candidates[place].turns.clone();
        let qualification = self.chance.one_of(&QUALIFICATIONS);
        let mut day = self.chance.about(&turns);
        if day < date(2012, 6, 1) && !self.chance.once_in(4) {
            day = date(2012, 6, 1) + self.chance.days(0, 3000);
        }
        let marks = [0, 25, 26, 27, 39, 40, 40, 40, 40, 81];
        let is_known_format = (day >= date(2012, 6, 1)) != self.chance.once_in(20);
        let said = if is_known_format { Ok(self.chance.one_of(&marks)) } else { Err(!self.chance.once_in(4)) };
        let edition = if day < date(2012, 6, 1) {
            Some(self.chance.one_of(&["2005", "2011"]))
        } else {
            self.chance.once_in(8).then_some("2005")
        };
        let edition = edition.filter(|_| !self.chance.once_in(4));
        let body = self.chance.one_of(&[0, 0, 1, 2]);
        let by_registrar = body > 0 || day < date(2012, 6, 1) || self.chance.once_in(2);
        Sitting { body, qualification, day, said, edition, by_registrar }
    }

    fn by_request(&mut self, place: usize, sat: &Sitting) {
        let candidate = &self.candidates[place];
        let mut request = json!({"candidate_id": candidate.id, "qualification": sat.qualification, "sat_on": sat.day});
        match sat.said {
            Ok(marks) => request["marks"] = json!(marks),
            Err(passed) => request["declared_outcome"] = json!(if passed { "pass" } else { "fail" }),
        }
        if let Some(edition) = sat.edition {
            request["edition"] = json!(edition);
        }
        let client = if sat.by_registrar {
            request["body_id"] = json!(self.bodies[sat.body]);
            &self.world.registrar.client
        } else {
            &self.world.body.caller.client
        };
        let answer = client.post("/v1/results", &request);
        let verdict = self.circumstances.verdict(&candidate.known, sat);
        tally(&mut self.said, &verdict);
        let context = || {
            format!(
                "{sat:?}\nof {:#?}\nin {:#?}\nshould be {verdict:?}, but: {answer}",
                candidate.known, self.circumstances
            )
        };
        match &verdict {
            Verdict::Recorded { passed, edition } => {
                assert_eq!(answer.status, 201, "{}", context());
                let recorded = answer.json();
                let said = (recorded["outcome"] == "pass", recorded["edition"].as_str());
                assert_eq!(said, (*passed, Some(*edition)), "{}", context());
                let number = passed.then(|| certificate_of(&recorded));
                self.enter(place, sat, number, edition);
            }
            Verdict::Unchanged => assert_eq!(answer.status, 200, "{}", context()),
            Verdict::Refused(against) => {
                assert!(answer.status >= 400, "{}", context());
                let code = text(&answer.json(), "code");
                assert!(against.contains(code.as_str()), "{}", context());
            }
        }
    }

    fn by_file(&mut self, together: &[(usize, &Sitting)]) {
        let rows: Vec<_> = together
            .iter()
            .map(|(place, sat)| {
                let candidate = &self.candidates[*place];
                let (marks, declared) = match sat.said {
                    Ok(marks) => (marks.to_string(), ""),
                    Err(passed) => (String::new(), if passed { "pass" } else { "fail" }),
                };
                let mut row = row(&[
                    ("candidate_number", &candidate.number),
                    ("family_name", &candidate.family_name),
                    ("given_names", "Frida"),
                    ("birth_date", "1985-04-12"),
                    ("qualification", sat.qualification),
                    ("sat_on", &sat.day.to_string()),
                    ("marks", &marks),
                    ("declared_outcome", declared),
                    ("edition", sat.edition.unwrap_or("")),
                ]);
                row.retain(|_, value| !value.is_empty());
                row
            })
            .collect();
        let (body, by_registrar) = (together[0].1.body, together[0].1.by_registrar);
        let (client, query) = if by_registrar {
            (&self.world.registrar.client, format!("?body={}", self.bodies[body]))
        } else {
            (&self.world.body.caller.client, String::new())
        };
        // The same file is taken once: this one has more empty lines at its end than any before it.
        self.files += 1;
        let file = [csv(&rows), vec![b'\n'; self.files]].concat();
        let answered = outcome(client, &query, &file);
        for ((place, sat), row) in together.iter().zip(answered) {
            let verdict = self.circumstances.verdict(&self.candidates[*place].known, sat);
            tally(&mut self.said, &verdict);
            let context = || {
                format!(
                    "{sat:?}\nof {:#?}\nin {:#?}\nshould be {verdict:?}, but: {row}",
                    self.candidates[*place].known, self.circumstances
                )
            };
            let said = text(&row, "outcome");
            match &verdict {
                Verdict::Recorded { passed, edition } => {
                    assert_eq!(said, if *passed { "pass" } else { "fail" }, "{}", context());
                    let number = passed.then(|| text(&row, "certificate_number"));
                    self.enter(*place, sat, number, edition);
                }
                Verdict::Unchanged => assert_eq!(said, "unchanged", "{}", context()),
                Verdict::Refused(against) => {
                    let code = if said == "not_eligible" {
                        said
                    } else {
                        wrong(&row).first().unwrap_or_else(|| panic!("{row}")).1.clone()
                    };
                    let named = against.contains(code.as_str())
                        || (text(&row, "outcome") == "invalid" && against.contains("invalid_input"));
                    assert!(named, "{}", context());
                }
            }
        }
    }

    /// Enters what the registry recorded in what the rules know.
    fn enter(&mut self, place: usize, sat: &Sitting, number: Option<String>, edition: &'static str) {
        let candidate = &mut self.candidates[place];
        candidate.turns.push(sat.day);
        candidate.known.results.push(Sitting { edition: Some(edition), ..sat.clone() });
        let held = number.map(|number| Held {
            number,
            qualification: sat.qualification,
            edition,
            life: Life::new(sat.day, None),
        });
        candidate.known.held.extend(held);
    }

    fn change_certificate(&mut self, place: usize) {
        let candidate = &mut self.candidates[place];
        if candidate.known.held.is_empty() {
            return;
        }
        let which = self.chance.below(candidate.known.held.len());
        let on = self.chance.about(&candidate.turns);
        let step = self.chance.step(on);
        let held = &mut candidate.known.held[which];
        let may = held.life.admits(on, step);
        let answer = take(&self.world, &format!("/v1/certificates/{}", held.number), on, step);
        assert_eq!(answer.status, if may { 201 } else { 409 }, "{on} {step:?} after {:?}: {answer}", held.life);
        if may {
            held.life.take(on, step);
            candidate.turns.push(on);
        }
    }

    /// Asks of everybody what they may sit on days about which something turns, and how their certificates stood then.
    fn ask(&mut self) {
        for place in 0..self.candidates.len() {
            let turns = self.candidates[place].turns.clone();
            for qualification in &QUALIFICATIONS[1..] {
                for _ in 0..4 {
                    let day = self.chance.about(&turns);
                    self.ask_who_may_sit(place, qualification, day);
                }
            }
            for which in 0..self.candidates[place].known.held.len() {
                let life = &self.candidates[place].known.held[which].life;
                let turns: Vec<_> =
                    life.steps.iter().flat_map(|(on, step)| [Some(*on), step.until()]).flatten().collect();
                for day in
                    turns.into_iter().chain([life.from]).flat_map(|day| [day, day + Days::new(1)]).collect::<Vec<_>>()
                {
                    self.ask_how_it_stood(place, which, day);
                }
            }
        }
    }

    fn ask_who_may_sit(&mut self, place: usize, qualification: &str, day: Day) {
        let candidate = &self.candidates[place];
        let path = format!("/v1/candidates/{}/eligibility/{qualification}?on={day}", candidate.id);
        let answer = self.world.body.caller.client.get(&path).expect(200);
        let expected = self.circumstances.may_sit(&candidate.known, qualification, day);
        *self.said.entry(format!("{qualification}: {expected}")).or_default() += 1;
        let context =
            || format!("{qualification} on {day}: {:#?} in {:#?}: {answer}", candidate.known, self.circumstances);
        assert_eq!(answer["eligible"], expected, "{}", context());
        assert_eq!(answer["unmet"].as_array().unwrap().is_empty(), expected, "{}", context());
    }

    fn ask_how_it_stood(&mut self, place: usize, which: usize, day: Day) {
        let held = &self.candidates[place].known.held[which];
        let status = held.life.standing(day).word("unknown");
        *self.said.entry(format!("a certificate: {status}")).or_default() += 1;
        let told = self.world.public.get(&format!("/v1/verifications/{}?on={day}", held.number)).expect(200);
        assert_eq!(told["status"], status, "{} on {day}: {:?}", held.number, held.life);
        let page = self.world.public.get(&format!("/verify/{}?on={day}", held.number)).text();
        assert!(
            page.contains(&format!("<section class=\"panel {status}")),
            "{} on {day}: {:?}: {page}",
            held.number,
            held.life
        );
    }
}

/// Plays a history of so many candidates and asks about it; how often the rules said what.
pub fn play(service: &Service, chance: &mut Chance, candidates: usize) -> BTreeMap<String, usize> {
    let mut play = Play::begin(service, chance);
    for _ in 0..candidates {
        play.register();
    }
    for _ in 0..5 {
        play.round();
    }
    play.ask();
    play.said
}

/// Counts a verdict, by each of its reasons.
fn tally(said: &mut BTreeMap<String, usize>, verdict: &Verdict) {
    match verdict {
        Verdict::Recorded { passed, edition } => {
            *said.entry(format!("on {edition}, passed: {passed}")).or_default() += 1;
        }
        Verdict::Unchanged => *said.entry("unchanged".to_owned()).or_default() += 1,
        Verdict::Refused(against) => against.iter().for_each(|code| *said.entry((*code).to_owned()).or_default() += 1),
    }
}

/// Takes a step with what is at this address, as the registrar.
fn take(world: &World, path: &str, on: Day, step: Step) -> Answer {
    let mut request = json!({"effective_on": on, "reason": "So it was decided."});
    if path.starts_with("/v1/certificates") {
        request["reason_code"] = json!("complaint");
    }
    let name = match step {
        Step::Suspension(until) => {
            if let Some(until) = until {
                request["until"] = json!(until);
            }
            "suspensions"
        }
        Step::Reinstatement => "reinstatements",
        Step::Withdrawal => "withdrawals",
        Step::Extension(until) => {
            request["accredited_until"] = json!(until);
            "extensions"
        }
    };
    world.registrar.client.post(&format!("{path}/{name}"), &request)
}
