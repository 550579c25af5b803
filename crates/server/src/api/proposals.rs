//! Changes of the catalogue: checked while they are typed, proposed, seen in their effect, approved by another person.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Asked, Asker, At, Body};
use super::{Saying, download};
use crate::app::App;
use crate::cases::amending::{self, Amending, OfCode};
use crate::cases::effects::{self, OfPage};
use crate::cases::proposals::{self, Approving, Proposing};
use crate::cases::versions;
use crate::failure::Result;
use crate::views::{AmendmentCheck, EditorView, EffectPage, ProposalDetail, ProposalRow, VersionsView};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(editor))
        .routes(routes!(of_code))
        .routes(routes!(of_table))
        .routes(routes!(check))
        .routes(routes!(propose))
        .routes(routes!(list))
        .routes(routes!(get))
        .routes(routes!(decide))
        .routes(routes!(withdraw))
        .routes(routes!(effect))
        .routes(routes!(effect_file))
}

/// Rows of a table as they are written, to be changed: items, indicators, areas, `codes.<list>` or `codes.<list>.groups`.
#[utoipa::path(get, path = "/plans/{plan}/catalogue/{table}", tag = "catalogue", operation_id = "catalogue_editor", params(("plan" = String, Path), ("table" = String, Path), OfCode), responses((status = 200, body = EditorView)))]
async fn editor(
    State(app): State<App>,
    Asker(who): Asker,
    At((plan, table)): At<(String, String)>,
    Asked(query): Asked<OfCode>,
) -> Result<Json<EditorView>> {
    Ok(Json(amending::editor(&app, &who, &plan, &table, query).await?))
}

/// The versions of a table in the catalogues that were imported, newest first.
#[utoipa::path(get, path = "/plans/{plan}/catalogue/{table}/versions", tag = "catalogue", operation_id = "catalogue_table_versions", params(("plan" = String, Path), ("table" = String, Path)), responses((status = 200, body = VersionsView)))]
async fn of_table(
    State(app): State<App>,
    Asker(who): Asker,
    At((plan, table)): At<(String, String)>,
) -> Result<Json<VersionsView>> {
    Ok(Json(versions::of(&app, &who, &plan, &table, None).await?))
}

/// The versions of an item, indicator or code in the catalogues that were imported, newest first.
#[utoipa::path(get, path = "/plans/{plan}/catalogue/{table}/{code}/versions", tag = "catalogue", operation_id = "catalogue_versions", params(("plan" = String, Path), ("table" = String, Path), ("code" = String, Path)), responses((status = 200, body = VersionsView)))]
async fn of_code(
    State(app): State<App>,
    Asker(who): Asker,
    At((plan, table, code)): At<(String, String, String)>,
) -> Result<Json<VersionsView>> {
    Ok(Json(versions::of(&app, &who, &plan, &table, Some(&code)).await?))
}

/// Everything that is wrong with changes, while they are typed; nothing is written.
#[utoipa::path(post, path = "/plans/{plan}/catalogue/check", tag = "catalogue", operation_id = "catalogue_check", params(("plan" = String, Path)), request_body = Amending, responses((status = 200, body = AmendmentCheck)))]
async fn check(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Body(asked): Body<Amending>,
) -> Result<Json<AmendmentCheck>> {
    Ok(Json(amending::check(&app, &who, &plan, asked).await?))
}

/// Proposes changes of the plan's catalogue.
#[utoipa::path(post, path = "/plans/{plan}/proposals", tag = "catalogue", operation_id = "proposals_create", params(("plan" = String, Path)), request_body = Proposing, responses((status = 200, body = ProposalDetail)))]
async fn propose(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Body(asked): Body<Proposing>,
) -> Result<Json<ProposalDetail>> {
    Ok(Json(proposals::propose(&app, &who, &plan, asked).await?))
}

/// Every proposal, newest first.
#[utoipa::path(get, path = "/proposals", tag = "catalogue", operation_id = "proposals_list", responses((status = 200, body = [ProposalRow])))]
async fn list(State(app): State<App>, Asker(who): Asker) -> Result<Json<Vec<ProposalRow>>> {
    Ok(Json(proposals::list(&app, &who).await?))
}

/// A proposal with its rows before and after.
#[utoipa::path(get, path = "/proposals/{id}", tag = "catalogue", operation_id = "proposals_get", params(("id" = i64, Path)), responses((status = 200, body = ProposalDetail)))]
async fn get(State(app): State<App>, Asker(who): Asker, At(id): At<i64>) -> Result<Json<ProposalDetail>> {
    Ok(Json(proposals::get(&app, &who, id).await?))
}

/// Approves another person's proposal, which puts the changed catalogue in force, or rejects it.
#[utoipa::path(post, path = "/proposals/{id}/decision", tag = "catalogue", operation_id = "proposals_decide", params(("id" = i64, Path)), request_body = Approving, responses((status = 200, body = ProposalDetail)))]
async fn decide(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(asked): Body<Approving>,
) -> Result<Json<ProposalDetail>> {
    Ok(Json(proposals::decide(&app, &who, id, asked).await?))
}

/// Gives up one's own proposal.
#[utoipa::path(post, path = "/proposals/{id}/withdrawal", tag = "catalogue", operation_id = "proposals_withdraw", params(("id" = i64, Path)), request_body = Saying, responses((status = 200, body = ProposalDetail)))]
async fn withdraw(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(asked): Body<Saying>,
) -> Result<Json<ProposalDetail>> {
    Ok(Json(proposals::withdraw(&app, &who, id, &asked.reason).await?))
}

/// What a proposal would do to figures and targets, and where such figures are used and published.
#[utoipa::path(get, path = "/proposals/{id}/effect", tag = "catalogue", operation_id = "proposals_effect", params(("id" = i64, Path), OfPage), responses((status = 200, body = EffectPage)))]
async fn effect(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Asked(query): Asked<OfPage>,
) -> Result<Json<EffectPage>> {
    Ok(Json(effects::of(&app, &who, id, query.page.unwrap_or(1)).await?))
}

/// All figures that a proposal would change, as CSV.
#[utoipa::path(get, path = "/proposals/{id}/effect/file", tag = "catalogue", operation_id = "proposals_effect_file", params(("id" = i64, Path)), responses((status = 200, body = Vec<u8>, content_type = "text/csv")))]
async fn effect_file(State(app): State<App>, Asker(who): Asker, At(id): At<i64>) -> Result<Response> {
    let (name, bytes) = effects::file(&app, &who, id).await?;
    Ok(download(&name, "text/csv; charset=utf-8", bytes))
}
