//! Who reaches the catalogue: whoever may read of it at all reads all of it, because everyone works with the same
//! services, templates and programmes. Changing what all share takes a right without limits.
use crate::entity::{competence_override, programme, service, template};
use crate::types::OverrideId;
use dienstweg_kernel::ctx::{Actor, Permission};
use dienstweg_kernel::guard::{Guarded, Reach, Subject};
use dienstweg_kernel::ids::{ProgrammeId, ServiceId, TemplateId};
use sea_orm::Condition;
use sea_orm::sea_query::Expr;

pub const SERVICE_READ: Permission = Permission("service:read");
/// Services and overrides of competence; limited to a region, only the overrides of its bodies.
pub const SERVICE_WRITE: Permission = Permission("service:write");
pub const TEMPLATE_READ: Permission = Permission("template:read");
pub const TEMPLATE_WRITE: Permission = Permission("template:write");
pub const PROGRAMME_READ: Permission = Permission("programme:read");
/// Limited to a region, only programmes that address bodies of it.
pub const PROGRAMME_WRITE: Permission = Permission("programme:write");

/// To read, any grant will do.
pub(super) fn shared<E: Guarded>(actor: &Actor, permission: Permission) -> Reach {
    let reach = Reach::of(actor, permission);
    if permission == E::READ { reach.also(Condition::all().add(Expr::cust("1 = 1"))) } else { reach }
}

impl Guarded for service::Entity {
    const KIND: &'static str = "service";
    const READ: Permission = SERVICE_READ;
    type Id = ServiceId;
    const ID: Self::Column = service::Column::Id;
    const VERSION: Option<Self::Column> = Some(service::Column::Version);
    const UNAUDITED: &'static [Self::Column] =
        &[service::Column::SortKey, service::Column::CreatedAt, service::Column::UpdatedAt];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        shared::<Self>(actor, permission).rows()
    }

    fn subject(row: &service::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}

impl Guarded for competence_override::Entity {
    const KIND: &'static str = "competence_override";
    const READ: Permission = SERVICE_READ;
    type Id = OverrideId;
    const ID: Self::Column = competence_override::Column::Id;
    const UNAUDITED: &'static [Self::Column] = &[competence_override::Column::CreatedAt];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        shared::<Self>(actor, permission).organisation(competence_override::Column::OrganisationId).rows()
    }

    fn subject(row: &competence_override::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}

impl Guarded for template::Entity {
    const KIND: &'static str = "template";
    const READ: Permission = TEMPLATE_READ;
    type Id = TemplateId;
    const ID: Self::Column = template::Column::Id;
    const UNAUDITED: &'static [Self::Column] = &[
        template::Column::SortKey,
        // Told by its hash; stays with the row for good.
        template::Column::Definition,
        template::Column::CreatedAt,
        template::Column::UpdatedAt,
    ];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        shared::<Self>(actor, permission).rows()
    }

    fn subject(row: &template::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}

impl Guarded for programme::Entity {
    const KIND: &'static str = "programme";
    const READ: Permission = PROGRAMME_READ;
    type Id = ProgrammeId;
    const ID: Self::Column = programme::Column::Id;
    const VERSION: Option<Self::Column> = Some(programme::Column::Version);
    const UNAUDITED: &'static [Self::Column] =
        &[programme::Column::SortKey, programme::Column::CreatedAt, programme::Column::UpdatedAt];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        shared::<Self>(actor, permission).organisation(programme::Column::RegionId).rows()
    }

    fn subject(row: &programme::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}
