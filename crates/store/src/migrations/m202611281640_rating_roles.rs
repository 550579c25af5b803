//! In which role an objective was rated: a report names the role, not the person. Ratings given before say none.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, "ALTER TABLE ratings ADD COLUMN role TEXT").await
    }
}
