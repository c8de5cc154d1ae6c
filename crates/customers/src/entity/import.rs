use dienstweg_kernel::ids::ImportId;
use sea_orm::entity::prelude::*;

/// One run of the register import: what was read, what would change, how far it is.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "register_import")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportId,
    pub file_name: String,
    pub file_key: String,
    /// Gebietsstand of the file.
    pub state_date: Date,
    /// `previewed`, `running`, `applied` or `failed`.
    pub status: String,
    pub done: i32,
    pub total: i32,
    pub records: Json,
    pub difference: Json,
    pub changes: Json,
    pub actor: Uuid,
    pub created_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
