//! HEAD works wherever GET does (RFC 9110, section 9.3.2): it is routed as GET, and the HTTP/1 encoder, which remembers
//! the method that came in, sends the headers alone, with the length that the body would have had.
//!
//! A body whose length nobody knows is dropped at once: it would be made for nobody, and some never end.

use actix_web::body::{BodySize, EitherBody, MessageBody, None};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;

pub async fn head<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, None>>, actix_web::Error> {
    let is_head = request.method() == Method::HEAD;
    if is_head {
        request.head_mut().method = Method::GET;
        // A part is asked for by GET alone (RFC 9110, section 14.2).
        request.headers_mut().remove(header::RANGE);
    }
    let response = next.call(request).await?;
    Ok(response.map_body(|_, body| match body.size() {
        BodySize::Stream if is_head => EitherBody::right(None::new()),
        _ => EitherBody::left(body),
    }))
}
