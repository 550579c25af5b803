//! What handlers take from a request: who asks, and bodies and queries whose faults are answered as problems.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use heng_base::problem::{Problem, kinds};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower_sessions::Session;

use crate::app::App;
use crate::cases;
use crate::failure::{Failure, Result};
use crate::policy::{Principal, Resource};
use crate::sessions::{self, USER};

/// Who asks, by the session's cookie; for the session's own routes.
pub struct Anyone(pub Principal);

/// The session of a request with the person who signed in by it.
async fn session_of(parts: &mut Parts, app: &App) -> Result<(Session, Principal)> {
    let session = Session::from_request_parts(parts, app).await.map_err(|(_, error)| Failure::system(error))?;
    let id: Option<i64> = session.get(USER).await.map_err(Failure::unavailable)?;
    let user = match id {
        Some(id) => cases::session::user(app, id).await?,
        None => None,
    };
    Ok((session, user.map_or(Principal::Guest, |user| Principal::Person(Box::new(user)))))
}

impl FromRequestParts<App> for Anyone {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let (session, who) = session_of(parts, app).await?;
        if who.person().is_some() {
            sessions::prolong(&session).await.map_err(Failure::unavailable)?;
        }
        Ok(Self(who))
    }
}

/// A page that asks by itself whether something has changed: nobody need sit before it, so it does not keep the session
/// from ending.
pub struct Watcher(pub Principal);

impl FromRequestParts<App> for Watcher {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let (_, who) = session_of(parts, app).await?;
        own_password(who).map(Self)
    }
}

/// Who asks for anything else: a person whose password is not their own yet has to change it first.
pub struct Asker(pub Principal);

impl FromRequestParts<App> for Asker {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let Anyone(who) = Anyone::from_request_parts(parts, app).await?;
        own_password(who).map(Self)
    }
}

/// A person whose password is not their own yet has to change it first.
fn own_password(who: Principal) -> Result<Principal> {
    if who.person().is_some_and(|user| user.must_change_password) {
        return Err(Failure::new(&kinds::ACCESS_PASSWORD_CHANGE));
    }
    Ok(who)
}

pub(super) fn invalid(error: impl ToString) -> Failure {
    Problem::new(&kinds::REQUEST_INVALID).with("error", error).into()
}

/// A JSON body.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let Json(body) = Json::from_request(request, app).await.map_err(|error| match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => too_large(LARGEST),
            _ => invalid(error.body_text()),
        })?;
        if holds_nul(&body) {
            return Err(invalid("U+0000"));
        }
        Ok(Self(serde_json::from_value(body).map_err(invalid)?))
    }
}

/// The largest body that is read: of JSON, of a filled-in workbook, and of another file.
pub const LARGEST: usize = 4 << 20;
pub const LARGEST_WORKBOOK: usize = 8 << 20;
pub const LARGEST_FILE: usize = 32 << 20;

pub(super) fn too_large(limit: usize) -> Failure {
    Problem::new(&kinds::REQUEST_TOO_LARGE).with("size", limit >> 20).into()
}

/// A file as the whole body. Of nobody who may not bring packages is it read.
pub struct Sent(pub Vec<u8>);

impl FromRequest<App> for Sent {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let (mut parts, body) = request.into_parts();
        let Asker(who) = Asker::from_request_parts(&mut parts, app).await?;
        app.require(&who, "package.import", Resource::Office)?;
        Ok(Self(whole(Request::from_parts(parts, body), app, LARGEST_FILE).await?))
    }
}

/// The whole body as a file, for handlers that first have to find out whether they may read it. `limit` is what the
/// routes' layer holds; here it is only told.
pub async fn whole(request: Request, app: &App, limit: usize) -> Result<Vec<u8>> {
    let bytes = Bytes::from_request(request, app).await.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(limit),
        _ => invalid(error.body_text()),
    })?;
    if bytes.is_empty() {
        return Err(Problem::expected(
            "",
            "文件是空的（0 字节），另选一个文件",
            "the file is empty (0 bytes): choose another",
        )
        .into());
    }
    Ok(bytes.into())
}

/// A known address asked with a method that it does not have.
pub async fn no_such_method(method: Method) -> Response {
    Failure::from(Problem::new(&kinds::REQUEST_METHOD).with("method", method)).into_response()
}

/// PostgreSQL cannot hold the character U+0000 in a text.
fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(fields) => fields.values().any(holds_nul),
        _ => false,
    }
}

/// The parameters of a query; like a body they hold no U+0000.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Asked<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        without_nul(parts.uri.query().unwrap_or_default())?;
        let Query(query) = Query::from_request_parts(parts, app).await.map_err(|error| invalid(error.body_text()))?;
        Ok(Self(query))
    }
}

/// U+0000 cannot stand in an address but so; `%2500` is the text "%00".
fn without_nul(address: &str) -> Result<()> {
    if address.contains("%00") { Err(invalid("U+0000")) } else { Ok(()) }
}

/// The parts of a path; like a body they hold no U+0000.
pub struct At<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for At<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        without_nul(parts.uri.path())?;
        let Path(path) = Path::from_request_parts(parts, app).await.map_err(|error| invalid(error.body_text()))?;
        Ok(Self(path))
    }
}

/// A request that changes something carries a header of our own, which no page of another site can send; the cookie's
/// SameSite=Strict is the other half.
pub async fn own_pages_only(request: Request, next: Next) -> Response {
    if request.method().is_safe() || request.headers().contains_key("x-heng") {
        return next.run(request).await;
    }
    Failure::new(&kinds::ACCESS_ORIGIN).into_response()
}
