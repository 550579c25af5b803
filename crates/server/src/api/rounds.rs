//! Reporting rounds.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::request::{Asked, Asker, At, Body};
use super::{ByQuery, Saying, SchemeQuery, YearsQuery, download};
use crate::app::App;
use crate::cases::courses::{self, Granting, Putting};
use crate::cases::openings::{self, Opening};
use crate::cases::rounds::{self, Adding};
use crate::cases::{progress, schemes};
use crate::failure::Result;
use crate::views::{CalendarView, CopyView, LeaveView, PreviewView, ProgressView, RoundDetail, RoundView, SchemeView};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, open))
        .routes(routes!(get))
        .routes(routes!(close))
        .routes(routes!(preview))
        .routes(routes!(copy))
        .routes(routes!(set_days))
        .routes(routes!(pause, resume))
        .routes(routes!(grant))
        .routes(routes!(add_units))
        .routes(routes!(progress))
        .routes(routes!(export))
        .routes(routes!(schemes))
        .routes(routes!(calendar))
}

/// The rounds of a plan, newest first.
#[utoipa::path(get, path = "/plans/{plan}/rounds", tag = "rounds", operation_id = "rounds_list", params(("plan" = String, Path)), responses((status = 200, body = [RoundView])))]
async fn list(State(app): State<App>, Asker(who): Asker, At(plan): At<String>) -> Result<Json<Vec<RoundView>>> {
    Ok(Json(rounds::list(&app, &who, &plan).await?))
}

/// Opens a round.
#[utoipa::path(post, path = "/plans/{plan}/rounds", tag = "rounds", operation_id = "rounds_open", params(("plan" = String, Path)), request_body = Opening, responses((status = 200, body = RoundView)))]
async fn open(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Body(opening): Body<Opening>,
) -> Result<Json<RoundView>> {
    Ok(Json(openings::open(&app, &who, &plan, opening).await?))
}

/// A round with its submissions.
#[utoipa::path(get, path = "/rounds/{id}", tag = "rounds", operation_id = "rounds_get", params(("id" = i64, Path)), responses((status = 200, body = RoundDetail)))]
async fn get(State(app): State<App>, Asker(who): Asker, At(id): At<i64>) -> Result<Json<RoundDetail>> {
    Ok(Json(rounds::get(&app, &who, id).await?))
}

/// Closes a round: nothing in it can be changed any more.
#[utoipa::path(post, path = "/rounds/{id}/closure", tag = "rounds", operation_id = "rounds_close", params(("id" = i64, Path)), request_body = Saying, responses((status = 200, body = RoundView)))]
async fn close(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(saying): Body<Saying>,
) -> Result<Json<RoundView>> {
    Ok(Json(rounds::close(&app, &who, id, &saying.reason).await?))
}

/// Who would get what in a round, before it is opened.
#[utoipa::path(post, path = "/plans/{plan}/rounds/preview", tag = "rounds", operation_id = "rounds_preview", params(("plan" = String, Path)), request_body = Opening, responses((status = 200, body = PreviewView)))]
async fn preview(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Body(opening): Body<Opening>,
) -> Result<Json<PreviewView>> {
    Ok(Json(openings::preview(&app, &who, &plan, opening).await?))
}

/// A round as the pattern of the next, a year later.
#[utoipa::path(get, path = "/rounds/{id}/copy", tag = "rounds", operation_id = "rounds_copy", params(("id" = i64, Path)), responses((status = 200, body = CopyView)))]
async fn copy(State(app): State<App>, Asker(who): Asker, At(id): At<i64>) -> Result<Json<CopyView>> {
    Ok(Json(schemes::copy(&app, &who, id).await?))
}

/// Sets the days of an open round anew.
#[utoipa::path(put, path = "/rounds/{id}/days", tag = "rounds", operation_id = "rounds_set_days", params(("id" = i64, Path)), request_body = Putting, responses((status = 200, body = RoundView)))]
async fn set_days(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(putting): Body<Putting>,
) -> Result<Json<RoundView>> {
    Ok(Json(courses::set_days(&app, &who, id, putting).await?))
}

/// Pauses a round: until it is resumed nothing in it is saved or moved.
#[utoipa::path(post, path = "/rounds/{id}/pause", tag = "rounds", operation_id = "rounds_pause", params(("id" = i64, Path)), request_body = Saying, responses((status = 200, body = RoundView)))]
async fn pause(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(saying): Body<Saying>,
) -> Result<Json<RoundView>> {
    Ok(Json(courses::pause(&app, &who, id, &saying.reason).await?))
}

/// Goes on with a paused round.
#[utoipa::path(delete, path = "/rounds/{id}/pause", tag = "rounds", operation_id = "rounds_resume", params(("id" = i64, Path)), request_body = Saying, responses((status = 200, body = RoundView)))]
async fn resume(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(saying): Body<Saying>,
) -> Result<Json<RoundView>> {
    Ok(Json(courses::resume(&app, &who, id, &saying.reason).await?))
}

/// Lets a unit hand in later than everyone may.
#[utoipa::path(post, path = "/rounds/{id}/leaves", tag = "rounds", operation_id = "rounds_grant", params(("id" = i64, Path)), request_body = Granting, responses((status = 200, body = [LeaveView])))]
async fn grant(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(granting): Body<Granting>,
) -> Result<Json<Vec<LeaveView>>> {
    Ok(Json(courses::grant(&app, &who, id, granting).await?))
}

/// How far a round has come, by unit and by domain.
#[utoipa::path(get, path = "/rounds/{id}/progress", tag = "rounds", operation_id = "rounds_progress", params(("id" = i64, Path)), responses((status = 200, body = ProgressView)))]
async fn progress(State(app): State<App>, Asker(who): Asker, At(id): At<i64>) -> Result<Json<ProgressView>> {
    Ok(Json(progress::get(&app, &who, id).await?))
}

/// The same as CSV (UTF-8 with byte-order mark).
#[utoipa::path(get, path = "/rounds/{id}/progress.csv", tag = "rounds", operation_id = "rounds_progress_export", params(("id" = i64, Path), ByQuery), responses((status = 200, body = String, content_type = "text/csv")))]
async fn export(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Asked(query): Asked<ByQuery>,
) -> Result<Response> {
    let by_domain = query.by.as_deref() == Some("domain");
    let bytes = progress::export(&app, &who, id, by_domain).await?;
    let part = if by_domain { "domains" } else { "units" };
    Ok(download(&app.file_name(format!("round-{id}-{part}.csv")), "text/csv; charset=utf-8", bytes))
}

/// The schemes by which rounds of a plan are opened, with the days that a round would have.
#[utoipa::path(get, path = "/plans/{plan}/schemes", tag = "rounds", operation_id = "schemes_list", params(("plan" = String, Path), SchemeQuery), responses((status = 200, body = [SchemeView])))]
async fn schemes(
    State(app): State<App>,
    Asker(who): Asker,
    At(plan): At<String>,
    Asked(query): Asked<SchemeQuery>,
) -> Result<Json<Vec<SchemeView>>> {
    Ok(Json(schemes::list(&app, &who, &plan, query.period.as_deref(), query.opens.as_deref()).await?))
}

/// Holidays and make-up days of some years.
#[utoipa::path(get, path = "/calendar", tag = "rounds", operation_id = "calendar_get", params(YearsQuery), responses((status = 200, body = CalendarView)))]
async fn calendar(
    State(app): State<App>,
    Asker(who): Asker,
    Asked(years): Asked<YearsQuery>,
) -> Result<Json<CalendarView>> {
    Ok(Json(schemes::calendar(&app, &who, years.from, years.to).await?))
}

/// Asks more units in an open round.
#[utoipa::path(post, path = "/rounds/{id}/units", tag = "rounds", operation_id = "rounds_add_units", params(("id" = i64, Path)), request_body = Adding, responses((status = 200, body = RoundView)))]
async fn add_units(
    State(app): State<App>,
    Asker(who): Asker,
    At(id): At<i64>,
    Body(adding): Body<Adding>,
) -> Result<Json<RoundView>> {
    Ok(Json(rounds::add_units(&app, &who, id, adding).await?))
}
