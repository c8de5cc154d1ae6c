use crate::types::{TicketState, TicketType};
use dienstweg_kernel::ids::{ActorId, OrganisationId, TeamId, TicketId, UserId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TicketId,
    /// Such as `INC-2026-000123`.
    #[sea_orm(unique)]
    pub number: String,
    /// The number so that it sorts.
    pub sort_key: String,
    pub ticket_type: TicketType,
    pub title: String,
    /// The responsible body.
    pub organisation_id: OrganisationId,
    pub state: TicketState,
    /// The mother of a daughter.
    pub parent_id: Option<TicketId>,
    pub assignee_id: Option<UserId>,
    pub team_id: Option<TeamId>,
    pub created_by: ActorId,
    /// Under which words it is found besides number and title: body and service with their keys.
    pub search_extra: String,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
