//! Submissions.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Asked, Asker, At, Body};
use super::{CellQuery, PlanQuery};
use crate::app::App;
use crate::cases::submissions::{self, Acting, CellEdit};
use crate::failure::Result;
use crate::views::{HistoryView, SavedView, SubmissionRow, SubmissionView};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get))
        .routes(routes!(save))
        .routes(routes!(act))
        .routes(routes!(history))
}

/// The asker's submissions of open rounds.
#[utoipa::path(get, path = "/submissions", tag = "submissions", operation_id = "submissions_list", params(PlanQuery), responses((status = 200, body = [SubmissionRow])))]
async fn list(
    State(app): State<App>,
    Asker(who): Asker,
    Asked(query): Asked<PlanQuery>,
) -> Result<Json<Vec<SubmissionRow>>> {
    Ok(Json(submissions::list(&app, &who, &query.plan).await?))
}

/// A submission with its form, entries, findings and changes of state.
#[utoipa::path(get, path = "/submissions/{id}", tag = "submissions", operation_id = "submissions_get", params(("id" = i64, Path)), responses((status = 200, body = SubmissionView)))]
async fn get(State(app): State<App>, Asker(who): Asker, At(id): At<i64>) -> Result<Json<SubmissionView>> {
    Ok(Json(submissions::get(&app, &who, id).await?))
}

#[derive(Deserialize, ToSchema)]
struct Edits {
    entries: Vec<CellEdit>,
}

/// Writes cells, all or none.
#[utoipa::path(put, path = "/submissions/{id}/entries", tag = "submissions", operation_id = "submissions_save", params(("id" = i64, Path)), request_body = Edits, responses((status = 200, body = SavedView)))]
async fn save(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(edits): Body<Edits>,
) -> Result<Json<SavedView>> {
    Ok(Json(submissions::save(&app, &who, id, edits.entries).await?))
}

/// Hands in, reviews, returns or receives.
#[utoipa::path(post, path = "/submissions/{id}/actions", tag = "submissions", operation_id = "submissions_act", params(("id" = i64, Path)), request_body = Acting, responses((status = 200, body = SubmissionView)))]
async fn act(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(acting): Body<Acting>,
) -> Result<Json<SubmissionView>> {
    Ok(Json(submissions::act(&app, &who, id, acting).await?))
}

/// Every version of a cell.
#[utoipa::path(get, path = "/submissions/{id}/history", tag = "submissions", operation_id = "submissions_history", params(("id" = i64, Path), CellQuery), responses((status = 200, body = [HistoryView])))]
async fn history(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Asked(query): Asked<CellQuery>,
) -> Result<Json<Vec<HistoryView>>> {
    Ok(Json(submissions::history(&app, &who, id, &query.cell).await?))
}
