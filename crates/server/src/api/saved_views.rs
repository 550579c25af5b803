//! Views of the database that people keep.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Asker, At, Body};
use crate::app::App;
use crate::cases::saved_views::{self, KeepingView, RenamingView};
use crate::failure::Result;
use crate::views::SavedViewView;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, save)).routes(routes!(delete, rename))
}

/// One's own views and those that others share, the oldest first.
#[utoipa::path(get, path = "/plans/{plan}/views", tag = "data", operation_id = "views_list", params(("plan" = String, Path)), responses((status = 200, body = [SavedViewView])))]
async fn list(State(app): State<App>, Asker(who): Asker, At(plan): At<String>) -> Result<Json<Vec<SavedViewView>>> {
    Ok(Json(saved_views::list(&app, &who, &plan).await?))
}

/// Keeps a view; one's own of the same title is replaced.
#[utoipa::path(post, path = "/plans/{plan}/views", tag = "data", operation_id = "views_save", params(("plan" = String, Path)), request_body = KeepingView, responses((status = 200, body = SavedViewView)))]
async fn save(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Body(saving): Body<KeepingView>,
) -> Result<Json<SavedViewView>> {
    Ok(Json(saved_views::save(&app, &who, &plan, saving).await?))
}

/// Gives one's own view another title.
#[utoipa::path(patch, path = "/views/{id}", tag = "data", operation_id = "views_rename", params(("id" = i64, Path)), request_body = RenamingView, responses((status = 200, body = SavedViewView)))]
async fn rename(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(asked): Body<RenamingView>,
) -> Result<Json<SavedViewView>> {
    Ok(Json(saved_views::rename(&app, &who, id, asked).await?))
}

/// Takes a view away.
#[utoipa::path(delete, path = "/views/{id}", tag = "data", operation_id = "views_delete", params(("id" = i64, Path)), responses((status = 204)))]
async fn delete(State(app): State<App>, Asker(who): Asker, At(id): At<i64>) -> Result<StatusCode> {
    saved_views::delete(&app, &who, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
