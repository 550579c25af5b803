//! Users.

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Saying;
use super::request::{Asker, At, Body};
use crate::app::App;
use crate::cases::handovers::{self, Handing};
use crate::cases::users::{self, Joining};
use crate::failure::Result;
use crate::views::{HandoverView, PasswordView, UserRow};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(reset))
        .routes(routes!(deactivate))
        .routes(routes!(hand_over))
}

/// All users.
#[utoipa::path(get, path = "/users", tag = "users", operation_id = "users_list", responses((status = 200, body = [UserRow])))]
async fn list(State(app): State<App>, Asker(who): Asker) -> Result<Json<Vec<UserRow>>> {
    Ok(Json(users::list(&app, &who).await?))
}

/// Makes a user with a one-time password.
#[utoipa::path(post, path = "/users", tag = "users", operation_id = "users_create", request_body = Joining, responses((status = 200, body = PasswordView)))]
async fn create(State(app): State<App>, Asker(who): Asker, Body(joining): Body<Joining>) -> Result<Json<PasswordView>> {
    Ok(Json(users::create(&app, &who, joining).await?))
}

/// Gives a user a new one-time password.
#[utoipa::path(post, path = "/users/{id}/password", tag = "users", operation_id = "users_reset", params(("id" = i64, Path)), responses((status = 200, body = PasswordView)))]
async fn reset(State(app): State<App>, Asker(who): Asker, At(id): At<i64>) -> Result<Json<PasswordView>> {
    Ok(Json(users::reset(&app, &who, id).await?))
}

/// Ends a user's account; the name stays in the history.
#[utoipa::path(post, path = "/users/{id}/deactivation", tag = "users", operation_id = "users_deactivate", params(("id" = i64, Path)), request_body = Saying, responses((status = 200, body = UserRow)))]
async fn deactivate(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(saying): Body<Saying>,
) -> Result<Json<UserRow>> {
    Ok(Json(users::deactivate(&app, &who, id, &saying.reason).await?))
}

/// Hands what is due over to a successor and ends the account; the name stays in the history.
#[utoipa::path(post, path = "/users/{id}/handover", tag = "users", operation_id = "users_hand_over", params(("id" = i64, Path)), request_body = Handing, responses((status = 200, body = HandoverView)))]
async fn hand_over(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(handing): Body<Handing>,
) -> Result<Json<HandoverView>> {
    Ok(Json(handovers::hand_over(&app, &who, id, handing).await?))
}
