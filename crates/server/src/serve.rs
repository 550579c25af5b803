//! Listens until it is told to stop.

use std::net::SocketAddr;

use tokio::net::TcpListener;

use crate::app::App;
use crate::failure::{Failure, Result};
use crate::router::router;

/// Serves on an address; requests under way are finished after SIGTERM or Ctrl-C. `ready` is told the bound address.
pub async fn serve(app: App, listen: SocketAddr, ready: impl FnOnce(SocketAddr)) -> Result<()> {
    let failed = |error: std::io::Error| Failure::system(format!("{listen}: {error}"));
    let listener = TcpListener::bind(listen).await.map_err(failed)?;
    ready(listener.local_addr().map_err(failed)?);
    let secure = app.config().secure();
    axum::serve(listener, router(app, secure)).with_graceful_shutdown(stopped()).await.map_err(failed)
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
