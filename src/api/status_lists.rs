//! Status lists: whether credentials are revoked or suspended, without anybody telling of which one they want to know.

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, get};

use super::answers::Answer;
use super::credentials::signed;
use crate::error::Error;
use crate::http::state::State;
use crate::trust::status_list::{LIFE_SECONDS, Purpose};

/// Read a status list
///
/// A W3C Bitstring Status List of 131,072 places, itself a signed credential: as a compact JSON Web Signature
/// (`application/vc+jwt`), or as JSON with a Data Integrity proof (`application/vc`, `application/json`), chosen as for a credential. It shows what the
/// record says at that moment; a copy may be used for a minute.
#[utoipa::path(tag = "credentials",
    params(
        ("list" = u32, Path, description = "The number of the list", minimum = 1, example = 1),
        ("purpose" = String, Path, description = "`revocation` or `suspension`", pattern = "^(revocation|suspension)$", example = "revocation")
    ),
    responses((status = 200, description = "The list", content(
        (String = "application/vc+jwt"), (Object = "application/vc"), (Object = "application/json")))))]
#[get("/v1/status-lists/{list}/{purpose}")]
pub async fn read_status_list(request: HttpRequest, path: Path<(String, String)>, state: Data<State>) -> Answer {
    let (list, purpose) = path.into_inner();
    let key = list.parse().ok().zip(Purpose::parse(&purpose)).ok_or(Error::NotFound("status list"))?;
    let list = state.status_lists.list(key).await?;
    let mut response = signed(&request, list);
    if let Ok(value) = header::HeaderValue::from_str(&format!("public, max-age={LIFE_SECONDS}")) {
        response.headers_mut().insert(header::CACHE_CONTROL, value);
    }
    Ok(response)
}
