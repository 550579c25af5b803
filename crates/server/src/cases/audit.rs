//! The audit chain.

use heng_store::audit::{self, Verdict};

use crate::app::App;
use crate::failure::Result;
use crate::policy::{Principal, Resource};

/// Recomputes the whole chain.
pub async fn verify(app: &App, who: &Principal) -> Result<Verdict> {
    app.require(who, "audit.read", Resource::Office)?;
    Ok(audit::verify(app.store()).await?)
}
