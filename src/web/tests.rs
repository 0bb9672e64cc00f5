use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::{StatusCode, header};
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{App, HttpResponse};
use askama::Template;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::script::script_integrity;
use super::sending::{Keeping, render, render_with_script};
use crate::error::Code;
use crate::scheme::language::Language;

/// Status, headers that matter, and body of an answer.
async fn get(path: &str) -> (u16, String, String) {
    let app = init_service(App::new().configure(super::configure)).await;
    let response = call_service(&app, TestRequest::with_uri(path).to_request()).await;
    let status = response.status().as_u16();
    let header = |name| response.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    let policy = format!("{}{}", header(header::CONTENT_SECURITY_POLICY), header(header::LOCATION));
    (status, policy, String::from_utf8_lossy(&read_body(response).await).into_owned())
}

#[actix_web::test]
async fn every_code_has_its_page() {
    let (status, _, list) = get("/problems").await;
    assert_eq!(status, 200);
    for code in Code::ALL {
        let path = format!("/problems/{}", code.as_str());
        assert!(list.contains(&format!("href=\"{path}\"")), "{path} is not in the list");
        let (status, policy, page) = get(&path).await;
        assert_eq!(status, 200, "{path}");
        assert!(page.contains(code.as_str()) && page.contains("What to do"), "{page}");
        assert!(policy.contains("default-src 'none'") && !page.contains("://"), "{path} asks for nothing elsewhere");
    }
    let (status, _, page) = get("/problems/%3Cscript%3E").await;
    assert!(status == 404 && page.contains("No such page") && !page.contains("<script>"));
}

#[actix_web::test]
async fn the_documentation_needs_no_other_host() {
    assert_eq!(get("/docs").await.0, 308);
    assert_eq!(get("/docs").await.1, "/docs/");
    let (status, _, page) = get("/docs/").await;
    assert!(status == 200 && page.contains("swagger-ui-bundle.js") && !page.contains("://"));
    let (_, _, script) = get("/docs/swagger-initializer.js").await;
    assert!(script.contains("/openapi.json") && script.contains("\"validatorUrl\": \"none\""), "{script}");
    assert_eq!(get("/docs/swagger-ui-bundle.js").await.0, 200);
}

#[actix_web::test]
async fn the_script_is_the_one_that_a_page_names() {
    let (status, _, script) = get("/assets/passkeys.js").await;
    let digest = STANDARD.encode(digest(&SHA256, script.as_bytes()));
    assert_eq!((status, script_integrity()), (200, format!("sha256-{digest}").as_str()));
    assert!(script.len() < 2048 && script.is_ascii(), "{} bytes", script.len());
}

#[test]
fn a_page_with_the_script_runs_no_other() {
    #[derive(Template)]
    #[template(source = "…", ext = "html")]
    struct Page;

    let policy = |response: HttpResponse| {
        response.headers().get(header::CONTENT_SECURITY_POLICY).unwrap().to_str().unwrap().to_owned()
    };
    let without = policy(render(StatusCode::OK, Language::English, Keeping::Private, &Page).unwrap());
    let with = policy(render_with_script(StatusCode::OK, Language::English, &Page).unwrap());
    assert!(!without.contains("script"), "{without}");
    assert_eq!(with, format!("{without}; script-src '{}'", script_integrity()));
}

/// Elements that a class may have in common: a rule for cells of a table must not hit a form of the same class.
const FAMILIES: [&[&str]; 4] = [
    &["td", "th", "table", "caption"],
    &["img", "svg", "text"],
    &["input", "button", "label", "select"],
    &[
        "a", "aside", "bdi", "body", "code", "div", "details", "fieldset", "form", "li", "nav", "ol", "p", "section",
        "span", "summary", "ul",
    ],
];

/// Each class that a template writes out, with the elements that bear it.
fn classes() -> BTreeMap<String, BTreeSet<String>> {
    let mut classes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let files = ["templates", "templates/desk"].into_iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    for file in files.map(|file| file.unwrap().path()) {
        let Ok(template) = std::fs::read_to_string(&file) else { continue };
        for (place, _) in template.match_indices("class=\"") {
            let element = template[..place].rsplit('<').next().unwrap();
            let element = element.split([' ', '{']).next().unwrap();
            let given = template[place + 7..].split('"').next().unwrap();
            // What is written by an expression is not looked at.
            let written = given.split('{').map(|part| part.rsplit('}').next().unwrap_or_default());
            for class in written.collect::<Vec<_>>().join(" ").split_whitespace() {
                classes.entry(class.to_owned()).or_default().insert(element.to_owned());
            }
        }
    }
    classes
}

#[test]
fn a_class_is_for_one_family_of_elements_and_is_styled() {
    let stylesheet = concat!(include_str!("touchstone.css"), include_str!("desk.css"));
    let classes = classes();
    assert!(classes.len() > 40 && classes["figure"].contains("td"), "{classes:?}");
    for (class, elements) in classes {
        let families = FAMILIES.iter().filter(|family| elements.iter().any(|one| family.contains(&one.as_str())));
        assert_eq!(families.count(), if class == "quiet" { 2 } else { 1 }, "{class}: {elements:?}");
        assert!(stylesheet.contains(&format!(".{class}")), "no rule for .{class}");
    }
}
