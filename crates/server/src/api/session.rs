//! Signing in and out.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use tower_sessions::Session;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Anyone, Body};
use crate::app::App;
use crate::cases;
use crate::failure::{Failure, Result};
use crate::policy::Principal;
use crate::sessions::USER;
use crate::views::SessionView;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get, create, delete)).routes(routes!(change_password))
}

/// Who asks, and what they may do.
#[utoipa::path(get, path = "/session", tag = "session", operation_id = "session_get", responses((status = 200, body = SessionView)))]
async fn get(State(app): State<App>, Anyone(who): Anyone) -> Result<Json<SessionView>> {
    Ok(Json(cases::session::view(&app, &who).await?))
}

#[derive(Deserialize, ToSchema)]
struct Credentials {
    name: String,
    password: String,
}

/// Signs in.
#[utoipa::path(post, path = "/session", tag = "session", operation_id = "session_create", request_body = Credentials, responses((status = 200, body = SessionView)))]
async fn create(State(app): State<App>, session: Session, Body(given): Body<Credentials>) -> Result<Json<SessionView>> {
    let user = cases::session::sign_in(&app, &given.name, given.password).await?;
    // A new id, so that one planted before the sign-in is worth nothing.
    session.cycle_id().await.map_err(Failure::unavailable)?;
    session.insert(USER, user.id).await.map_err(Failure::unavailable)?;
    Ok(Json(cases::session::view(&app, &Principal::Person(Box::new(user))).await?))
}

/// Signs out.
#[utoipa::path(delete, path = "/session", tag = "session", operation_id = "session_delete", responses((status = 204)))]
async fn delete(State(app): State<App>, Anyone(who): Anyone, session: Session) -> Result<StatusCode> {
    cases::session::sign_out(&app, &who).await?;
    session.flush().await.map_err(Failure::unavailable)?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
struct NewPassword {
    current: String,
    new: String,
}

/// Changes one's own password.
#[utoipa::path(put, path = "/session/password", tag = "session", operation_id = "session_change_password", request_body = NewPassword, responses((status = 200, body = SessionView)))]
async fn change_password(
    State(app): State<App>,
    Anyone(who): Anyone,
    session: Session,
    Body(given): Body<NewPassword>,
) -> Result<Json<SessionView>> {
    let kept = session.id().map(|id| id.to_string());
    let user = cases::session::change_password(&app, &who, given.current, given.new, kept.as_deref()).await?;
    Ok(Json(cases::session::view(&app, &Principal::Person(Box::new(user))).await?))
}
