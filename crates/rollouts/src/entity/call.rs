use dienstweg_kernel::ids::{ActorId, CallId, OrganisationId, PersonId};
use sea_orm::entity::prelude::*;

/// What was said on the telephone about one or several rollouts.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CallId,
    pub author_id: ActorId,
    /// Who was called.
    pub party_id: Option<OrganisationId>,
    pub person_id: Option<PersonId>,
    pub note: String,
    /// Who reads it in the conversations, in their own word.
    pub audience: String,
    /// The day to ask again; [`crate::types::NO_DAY`] where nobody does.
    pub follow_up: Date,
    pub withdrawn_at: Option<DateTimeUtc>,
    pub version: i64,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
