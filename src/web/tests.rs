use actix_web::App;
use actix_web::http::header;
use actix_web::test::{TestRequest, call_service, init_service, read_body};

use crate::error::Code;

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
