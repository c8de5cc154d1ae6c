//! What changes in the rows of a rollout that follows another version of its template.
use crate::entity::{milestone, party, questionnaire, template};
use crate::service::steer::update;
use crate::template::Template;
use crate::types::TemplateStatus;
use dienstweg_kernel::ids::{MilestoneId, TemplateId};
use dienstweg_kernel::{Reader, Result, Tx};
use sea_orm::sea_query::Query;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QueryTrait,
};
use std::collections::HashSet;
use std::sync::Arc;

/// The newest published version of a template after this one; the one that is named, where one is.
pub async fn newer(
    reader: &Reader,
    than: &Template,
    wanted: Option<TemplateId>,
) -> Result<Option<TemplateId>> {
    use template::Column as T;
    let mut select = template::Entity::find()
        .filter(T::Key.eq(&than.key))
        .filter(T::Status.eq(TemplateStatus::Published))
        .filter(T::Version.gt(than.version))
        .order_by_desc(T::Version);
    if let Some(wanted) = wanted {
        select = select.filter(T::Id.eq(wanted));
    }
    let versions = reader.unscoped("versions of the template a rollout the caller steers follows");
    Ok(versions.one(select).await?.map(|row| row.id))
}

/// Earlier versions of a template, the newest first: what a rollout keeps of them has its name there.
pub async fn earlier(reader: &Reader, than: &Template) -> Result<Vec<Arc<Template>>> {
    use template::Column as T;
    let select = template::Entity::find()
        .filter(T::Key.eq(&than.key))
        .filter(T::Version.lt(than.version))
        .order_by_desc(T::Version);
    let rows =
        reader.unscoped("the template a rollout followed, for whoever sees the rollout").all(select).await?;
    let parsed = rows.into_iter().filter_map(|row| serde_json::from_value(row.definition).ok());
    Ok(parsed.map(Arc::new).collect())
}

/// Stores a course that was laid anew. What was answered to a milestone that goes stays with the rollout.
pub async fn milestones_store(
    tx: &Tx,
    before: &[milestone::Model],
    after: &[milestone::Model],
) -> Result<()> {
    let write = tx.unscoped_write("parts of a rollout the caller steers");
    let stays: HashSet<MilestoneId> = after.iter().map(|row| row.id).collect();
    let gone: Vec<MilestoneId> = before.iter().map(|row| row.id).filter(|id| !stays.contains(id)).collect();
    if !gone.is_empty() {
        let answered = Query::update()
            .table(questionnaire::Entity)
            .value(questionnaire::Column::MilestoneId, Option::<MilestoneId>::None)
            .and_where(questionnaire::Column::MilestoneId.is_in(gone.clone()))
            .take();
        write.run(&answered).await?;
        let delete = milestone::Entity::delete_many().filter(milestone::Column::Id.is_in(gone));
        write.run(&delete.into_query()).await?;
    }
    let mut new = Vec::new();
    for row in after {
        match before.iter().find(|old| old.id == row.id) {
            Some(old) if old == row => {}
            Some(_) => drop(write.run(&update::<milestone::Entity>(row.clone())?).await?),
            None => new.push(row.clone().into_active_model().reset_all()),
        }
    }
    write.insert_many::<milestone::ActiveModel>(new).await
}

/// Roles that the course no longer has.
pub async fn parties_remove(tx: &Tx, before: &[party::Model], after: &[party::Model]) -> Result<()> {
    let gone = before.iter().filter(|old| !after.iter().any(|new| new.id == old.id));
    let gone: Vec<uuid::Uuid> = gone.map(|row| row.id).collect();
    if !gone.is_empty() {
        let delete = party::Entity::delete_many().filter(party::Column::Id.is_in(gone)).into_query();
        tx.unscoped_write("parts of a rollout the caller steers").run(&delete).await?;
    }
    Ok(())
}
