//! The whole chain around a small app, in the order of the module's documentation.

use std::io::{Read, Write};

use actix_web::dev::ServiceResponse;
use actix_web::http::header;
use actix_web::middleware::{Compress, from_fn};
use actix_web::test::{TestRequest, init_service, read_body};
use actix_web::{App, HttpResponse, HttpServer, web};
use serde_json::Value;

use super::*;
use crate::error::Code;
use crate::http::fallback::fallback;
use crate::http::problem::ApiError;

async fn bodies() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body("[1, 2, 3]".repeat(100))
}

async fn versioned() -> HttpResponse {
    HttpResponse::Ok().insert_header((header::ETAG, "\"7\"")).body("a record")
}

async fn boom() -> HttpResponse {
    panic!("boom at 10.0.0.1")
}

async fn refuse() -> Result<HttpResponse, ApiError> {
    Err(ApiError::refused(Code::Forbidden, "no"))
}

macro_rules! app {
    () => {
        App::new()
            .wrap(from_fn(catch_panic::catch_panic))
            .wrap(from_fn(head::head))
            .wrap(from_fn(etag::etag))
            .wrap(Compress::default())
            .wrap(from_fn(etag::of_coding))
            .wrap(from_fn(cors::cors))
            .wrap(from_fn(security_headers::security_headers))
            .wrap(from_fn(observe::observe))
            .route("/v1/bodies", web::get().to(bodies))
            .route("/v1/versioned", web::get().to(versioned))
            .route("/v1/boom", web::get().to(boom))
            .route("/v1/refuse", web::get().to(refuse))
            .default_service(fallback(Vec::new))
    };
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: web::Bytes,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

async fn send(request: TestRequest) -> Answer {
    use actix_web::dev::Service;
    let app = init_service(app!()).await;
    let request = request.to_request();
    let response = match app.call(request).await {
        Ok(response) => response.map_into_boxed_body(),
        // As the server does with an error that reaches it.
        Err(error) => ServiceResponse::new(TestRequest::default().to_http_request(), error.error_response()),
    };
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Answer { status, headers, body: read_body(response).await }
}

#[actix_web::test]
async fn every_answer_has_an_id_and_safe_headers() {
    for path in ["/v1/bodies", "/v1/boom", "/v1/refuse", "/nowhere"] {
        let answer = send(TestRequest::with_uri(path).insert_header(("x-request-id", "trace-1"))).await;
        assert_eq!(answer.header("x-request-id"), "trace-1", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{path}");
        assert_eq!(answer.header("vary"), "accept-encoding", "{path}");
        if answer.status >= 400 {
            let problem: Value = serde_json::from_slice(&answer.body).unwrap();
            assert_eq!(problem["request_id"], "trace-1", "{path}");
        }
    }
    let answer = send(TestRequest::with_uri("/nowhere").insert_header(("x-request-id", "a b"))).await;
    assert_eq!(answer.header("x-request-id").len(), 22);
}

#[actix_web::test]
async fn a_panic_is_a_500_that_tells_nothing() {
    let answer = send(TestRequest::with_uri("/v1/boom")).await;
    assert_eq!(answer.status, 500);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert!(!String::from_utf8_lossy(&answer.body).contains("10.0.0.1"));
}

#[actix_web::test]
async fn an_unchanged_answer_is_not_sent_twice() {
    let whole = send(TestRequest::with_uri("/v1/bodies")).await;
    let tag = whole.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.len() == 24, "{tag}");
    let zipped = send(TestRequest::with_uri("/v1/bodies").insert_header(("accept-encoding", "gzip"))).await;
    assert_eq!(zipped.header("content-encoding"), "gzip");
    let zipped_tag = format!("{}+gzip\"", tag.trim_end_matches('"'));
    assert_eq!(zipped.header("etag"), zipped_tag);
    for known in [&tag, &zipped_tag] {
        let again = TestRequest::with_uri("/v1/bodies")
            .insert_header(("accept-encoding", "gzip"))
            .insert_header(("if-none-match", format!("\"other\", {known}")));
        let unchanged = send(again).await;
        assert_eq!((unchanged.status, unchanged.body.len(), unchanged.header("etag")), (304, 0, known.as_str()));
    }
    let other = send(TestRequest::with_uri("/v1/bodies").insert_header(("if-none-match", "\"other\""))).await;
    assert_eq!((other.status, other.body), (200, whole.body));
    let versioned = send(TestRequest::with_uri("/v1/versioned").insert_header(("if-none-match", "\"7\""))).await;
    assert_eq!((versioned.status, versioned.header("etag")), (304, "\"7\""));
}

#[actix_web::test]
async fn what_is_acceptable_in_no_coding_is_refused_in_words() {
    for (accepted, status) in [
        ("identity;q=0", 406),
        ("*;q=0", 406),
        ("br, identity;q=0", 406),
        ("identity;q=0, gzip", 200),
        ("br", 200),
        ("", 200),
    ] {
        let answer = send(TestRequest::with_uri("/v1/bodies").insert_header(("accept-encoding", accepted))).await;
        assert_eq!(answer.status, status, "{accepted}");
        if status == 406 {
            let problem: Value = serde_json::from_slice(&answer.body).unwrap();
            assert_eq!(answer.header("content-type"), "application/problem+json", "{accepted}");
            assert_eq!(problem["code"], "not_acceptable", "{accepted}");
            assert_eq!(answer.header("vary"), "accept-encoding", "{accepted}");
        }
    }
}

#[actix_web::test]
async fn any_page_may_read_what_is_public() {
    let public = send(TestRequest::with_uri("/v1/bodies").insert_header(("origin", "https://a.example"))).await;
    assert_eq!(public.header("access-control-allow-origin"), "*");
    assert!(public.header("access-control-expose-headers").contains("etag"));
    let private = send(TestRequest::with_uri("/v1/versioned").insert_header(("origin", "https://a.example"))).await;
    assert_eq!(private.header("access-control-allow-origin"), "");
    let preflight = |path, method| {
        TestRequest::with_uri(path)
            .method(actix_web::http::Method::OPTIONS)
            .insert_header(("origin", "https://a.example"))
            .insert_header(("access-control-request-method", method))
    };
    assert_eq!(send(preflight("/v1/bodies/x", "GET")).await.status, 204);
    assert_eq!(send(preflight("/v1/bodies", "POST")).await.header("access-control-allow-origin"), "");
    assert_eq!(send(preflight("/v1/bodiesx", "GET")).await.status, 404);
}

/// Over a real connection, because it is the encoder that leaves the body of a HEAD answer out.
#[actix_web::test]
async fn head_is_get_without_the_body() {
    let server = HttpServer::new(|| app!()).workers(1).disable_signals().bind(("127.0.0.1", 0)).unwrap();
    let address = server.addrs()[0];
    let server = server.run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    let answer = web::block(move || {
        let mut connection = std::net::TcpStream::connect(address).unwrap();
        connection.write_all(b"HEAD /v1/bodies HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        answer
    })
    .await
    .unwrap();
    handle.stop(true).await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(head.contains("content-length: 900"), "{head}");
    assert_eq!(body, "");
}
