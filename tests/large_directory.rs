//! A directory with thousands in it: what many answer is walked along the order of the names, and not gathered.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::search::address;
use crate::support::directory_records::{Amounts, analyse, fill};
use crate::support::sql::Sql;
use crate::support::{Client, Service, on_both_engines};

/// More than the store gathers.
const ORGANISATIONS: usize = 4_600;

/// Those whose names have "Alder" as a later word.
const LATER: usize = 23;

/// Fills the directory: every name begins with "Alder", but for those in which it comes later, and is that word alone once.
fn fill_with_alders(service: &Service) {
    let ids = fill(service, &Amounts { organisations: ORGANISATIONS, bodies: 40, courses: 0 });
    let mut sql = Sql::of(service);
    sql.execute("UPDATE organisations SET name = 'Alder ' || name").unwrap();
    for id in ids.iter().step_by(ORGANISATIONS / LATER).take(LATER) {
        sql.execute(&format!("UPDATE organisations SET name = 'Nova ' || name WHERE id = '{id}'")).unwrap();
    }
    sql.execute(&format!("UPDATE organisations SET name = 'ALDER' WHERE id = '{}'", ids[1])).unwrap();
    drop(sql);
    index(service);
}

/// Makes the index of what was put on record past the service.
fn index(service: &Service) {
    let migrated = service.command(&["migrate"]);
    assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
    analyse(service);
}

/// The organisations that are found, page after page, until there are `enough`.
fn found(client: &Client, parameters: &[(&str, &str)], enough: usize) -> Vec<Value> {
    let (mut items, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let mut asked = [parameters, &[("limit", "200")]].concat();
        asked.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
        let page = client.get(&address("/v1/organisations", &asked)).expect(200);
        items.extend(page["items"].as_array().unwrap().clone());
        cursor = page["next_cursor"].as_str().map(str::to_owned);
        if cursor.is_none() || items.len() >= enough {
            return items;
        }
    }
}

fn names<'a>(items: impl IntoIterator<Item = &'a Value>) -> Vec<&'a str> {
    items.into_iter().map(|item| item["name"].as_str().unwrap()).collect()
}

on_both_engines! {
    fn what_thousands_answer_is_found_in_the_order_of_rank_and_name(service: Service) {
        fill_with_alders(&service);
        let client = service.client();
        let all = found(&client, &[], usize::MAX);
        assert_eq!(all.len(), ORGANISATIONS);
        assert_eq!(all.iter().map(|item| item["id"].as_str()).collect::<BTreeSet<_>>().len(), ORGANISATIONS);

        // The whole name, then the names that begin with the word, then those in which it comes later.
        let rank = |name: &str| if name == "ALDER" { 0 } else { 1 + usize::from(name.starts_with("Nova")) };
        let mut expected = names(&all);
        expected.sort_by_key(|name| rank(name));
        assert_eq!(expected.iter().filter(|name| rank(name) == 2).count(), LATER);
        assert_eq!(names(&found(&client, &[("q", "alder")], usize::MAX)), expected);

        let valid: Vec<_> = all.iter().filter(|item| item["status"] == "valid").collect();
        assert!((1_000..ORGANISATIONS - 1_000).contains(&valid.len()), "{}", valid.len());
        assert_eq!(names(&found(&client, &[("status", "valid")], usize::MAX)), names(valid.iter().copied()));

        // Of what is inside of words and of what only scope statements say, the order of the names is all of the order.
        for query in ["lde", "management"] {
            assert_eq!(names(&found(&client, &[("q", query)], 400)), names(&all)[..400], "{query}");
            let of_the_valid = found(&client, &[("q", query), ("status", "valid")], 400);
            assert_eq!(names(&of_the_valid), names(valid.iter().copied())[..400], "{query}");
        }
        let in_japan: Vec<_> = all.iter().filter(|item| item["countries"][0] == "JP").collect();
        assert!(in_japan.len() > 50);
        assert_eq!(names(&found(&client, &[("q", "management"), ("country", "JP")], usize::MAX)), names(in_japan));
    }

    fn however_many_bodies_there_are_the_one_that_was_asked_for_can_be_chosen(service: Service) {
        fill(&service, &Amounts { organisations: 601, bodies: 600, courses: 0 });
        index(&service);
        let client = service.client();
        let bodies: Vec<_> = (0..600).map(|number| format!("body-{number}")).collect();
        let all = client.get("/organisations").text();
        let offered = |page: &str, slug: &str| page.contains(&format!("<option value=\"{slug}\""));
        let (near, far): (Vec<_>, Vec<_>) = bodies.iter().partition(|slug| offered(&all, slug));
        assert_eq!((near.len(), far.len()), (500, 100));
        for slug in [far[0], far[99], near[0]] {
            let answer = client.get(&format!("/organisations?body={slug}"));
            assert_eq!(answer.status, 200, "{answer}");
            let page = answer.text();
            assert!(page.contains(&format!("<option value=\"{slug}\" selected")), "{page}");
            let certified = page.matches("<h3><a href=\"/organisations/").count();
            assert_eq!(certified, if slug == "body-0" { 2 } else { 1 }, "{page}");
        }
        assert_eq!(client.get("/organisations?body=body-600").status, 422);
    }
}
