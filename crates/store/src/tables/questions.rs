//! Questions on cells and the marks of returned cells, with what was done about them; nothing of it is ever changed.

use heng_base::problem::{Problem, kinds};
use heng_collection::form::CellId;
use heng_collection::question::{Deed, Kind, State, state};
use heng_collection::submission::Role;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set,
};
use serde_json::json;

use super::{absent, bounded, entries, said, stored};
use crate::audit::Event;
use crate::engine::{Actor, Store, Write};
use crate::entities::{question, question_event};
use crate::error::Result;

pub type Question = question::Model;
pub type QuestionEvent = question_event::Model;

/// A question with what was done about it, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    pub question: Question,
    pub events: Vec<QuestionEvent>,
}

/// A cell and what is asked of it, or why it is returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub cell: CellId,
    pub text: String,
}

impl Thread {
    pub fn kind(&self) -> Result<Kind> {
        let kind = &self.question.kind;
        stored(kind, Kind::parse(kind).ok_or(()))
    }

    pub fn asked_role(&self) -> Result<Role> {
        let role = &self.question.asked_role;
        stored(role, Role::parse(role).ok_or(()))
    }

    /// Where it stands, by the version that its cell now has.
    pub fn state(&self, rows: &[entries::Row]) -> Result<State> {
        let now = rows.iter().find(|row| row.cell == self.question.cell).map_or(0, |row| row.version);
        let deeds: Vec<Deed> = self.events.iter().filter_map(|event| Deed::parse(&event.deed)).collect();
        Ok(state(self.kind()?, now != self.question.cell_version, &deeds))
    }
}

/// All that was asked of a submission, oldest first.
pub async fn list(store: &Store, submission: i64) -> Result<Vec<Thread>> {
    of(store.reader(), &[submission]).await
}

/// All that was asked of several, oldest first.
pub async fn of_all(store: &Store, submissions: &[i64]) -> Result<Vec<Thread>> {
    of(store.reader(), submissions).await
}

pub(super) async fn of(on: &impl ConnectionTrait, submissions: &[i64]) -> Result<Vec<Thread>> {
    let asked = question::Entity::find()
        .filter(question::Column::SubmissionId.is_in(submissions.iter().copied()))
        .order_by_asc(question::Column::Id);
    let asked = asked.all(on).await?;
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let done = question_event::Entity::find()
        .filter(question_event::Column::QuestionId.is_in(asked.iter().map(|question| question.id)))
        .order_by_asc(question_event::Column::Id);
    let done = done.all(on).await?;
    let thread = |question: Question| {
        let events = done.iter().filter(|event| event.question_id == question.id).cloned().collect();
        Thread { question, events }
    };
    Ok(asked.into_iter().map(thread).collect())
}

pub async fn get(store: &Store, id: i64) -> Result<Option<Question>> {
    Ok(question::Entity::find_by_id(id).one(store.reader()).await?)
}

/// Asks something of a cell. That the cell is of the form is the caller's to see to.
pub async fn ask(
    store: &Store,
    who: &Actor,
    now: &str,
    submission: i64,
    role: Role,
    cell: &CellId,
    text: &str,
) -> Result<Question> {
    let text = said(text)?;
    let write = store.begin(who, now).await?;
    let rows = entries::of(write.on(), submission).await?;
    let mark = Mark { cell: cell.clone(), text };
    let asked = put(&write, submission, Kind::Question, role, &mark, &rows).await?;
    let details = json!({"question": asked.id, "cell": asked.cell, "text": asked.text});
    write.commit(Event::new("question.ask", submission, details)).await?;
    Ok(asked)
}

/// Marks the cells for which a form is returned.
pub(super) async fn mark(
    write: &Write,
    submission: i64,
    role: Role,
    marks: &[Mark],
    rows: &[entries::Row],
) -> Result<()> {
    for mark in marks {
        bounded(&mark.text)?;
        put(write, submission, Kind::Return, role, mark, rows).await?;
    }
    Ok(())
}

async fn put(
    write: &Write,
    submission: i64,
    kind: Kind,
    role: Role,
    mark: &Mark,
    rows: &[entries::Row],
) -> Result<Question> {
    let cell = mark.cell.to_string();
    let row = question::ActiveModel {
        id: NotSet,
        submission_id: Set(submission),
        kind: Set(kind.code().to_owned()),
        text: Set(mark.text.clone()),
        cell_version: Set(rows.iter().find(|row| row.cell == cell).map_or(0, |row| row.version)),
        cell: Set(cell),
        asked_by: Set(write.who.clone()),
        asked_role: Set(role.code().to_owned()),
        asked_at: Set(write.now.clone()),
    };
    Ok(row.insert(write.on()).await?)
}

/// Answers a question that is not settled.
pub async fn answer(store: &Store, who: &Actor, now: &str, id: i64, text: &str) -> Result<Question> {
    done(store, who, now, id, Deed::Answer, Some(said(text)?)).await
}

/// Settles a question; it needs no further answer.
pub async fn settle(store: &Store, who: &Actor, now: &str, id: i64) -> Result<Question> {
    done(store, who, now, id, Deed::Settle, None).await
}

async fn done(store: &Store, who: &Actor, now: &str, id: i64, deed: Deed, text: Option<String>) -> Result<Question> {
    let write = store.begin(who, now).await?;
    let found = question::Entity::find_by_id(id).one(write.on()).await?;
    let question = found.ok_or_else(|| absent("提问", "question", id))?;
    let settled = question_event::Entity::find()
        .filter(question_event::Column::QuestionId.eq(id))
        .filter(question_event::Column::Deed.eq(Deed::Settle.code()));
    if settled.one(write.on()).await?.is_some() {
        return Err(Problem::new(&kinds::QUESTION_SETTLED).cell(&question.cell).into());
    }
    event(&write, id, deed, text.clone()).await?;
    let action = if deed == Deed::Answer { "question.answer" } else { "question.settle" };
    let details = json!({"question": id, "cell": question.cell, "text": text});
    write.commit(Event::new(action, question.submission_id, details)).await?;
    Ok(question)
}

/// Notes a deed within a write.
pub(super) async fn event(write: &Write, question: i64, deed: Deed, text: Option<String>) -> Result<()> {
    let row = question_event::ActiveModel {
        id: NotSet,
        question_id: Set(question),
        deed: Set(deed.code().to_owned()),
        text: Set(text),
        actor: Set(write.who.clone()),
        at: Set(write.now.clone()),
    };
    row.insert(write.on()).await?;
    Ok(())
}
