//! The signed sheet of a submission, and second factors.

use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SheetView {
    /// Stands at the foot of each printed page: the first digits of the hash of the entries as they stand.
    pub code: String,
    /// none, optional or required: what the round wants.
    pub wanted: String,
    /// none, valid, or void (figures changed since).
    pub state: String,
    pub signatures: Vec<SignatureView>,
    /// What the asker may do now: upload, sign.
    pub can: Vec<String>,
    /// Whether the asker has a second factor in use.
    pub factor: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SignatureView {
    pub id: i64,
    /// scan, or factor: by name and second factor.
    pub kind: String,
    /// Who signed, as written.
    pub signer: String,
    pub file_name: Option<String>,
    pub bytes: Option<i64>,
    pub signed_by: String,
    pub signed_at: String,
    /// It fits the figures as they stand.
    pub valid: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FactorView {
    /// none, pending (waits for a first code) or active.
    pub state: String,
}

/// Shown once, to be taken into the user's device.
#[derive(Clone, Serialize, ToSchema)]
pub struct NewFactorView {
    /// Base32, to be typed where no picture can be taken.
    pub secret: String,
    /// The picture to take, `data:image/svg+xml;…`.
    pub qr: String,
}
