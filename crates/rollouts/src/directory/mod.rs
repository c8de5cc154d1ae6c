//! Who plays a role in a rollout, by the party directory. Pure.
//!
//! The first that fits counts: body with service, body, the same for what stands above it (the nearest first), service,
//! programme. What was set by hand at the rollout goes before all of it, what the template names by itself comes last.
mod resolve;

pub use resolve::{Entry, Place, Step, resolve, steps};

use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, ServiceId};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// For what an entry holds.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
#[schema(as = PartyScope)]
pub enum Scope {
    /// One service at a body and all below it.
    BodyService,
    /// A body and all below it.
    Body,
    Service,
    Programme,
}

/// What an entry names of its scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Target {
    pub body: Option<OrganisationId>,
    pub service: Option<ServiceId>,
    pub programme: Option<ProgrammeId>,
}

impl Target {
    /// The scope; nothing for what is none: nothing at all, or a programme together with something else.
    pub fn scope(&self) -> Option<Scope> {
        match (self.body, self.service, self.programme) {
            (Some(_), Some(_), None) => Some(Scope::BodyService),
            (Some(_), None, None) => Some(Scope::Body),
            (None, Some(_), None) => Some(Scope::Service),
            (None, None, Some(_)) => Some(Scope::Programme),
            _ => None,
        }
    }

    /// The same text for the same target.
    pub fn key(&self) -> String {
        let part = |name: &str, id: Option<uuid::Uuid>| id.map(|id| format!("{name}:{id}"));
        let parts = [
            part("body", self.body.map(|id| id.0)),
            part("service", self.service.map(|id| id.0)),
            part("programme", self.programme.map(|id| id.0)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests;
