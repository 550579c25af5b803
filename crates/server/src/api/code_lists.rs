//! Code lists with their groups, and areas.

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Asker, At};
use crate::app::App;
use crate::cases::code_lists;
use crate::failure::Result;
use crate::views::{CodeListRow, CodeListView};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get))
}

/// The tables of codes of the catalogue that a plan uses.
#[utoipa::path(get, path = "/plans/{plan}/codes", tag = "catalogue", operation_id = "code_lists_list", params(("plan" = String, Path)), responses((status = 200, body = [CodeListRow])))]
async fn list(State(app): State<App>, Asker(who): Asker, At(plan): At<String>) -> Result<Json<Vec<CodeListRow>>> {
    Ok(Json(code_lists::list(&app, &who, &plan).await?))
}

/// One of them as a tree, with its groups and what is broken down by it.
#[utoipa::path(get, path = "/plans/{plan}/codes/{table}", tag = "catalogue", operation_id = "code_lists_get", params(("plan" = String, Path), ("table" = String, Path)), responses((status = 200, body = CodeListView)))]
async fn get(
    State(app): State<App>,
    Asker(who): Asker,
    At((plan, table)): At<(String, String)>,
) -> Result<Json<CodeListView>> {
    Ok(Json(code_lists::get(&app, &who, &plan, &table).await?))
}
