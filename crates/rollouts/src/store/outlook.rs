//! Queries of what was learned and forecast.
use crate::entity::{cover, durations, forecast, interval, milestone, rollout};
use crate::forecast::History;
use crate::input::RolloutListParams;
use crate::service::RollupBy;
use crate::steering::{CourseState, MilestoneState};
use crate::types::rollout::word;
use crate::types::{IntervalKind, RolloutKind};
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_kernel::guard::tables::scope_closure;
use dienstweg_kernel::ids::{OrganisationId, RolloutId, TemplateId};
use dienstweg_kernel::{Reader, Result, Tx};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
    QueryTrait,
};
use uuid::Uuid;

/// What a party needed for a milestone, so often.
#[derive(Debug, FromQueryResult)]
pub struct TookRow {
    pub template_id: TemplateId,
    pub key: String,
    pub party_id: Option<OrganisationId>,
    pub took: i32,
    pub times: i64,
}

/// Since when a party could do an open milestone, so often.
#[derive(Debug, FromQueryResult)]
pub struct RunningRow {
    pub template_id: TemplateId,
    pub key: String,
    pub party_id: Option<OrganisationId>,
    pub ready_on: NaiveDate,
    pub times: i64,
}

fn milestones_of_rollouts() -> SelectStatement {
    use milestone::Column as M;
    use rollout::Column as C;
    Query::select()
        .column((rollout::Entity, C::TemplateId))
        .columns([(milestone::Entity, M::Key), (milestone::Entity, M::PartyId)])
        .expr_as(Func::count(Expr::val(1)), "times")
        .from(milestone::Entity)
        .inner_join(rollout::Entity, Expr::col(C::Id.as_column_ref()).equals(M::RolloutId.as_column_ref()))
        .and_where(C::Kind.eq(RolloutKind::Daughter))
        .group_by_col((rollout::Entity, C::TemplateId))
        .group_by_col((milestone::Entity, M::Key))
        .group_by_col((milestone::Entity, M::PartyId))
        .take()
}

/// What milestones of all rollouts took that were done since.
pub async fn took(reader: &Reader, since: DateTime<Utc>) -> Result<Vec<TookRow>> {
    use milestone::Column as M;
    let select = milestones_of_rollouts()
        .column((milestone::Entity, M::Took))
        .and_where(M::Took.is_not_null())
        .and_where(M::DecidedAt.gte(since))
        .group_by_col((milestone::Entity, M::Took))
        .take();
    reader.unscoped("experience is learned from all rollouts, whoever asks").rows(&select).await
}

/// Since when milestones of running rollouts are waited for.
pub async fn running(reader: &Reader) -> Result<Vec<RunningRow>> {
    use milestone::Column as M;
    let select = milestones_of_rollouts()
        .column((milestone::Entity, M::ReadyOn))
        .and_where(M::Status.eq(word(MilestoneState::Open)))
        .and_where(M::Ready.eq(true))
        .and_where(M::ReadyOn.is_not_null())
        .and_where(rollout::Column::State.eq(word(CourseState::Running)))
        .group_by_col((milestone::Entity, M::ReadyOn))
        .take();
    reader.unscoped("experience is learned from all rollouts, whoever asks").rows(&select).await
}

/// The day something was learned last.
pub async fn learned_on(reader: &Reader) -> Result<Option<NaiveDate>> {
    #[derive(FromQueryResult)]
    struct Last {
        day: Option<NaiveDate>,
    }
    let last = Func::max(Expr::col(durations::Column::LearnedOn));
    let select = Query::select().expr_as(last, "day").from(durations::Entity).take();
    let rows: Vec<Last> = reader.unscoped("experience belongs to nobody alone").rows(&select).await?;
    Ok(rows.first().and_then(|last| last.day))
}

/// What was learned: of one template where given, of these parties and of all together.
pub async fn history(
    reader: &Reader,
    template: Option<&str>,
    parties: Option<Vec<OrganisationId>>,
) -> Result<History> {
    use durations::Column as D;
    let known = |parties: Vec<OrganisationId>| {
        D::PartyId.is_in(parties.into_iter().map(|id| id.0).chain([Uuid::nil()]))
    };
    let select = durations::Entity::find().filter(
        Condition::all()
            .add_option(template.map(|key| D::TemplateKey.eq(key)))
            .add_option(parties.map(known)),
    );
    let mut history = History::default();
    for row in reader.unscoped("experience belongs to nobody alone").all(select).await? {
        let party = (!row.party_id.is_nil()).then_some(row.party_id);
        history.restore(&row.template_key, &row.milestone, party, row.seen.0);
    }
    Ok(history)
}

/// Puts what was learned in the place of what was known.
pub async fn history_store(tx: &Tx, history: &History, day: NaiveDate) -> Result<()> {
    let write = tx.unscoped_write("experience is learned from all rollouts");
    write.run(&durations::Entity::delete_many().into_query()).await?;
    let row = |(template, milestone, party, seen): (&str, &str, Option<Uuid>, &crate::forecast::Seen)| {
        durations::Model {
            template_key: template.to_owned(),
            milestone: milestone.to_owned(),
            party_id: party.unwrap_or_default(),
            seen: durations::Counts(seen.clone()),
            learned_on: day,
        }
    };
    write.insert_many(history.learned().map(|one| row(one).into_active_model().reset_all()).collect()).await
}

/// Rollouts on their way to a go-live.
fn on_their_way() -> Condition {
    use rollout::Column as C;
    let states = [CourseState::NotStarted, CourseState::Running, CourseState::Deferred].map(word);
    Condition::all()
        .add(C::Kind.eq(RolloutKind::Daughter))
        .add(C::State.is_in(states))
        .add(C::LiveOn.is_null())
        .add(C::StartedOn.is_not_null())
}

/// What a forecast needs to know of a rollout.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OpenRollout {
    pub id: RolloutId,
    pub body_id: OrganisationId,
    pub template_id: TemplateId,
    pub started_on: NaiveDate,
    pub moved_go_live: Option<NaiveDate>,
    pub deferred_until: Option<NaiveDate>,
    pub evaluated_at: DateTime<Utc>,
}

/// Rollouts on their way without a forecast of this day and of their present state, by their ids.
pub async fn to_forecast(
    reader: &Reader,
    day: NaiveDate,
    after: Option<RolloutId>,
    limit: u64,
) -> Result<Vec<OpenRollout>> {
    use forecast::Column as F;
    use rollout::Column as C;
    let columns =
        [C::Id, C::BodyId, C::TemplateId, C::StartedOn, C::MovedGoLive, C::DeferredUntil, C::EvaluatedAt];
    let current = Condition::all()
        .add(F::Day.eq(day))
        .add(Expr::col(F::EvaluatedAt.as_column_ref()).equals(C::EvaluatedAt.as_column_ref()));
    let select = Query::select()
        .columns(columns.map(|column| (rollout::Entity, column)))
        .from(rollout::Entity)
        .left_join(
            forecast::Entity,
            Condition::all()
                .add(Expr::col(F::RolloutId.as_column_ref()).equals(C::Id.as_column_ref()))
                .add(current),
        )
        .cond_where(on_their_way())
        .and_where_option(after.map(|after| C::Id.gt(after)))
        .and_where(F::RolloutId.is_null())
        .order_by((rollout::Entity, C::Id), sea_orm::Order::Asc)
        .limit(limit)
        .take();
    reader.unscoped("forecasts are made for all rollouts, whoever asks").rows(&select).await
}

/// What a forecast needs to know of an open milestone.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OpenMilestone {
    pub rollout_id: RolloutId,
    pub key: String,
    pub party_id: Option<OrganisationId>,
    pub ready_on: Option<NaiveDate>,
    pub due_fixed: Option<NaiveDate>,
}

pub async fn open_milestones(reader: &Reader, ids: Vec<RolloutId>) -> Result<Vec<OpenMilestone>> {
    use milestone::Column as M;
    let select = Query::select()
        .columns([M::RolloutId, M::Key, M::PartyId, M::ReadyOn, M::DueFixed])
        .from(milestone::Entity)
        .and_where(M::RolloutId.is_in(ids))
        .and_where(super::steer::unsettled())
        .take();
    reader.unscoped("forecasts are made for all rollouts, whoever asks").rows(&select).await
}

pub async fn deferrals(reader: &Reader, ids: Vec<RolloutId>) -> Result<Vec<interval::Model>> {
    use interval::Column as I;
    let select =
        interval::Entity::find().filter(I::RolloutId.is_in(ids)).filter(I::Kind.eq(IntervalKind::Deferral));
    reader.unscoped("forecasts are made for all rollouts, whoever asks").all(select).await
}

#[derive(Debug, FromQueryResult)]
pub struct CoveredRow {
    pub rollout_id: RolloutId,
    pub organisation_id: OrganisationId,
}

/// Which municipalities these rollouts cover on the caller's present day.
pub async fn covered(reader: &Reader, ids: Vec<RolloutId>) -> Result<Vec<CoveredRow>> {
    use cover::Column as V;
    let select = Query::select()
        .columns([V::RolloutId, V::OrganisationId])
        .from(cover::Entity)
        .and_where(V::RolloutId.is_in(ids))
        .cond_where(super::cover::covers_on(reader))
        .take();
    reader.unscoped("forecasts are made for all rollouts, whoever asks").rows(&select).await
}

/// Puts forecasts in the place of those that were.
pub async fn forecasts_store(tx: &Tx, rows: Vec<forecast::Model>) -> Result<()> {
    use forecast::Column as F;
    let write = tx.unscoped_write("forecasts follow from facts and experience");
    for portion in rows.chunks(500) {
        let old = forecast::Entity::delete_many()
            .filter(F::RolloutId.is_in(portion.iter().map(|row| row.rollout_id)));
        write.run(&old.into_query()).await?;
    }
    write.insert_many(rows.into_iter().map(|row| row.into_active_model().reset_all()).collect()).await
}

/// Forecasts of rollouts that are live, over, or no longer planned.
fn surplus() -> Condition {
    use rollout::Column as C;
    let open = Query::select().column(C::Id).from(rollout::Entity).cond_where(on_their_way()).take();
    Condition::all().add(forecast::Column::RolloutId.not_in_subquery(open))
}

/// Whether there are any of these.
pub async fn has_surplus(reader: &Reader) -> Result<bool> {
    let select = forecast::Entity::find().filter(surplus());
    Ok(reader.unscoped("forecasts are made for all rollouts, whoever asks").one(select).await?.is_some())
}

/// Forgets them. Answers how many.
pub async fn forecasts_forget(tx: &Tx) -> Result<u64> {
    let over = forecast::Entity::delete_many().filter(surplus());
    tx.unscoped_write("forecasts follow from facts and experience").run(&over.into_query()).await
}

/// So many rollouts with the same plan.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Planned {
    pub group_id: Option<Uuid>,
    pub plan_go_live: Option<NaiveDate>,
    pub live_on: Option<NaiveDate>,
    pub times: i64,
}

/// The likely dates of one rollout.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Likely {
    pub group_id: Option<Uuid>,
    pub id: RolloutId,
    /// A [`crate::forecast::Sketch`].
    pub dates: String,
}

/// The group of a rollout; regions are joined from the tree.
fn grouped_by(by: Option<&RollupBy>) -> Expr {
    use rollout::Column as C;
    match by {
        None | Some(RollupBy::Phase) => Expr::cust("CAST(NULL AS uuid)"),
        Some(RollupBy::Service) => Expr::col(C::ServiceId.as_column_ref()),
        Some(RollupBy::Programme) => Expr::col(C::ProgrammeId.as_column_ref()),
        Some(RollupBy::Wave) => Expr::col(C::WaveId.as_column_ref()),
        Some(RollupBy::Region(_)) => Expr::col(scope_closure::Column::Ancestor.as_column_ref()),
    }
}

/// Daughters of the caller that the parameters name and that did not end otherwise than live.
fn counted(reader: &Reader, params: &RolloutListParams, by: Option<&RollupBy>) -> SelectStatement {
    use rollout::Column as C;
    let daughters = RolloutListParams { kind: vec![RolloutKind::Daughter], ..params.clone() };
    let seen = super::lists::selected(reader, &daughters).into_ids();
    let mut select = Query::select();
    if let Some(RollupBy::Region(regions)) = by {
        let node = Expr::col(scope_closure::Column::Node.as_column_ref());
        let ancestor = Expr::col(scope_closure::Column::Ancestor.as_column_ref());
        select
            .inner_join(scope_closure::Entity, node.equals(C::BodyId.as_column_ref()))
            .and_where(ancestor.is_in(regions.iter().map(|id| id.0)));
    }
    select
        .from(rollout::Entity)
        .expr_as(grouped_by(by), "group_id")
        .and_where(Expr::col(C::Id.as_column_ref()).in_subquery(seen))
        .and_where(C::State.ne(word(CourseState::Ended)))
        .take()
}

/// Rollouts the parameters name by plan and go-live, counted.
pub async fn planned(
    reader: &Reader,
    params: &RolloutListParams,
    by: Option<&RollupBy>,
) -> Result<Vec<Planned>> {
    use rollout::Column as C;
    let mut select = counted(reader, params, by);
    select
        .columns([(rollout::Entity, C::PlanGoLive), (rollout::Entity, C::LiveOn)])
        .expr_as(Func::count(Expr::val(1)), "times")
        .group_by_columns([(rollout::Entity, C::PlanGoLive), (rollout::Entity, C::LiveOn)]);
    if by.is_some() {
        select.add_group_by([grouped_by(by)]);
    }
    reader.unscoped("rollouts the caller sees, counted by their plan").rows(&select).await
}

/// The likely dates of rollouts the parameters name that are not live.
pub async fn likely(
    reader: &Reader,
    params: &RolloutListParams,
    by: Option<&RollupBy>,
) -> Result<Vec<Likely>> {
    use forecast::Column as F;
    use rollout::Column as C;
    let mut select = counted(reader, params, by);
    select
        .column((rollout::Entity, C::Id))
        .column((forecast::Entity, F::Dates))
        .inner_join(forecast::Entity, Expr::col(F::RolloutId.as_column_ref()).equals(C::Id.as_column_ref()));
    reader.unscoped("forecasts of rollouts the caller sees").rows(&select).await
}
