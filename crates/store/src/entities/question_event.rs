//! Table `question_events`.

use sea_orm::entity::prelude::*;

/// What was done about a question.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question_events")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub question_id: i64,
    /// `answer` or `settle`.
    pub deed: String,
    /// Of an answer.
    pub text: Option<String>,
    pub actor: String,
    pub at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
