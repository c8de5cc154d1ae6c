//! Rows of jobs and of what each has to do.
pub mod job {
    use crate::jobs::types::JobState;
    use dienstweg_kernel::ids::{ActorId, JobId};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "job")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: JobId,
        /// Who carries it out, such as `rollout_bulk`.
        pub kind: String,
        /// On whose behalf, with the rights of the moment.
        pub owner: ActorId,
        pub state: JobState,
        /// What is done to each item, in the words of its kind.
        pub params: Json,
        /// Items in all.
        pub total: i32,
        /// Items the present state has been through, whatever became of them.
        pub passed: i32,
        pub done: i32,
        pub refused: i32,
        /// Whether what it did can be taken back.
        pub reversible: bool,
        pub created_at: DateTimeUtc,
        pub started_at: Option<DateTimeUtc>,
        pub finished_at: Option<DateTimeUtc>,
        pub version: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod item {
    use crate::jobs::types::ItemState;
    use dienstweg_kernel::ids::{JobId, JobItemId};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "job_item")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: JobItemId,
        pub job_id: JobId,
        /// Counts from 0.
        pub position: i32,
        /// What it is about; nothing where the key names nothing.
        pub subject_id: Option<Uuid>,
        /// As it was named, where it was named by a key.
        pub key: Option<String>,
        /// What else is known of it, in the words of the kind.
        pub data: Option<Json>,
        pub state: ItemState,
        /// Why not: a [`crate::jobs::Refusal`].
        pub refusal: Option<Json>,
        /// What changes or changed, in the words of the kind.
        pub effect: Option<Json>,
        /// What takes it back.
        pub undo: Option<Json>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
