//! Users and sessions.

use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UserView {
    pub id: i64,
    pub name: String,
    pub display_name: String,
    /// administrator, auditor, evaluator, leader, reporter or reviewer.
    pub role: String,
    pub unit: Option<String>,
    pub unit_name: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SessionView {
    /// Null for a guest.
    pub user: Option<UserView>,
    /// Nothing else may be done before.
    pub must_change_password: bool,
    /// Actions of the policy that the asker may do.
    pub can: Vec<String>,
    /// All figures of this store are invented; every page says so.
    pub demo: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UserRow {
    pub id: i64,
    pub name: String,
    pub display_name: String,
    pub role: String,
    pub unit: Option<String>,
    pub unit_name: Option<String>,
    pub active: bool,
    pub must_change_password: bool,
    pub locked_until: Option<String>,
    /// A second factor is in use.
    pub second_factor: bool,
    /// User name of who took over from this one; null where nobody did.
    pub successor: Option<String>,
    pub last_sign_in: Option<String>,
    pub created_at: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PasswordView {
    pub user: UserRow,
    /// One-time; shown here and never again.
    pub password: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HandoverView {
    pub from: UserRow,
    pub to: UserRow,
    /// Submissions that were due and are now the successor's.
    pub submissions: Vec<i64>,
    /// One-time password of a successor who is new; shown here and never again.
    pub password: Option<String>,
}
