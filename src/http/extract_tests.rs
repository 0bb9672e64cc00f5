use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::test::{TestRequest, call_service, init_service, read_body_json};
use actix_web::{App, HttpResponse, web};
use futures_util::stream;
use serde_json::Value;

use super::*;
use crate::input::fields::{Integer, Verbatim};
use crate::input::object::ObjectReader;

struct Greeting(String);

impl FromObject for Greeting {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let name = object.field::<Verbatim>("name");
        object.field::<Option<Integer<0, 150>>>("age");
        Some(Self(name?))
    }
}

async fn greet(body: Body<Greeting>, IdempotencyKey(key): IdempotencyKey) -> HttpResponse {
    HttpResponse::Ok().json((body.value.0, key, body.digest[0]))
}

async fn search(Parameters(greeting): Parameters<Greeting>) -> HttpResponse {
    HttpResponse::Ok().json(greeting.0)
}

async fn send(request: TestRequest) -> (StatusCode, Value) {
    let limits = ServerLimits { body_bytes: 64, body_deadline: Duration::from_millis(50) };
    let app =
        App::new().app_data(Data::new(limits)).route("/", web::post().to(greet)).route("/", web::get().to(search));
    let response: ServiceResponse = call_service(&init_service(app).await, request.to_request()).await;
    (response.status(), read_body_json(response).await)
}

fn post(body: &'static str) -> TestRequest {
    TestRequest::post().uri("/").insert_header(("content-type", "application/json")).set_payload(body)
}

#[actix_web::test]
async fn reads_a_body_with_its_digest() {
    let (status, answer) = send(post(r#"{"name": "Ada"}"#).insert_header(("idempotency-key", "k-1"))).await;
    assert_eq!(status, 200);
    let digest = sha256(br#"{"name": "Ada"}"#)[0];
    assert_eq!(answer, serde_json::json!(["Ada", "k-1", digest]));
    let utf8 = TestRequest::post().uri("/").set_payload(r#"{"name": "Ada"}"#);
    let (status, _) = send(utf8.insert_header(("content-type", r#"Application/JSON; charset="UTF-8""#))).await;
    assert_eq!(status, 200);
}

#[actix_web::test]
async fn refuses_a_bad_body_with_the_right_status() {
    for (request, expected, code) in [
        (post("{}"), 422, "invalid_input"),
        (post("[]"), 422, "invalid_input"),
        (post(""), 400, "malformed_request"),
        (post("{"), 400, "malformed_request"),
        (post(r#"{"name": 1, "name": 2}"#), 400, "malformed_request"),
        (TestRequest::post().uri("/").set_payload("{}"), 415, "unsupported_media_type"),
        (post("{}").insert_header(("content-type", "text/plain")), 415, "unsupported_media_type"),
        (post("{}").insert_header(("content-type", "application/json; charset=latin1")), 415, "unsupported_media_type"),
        (post("{}").insert_header(("content-encoding", "gzip")), 415, "unsupported_media_type"),
        (post("{}").insert_header(("content-length", "65")), 413, "payload_too_large"),
        (post("                                                                 "), 413, "payload_too_large"),
        (post(r#"{"name": "Ada"}"#).insert_header(("idempotency-key", "a b")), 400, "malformed_request"),
        (post(r#"{"name": "Ada"}"#).insert_header(("idempotency-key", "")), 400, "malformed_request"),
    ] {
        let (status, problem) = send(request).await;
        assert_eq!((status.as_u16(), problem["code"].as_str()), (expected, Some(code)), "{problem}");
    }
}

#[actix_web::test]
async fn a_slow_body_is_given_up() {
    let never = stream::pending::<Result<Bytes, actix_web::error::PayloadError>>();
    let limits = ServerLimits { body_deadline: Duration::from_millis(20), ..ServerLimits::default() };
    let request = TestRequest::post()
        .insert_header(("content-type", "application/json"))
        .app_data(Data::new(limits))
        .to_http_request();
    let payload = Payload::from(Box::pin(never) as std::pin::Pin<Box<dyn futures_util::Stream<Item = _>>>);
    let error = read_body(&request, payload, "application/json").await.unwrap_err();
    assert_eq!(error.code(), Code::RequestTimeout);
}

#[actix_web::test]
async fn reads_query_parameters() {
    let (status, answer) = send(TestRequest::get().uri("/?name=Ada&age=36")).await;
    assert_eq!((status.as_u16(), answer), (200, serde_json::json!("Ada")));
    let (status, problem) = send(TestRequest::get().uri("/?nmae=Ada&age=x")).await;
    assert_eq!((status.as_u16(), problem["code"].as_str()), (400, Some("invalid_parameter")));
    let pointers: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|error| &error["pointer"]).collect();
    assert_eq!(pointers, ["/name", "/age", "/nmae"]);
}
