//! The forms that are shipped.
use super::definitions::{hash, insert, publish};
use crate::entity::form;
use crate::policy::TEMPLATE_WRITE;
use crate::types::AttachedTo;
use dienstweg_fields::Form;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::{Error, Result, Tx};
use sea_orm::ColumnTrait;

/// What a body is asked before an EfA service can be connected.
const EFA_CONNECTION: &str = include_str!("efa_connection.json");

/// Brings in the forms that are shipped, published; does nothing where they are there already.
pub async fn forms_seed(tx: &Tx) -> Result<()> {
    let form: Form = serde_json::from_str(EFA_CONNECTION).map_err(Error::internal)?;
    let same_key = form::Column::Key.eq(&form.key);
    let versions = tx.select_with::<form::Entity>(TEMPLATE_WRITE).filter(same_key).all().await?;
    let hash = hash(&form)?;
    if versions.iter().any(|row| row.definition_hash == hash) {
        return Ok(());
    }
    let version = versions.iter().map(|row| row.version).max().unwrap_or_default() + 1;
    let row = insert(tx, &form, AttachedTo::Milestone, version).await?;
    publish(tx, row.id, IfMatch::Any).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::forms::SOURCES;
    use crate::template::{EFA_STANDARD, parse};

    #[test]
    fn the_shipped_form_is_right_and_the_shipped_template_names_it() {
        let form: Form = serde_json::from_str(EFA_CONNECTION).unwrap();
        assert_eq!(form.faults(&SOURCES), []);
        let template = parse(EFA_STANDARD).unwrap();
        assert_eq!(template.milestone("M2.2").unwrap().form.as_deref(), Some(form.key.as_str()));
    }
}
