//! Whom to call, and calls.
use crate::entity::{call, call_rollout, cover, rollout};
use crate::input::{CallGrounds, CallListParams};
use crate::policy::ROLLOUT_STEER;
use crate::steering::{CourseState, Light, local_midnight};
use crate::store::cover::covers_on;
use crate::store::lists::light_is;
use crate::types::NO_DAY;
use crate::types::rollout::word;
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_kernel::db::{Scoped, Whole};
use dienstweg_kernel::guard::tables::subtree;
use dienstweg_kernel::ids::{ArticleId, CallId, OrganisationId, RolloutId};
use dienstweg_kernel::labels::Labels;
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::{Reader, Result, Tx};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, FromQueryResult};

/// A rollout that may be worth a call, without what is heavy of it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Candidate {
    pub id: RolloutId,
    pub body_id: OrganisationId,
    pub ball_party_id: OrganisationId,
    pub next_due: NaiveDate,
    pub yellow_from: Option<DateTime<Utc>>,
    pub red_from: Option<DateTime<Utc>>,
}

pub const CANDIDATE: [rollout::Column; 6] = {
    use rollout::Column as C;
    [C::Id, C::BodyId, C::BallPartyId, C::NextDue, C::YellowFrom, C::RedFrom]
};

/// Running rollouts the caller steers in which another organisation must act, and something is wrong, or nobody has spoken
/// with it for long, or the day to ask again has come (`due`). Not those that were called about today, or with a day ahead.
pub fn candidates<'r>(
    reader: &'r Reader,
    params: &CallListParams,
    grounds: &CallGrounds,
    due: &[RolloutId],
) -> Scoped<'r, rollout::Entity> {
    use rollout::Column as C;
    let (now, today) = (reader.ctx().now(), reader.ctx().today());
    let silent = Condition::all()
        .add(C::BallSince.lt(local_midnight(grounds.silent_since)))
        .add(C::Id.not_in_subquery(grounds.contacted.clone()));
    let wrong = Condition::any()
        .add(light_is(Light::Red, now))
        .add(light_is(Light::Yellow, now))
        .add(C::NextDue.lt(today))
        .add(silent)
        .add(C::Id.is_in(due.iter().copied()));
    reader
        .select_with::<rollout::Entity>(ROLLOUT_STEER)
        .filter(C::State.eq(word(CourseState::Running)))
        .filter(C::BallPartyId.is_not_null())
        .filter_opt(params.below, |top| C::BodyId.in_subquery(subtree([top])))
        .filter_any(C::ServiceId, params.service.clone())
        .filter_any(C::ProgrammeId, params.programme.clone())
        .filter(wrong)
        .filter(C::Id.not_in_subquery(quiet(today)))
}

/// Rollouts that were called about today, or are to be asked about on a later day, whoever called.
fn quiet(today: NaiveDate) -> SelectStatement {
    use {call::Column as C, call_rollout::Column as R};
    let ahead =
        Condition::all().add(R::ClosedBy.is_null()).add(C::FollowUp.gt(today)).add(C::FollowUp.ne(NO_DAY));
    let lately = Condition::all().add(C::WithdrawnAt.is_null()).add(C::CreatedAt.gte(local_midnight(today)));
    joined([R::RolloutId]).cond_where(Condition::any().add(ahead).add(lately)).take()
}

fn joined(columns: impl IntoIterator<Item = call_rollout::Column>) -> SelectStatement {
    let of_call =
        Expr::col(call::Column::Id.as_column_ref()).equals(call_rollout::Column::CallId.as_column_ref());
    Query::select()
        .columns(columns.into_iter().map(|column| column.as_column_ref()))
        .from(call_rollout::Entity)
        .inner_join(call::Entity, of_call)
        .take()
}

/// The notes of calls that were taken back, for use as a sub-select.
pub fn articles_withdrawn() -> SelectStatement {
    use call_rollout::Column as R;
    let withdrawn =
        Condition::all().add(call::Column::WithdrawnAt.is_not_null()).add(R::ArticleId.is_not_null());
    joined([R::ArticleId]).cond_where(withdrawn).take()
}

/// A municipality that a rollout covers today.
#[derive(FromQueryResult)]
pub struct Covered {
    pub rollout_id: RolloutId,
    pub organisation_id: OrganisationId,
}

pub async fn covered(reader: &Reader, rollouts: SelectStatement) -> Result<Vec<Covered>> {
    use cover::Column as V;
    let select = Query::select()
        .columns([V::RolloutId, V::OrganisationId])
        .from(cover::Entity)
        .and_where(V::RolloutId.in_subquery(rollouts))
        .cond_where(covers_on(reader))
        .take();
    reader.unscoped("coverage of rollouts the caller steers").rows(&select).await
}

/// Calls of the caller's sight, with their rollouts.
pub fn calls(reader: &Reader) -> Scoped<'_, call::Entity> {
    reader.select::<call::Entity>().with::<call_rollout::Entity>()
}

/// Calls with something to ask again by this day, the longest due first.
pub async fn follow_ups(
    reader: &Reader,
    until: NaiveDate,
    mine: bool,
    request: &PageRequest,
) -> Result<Page<Whole<call::Entity>>> {
    use call::Column as C;
    let open = Query::select()
        .column(call_rollout::Column::CallId)
        .from(call_rollout::Entity)
        .and_where(call_rollout::Column::ClosedBy.is_null())
        .take();
    let me = reader.ctx().actor.id;
    let scoped = calls(reader)
        .filter(C::FollowUp.lte(until))
        .filter(C::Id.in_subquery(open))
        .filter_opt(mine.then_some(me), |me| C::AuthorId.eq(me));
    scoped.page_whole(Sort { name: "follow_up", column: C::FollowUp, descending: false }, request).await
}

/// A rollout as a call names it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Named {
    pub id: RolloutId,
    pub number: String,
    pub body_id: OrganisationId,
    pub service_id: Option<dienstweg_kernel::ids::ServiceId>,
}

/// Those of these rollouts that the caller sees, with the names they go by.
pub async fn named(
    reader: &Reader,
    ids: Vec<RolloutId>,
    more: Vec<uuid::Uuid>,
) -> Result<(Vec<Named>, Labels)> {
    use rollout::Column as C;
    let scoped = reader.select::<rollout::Entity>().filter(C::Id.is_in(ids));
    let rows: Vec<Named> = scoped.summarise(&[C::Id, C::Number, C::BodyId, C::ServiceId], []).await?;
    let of_rollouts = rows.iter().flat_map(|row| [Some(row.body_id.0), row.service_id.map(|id| id.0)]);
    let labels = reader.labels(of_rollouts.flatten().chain(more)).await?;
    Ok((rows, labels))
}

/// Whoever asks about these rollouts again asks because of this call.
pub async fn close_earlier(tx: &Tx, id: CallId, rollouts: &[RolloutId]) -> Result<()> {
    use call_rollout::Column as R;
    let update = Query::update()
        .table(call_rollout::Entity)
        .value(R::ClosedBy, id)
        .and_where(R::RolloutId.is_in(rollouts.iter().copied()))
        .and_where(R::ClosedBy.is_null())
        .and_where(R::CallId.ne(id))
        .take();
    tx.unscoped_write("a call closes earlier ones about rollouts the caller steers").run(&update).await?;
    Ok(())
}

/// Nobody asks about this call again. Answers for how many rollouts somebody would have.
pub async fn close(tx: &Tx, id: CallId) -> Result<u64> {
    use call_rollout::Column as R;
    let update = Query::update()
        .table(call_rollout::Entity)
        .value(R::ClosedBy, id)
        .and_where(R::CallId.eq(id))
        .and_where(R::ClosedBy.is_null())
        .take();
    tx.unscoped_write("rollouts of a call the caller has locked").run(&update).await
}

/// What this call had closed is asked about again.
pub async fn reopen_earlier(tx: &Tx, id: CallId) -> Result<()> {
    use call_rollout::Column as R;
    let update = Query::update()
        .table(call_rollout::Entity)
        .value(R::ClosedBy, Option::<CallId>::None)
        .and_where(R::ClosedBy.eq(id))
        .and_where(R::CallId.ne(id))
        .take();
    tx.unscoped_write("rollouts of a call the caller has locked").run(&update).await?;
    Ok(())
}

/// Keeps where a call stands in the conversations of its rollouts.
pub async fn articles_keep(tx: &Tx, id: CallId, articles: &[(RolloutId, ArticleId)]) -> Result<()> {
    use call_rollout::Column as R;
    let start = CaseStatement::new();
    let case = articles
        .iter()
        .fold(start, |case, (rollout, article)| case.case(R::RolloutId.eq(*rollout), Expr::val(*article)));
    let update = Query::update()
        .table(call_rollout::Entity)
        .value(R::ArticleId, Expr::Case(Box::new(case)))
        .and_where(R::CallId.eq(id))
        .take();
    tx.unscoped_write("rollouts of a call the caller has locked").run(&update).await?;
    Ok(())
}
