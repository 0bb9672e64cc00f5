//! Files that a form sends (RFC 7578): one at a time, and small enough for memory.

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::http::header::{ContentDisposition, HeaderMap, HeaderValue};
use actix_web::web::Bytes;

use super::extract::{compute, content_type, read_body_up_to};
use crate::error::{Code, Error};

/// What a form may have around its file, in bytes: the boundaries, and fields beside it.
const ENVELOPE: usize = 16 * 1024;

/// The most parts of a form. Ours have two.
const MOST_PARTS: usize = 32;

/// The longest boundary, in characters (RFC 2046, section 5.1.1).
const LONGEST_BOUNDARY: usize = 70;

#[derive(Clone, Debug)]
pub struct SentFile {
    /// The name that it has where it comes from, if that was told. Anything can stand here.
    pub name: Option<String>,
    pub bytes: Bytes,
}

/// Reads the file in the field `field` of a form, of up to `most` bytes; `None` where none was chosen. Fails with
/// [`Code::UnsupportedMediaType`] for another kind of body, [`Code::PayloadTooLarge`], [`Code::RequestTimeout`], and
/// [`Code::MalformedRequest`] for what is no form.
pub async fn read_file(
    request: &HttpRequest,
    payload: Payload,
    field: &'static str,
    most: usize,
) -> Result<Option<SentFile>, Error> {
    let body = read_body_up_to(request, payload, "multipart/form-data", most + ENVELOPE).await?;
    let boundary = boundary(request.headers())?;
    let length = body.len();
    compute(request, length, move || find_file(&body, &boundary, field, most)).await?
}

fn boundary(headers: &HeaderMap) -> Result<String, Error> {
    let parameters = content_type(headers).split(';').skip(1).filter_map(|parameter| parameter.trim().split_once('='));
    let boundary = parameters.filter(|(name, _)| name.eq_ignore_ascii_case("boundary")).map(|(_, value)| value).next();
    let boundary = boundary.unwrap_or_default().trim_matches('"');
    let is_good = !boundary.is_empty() && boundary.len() <= LONGEST_BOUNDARY && !boundary.contains(char::is_control);
    if is_good { Ok(boundary.to_owned()) } else { Err(unreadable("its `Content-Type` has no good boundary")) }
}

fn find_file(body: &Bytes, boundary: &str, field: &str, most: usize) -> Result<Option<SentFile>, Error> {
    let delimiter = format!("\r\n--{boundary}");
    // The first delimiter may stand at the very beginning, without its line break.
    let mut at = if body.starts_with(&delimiter.as_bytes()[2..]) {
        delimiter.len() - 2
    } else {
        position(body, 0, &delimiter).ok_or_else(|| unreadable("its boundary does not occur in it"))? + delimiter.len()
    };
    for _ in 0..MOST_PARTS {
        if body[at..].starts_with(b"--") {
            return Ok(None);
        }
        let head = position(body, at, "\r\n\r\n").ok_or_else(|| unreadable("a part of it has no end"))?;
        if head - at > ENVELOPE {
            return Err(unreadable("the head of a part is too long"));
        }
        let disposition = disposition(&body[at..head]);
        let content = head + 4;
        let end = position(body, content, &delimiter).ok_or_else(|| unreadable("a part of it has no end"))?;
        let disposition = disposition.ok_or_else(|| unreadable("a part of it has no `Content-Disposition`"))?;
        if disposition.get_name() != Some(field) {
            at = end + delimiter.len();
            continue;
        }
        if end - content > most {
            return Err(Error::refused(Code::PayloadTooLarge, format!("a file may have {most} bytes at most")));
        }
        let name = disposition.get_filename().map(str::to_owned);
        let bytes = body.slice(content..end);
        // A browser sends an empty file without a name where none was chosen.
        let is_chosen = !bytes.is_empty() || name.as_ref().is_some_and(|name| !name.is_empty());
        return Ok(is_chosen.then_some(SentFile { name, bytes }));
    }
    Err(unreadable("it has more parts than any form of ours"))
}

/// Where `wanted`, which begins with its only or its first of two carriage returns, stands next. Each byte is looked at a
/// few times at most, whatever the body is made of.
fn position(body: &[u8], from: usize, wanted: &str) -> Option<usize> {
    let mut at = from;
    loop {
        at += body.get(at..)?.iter().position(|byte| *byte == b'\r')?;
        if body[at..].starts_with(wanted.as_bytes()) {
            return Some(at);
        }
        at += 1;
    }
}

fn disposition(head: &[u8]) -> Option<ContentDisposition> {
    head.split(|byte| *byte == b'\n').find_map(|line| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let (name, value) = line.split_at(colon);
        if !name.trim_ascii().eq_ignore_ascii_case(b"content-disposition") {
            return None;
        }
        ContentDisposition::from_raw(&HeaderValue::from_bytes(value[1..].trim_ascii()).ok()?).ok()
    })
}

fn unreadable(why: &str) -> Error {
    Error::refused(Code::MalformedRequest, format!("the form cannot be read: {why}"))
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
            (FORM, &"\r".repeat(10_000), Code::MalformedRequest),
            (FORM, &"\r\n--".repeat(3000), Code::MalformedRequest),
            (FORM, &part("lang", "", "de").repeat(MOST_PARTS + 1), Code::MalformedRequest),
            (
                FORM,
                &format!("--x\r\nContent-Disposition: form-data; name=\"file\"{}", "; a=b".repeat(3000)),
                Code::MalformedRequest,
            ),
            (&format!("multipart/form-data; boundary={}", "x".repeat(71)), &good, Code::MalformedRequest),
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
