//! What was said on the telephone about rollouts, and when to ask again; whether what a job did can be taken back.
use crate::columns::{
    big, create, date, drop, flag, id, index, key, opt, references, table, text, time, uuid,
};
use crate::retention::{Keep, Table, table as note};
use sea_orm_migration::prelude::{Table as Alter, *};

pub const TABLES: &[Table] =
    &[note("call", Keep::WithCase, &["note"]), note("call_rollout", Keep::WithCase, &[])];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let indexes = vec![
            index("call", "call_follow_up", &["follow_up", "id"]),
            index("call", "call_author", &["author_id"]),
            index("call", "call_withdrawn", &["withdrawn_at"]),
            index("call_rollout", "call_rollout_rollout", &["rollout_id"]),
        ];
        create(manager, vec![call(), call_rollout()], indexes).await?;
        let reversible = flag("reversible").default(true).take();
        manager.alter_table(Alter::alter().table("job").add_column(reversible).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Alter::alter().table("job").drop_column("reversible").take()).await?;
        drop(manager, TABLES).await
    }
}

fn call() -> TableCreateStatement {
    let columns = [
        id(),
        uuid("author_id"),
        opt(uuid("party_id")),
        opt(uuid("person_id")),
        text("note"),
        // Who reads it in the conversations.
        text("audience"),
        // Far away where nobody asks again.
        date("follow_up"),
        opt(time("withdrawn_at")),
        big("version"),
        time("created_at"),
    ];
    table("call", columns)
}

/// A rollout a call was about; asked about again until something closes it: a later call, or the call itself where it is
/// done with or taken back.
fn call_rollout() -> TableCreateStatement {
    let columns = [uuid("call_id"), uuid("rollout_id"), opt(uuid("article_id")), opt(uuid("closed_by"))];
    table("call_rollout", columns)
        .primary_key(&mut key(&["call_id", "rollout_id"]))
        .foreign_key(&mut references("call_id", "call", ForeignKeyAction::Cascade))
        .foreign_key(&mut references("rollout_id", "rollout", ForeignKeyAction::Cascade))
        .take()
}
