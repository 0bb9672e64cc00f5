//! The people of a test: a registrar, two bodies, an employer, and an accredited course.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};
use touchstone::clock::{Clock as _, SystemClock};
use touchstone::ids::PersonId;

use super::sql::Sql;
use super::{Answer, Client, Engine, Service, template};

/// The slug of the course that every world has.
pub const COURSE: &str = "auditor-course-1";

/// A caller: the client's credentials, and an HTTP client with a token of theirs.
pub struct Caller {
    /// The OAuth client id.
    pub client_id: String,
    /// The OAuth client secret.
    pub client_secret: String,
    /// Sends requests as this caller.
    pub client: Client,
}

/// A body and the client that acts for it.
pub struct Body {
    /// The body's id.
    pub id: String,
    /// The body's name in addresses.
    pub slug: String,
    /// Its client.
    pub caller: Caller,
}

/// Everybody that a test of the registry needs.
pub struct World {
    /// The scheme owner's staff.
    pub registrar: Caller,
    /// A body, listed since 2010.
    pub body: Body,
    /// Another one, which must not see what the first one does.
    pub other_body: Body,
    /// Somebody who verifies.
    pub employer: Caller,
    /// Somebody without a token.
    pub public: Client,
    /// The training organisation, accredited since 2010.
    pub training_organisation_id: String,
    /// Its Auditor course, accredited since 2010.
    pub course_id: String,
    /// What is asked past the service, where nothing has an address that makes it.
    database: (Engine, String),
    /// Two people on the registrar's own list of approved auditors, once a test needs them.
    approved: OnceLock<[String; 2]>,
}

/// Who the people of a world are, as long as nobody has a token.
pub struct People {
    /// The id and the slug of each body.
    bodies: [(String, String); 2],
    /// The client of each.
    systems: [Credentials; 2],
    registrar: Credentials,
    employer: Credentials,
    training_organisation_id: String,
    course_id: String,
}

#[derive(Clone)]
struct Credentials {
    client_id: String,
    client_secret: String,
}

#[allow(clippy::unused_self, reason = "a test reads alike whether a step needs the course or not")]
impl World {
    /// Everybody, with a token each: copied from where they were made once, or made here if somebody is there already.
    pub fn new(service: &Service) -> Self {
        let made;
        let people = if let Some(people) = template::copy_into(service) {
            people
        } else {
            made = People::make(service);
            &made
        };
        let [body, other_body] = [0, 1].map(|place| {
            let (id, slug) = people.bodies[place].clone();
            Body { id, slug, caller: Caller::known(service, &people.systems[place]) }
        });
        Self {
            registrar: Caller::known(service, &people.registrar),
            body,
            other_body,
            employer: Caller::known(service, &people.employer),
            public: service.client(),
            training_organisation_id: people.training_organisation_id.clone(),
            course_id: people.course_id.clone(),
            database: (service.engine(), service.database_url().to_owned()),
            approved: OnceLock::new(),
        }
    }

    /// Puts a person on record who acts in no role: only whoever accepts an invitation in a browser is put there otherwise.
    pub fn register_person(&self, name: &str) {
        let id = PersonId::new(SystemClock.now());
        let values = format!("'{id}', '{name}', 'somebody@persons.example', '2026-01-01 00:00:00'");
        let statement = format!("INSERT INTO persons (id, name, email, registered_at) VALUES ({values})");
        assert_eq!(Sql::at(self.database.0, &self.database.1).execute(&statement), Ok(1));
    }

    /// Puts somebody on the registrar's own list of approved auditors, and returns the id.
    pub fn approve_auditor(&self, name: &str) -> String {
        let request = json!({"name": name, "approved_on": "2010-01-01"});
        text(&self.registrar.client.post("/v1/approved-auditors", &request).expect(201), "id")
    }

    /// Two approved auditors, as a request that lists a body names them.
    pub fn auditors(&self) -> Value {
        let approved =
            self.approved.get_or_init(|| ["Fern Fuller", "Gale Grant"].map(|name| self.approve_auditor(name)));
        approved.iter().map(|id| json!({"approved_auditor_id": id})).collect()
    }

    /// Lists a body as the registrar, with two approved auditors unless `request` names some.
    pub fn list_body(&self, request: &Value) -> Answer {
        let mut request = request.clone();
        if request.get("auditors").is_none() {
            request["auditors"] = self.auditors();
        }
        self.registrar.client.post("/v1/bodies", &request)
    }

    /// A candidate of the first body who has passed Auditor on this day, after 2014: the number of the certificate.
    pub fn certified_auditor(&self, sat_on: &str) -> String {
        let client = &self.body.caller.client;
        let candidate = self.register_candidate(client, &json!({}));
        self.add_course_attendance(client, &candidate, "2013-06-01");
        self.add_audit_experience(client, &candidate, "2010-01-01", Some("2013-12-31"));
        let result = self.submit_result(client, &candidate, "auditor", sat_on, 33).expect(201);
        text(&result["certificate"], "number")
    }

    /// Registers a candidate nobody else is, with `overrides` in place of the usual values, and returns the id.
    pub fn register_candidate(&self, client: &Client, overrides: &Value) -> String {
        text(&client.post("/v1/candidates?confirm_new=true", &candidate(overrides)).expect(201), "id")
    }

    /// Records an APMG Foundation of 2012-07-01, which lets the candidate sit Practitioner.
    pub fn add_foundation_evidence(&self, client: &Client, candidate: &str) -> String {
        self.add_external_certificate(client, candidate, "apmg_iso_iec_20000_foundation", "2012-07-01")
    }

    /// Records a certificate of another register.
    pub fn add_external_certificate(&self, client: &Client, candidate: &str, code: &str, awarded_on: &str) -> String {
        let path = format!("/v1/candidates/{candidate}/external-certificates");
        text(&client.post(&path, &external_certificate(code, "EXT-1", awarded_on)).expect(201), "id")
    }

    /// Records attendance at the course of this world.
    pub fn add_course_attendance(&self, client: &Client, candidate: &str, completed_on: &str) -> String {
        let path = format!("/v1/candidates/{candidate}/course-attendances");
        let body = json!({"course_id": self.course_id, "completed_on": completed_on});
        text(&client.post(&path, &body).expect(201), "id")
    }

    /// Records audit experience in an IT environment as a third-party auditor; open when `ended_on` is `None`.
    pub fn add_audit_experience(
        &self,
        client: &Client,
        candidate: &str,
        started_on: &str,
        ended_on: Option<&str>,
    ) -> String {
        let path = format!("/v1/candidates/{candidate}/audit-experience");
        let body = json!({
            "organisation": "Elder Audits",
            "role": "third_party",
            "it_environment": true,
            "started_on": started_on,
            "ended_on": ended_on,
        });
        text(&client.post(&path, &body).expect(201), "id")
    }

    /// Submits a result and takes the answer as it comes.
    pub fn submit_result(
        &self,
        client: &Client,
        candidate: &str,
        qualification: &str,
        sat_on: &str,
        marks: u32,
    ) -> Answer {
        client.post("/v1/results", &result(candidate, qualification, sat_on, marks))
    }

    /// A candidate of the first body who has passed Foundation on 2015-06-01: the candidate's id and the result.
    pub fn certified_candidate(&self, overrides: &Value) -> (String, Value) {
        let client = &self.body.caller.client;
        let candidate = self.register_candidate(client, overrides);
        let result = self.submit_result(client, &candidate, "foundation", "2015-06-01", 33).expect(201);
        assert_eq!(result["outcome"], "pass", "{result}");
        (candidate, result)
    }
}

impl People {
    /// Makes everybody: bodies and clients by the command line, the course by the API.
    pub fn make(service: &Service) -> Self {
        let names = ["Alder Certification", "Birch Assurance"];
        let bodies = names.map(|name| {
            let listing = ["--country", "NL", "--listed-on", "2010-01-01", "--json"];
            let made = service.command_json(&[&["body", "add", "--name", name], &listing[..]].concat());
            (text(&made, "id"), text(&made, "slug"))
        });
        let systems = [0, 1].map(|place| {
            Credentials::make(service, &format!("{}'s system", names[place]), "body", Some(&bodies[place].1))
        });
        let registrar = Credentials::make(service, "Scheme office", "registrar", None);
        let employer = Credentials::make(service, "Cedar Employment", "employer", None);
        let client = Caller::known(service, &registrar).client;
        let organisation = client.post(
            "/v1/training-organisations",
            &json!({"name": "Damson Training", "country": "NL", "accredited_from": "2010-01-01"}),
        );
        let training_organisation_id = text(&organisation.expect(201), "id");
        let course = client.post(
            "/v1/courses",
            &json!({
                "training_organisation_id": training_organisation_id,
                "qualification": "auditor",
                "title": "Auditing IT service management",
                "slug": COURSE,
                "accredited_from": "2010-01-01",
            }),
        );
        let course_id = text(&course.expect(201), "id");
        Self { bodies, systems, registrar, employer, training_organisation_id, course_id }
    }
}

impl Credentials {
    fn make(service: &Service, name: &str, role: &str, acts_for: Option<&str>) -> Self {
        let mut arguments = vec!["client", "add", "--name", name, "--role", role, "--json"];
        if let Some(slug) = acts_for {
            arguments.extend([if role == "training" { "--training-organisation" } else { "--body" }, slug]);
        }
        let made = service.command_json(&arguments);
        Self { client_id: text(&made, "client_id"), client_secret: text(&made, "client_secret") }
    }
}

impl Caller {
    /// Makes a client by the command line and gets it a token.
    pub fn new(service: &Service, name: &str, role: &str, acts_for: Option<&str>) -> Self {
        Self::known(service, &Credentials::make(service, name, role, acts_for))
    }

    /// Gets a token for a client that is there.
    fn known(service: &Service, credentials: &Credentials) -> Self {
        let Credentials { client_id, client_secret } = credentials.clone();
        let client = service.client();
        let token = token_for(&client, &client_id, &client_secret);
        Self { client: client.with_token(&token), client_id, client_secret }
    }

    /// Gets a new token: the old one expires after a quarter of an hour.
    pub fn renew(&mut self) {
        let token = token_for(&self.client, &self.client_id, &self.client_secret);
        self.client = self.client.with_token(&token);
    }
}

/// Exchanges credentials for an access token.
pub fn token_for(client: &Client, client_id: &str, client_secret: &str) -> String {
    let fields = [("grant_type", "client_credentials"), ("client_id", client_id), ("client_secret", client_secret)];
    text(&client.anonymous().post_form("/oauth/token", &fields).expect(200), "access_token")
}

/// The body of a request that registers a candidate nobody else is.
pub fn candidate(overrides: &Value) -> Value {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let mut candidate = json!({
        "given_names": "Frida",
        "family_name": format!("Ferreira {number}"),
        "birth_date": "1985-04-12",
        "email": format!("candidate.{number}@example.org"),
        "country": "PT",
        "listed": false,
    });
    for (name, value) in overrides.as_object().into_iter().flatten() {
        candidate[name] = value.clone();
    }
    candidate
}

/// The body of a request that records a certificate of another register.
pub fn external_certificate(code: &str, number: &str, awarded_on: &str) -> Value {
    json!({
        "certification": code,
        "number": number,
        "awarded_on": awarded_on,
        "verification": {"method": "original_seen", "note": "Seen by the examiner."},
    })
}

/// The body of a request that submits a result.
pub fn result(candidate: &str, qualification: &str, sat_on: &str, marks: u32) -> Value {
    json!({"candidate_id": candidate, "qualification": qualification, "sat_on": sat_on, "marks": marks})
}

/// A text field of an answer that must be there.
#[track_caller]
pub fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}")).to_owned()
}
