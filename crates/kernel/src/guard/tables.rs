//! The three tables row rules are made of. Their owners keep them in the commit of what they follow from:
//! `customers` the closure, `identity` the grants, each domain the involvement in its own subjects.

/// Every organisation with each of its ancestors and itself (`depth` 0).
use crate::ids::OrganisationId;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Query, SelectStatement};

pub mod scope_closure {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "scope_closure")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub ancestor: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub node: Uuid,
        pub depth: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What an actor may, and where: roles, teams and grants multiplied out.
pub mod actor_grant {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "actor_grant")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub actor: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub permission: String,
        /// One of [`super::ScopeKind`].
        #[sea_orm(primary_key, auto_increment = false)]
        pub scope_kind: String,
        /// The organisation, team or party; nil for everything.
        #[sea_orm(primary_key, auto_increment = false)]
        pub scope_id: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who has to do with a subject: parties, watchers, covered municipalities.
pub mod involvement {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "involvement")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject_kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject_id: Uuid,
        /// `organisation` or `user`.
        #[sea_orm(primary_key, auto_increment = false)]
        pub party_kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub party_id: Uuid,
        /// In which role, such as `it_provider`, `watcher` or `covered`.
        #[sea_orm(primary_key, auto_increment = false)]
        pub role: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The ids of these organisations and of all below them, for use as a sub-select.
pub fn subtree(tops: impl IntoIterator<Item = OrganisationId>) -> SelectStatement {
    Query::select()
        .column(scope_closure::Column::Node)
        .from(scope_closure::Entity)
        .and_where(scope_closure::Column::Ancestor.is_in(tops.into_iter().map(|top| top.0)))
        .take()
}

/// How far a grant reaches.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    utoipa::ToSchema,
    sea_orm::EnumIter,
)]
#[serde(rename_all = "snake_case")]
pub enum ScopeKind {
    /// Every row there is.
    Everything,
    /// An organisation with all below it.
    Organisation,
    /// What belongs to a team.
    Team,
    /// One type of ticket, by the id of the type's queue.
    Queue,
    /// Where this organisation is a party.
    Involved,
}

impl ScopeKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Everything => "everything",
            Self::Organisation => "organisation",
            Self::Team => "team",
            Self::Queue => "queue",
            Self::Involved => "involved",
        }
    }
}

/// The role under which a rollout's covered municipalities are involved in it.
pub const COVERED: &str = "covered";
