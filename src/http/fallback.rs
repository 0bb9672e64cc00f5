//! What answers when no route does: 404, or 405 where the address exists with other methods.

use std::cell::LazyCell;
use std::future::{Ready, ready};
use std::rc::Rc;

use actix_web::dev::ResourceDef;
use actix_web::http::{Method, header};
use actix_web::{HttpRequest, HttpResponse, Route, web};

use super::problem::ApiError;
use crate::error::Error;

/// The service for `App::default_service`. `paths` gives all templates, such as `/v1/bodies/{id}`, with their methods:
/// the `OpenAPI` document knows them. It is asked once somebody has gone wrong, as it takes a while.
pub fn fallback(paths: fn() -> Vec<(String, Vec<Method>)>) -> Route {
    let definition = |(template, methods)| (ResourceDef::new::<String>(template), methods);
    let paths = Rc::new(LazyCell::new(move || paths().into_iter().map(definition).collect::<Vec<_>>()));
    web::to(move |request: HttpRequest| answer(&paths, &request))
}

fn answer(paths: &[(ResourceDef, Vec<Method>)], request: &HttpRequest) -> Ready<Result<HttpResponse, ApiError>> {
    let methods: Vec<&Method> =
        paths.iter().filter(|(path, _)| path.is_match(request.path())).flat_map(|(_, methods)| methods).collect();
    ready(if methods.is_empty() {
        Err(Error::NotFound("address").into())
    } else if request.method() == Method::OPTIONS {
        // RFC 9110, section 9.3.7: the question itself is allowed everywhere.
        Ok(HttpResponse::NoContent().insert_header((header::ALLOW, allow(&methods))).finish())
    } else {
        Err(ApiError::method_not_allowed(request.method().as_str(), allow(&methods)))
    })
}

/// The value of `Allow`. Where there is GET there is HEAD.
fn allow(methods: &[&Method]) -> String {
    let mut names: Vec<&str> = methods.iter().map(|method| method.as_str()).collect();
    if names.contains(&"GET") {
        names.push("HEAD");
    }
    names.push("OPTIONS");
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use actix_web::App;
    use actix_web::test::{TestRequest, call_service, init_service, read_body_json};
    use serde_json::Value;

    use super::*;

    #[actix_web::get("/v1/things/{id}")]
    async fn read_thing() -> &'static str {
        "a thing"
    }

    async fn send(method: Method, path: &str) -> (u16, String, Value) {
        let paths = || {
            vec![
                ("/v1/things/{id}".to_owned(), vec![Method::GET]),
                ("/v1/things/{id}".to_owned(), vec![Method::PATCH]),
                ("/v1/things".to_owned(), vec![Method::POST]),
            ]
        };
        let app = App::new().service(read_thing).default_service(fallback(paths));
        let request = TestRequest::with_uri(path).method(method).to_request();
        let response = call_service(&init_service(app).await, request).await;
        let allow = response.headers().get("allow").map_or("", |allow| allow.to_str().unwrap()).to_owned();
        let status = response.status().as_u16();
        let body = if status >= 400 { read_body_json(response).await } else { Value::Null };
        (status, allow, body)
    }

    #[actix_web::test]
    async fn tells_an_unknown_address_from_an_unknown_method() {
        assert_eq!(send(Method::GET, "/v1/things/1").await.0, 200);
        let (status, allow, problem) = send(Method::DELETE, "/v1/things/1").await;
        assert_eq!((status, allow.as_str()), (405, "GET, HEAD, OPTIONS, PATCH"));
        assert_eq!(problem["code"], "method_not_allowed");
        assert_eq!(send(Method::GET, "/v1/things").await.1, "OPTIONS, POST");
        let (status, allow, problem) = send(Method::GET, "/v1/thing").await;
        assert_eq!((status, allow.as_str(), &problem["code"]), (404, "", &"not_found".into()));
        assert_eq!(send(Method::OPTIONS, "/v1/things/1").await.0, 204);
    }
}
