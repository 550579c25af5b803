//! Saving with an id of the client's, so that a save that is sent again happens once; and what others have saved meanwhile.
//!
//! Pages ask for news every few seconds rather than hold a connection open: it goes through any proxy, needs no server
//! that knows of the others on one database, and an answer that says “nothing new” costs two small reads.

use heng_base::problem::{Problem, kinds};
use heng_store::files::sha256;
use heng_store::tables::courses::Phase;
use heng_store::tables::entries::{self, Edit};
use heng_store::tables::rounds;
use heng_store::tables::saves::{self, Asked, Receipt};
use heng_store::tables::submissions::{self, Submission};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::submissions::{CellEdit, Held, role, saved};
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::policy::{Principal, Resource};
use crate::views::{CellVersionView, NewsView, ReceiptView};

/// Cells to write, all or none.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Saving {
    /// A UUID made by the client for this save alone. Sent again under the same id, the save changes nothing.
    pub save_id: Option<String>,
    /// Name of the user who typed it. Refused where somebody else is signed in by now: a browser sends what waited in it
    /// with the cookie of whoever uses it then.
    pub user: Option<String>,
    pub entries: Vec<CellEdit>,
}

impl From<Vec<CellEdit>> for Saving {
    fn from(entries: Vec<CellEdit>) -> Self {
        Self { save_id: None, user: None, entries }
    }
}

/// The save by its id, where it has one.
pub(super) fn asked(who: &Principal, submission: i64, saving: &Saving) -> Result<Option<Asked>> {
    if let Some(user) = saving.user.as_ref().filter(|user| **user != who.actor().0) {
        return Err(Problem::new(&kinds::SAVE_USER).with("user", user).with("now", who.actor().0).field("user").into());
    }
    let Some(save_id) = &saving.save_id else { return Ok(None) };
    if !is_uuid(save_id) {
        let expected = "UUID (0b6f5c3e-7d1a-4c8e-9b52-3f6a1d2e4c70)";
        return Err(Problem::input(save_id, expected).field("save_id").into());
    }
    let digest = sha256(json!([who.actor().0, submission, saving.entries]).to_string().as_bytes());
    Ok(Some(Asked { save_id: save_id.to_ascii_lowercase(), submission, digest }))
}

fn is_uuid(text: &str) -> bool {
    let shape = "00000000-0000-0000-0000-000000000000";
    let fits = |(c, s): (u8, u8)| if s == b'-' { c == b'-' } else { c.is_ascii_hexdigit() };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

/// The first receipt of a save that was made before.
pub(super) async fn made_before(app: &App, who: &Principal, asked: Option<&Asked>) -> Result<Option<ReceiptView>> {
    let Some(asked) = asked else { return Ok(None) };
    Ok(saves::receipt(app.store(), &who.actor(), asked).await?.map(view))
}

/// Writes the cells, once where the save has an id.
pub(super) async fn write(
    app: &App,
    who: &Principal,
    submission: i64,
    asked: Option<&Asked>,
    edits: &[Edit],
) -> Result<(Vec<entries::Row>, Option<ReceiptView>)> {
    let (store, actor, now) = (app.store(), who.actor(), app.now());
    match asked {
        Some(asked) => {
            let (rows, receipt) = saves::save(store, &actor, &now, role(who)?, asked, edits).await?;
            Ok((rows, Some(view(receipt))))
        }
        None => Ok((entries::save(store, &actor, &now, submission, role(who)?, edits).await?, None)),
    }
}

fn view(receipt: Receipt) -> ReceiptView {
    let cells = receipt.cells.into_iter().map(|(cell, version)| CellVersionView { cell, version });
    ReceiptView { save_id: receipt.save_id, at: receipt.at, cells: cells.collect() }
}

/// Names a state of a form: it is another one after every save that changes a cell, every step of the form, and when its
/// round is paused, goes on or ends. `versions` is how many its cells have had together.
pub(super) fn mark(submission: &Submission, versions: i64, phase: Phase) -> String {
    format!("{}.{versions}.{}.{}", submission.version, submission.updated_at, phase.code())
}

/// What stands in a form, where it is not what the asker knows by its mark.
pub async fn news(app: &App, who: &Principal, id: i64, known: Option<&str>) -> Result<NewsView> {
    let Some(head) = submissions::get(app.store(), id).await? else {
        app.require(who, "submission.read", Resource::Submission { unit: "" })?;
        return Err(Failure::absent("报送", "submission", id));
    };
    app.require(who, "submission.read", Resource::Submission { unit: &head.unit })?;
    let versions = i64::try_from(entries::versions(app.store(), id).await?).unwrap_or(i64::MAX);
    let round = rounds::get(app.store(), head.round_id).await?;
    let round = round.ok_or_else(|| Failure::absent("填报批次", "round", head.round_id))?;
    let mark = mark(&head, versions, round.phase(&app.now()));
    if known == Some(mark.as_str()) {
        return Ok(NewsView { mark, now: None });
    }
    let held = Held::load(app, who, id, "submission.read").await?;
    let now = saved(app, who, &held, &entries::list(app.store(), id).await?).await?;
    Ok(NewsView { mark: now.mark.clone(), now: Some(now) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_uuid() {
        assert!(is_uuid("0b6f5c3e-7d1a-4c8e-9b52-3f6a1d2e4c70"));
        assert!(is_uuid("0B6F5C3E-7D1A-4C8E-9B52-3F6A1D2E4C70"));
        for text in ["", "1", "0b6f5c3e7d1a4c8e9b523f6a1d2e4c70", "0b6f5c3e-7d1a-4c8e-9b52-3f6a1d2e4c7g"] {
            assert!(!is_uuid(text), "{text}");
        }
    }
}
