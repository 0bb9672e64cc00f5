//! The interactive documentation: Swagger UI, out of the program itself. The middleware gives it a policy of its own.
//!
//! Swagger UI's files are compressed in the program (`build.rs`), and go to a browser as they are.

use std::io::Read;
use std::sync::OnceLock;

use actix_web::http::header::{self, AcceptEncoding, ContentEncoding, Encoding, Header};
use actix_web::web::{Bytes, Path};
use actix_web::{HttpRequest, HttpResponse, Responder};
use flate2::read::GzDecoder;

use super::page::Reader;
use super::problems;
use crate::error::Error;
use crate::http::problem::ApiError;

/// What is found under a name below `/docs/`.
struct File {
    name: &'static str,
    content_type: &'static str,
    content: Content,
}

enum Content {
    Ours(&'static str),
    SwaggerUi(Compressed),
}

struct Compressed {
    gzip: &'static [u8],
    /// For clients that do not take it as it is. Few are, so it is made for the first of them.
    inflated: OnceLock<Bytes>,
}

macro_rules! swagger_ui {
    ($name:literal, $content_type:literal) => {
        File {
            name: $name,
            content_type: $content_type,
            content: Content::SwaggerUi(Compressed {
                gzip: include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".gz")),
                inflated: OnceLock::new(),
            }),
        }
    };
}

static FILES: [File; 8] = [
    File {
        name: "index.html",
        content_type: "text/html; charset=utf-8",
        content: Content::Ours(include_str!("documentation/index.html")),
    },
    File {
        name: "swagger-initializer.js",
        content_type: "text/javascript; charset=utf-8",
        content: Content::Ours(include_str!("documentation/swagger-initializer.js")),
    },
    File {
        name: "documentation.css",
        content_type: "text/css; charset=utf-8",
        content: Content::Ours(include_str!("documentation/documentation.css")),
    },
    swagger_ui!("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
    swagger_ui!("swagger-ui.css", "text/css; charset=utf-8"),
    swagger_ui!("index.css", "text/css; charset=utf-8"),
    swagger_ui!("LICENSE", "text/plain; charset=utf-8"),
    swagger_ui!("NOTICE", "text/plain; charset=utf-8"),
];

pub(super) async fn redirect() -> impl Responder {
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "/docs/")).finish()
}

/// `/docs/` and `/docs/{file}`
pub(super) async fn file(request: HttpRequest, name: Path<String>) -> Result<HttpResponse, ApiError> {
    let name = if name.is_empty() { "index.html" } else { name.as_str() };
    let Some(file) = FILES.iter().find(|file| file.name == name) else {
        return problems::not_found(&Reader::of(&request));
    };
    let mut response = HttpResponse::Ok();
    response.content_type(file.content_type);
    Ok(match &file.content {
        Content::Ours(text) if Reader::of(&request).operator().is_demonstration => {
            response.body(text.replacen("class=\"strip\" hidden", "class=\"strip\"", 1))
        }
        Content::Ours(text) => response.body(*text),
        // What says that it is encoded, the middleware does not compress again. The tag is made of what is sent: the
        // two forms have different ones.
        Content::SwaggerUi(file) if takes_gzip(&request) => {
            response.insert_header(ContentEncoding::Gzip).body(Bytes::from_static(file.gzip))
        }
        Content::SwaggerUi(file) => response.body(file.inflated()?),
    })
}

/// Whether the client asks for gzip. One that says nothing gets plain text, as everywhere here.
fn takes_gzip(request: &HttpRequest) -> bool {
    let known = [Encoding::gzip(), Encoding::identity()];
    AcceptEncoding::parse(request).is_ok_and(|accepted| accepted.negotiate(known.iter()) == Some(Encoding::gzip()))
}

impl Compressed {
    fn inflated(&self) -> Result<Bytes, Error> {
        if let Some(bytes) = self.inflated.get() {
            return Ok(bytes.clone());
        }
        let mut bytes = Vec::new();
        GzDecoder::new(self.gzip)
            .read_to_end(&mut bytes)
            .map_err(|error| Error::Internal(format!("a file of the documentation cannot be inflated: {error}")))?;
        Ok(self.inflated.get_or_init(|| bytes.into()).clone())
    }
}
