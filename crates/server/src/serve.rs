//! Listens until it is told to stop.

use std::net::SocketAddr;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use tokio::net::TcpListener;

use crate::app::App;
use crate::cases::warnings;
use crate::failure::{Failure, Result};
use crate::router::router;
use crate::tls::Tls;

/// So long are requests under way waited for at the end.
const PATIENCE: Duration = Duration::from_secs(30);

/// So often is looked whether warnings are to be computed anew.
const BETWEEN_WARNINGS: Duration = Duration::from_secs(30);

/// Serves on an address, by HTTPS where it is given a certificate; requests under way are finished after SIGTERM or
/// Ctrl-C. `ready` is told the bound address.
pub async fn serve(app: App, listen: SocketAddr, tls: Option<Tls>, ready: impl FnOnce(SocketAddr)) -> Result<()> {
    let failed = |error: std::io::Error| Failure::system(format!("{listen}: {error}"));
    let listener = TcpListener::bind(listen).await.map_err(failed)?;
    ready(listener.local_addr().map_err(failed)?);
    let warning = tokio::spawn(warn(app.clone()));
    let secure = tls.is_some() || app.config().secure();
    let router = router(app, secure);
    let served = match tls {
        None => axum::serve(listener, router).with_graceful_shutdown(stopped()).await.map_err(failed),
        Some(tls) => {
            let handle = Handle::new();
            tokio::spawn(stop(handle.clone()));
            let listener = listener.into_std().map_err(failed)?;
            let server = axum_server::from_tcp_rustls(listener, RustlsConfig::from_config(tls.config()));
            server.map_err(failed)?.handle(handle).serve(router.into_make_service()).await.map_err(failed)
        }
    };
    warning.abort();
    served
}

/// Brings warnings up to date from time to time, also where nobody looks: figures come in by a command too, and a day
/// begins.
async fn warn(app: App) {
    let mut turns = tokio::time::interval(BETWEEN_WARNINGS);
    turns.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        turns.tick().await;
        if let Err(failure) = warnings::refresh_all(&app).await {
            tracing::error!("warnings: {failure:?}");
        }
    }
}

async fn stop(handle: Handle<SocketAddr>) {
    stopped().await;
    handle.graceful_shutdown(Some(PATIENCE));
}

async fn stopped() {
    let interrupt = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                () = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    interrupt.await;
}
