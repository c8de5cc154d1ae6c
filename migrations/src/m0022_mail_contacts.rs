//! Mail to those who have no account, and which reminder a mail belongs to, so that it can be withdrawn.
use crate::columns::{index, opt, text, uuid};
use crate::retention::Table;
use sea_orm_migration::prelude::{Table as Alter, *};

pub const TABLES: &[Table] = &[];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // With whose rights it is written where the recipient has no account.
        for column in [opt(uuid("on_behalf_id")), opt(uuid("reminder_id"))] {
            manager.alter_table(Alter::alter().table("mail").add_column(column).take()).await?;
        }
        // Who reads what is noted of it.
        let audience = text("audience").default("team").take();
        manager.alter_table(Alter::alter().table("reminder").add_column(audience).take()).await?;
        manager.create_index(index("mail", "mail_reminder", &["reminder_id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("mail_reminder").table("mail").to_owned()).await?;
        for column in ["on_behalf_id", "reminder_id"] {
            manager.alter_table(Alter::alter().table("mail").drop_column(column).take()).await?;
        }
        manager.alter_table(Alter::alter().table("reminder").drop_column("audience").take()).await
    }
}
