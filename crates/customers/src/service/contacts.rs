//! Whom one reaches at organisations.
use super::persons::full_name;
use crate::entity::{function, person};
use crate::types::FunctionKind;
use dienstweg_kernel::guard::Shown;
use dienstweg_kernel::ids::{OrganisationId, PersonId};
use dienstweg_kernel::{Reader, Result};
use sea_orm::{ColumnTrait, Condition};
use std::collections::HashMap;

/// Somebody who speaks for an organisation.
#[derive(Clone, Debug)]
pub struct Contact {
    pub organisation: OrganisationId,
    pub person: PersonId,
    pub name: String,
    pub function: FunctionKind,
    /// Hidden from who may not read contact data.
    pub phone: Shown,
    /// As the telephone number.
    pub email: Shown,
}

/// Who is asked first.
const fn rank(function: FunctionKind) -> u8 {
    match function {
        FunctionKind::DigitalOfficer => 0,
        FunctionKind::TechnicalContact => 1,
        FunctionKind::SubjectContact => 2,
        FunctionKind::ContractContact => 3,
        FunctionKind::Employee => 4,
        FunctionKind::Head => 5,
        FunctionKind::Other => 6,
    }
}

/// Those the caller sees who speak for these organisations now, those first who are asked first. Two statements.
pub async fn contacts(reader: &Reader, organisations: Vec<OrganisationId>) -> Result<Vec<Contact>> {
    use function::Column as F;
    if organisations.is_empty() {
        return Ok(Vec::new());
    }
    let today = reader.ctx().today();
    let functions = reader
        .select::<function::Entity>()
        .filter(F::OrganisationId.is_in(organisations))
        .filter(Condition::any().add(F::ValidTo.is_null()).add(F::ValidTo.gt(today)))
        .all()
        .await?;
    let ids: Vec<PersonId> = functions.iter().map(|function| function.person_id).collect();
    let rows = reader.select::<person::Entity>().filter(person::Column::Id.is_in(ids)).all().await?;
    let persons: HashMap<PersonId, _> = rows.iter().map(|row| (row.id, row)).collect();
    let contact = |function: &function::Model| {
        let row = persons.get(&function.person_id)?;
        Some(Contact {
            organisation: function.organisation_id,
            person: row.id,
            name: full_name(row.title.as_deref(), row.given_name.as_deref(), &row.family_name),
            function: function.function,
            phone: row.open(|row| row.phone.as_ref()),
            email: row.open(|row| row.email.as_ref()),
        })
    };
    let mut contacts: Vec<Contact> = functions.iter().filter_map(|row| contact(row)).collect();
    contacts.sort_by(|one, other| {
        (rank(one.function), &one.name, one.person).cmp(&(rank(other.function), &other.name, other.person))
    });
    Ok(contacts)
}
