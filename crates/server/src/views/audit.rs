//! The audit chain.

use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditPage {
    /// How many fit what was asked.
    pub total: u64,
    /// Newest first.
    pub events: Vec<AuditEventView>,
    /// There are older ones that fit.
    pub more: bool,
}

/// A link of the chain.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditEventView {
    pub sequence: i64,
    pub at: String,
    /// The name on record; empty for somebody who had not signed in.
    pub actor: String,
    pub actor_name: String,
    /// `noun.verb`.
    pub action: String,
    pub subject: String,
    /// What the subject is called, where it is known.
    pub subject_name: Option<String>,
    /// The plan that the subject belongs to.
    pub plan: Option<String>,
    #[schema(value_type = Object)]
    pub details: serde_json::Value,
    pub previous_hash: String,
    pub hash: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainView {
    pub ok: bool,
    pub events: i64,
    /// Number of the first link that is wrong or gone.
    pub first_bad: Option<i64>,
    /// Hash of the last link, to be kept elsewhere.
    pub head: String,
}
