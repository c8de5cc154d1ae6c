//! The three tables row rules are made of. Their owners keep them in the commit of what they follow from:
//! `customers` the closure, `identity` the grants, each domain the involvement in its own subjects.

/// Every organisation with each of its ancestors and itself (`depth` 0).
use crate::ids::{ActorId, OrganisationId};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, Condition};

/// Up to here the subjects of an actor are gathered; beyond, walking a list in its order fills a page sooner (ADR 0009).
const NARROW: u64 = 1_000;

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

/// Whether `actor` is [`Breadth::Narrow`], as one value to select: it has no grants but on organisations and as a party,
/// and these are involved in at most [`NARROW`] subjects.
pub fn is_narrow(actor: ActorId) -> Expr {
    use actor_grant::Column as G;
    let of_actor = Condition::all().add(G::Actor.eq(actor.0));
    let of_kinds = |kinds: &[ScopeKind]| {
        of_actor.clone().add(G::ScopeKind.is_in(kinds.iter().map(|kind| kind.as_str())))
    };
    let column = |column: G| Expr::col(column.as_column_ref());
    let nodes = Query::select()
        .column(scope_closure::Column::Node.as_column_ref())
        .from(actor_grant::Entity)
        .inner_join(
            scope_closure::Entity,
            Expr::col(scope_closure::Column::Ancestor.as_column_ref()).equals(G::ScopeId.as_column_ref()),
        )
        .cond_where(of_kinds(&[ScopeKind::Organisation]))
        .take();
    let parties = Query::select()
        .expr(column(G::ScopeId))
        .from(actor_grant::Entity)
        .cond_where(of_kinds(&[ScopeKind::Involved]))
        .union(UnionType::All, nodes)
        .take();
    let some = Query::select()
        .expr_as(Expr::val(1), "one")
        .from(involvement::Entity)
        .and_where(involvement::Column::PartyId.in_subquery(parties))
        .limit(NARROW + 1)
        .take();
    let count = Query::select().expr(Func::count(Expr::val(1))).from_subquery(some, "some").take();
    let teams = Query::select()
        .expr(Expr::val(1))
        .from(actor_grant::Entity)
        .cond_where(of_kinds(&[ScopeKind::Team, ScopeKind::Queue]))
        .take();
    let few = Expr::SubQuery(None, Box::new(count.into())).lte(i64::try_from(NARROW).unwrap_or(i64::MAX));
    few.and(Expr::exists(teams).not())
}
