//! Who reaches which organisations and persons.
use crate::entity::{function, geometry, import, organisation, person, place, succession};
use dienstweg_kernel::ctx::{Actor, Permission};
use dienstweg_kernel::guard::{Guarded, PartOf, Reach, Subject, within};
use dienstweg_kernel::ids::{ImportId, OrganisationId, PersonId};
use sea_orm::Condition;

pub const ORGANISATION_READ: Permission = Permission("organisation:read");
pub const ORGANISATION_WRITE: Permission = Permission("organisation:write");
pub const PERSON_READ: Permission = Permission("person:read");
/// Opens e-mail addresses and telephone numbers.
pub const PERSON_CONTACT: Permission = Permission("person:contact");
pub const PERSON_WRITE: Permission = Permission("person:write");
pub const REGISTER_IMPORT: Permission = Permission("register:import");

/// Every permission of this domain.
pub const PERMISSIONS: &[Permission] =
    &[ORGANISATION_READ, ORGANISATION_WRITE, PERSON_READ, PERSON_CONTACT, PERSON_WRITE, REGISTER_IMPORT];

impl Guarded for organisation::Entity {
    const KIND: &'static str = "organisation";
    const READ: Permission = ORGANISATION_READ;
    type Id = OrganisationId;
    const ID: Self::Column = organisation::Column::Id;
    const VERSION: Option<Self::Column> = Some(organisation::Column::Version);
    const UNAUDITED: &'static [Self::Column] =
        &[organisation::Column::SortKey, organisation::Column::CreatedAt, organisation::Column::UpdatedAt];

    /// The granted organisations with all below them; for parties, the organisation they are.
    fn rows(actor: &Actor, permission: Permission) -> Condition {
        Reach::of(actor, permission)
            .organisation(organisation::Column::Id)
            .party(organisation::Column::Id)
            .rows()
    }

    fn subject(row: &organisation::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}

impl PartOf<organisation::Entity> for place::Entity {
    const ROOTS: &'static [Self::Column] = &[place::Column::OrganisationId];
}

impl PartOf<organisation::Entity> for succession::Entity {
    const ROOTS: &'static [Self::Column] =
        &[succession::Column::PredecessorId, succession::Column::SuccessorId];
}

/// A shape is seen by who sees the organisation.
impl Guarded for geometry::Entity {
    const KIND: &'static str = "geometry";
    const READ: Permission = ORGANISATION_READ;
    type Id = OrganisationId;
    const ID: Self::Column = geometry::Column::OrganisationId;

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        within::<organisation::Entity>(geometry::Column::OrganisationId, actor, permission)
    }

    fn subject(row: &geometry::Model) -> Subject {
        Subject { kind: organisation::Entity::KIND, id: row.organisation_id.0 }
    }
}

impl Guarded for person::Entity {
    const KIND: &'static str = "person";
    const READ: Permission = PERSON_READ;
    type Id = PersonId;
    const ID: Self::Column = person::Column::Id;
    const VERSION: Option<Self::Column> = Some(person::Column::Version);
    const SEALED: &'static [Self::Column] = &[person::Column::Email, person::Column::Phone];
    const UNAUDITED: &'static [Self::Column] = &[
        person::Column::SortKey,
        person::Column::SearchForm,
        person::Column::CreatedAt,
        person::Column::UpdatedAt,
    ];

    /// Those who speak for an organisation in reach.
    fn rows(actor: &Actor, permission: Permission) -> Condition {
        use function::Column as F;
        Reach::of(actor, permission)
            .linked(person::Column::Id, function::Entity, F::PersonId, F::OrganisationId)
            .own(person::Column::UserId)
            .rows()
    }

    fn opens(actor: &Actor) -> Condition {
        Self::rows(actor, PERSON_CONTACT)
    }

    fn subject(row: &person::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}

impl Guarded for function::Entity {
    const KIND: &'static str = "person_function";
    const READ: Permission = PERSON_READ;
    type Id = dienstweg_kernel::ids::FunctionId;
    const ID: Self::Column = function::Column::Id;

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        Reach::of(actor, permission).organisation(function::Column::OrganisationId).rows()
    }

    fn subject(row: &function::Model) -> Subject {
        Subject { kind: person::Entity::KIND, id: row.person_id.0 }
    }
}

impl Guarded for import::Entity {
    const KIND: &'static str = "register_import";
    const READ: Permission = REGISTER_IMPORT;
    type Id = ImportId;
    const ID: Self::Column = import::Column::Id;
    const UNAUDITED: &'static [Self::Column] = &[import::Column::Done, import::Column::Changes];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        Reach::of(actor, permission).rows()
    }

    fn subject(row: &import::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}
