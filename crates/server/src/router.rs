//! Every route, and the layers around them.

use std::sync::Arc;

use axum::Json;
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware;
use axum::response::IntoResponse;
use axum::routing::get;
use serde_json::json;
use time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::api;
use crate::api::parameters::Parameters;
use crate::app::App;
use crate::assets;
use crate::failure::Failure;
use crate::sessions::Sessions;

/// A session ends after so long without a request.
const IDLE: Duration = Duration::minutes(30);

/// Only what the program itself serves is loaded; Element Plus and ECharts set styles on elements.
const CONTENT_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
                              object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Heng 衡",
        description = "妇女发展规划监测评估 · Monitoring and evaluation of women's development plans"
    ),
    components(schemas(api::problem::RefusalView, api::problem::ProblemView, api::problem::PlaceView))
)]
struct Description;

fn described() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Description::openapi()).nest(
        "/api",
        OpenApiRouter::new()
            .merge(api::audit::router())
            .merge(api::corrections::router())
            .merge(api::bulk::router())
            .merge(api::checks::router())
            .merge(api::code_lists::router())
            .merge(api::data::router())
            .merge(api::factors::router())
            .merge(api::indicators::router())
            .merge(api::packages::router())
            .merge(api::plans::router())
            .merge(api::proposals::router())
            .merge(api::ratings::router())
            .merge(api::releases::router())
            .merge(api::reports::router())
            .merge(api::reviews::router())
            .merge(api::rounds::router())
            .merge(api::saved_views::router())
            .merge(api::session::router())
            .merge(api::sheets::router())
            .merge(api::submissions::router())
            .merge(api::tasks::router())
            .merge(api::templates::router())
            .merge(api::units::router())
            .merge(api::uppers::router())
            .merge(api::users::router())
            .merge(api::warnings::router()),
    )
}

/// The description of the API, OpenAPI 3.1.
pub fn openapi() -> utoipa::openapi::OpenApi {
    described().split_for_parts().1
}

/// The whole server. `secure` says that browsers reach it by HTTPS: only so do they send the cookie back.
pub fn router(app: App, secure: bool) -> Router {
    let (api, description) = described().split_for_parts();
    let sessions = SessionManagerLayer::new(Sessions(app.store().clone()))
        .with_name("heng_session")
        .with_same_site(SameSite::Strict)
        .with_secure(secure)
        .with_expiry(Expiry::OnInactivity(IDLE));
    let header = |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    // Shared: a route is cloned for each connection, with all that it holds.
    let (parameters, description) = (Arc::new(Parameters::of(&description)), Arc::new(description));
    api.route("/api/openapi.json", get(move || async move { Json(&*description).into_response() }))
        .method_not_allowed_fallback(api::request::no_such_method)
        .layer(middleware::from_fn_with_state(parameters, api::parameters::known_only))
        .layer(middleware::from_fn(api::request::own_pages_only))
        .layer(middleware::map_response(never_stored))
        .layer(sessions)
        .route("/healthz", get(health))
        .fallback(assets::serve)
        .with_state(app)
        .layer(header(header::CONTENT_SECURITY_POLICY, CONTENT_POLICY))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "same-origin"))
        .layer(CompressionLayer::new())
        .layer(DefaultBodyLimit::max(api::request::LARGEST))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(TraceLayer::new_for_http())
}

/// Answers of the API depend on who asks and on the moment.
async fn never_stored(mut response: axum::response::Response) -> axum::response::Response {
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// For whoever watches the server: 200 while the database answers.
async fn health(State(app): State<App>) -> impl IntoResponse {
    let (code, status) = match app.store().ping().await {
        Ok(()) => (StatusCode::OK, "ok"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "database_unavailable"),
    };
    (code, Json(json!({"status": status, "version": env!("CARGO_PKG_VERSION")})))
}

fn panicked(what: Box<dyn std::any::Any + Send>) -> axum::response::Response {
    let what = what.downcast_ref::<String>().cloned().or_else(|| what.downcast_ref::<&str>().map(ToString::to_string));
    Failure::system(format!("panic: {}", what.unwrap_or_default())).into_response()
}
