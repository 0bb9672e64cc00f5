//! Files that a form sends (RFC 7578): one at a time, and small enough for memory.

use std::future::ready;

use actix_multipart::{Multipart, MultipartError};
use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::web::Bytes;
use futures_util::{StreamExt, stream};

use super::extract::read_body_up_to;
use crate::error::{Code, Error};

/// What a form may have around its file: the boundaries, and fields beside it.
const ENVELOPE: usize = 16 * 1024;

/// A file as a form sent it.
#[derive(Clone, Debug)]
pub struct SentFile {
    /// The name that it has where it comes from, if that was told. Anything can stand here.
    pub name: Option<String>,
    /// What is in it.
    pub bytes: Bytes,
}

/// Reads the file in the field `field` of a form, of up to `most` bytes; `None` where none was chosen.
///
/// # Errors
/// [`Code::UnsupportedMediaType`] for another kind of body, [`Code::PayloadTooLarge`], [`Code::RequestTimeout`], and
/// [`Code::MalformedRequest`] for what is no form.
pub async fn read_file(
    request: &HttpRequest,
    payload: Payload,
    field: &str,
    most: usize,
) -> Result<Option<SentFile>, Error> {
    let body = read_body_up_to(request, payload, "multipart/form-data", most + ENVELOPE).await?;
    // All of it is here, and no longer than it may be: what follows neither waits nor grows.
    let mut form = Multipart::new(request.headers(), stream::once(ready(Ok(body))));
    while let Some(part) = form.next().await {
        let mut part = part.map_err(|error| unreadable(&error))?;
        if part.name() != Some(field) {
            continue;
        }
        let name = part.content_disposition().and_then(|disposition| disposition.get_filename()).map(str::to_owned);
        let too_large = |_| Error::refused(Code::PayloadTooLarge, format!("a file may have {most} bytes at most"));
        let bytes = part.bytes(most).await.map_err(too_large)?.map_err(|error| unreadable(&error))?;
        // A browser sends an empty file without a name where none was chosen.
        let is_chosen = !bytes.is_empty() || name.as_ref().is_some_and(|name| !name.is_empty());
        return Ok(is_chosen.then_some(SentFile { name, bytes }));
    }
    Ok(None)
}

fn unreadable(error: &MultipartError) -> Error {
    Error::refused(Code::MalformedRequest, format!("the form cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    async fn read(content_type: &str, body: &str) -> Result<Option<SentFile>, Error> {
        let request = TestRequest::default().insert_header(("content-type", content_type)).set_payload(body.to_owned());
        let (request, payload) = request.to_http_parts();
        read_file(&request, payload, "file", 100).await
    }

    fn part(name: &str, rest: &str, content: &str) -> String {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{rest}\r\n\r\n{content}\r\n")
    }

    const FORM: &str = "multipart/form-data; boundary=x";

    #[actix_web::test]
    async fn takes_the_file_out_of_the_form() {
        let body =
            part("lang", "", "de") + &part("file", "; filename=\"a \u{E9}.pdf\"", "%PDF\r\n\u{0}--x-") + "--x--\r\n";
        let file = read(FORM, &body).await.unwrap().unwrap();
        assert_eq!((file.name.as_deref(), &file.bytes[..]), (Some("a \u{E9}.pdf"), b"%PDF\r\n\0--x-".as_slice()));
        for none in [part("file", "; filename=\"\"", "") + "--x--\r\n", part("other", "", "x") + "--x--\r\n"] {
            assert!(read(FORM, &none).await.unwrap().is_none(), "{none}");
        }
        let empty = part("file", "; filename=\"empty.pdf\"", "") + "--x--\r\n";
        assert!(read(FORM, &empty).await.unwrap().unwrap().bytes.is_empty());
    }

    #[actix_web::test]
    async fn refuses_what_is_no_form() {
        let large = part("file", "; filename=\"a\"", &"x".repeat(101)) + "--x--\r\n";
        let beyond = part("file", "; filename=\"a\"", &"x".repeat(20_000)) + "--x--\r\n";
        let good = part("file", "; filename=\"a\"", "a") + "--x--\r\n";
        for (content_type, body, code) in [
            (FORM, large.as_str(), Code::PayloadTooLarge),
            (FORM, &beyond, Code::PayloadTooLarge),
            (FORM, "", Code::MalformedRequest),
            (FORM, "--x\r\n\r\nno name\r\n--x--\r\n", Code::MalformedRequest),
            (FORM, &good[..good.len() - 7], Code::MalformedRequest),
            ("multipart/form-data", &good, Code::MalformedRequest),
            ("multipart/form-data; boundary=", &good, Code::MalformedRequest),
            ("application/pdf", &good, Code::UnsupportedMediaType),
            ("", &good, Code::UnsupportedMediaType),
        ] {
            assert_eq!(read(content_type, body).await.unwrap_err().code(), code, "{content_type} {body:.60?}");
        }
    }
}
