//! Views of the database that people keep 保存的查询, for themselves or for all who may read the plan's figures.

use heng_base::problem::Problem;
use heng_store::tables::saved_views::{self, NewView, SavedView};
use serde::Deserialize;
use utoipa::ToSchema;

use super::names::Names;
use crate::app::App;
use crate::failure::Result;
use crate::policy::{Principal, Resource};
use crate::views::SavedViewView;

/// Longest title and longest address, in characters, and most views that somebody keeps of a plan.
const TITLE: usize = 60;
const QUERY: usize = 4000;
const MOST: u64 = 100;

#[derive(Debug, Deserialize, ToSchema)]
pub struct KeepingView {
    pub title: String,
    /// What is asked and how it is shown, as it stands in the page's address.
    pub query: String,
    /// Whether others see it too.
    pub shared: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct RenamingView {
    pub title: String,
}

/// The asker's own and what others share; a guest has none.
pub async fn list(app: &App, who: &Principal, plan: &str) -> Result<Vec<SavedViewView>> {
    let figures = app.plan(who, plan).await?;
    app.require(who, "figures.read", figures.resource())?;
    let Some(person) = who.person() else { return Ok(Vec::new()) };
    let held = saved_views::list(app.store(), plan, &person.name).await?;
    let names = Names::load(app, who).await?;
    held.into_iter().map(|one| view(app, who, one, &names)).collect()
}

/// Keeps a view; one of the same title is replaced.
pub async fn save(app: &App, who: &Principal, plan: &str, saving: KeepingView) -> Result<SavedViewView> {
    let figures = app.plan(who, plan).await?;
    app.require(who, "view.save", figures.resource())?;
    let title = saving.title.trim().to_owned();
    let mut faults: Vec<Problem> = title_fault(&title).into_iter().collect();
    if saving.query.chars().count() > QUERY {
        let (zh, en) = (format!("最多 {QUERY} 个字符"), format!("at most {QUERY} characters"));
        faults.push(Problem::expected(saving.query.chars().count(), zh, en).field("query"));
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let new = NewView { plan: plan.to_owned(), title, query: saving.query, shared: saving.shared };
    let saved = saved_views::save(app.store(), &who.actor(), &app.now(), new, MOST).await?;
    view(app, who, saved, &Names::load(app, who).await?)
}

fn title_fault(title: &str) -> Option<Problem> {
    let (zh, en) = (format!("1 到 {TITLE} 个字的名称"), format!("a name of 1 to {TITLE} characters"));
    let fits = !title.is_empty() && title.chars().count() <= TITLE;
    (!fits).then(|| Problem::expected(title, zh, en).field("title"))
}

/// Gives one's own another title.
pub async fn rename(app: &App, who: &Principal, id: i64, asked: RenamingView) -> Result<SavedViewView> {
    let held = saved_views::get(app.store(), id).await?;
    // As of a deletion.
    let what = held.as_ref().map_or(Resource::SavedView { owner: "", shared: true }, resource);
    app.require(who, "view.rename", what)?;
    let title = asked.title.trim().to_owned();
    if let Some(fault) = title_fault(&title) {
        return Err(fault.into());
    }
    let renamed = saved_views::rename(app.store(), &who.actor(), &app.now(), id, title).await?;
    view(app, who, renamed, &Names::load(app, who).await?)
}

/// Takes away one's own; the administrator also what others share.
pub async fn delete(app: &App, who: &Principal, id: i64) -> Result<()> {
    let held = saved_views::get(app.store(), id).await?;
    // Of a view that is not there nobody learns more than of one that is another's.
    let what = held.as_ref().map_or(Resource::SavedView { owner: "", shared: true }, resource);
    app.require(who, "view.delete", what)?;
    saved_views::delete(app.store(), &who.actor(), &app.now(), id).await.map_err(Into::into)
}

fn resource(view: &SavedView) -> Resource<'_> {
    Resource::SavedView { owner: &view.owner, shared: view.shared }
}

fn view(app: &App, who: &Principal, held: SavedView, names: &Names) -> Result<SavedViewView> {
    let deletable = app.policy().permits(who, "view.delete", resource(&held))?;
    Ok(SavedViewView {
        id: held.id,
        own: who.person().is_some_and(|person| person.name == held.owner),
        owner: names.of(&held.owner),
        title: held.title,
        query: held.query,
        shared: held.shared,
        saved_at: held.saved_at,
        deletable,
    })
}
