use std::sync::Arc;

use super::*;
use crate::auth::person_role::PersonRole;
use crate::clock::SystemClock;
use crate::config::Settings;
use crate::registry::directory::{Search, Standing};
use crate::registry::persons::sign_in_links;
use crate::registry::verifications::{self, Question};
use crate::registry::{Page, PageRequest, Work, candidates, certificates, database, eligibility, persons, results};
use crate::scheme::Scheme;

const EVERYTHING: PageRequest = PageRequest { after: None, limit: 1000 };

fn registry(directory: &tempfile::TempDir) -> (Registry, Arc<AppointedEntropy>) {
    let url = format!("sqlite:{}/demo.db", directory.path().display());
    let settings = Settings::resolve(&[("database_url", url)].into(), std::iter::empty(), None).unwrap();
    let store = database::open(&settings.database, false).unwrap();
    let entropy = Arc::new(AppointedEntropy::default());
    let scheme = Arc::new(Scheme::shipped().unwrap());
    (Registry::new(store, scheme, Arc::new(SystemClock), entropy.clone()), entropy)
}

fn all<T>(registry: &Registry, list: impl Fn(&mut Work<'_>) -> Result<Page<T>, Error>) -> Vec<T> {
    registry.read(Some(Caller::OPERATOR), list).unwrap().items
}

fn status_of(registry: &Registry, number: &str) -> &'static str {
    let question = Question { number: number.to_owned(), family_name: None, on: None };
    registry.read(None, |work| verifications::verify(work, &question)).unwrap().status
}

#[test]
fn the_rules_accept_the_demonstration() {
    let directory = tempfile::tempdir().unwrap();
    let (registry, entropy) = registry(&directory);
    let demonstration = load(&registry, &entropy).unwrap();

    let found = all(&registry, |work| bodies::search(work, &Search::of(work.today()), &EVERYTHING));
    assert_eq!(found.len(), 6);
    let suspended = |work: &mut Work<'_>| {
        let wanted = Search { status: Some(Standing::Suspended), ..Search::of(work.today()) };
        bodies::search(work, &wanted, &EVERYTHING)
    };
    assert_eq!(all(&registry, suspended).len(), 1);
    let courses = all(&registry, |work| training::list_courses(work, &training::CourseFilter::default(), &EVERYTHING));
    assert!(courses.len() == 6 && courses.iter().any(|course| course.slug.as_str() == "auditor-course-1"));
    assert_eq!(all(&registry, |work| candidates::list(work, &EVERYTHING)).len(), 30);
    assert_eq!(all(&registry, |work| clients::list(work, &EVERYTHING)).len(), 9);

    let recorded = all(&registry, |work| results::list(work, &results::ResultQuery::default(), &EVERYTHING));
    assert_eq!(recorded.len(), 32);
    let awarded = all(&registry, |work| certificates::list(work, None, None, &EVERYTHING));
    assert_eq!(awarded.len(), 27);
    let having = |status| awarded.iter().filter(|one| status_of(&registry, &one.number.to_string()) == status).count();
    assert_eq!((having("valid"), having("suspended"), having("withdrawn")), (25, 1, 1));
    assert_eq!(status_of(&registry, &demonstration.certificate), "valid");
}

#[test]
fn the_guide_tells_the_truth() {
    let directory = tempfile::tempdir().unwrap();
    let (registry, entropy) = registry(&directory);
    let demonstration = load(&registry, &entropy).unwrap();
    for (candidate, eligible) in [(&demonstration.eligible, true), (&demonstration.not_eligible, false)] {
        let id = crate::ids::CandidateId::parse(candidate).unwrap();
        let assess = |work: &mut Work<'_>| eligibility::assess(work, id, "practitioner", Some(demonstration.today));
        assert_eq!(registry.read(Some(demonstration.body.caller), assess).unwrap().eligible(), eligible);
    }
    let question = Question { number: demonstration.certificate.clone(), family_name: None, on: None };
    let verification = registry.read(None, |work| verifications::verify(work, &question)).unwrap();
    assert_eq!(verification.certificate.unwrap().holder.unwrap().family_name, "Müller");
    let acting = all(&registry, |work| persons::list(work, &EVERYTHING));
    let acting: Vec<_> = acting.iter().map(|one| (one.person.name.as_str(), one.roles[0].role)).collect();
    let (office, of_body) = (PersonRole::RegistrarAdministrator, PersonRole::BodyAdministrator);
    assert_eq!(acting, [("Ruth Abara", office), ("Ines Brandt", of_body)]);
    for (who, token) in &demonstration.persons {
        let (_, person) = registry.read(None, |work| sign_in_links::whose(work, token)).unwrap();
        assert!(who.starts_with(&person.name), "{who}");
    }
    let Demonstration { registrar, body, training, employer, .. } = &demonstration;
    for client in [registrar, body, training, employer] {
        let known = registry.authenticate(&client.id, &client.secret).unwrap();
        assert_eq!(Caller::new(Principal::Client(known.id), known.role), client.caller);
    }
    let guide = guide(&demonstration, "http://127.0.0.1:8080", false);
    let commands = ["curl -s http://127.0.0.1:8080/oauth/token", "curl -sw '\\n' http://127.0.0.1:8080/v1/"];
    assert_eq!(commands.map(|command| guide.matches(command).count()), [1, 4]);
    assert!(!guide.contains('\u{1b}'));
}
