//! Which municipalities a rollout covers, and since when.
use super::involvement::covered;
use super::steer::grouped;
use crate::entity::cover;
use crate::policy::steer::INVOLVED_IN;
use chrono::NaiveDate;
use dienstweg_kernel::guard::tables::{COVERED, involvement};
use dienstweg_kernel::ids::{OrganisationId, RolloutId};
use dienstweg_kernel::{Reader, Result, Tx};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
    QueryTrait,
};
use std::collections::HashMap;

/// Coverage of rollouts the caller sees, in one statement.
pub async fn covers_of(
    reader: &Reader,
    ids: Vec<RolloutId>,
) -> Result<HashMap<RolloutId, Vec<cover::Model>>> {
    let select = cover::Entity::find().filter(cover::Column::RolloutId.is_in(ids));
    let rows = reader.unscoped("coverage of a rollout the caller sees").all(select).await?;
    Ok(grouped(rows, |row| row.rollout_id))
}

/// Stores what differs between two states of the coverage of one rollout.
pub async fn covers_store(tx: &Tx, before: &[cover::Model], after: &[cover::Model]) -> Result<()> {
    use cover::Column as V;
    let write = tx.unscoped_write("parts of a rollout the caller steers");
    let key = |row: &cover::Model| (row.organisation_id, row.valid_from);
    for old in before {
        let stays = after.iter().find(|new| key(new) == key(old));
        let this = Condition::all()
            .add(V::RolloutId.eq(old.rollout_id))
            .add(V::OrganisationId.eq(old.organisation_id))
            .add(V::ValidFrom.eq(old.valid_from));
        match stays {
            None => write.run(&cover::Entity::delete_many().filter(this).into_query()).await?,
            Some(new) if new.valid_to != old.valid_to => {
                let end = Query::update()
                    .table(cover::Entity)
                    .value(V::ValidTo, new.valid_to)
                    .cond_where(this)
                    .take();
                write.run(&end).await?
            }
            Some(_) => 0,
        };
    }
    let new = after.iter().filter(|new| !before.iter().any(|old| key(old) == key(new)));
    write.insert_many(new.map(|row| row.clone().into_active_model().reset_all()).collect()).await
}

/// Makes the table of involvement say who is no longer covered, and who is now.
pub async fn covered_follow(
    tx: &Tx,
    id: RolloutId,
    gone: &[OrganisationId],
    new: &[OrganisationId],
) -> Result<()> {
    use involvement::Column as I;
    let write = tx.unscoped_write("involvement follows the coverage of a rollout");
    if !gone.is_empty() {
        let delete = involvement::Entity::delete_many()
            .filter(I::SubjectId.eq(id.0))
            .filter(I::SubjectKind.eq(INVOLVED_IN))
            .filter(I::PartyId.is_in(gone.iter().map(|id| id.0)))
            .filter(I::Role.eq(COVERED))
            .into_query();
        write.run(&delete).await?;
    }
    write.insert_many(new.iter().map(|municipality| covered(id, *municipality)).collect()).await
}

#[derive(FromQueryResult)]
struct Over {
    rollout_id: RolloutId,
    organisation_id: OrganisationId,
}

/// Municipalities that are still involved in rollouts whose coverage of them is over on this day.
pub async fn covers_over(reader: &Reader, day: NaiveDate) -> Result<Vec<(RolloutId, OrganisationId)>> {
    use cover::Column as V;
    use involvement::Column as I;
    let other = Alias::new("other");
    let lasting = Query::select()
        .expr(Expr::val(1))
        .from_as(cover::Entity, other.clone())
        .and_where(Expr::col((other.clone(), V::RolloutId)).equals(V::RolloutId.as_column_ref()))
        .and_where(Expr::col((other.clone(), V::OrganisationId)).equals(V::OrganisationId.as_column_ref()))
        .cond_where(
            Condition::any()
                .add(Expr::col((other.clone(), V::ValidTo)).is_null())
                .add(Expr::col((other, V::ValidTo)).gt(day)),
        )
        .take();
    let involved = Query::select()
        .expr(Expr::val(1))
        .from(involvement::Entity)
        .and_where(I::SubjectKind.eq(INVOLVED_IN))
        .and_where(I::Role.eq(COVERED))
        .and_where(Expr::col(I::SubjectId.as_column_ref()).equals(V::RolloutId.as_column_ref()))
        .and_where(Expr::col(I::PartyId.as_column_ref()).equals(V::OrganisationId.as_column_ref()))
        .take();
    let select = Query::select()
        .distinct()
        .columns([V::RolloutId, V::OrganisationId])
        .from(cover::Entity)
        .and_where(V::ValidTo.lte(day))
        .and_where(Expr::exists(involved))
        .and_where(Expr::exists(lasting).not())
        .take();
    let rows: Vec<Over> = reader.unscoped("coverage ends by time alone, whoever asks").rows(&select).await?;
    Ok(rows.into_iter().map(|row| (row.rollout_id, row.organisation_id)).collect())
}

/// Coverage that holds on the caller's present day.
pub fn covers_on(reader: &Reader) -> Condition {
    use cover::Column as V;
    let today = reader.ctx().today();
    Condition::all()
        .add(V::ValidFrom.lte(today))
        .add(Condition::any().add(V::ValidTo.is_null()).add(V::ValidTo.gt(today)))
}
