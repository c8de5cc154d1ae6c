//! Placing organisations.
use crate::entity::organisation;
use crate::error::ORGANISATION_CYCLE;
use crate::{policy, store};
use dienstweg_kernel::error::Fault;
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::{Error, Result, Tx};
use sea_orm::ColumnTrait;

/// The parent must be there for the caller to write to, and must not be the organisation itself or below it.
pub async fn check_parent(tx: &Tx, id: Option<OrganisationId>, parent: OrganisationId) -> Result<()> {
    let reachable = tx
        .select_with::<organisation::Entity>(policy::ORGANISATION_WRITE)
        .filter(organisation::Column::Id.eq(parent))
        .exists()
        .await?;
    if !reachable {
        return Err(Error::invalid(vec![Fault::unknown_reference("/parent_id")]));
    }
    if let Some(id) = id
        && store::ancestors(tx, parent).await?.iter().any(|(ancestor, _)| *ancestor == id.0)
    {
        return Err(Error::new(ORGANISATION_CYCLE));
    }
    Ok(())
}
