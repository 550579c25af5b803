//! What is to be done.

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::PlanQuery;
use super::request::{Asked, Asker};
use crate::app::App;
use crate::cases::tasks;
use crate::failure::Result;
use crate::views::TasksView;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get))
}

/// The asker's tasks in a plan.
#[utoipa::path(get, path = "/tasks", tag = "tasks", operation_id = "tasks_get", params(PlanQuery), responses((status = 200, body = TasksView)))]
async fn get(State(app): State<App>, Asker(who): Asker, Asked(query): Asked<PlanQuery>) -> Result<Json<TasksView>> {
    Ok(Json(tasks::get(&app, &who, &query.plan).await?))
}
