//! Queries of what an index of published services says of rollouts.
use crate::entity::{milestone, publication, rollout, service, template};
use crate::input::PublicationListParams;
use crate::steering::{CourseState, MilestoneState};
use crate::template::Template;
use crate::types::rollout::{of_word, word};
use crate::types::{PUBLICATION_FOUND, PublicationState, RolloutKind};
use chrono::{DateTime, Utc};
use dienstweg_kernel::db::Scoped;
use dienstweg_kernel::guard::tables::subtree;
use dienstweg_kernel::ids::{OrganisationId, RolloutId, TemplateId};
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, FromQueryResult, IntoActiveModel, Order,
    QueryFilter, QueryTrait,
};
use std::collections::HashMap;

/// Milestones that the index proves, each with its template.
async fn proved(reader: &Reader) -> Result<Vec<(TemplateId, String)>> {
    let mut proved = Vec::new();
    for row in
        reader.unscoped("what citizens find is the same, whoever asks").all(template::Entity::find()).await?
    {
        let template: Template = serde_json::from_value(row.definition).map_err(Error::internal)?;
        proved.extend(
            template.completed_by(PUBLICATION_FOUND).map(|milestone| (row.id, milestone.key.clone())),
        );
    }
    Ok(proved)
}

/// Milestones the index is asked about: done, or next to be done, in rollouts that did not end otherwise than live.
fn in_question(proved: &[(TemplateId, String)]) -> SelectStatement {
    use {milestone::Column as M, rollout::Column as R};
    let each = |(template, key): &(TemplateId, String)| {
        Condition::all().add(R::TemplateId.eq(*template)).add(M::Key.eq(key))
    };
    let of_template = proved.iter().map(each).fold(Condition::any(), Condition::add);
    let next = Condition::all().add(M::Status.eq(word(MilestoneState::Open))).add(M::Ready.eq(true));
    Query::select()
        .from(milestone::Entity)
        .inner_join(rollout::Entity, Expr::col(R::Id.as_column_ref()).equals(M::RolloutId.as_column_ref()))
        .cond_where(of_template)
        .and_where(R::Kind.eq(RolloutKind::Daughter))
        .and_where(R::State.ne(word(CourseState::Ended)))
        .cond_where(Condition::any().add(M::Status.eq(word(MilestoneState::Done))).add(next))
        .take()
}

/// Lets the rows follow: what came into question is added, due at once; what is in question no more is removed. Answers
/// how many came.
pub async fn follow(tx: &Tx) -> Result<u64> {
    use {milestone::Column as M, publication::Column as P};
    let proved = proved(tx).await?;
    let write = tx.unscoped_write("what citizens find is the same, whoever asks");
    if proved.is_empty() {
        write.run(&publication::Entity::delete_many().into_query()).await?;
        return Ok(0);
    }
    let still = in_question(&proved).column(M::RolloutId.as_column_ref()).take();
    let gone = publication::Entity::delete_many().filter(P::RolloutId.not_in_subquery(still));
    write.run(&gone.into_query()).await?;
    let known = Query::select().column(P::RolloutId).from(publication::Entity).take();
    let now = tx.ctx().now();
    let new = in_question(&proved)
        .columns([M::RolloutId.as_column_ref(), M::Key.as_column_ref()])
        .exprs([Expr::val(PublicationState::Pending), Expr::val(now), Expr::val(0), Expr::val(now)])
        .and_where(M::RolloutId.not_in_subquery(known))
        .take();
    let insert = Query::insert()
        .into_table(publication::Entity)
        .columns([P::RolloutId, P::Milestone, P::State, P::Since, P::Misses, P::DueAt])
        .select_from(new)
        .map_err(Error::internal)?
        .take();
    write.run(&insert).await
}

/// Whom and what the index is asked about.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Due {
    pub rollout_id: RolloutId,
    pub body_id: OrganisationId,
    pub leika_keys: serde_json::Value,
    pub portal_ids: serde_json::Value,
}

/// What is due, the longest due first.
pub async fn due(reader: &Reader, limit: u64) -> Result<Vec<Due>> {
    use {publication::Column as P, rollout::Column as R, service::Column as S};
    let select = Query::select()
        .column(P::RolloutId.as_column_ref())
        .column(R::BodyId.as_column_ref())
        .columns([S::LeikaKeys.as_column_ref(), S::PortalIds.as_column_ref()])
        .from(publication::Entity)
        .inner_join(rollout::Entity, Expr::col(R::Id.as_column_ref()).equals(P::RolloutId.as_column_ref()))
        .inner_join(service::Entity, Expr::col(S::Id.as_column_ref()).equals(R::ServiceId.as_column_ref()))
        .and_where(P::DueAt.lte(reader.ctx().now()))
        .order_by(P::DueAt.as_column_ref(), Order::Asc)
        // What is asked about together stays together: an index that answers for a body is asked once for it.
        .order_by(R::BodyId.as_column_ref(), Order::Asc)
        .limit(limit)
        .take();
    reader.unscoped("what citizens find is the same, whoever asks").rows(&select).await
}

/// Rows of these rollouts.
pub async fn of_rollouts(reader: &Reader, ids: Vec<RolloutId>) -> Result<Vec<publication::Model>> {
    let select = publication::Entity::find().filter(publication::Column::RolloutId.is_in(ids));
    reader.unscoped("what citizens find is the same, whoever asks").all(select).await
}

#[derive(FromQueryResult)]
struct State {
    rollout_id: RolloutId,
    key: String,
    status: String,
}

/// How the milestones stand that the index proves, by rollout.
pub async fn milestones(
    reader: &Reader,
    rows: &[&publication::Model],
) -> Result<HashMap<RolloutId, MilestoneState>> {
    use milestone::Column as M;
    let select = Query::select()
        .columns([M::RolloutId, M::Key, M::Status])
        .from(milestone::Entity)
        .and_where(M::RolloutId.is_in(rows.iter().map(|row| row.rollout_id)))
        .and_where(M::Key.is_in(rows.iter().map(|row| row.milestone.as_str())))
        .take();
    let states: Vec<State> = reader.unscoped("parts of rollouts the caller sees").rows(&select).await?;
    let keys: HashMap<RolloutId, &str> =
        rows.iter().map(|row| (row.rollout_id, row.milestone.as_str())).collect();
    let own = states.into_iter().filter(|state| keys.get(&state.rollout_id) == Some(&state.key.as_str()));
    Ok(own.filter_map(|state| Some((state.rollout_id, of_word(&state.status)?))).collect())
}

/// Stores rows, all in one statement.
pub async fn store(tx: &Tx, rows: Vec<publication::Model>) -> Result<()> {
    use publication::Column as P;
    if rows.is_empty() {
        return Ok(());
    }
    let columns = [P::State, P::Since, P::Url, P::FoundAt, P::AskedAt, P::Misses, P::Problem, P::DueAt];
    let mut conflict = OnConflict::column(P::RolloutId);
    conflict.update_columns(columns);
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
    let insert = publication::Entity::insert_many(rows).on_conflict(conflict).into_query();
    tx.unscoped_write("what citizens find is the same, whoever asks").run(&insert).await.map(drop)
}

/// The index is asked about this rollout next. Answers how many that are.
pub async fn hurry(tx: &Tx, id: RolloutId, now: DateTime<Utc>) -> Result<u64> {
    use publication::Column as P;
    let update =
        Query::update().table(publication::Entity).value(P::DueAt, now).and_where(P::RolloutId.eq(id)).take();
    tx.unscoped_write("of a rollout the caller has locked").run(&update).await
}

/// Rows the caller sees, narrowed.
pub fn listed<'r>(reader: &'r Reader, params: &PublicationListParams) -> Scoped<'r, publication::Entity> {
    use {publication::Column as P, rollout::Column as R};
    let of = |condition: Condition| {
        let ids = Query::select().column(R::Id).from(rollout::Entity).cond_where(condition).take();
        P::RolloutId.in_subquery(ids)
    };
    let services = params.service.clone();
    reader
        .select::<publication::Entity>()
        .filter_any(P::State, params.state.clone())
        .filter_opt(params.rollout, |id| P::RolloutId.eq(id))
        .filter_opt(params.below, |top| of(Condition::all().add(R::BodyId.in_subquery(subtree([top])))))
        .filter_opt((!services.is_empty()).then_some(services), |services| {
            of(Condition::all().add(R::ServiceId.is_in(services)))
        })
        .filter_opt(params.contradicted, |wanted| if wanted { contradicted() } else { contradicted().not() })
}

/// The milestone counts as done, and the index says otherwise.
pub fn contradicted() -> Expr {
    use {milestone::Column as M, publication::Column as P};
    let done = Query::select()
        .expr(Expr::val(1))
        .from(milestone::Entity)
        .and_where(Expr::col(M::RolloutId.as_column_ref()).equals(P::RolloutId.as_column_ref()))
        .and_where(Expr::col(M::Key.as_column_ref()).equals(P::Milestone.as_column_ref()))
        .and_where(M::Status.eq(word(MilestoneState::Done)))
        .take();
    P::State.eq(PublicationState::Missing).and(Expr::exists(done))
}
