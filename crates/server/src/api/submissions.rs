//! Submissions.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Asked, Asker, At, Body, Watcher};
use super::{CellQuery, PlanQuery};
use crate::app::App;
use crate::cases::saves::{self, Saving};
use crate::cases::submissions::{self, Acting};
use crate::failure::Result;
use crate::views::{HistoryView, NewsView, SavedView, SubmissionRow, SubmissionView};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get))
        .routes(routes!(save))
        .routes(routes!(news))
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

/// Writes cells, all or none. A save with a `save_id` happens once: sent again it changes nothing and is answered with its
/// first receipt, even where the form has moved on.
#[utoipa::path(put, path = "/submissions/{id}/entries", tag = "submissions", operation_id = "submissions_save", params(("id" = i64, Path)), request_body = Saving, responses((status = 200, body = SavedView)))]
async fn save(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(saving): Body<Saving>,
) -> Result<Json<SavedView>> {
    Ok(Json(submissions::save(&app, &who, id, saving).await?))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Since {
    /// The mark of what is known; absent, everything is news.
    mark: Option<String>,
}

/// What others have saved since a mark; to be asked every few seconds. It does not keep a session alive.
#[utoipa::path(get, path = "/submissions/{id}/news", tag = "submissions", operation_id = "submissions_news", params(("id" = i64, Path), Since), responses((status = 200, body = NewsView)))]
async fn news(
    State(app): State<App>,
    Watcher(who): Watcher,
    At(id): At<i64>,
    Asked(since): Asked<Since>,
) -> Result<Json<NewsView>> {
    Ok(Json(saves::news(&app, &who, id, since.mark.as_deref()).await?))
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
