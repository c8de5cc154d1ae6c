//! Tables of the daily figures.

/// How a figure changed from one day to the next.
pub mod change {
    use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, ServiceId, SnapshotId};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "rollout_snapshot")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: SnapshotId,
        pub day: Date,
        /// District, independent city or Bezirk.
        pub region_id: OrganisationId,
        pub programme_id: Option<ProgrammeId>,
        pub service_id: ServiceId,
        pub standing: String,
        pub phase: String,
        pub light: String,
        pub ball_role: String,
        pub rollouts: i64,
        /// Population these rollouts cover.
        pub people: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A day that was taken.
pub mod day {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "snapshot_day")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub day: Date,
        pub taken_at: DateTimeUtc,
        /// Population of the register on that day.
        pub people: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
