//! Rollouts and milestones in lists, with the conditions of their parameters.
use super::cover::covers_on;
use crate::entity::{cover, interval, milestone, rollout, service};
use crate::input::{MilestoneListParams, RolloutListParams};
use crate::policy::steer::{
    INVOLVED_IN, MILESTONE_COMPLETE, ROLLOUT_STEER, my_follow_ups, my_milestones, my_turn,
};
use crate::steering::{CourseState, Light, MilestoneState};
use crate::types::rollout::word;
use crate::types::{IntervalKind, MaturityIs, MaturityModel, NO_DAY, RolloutKind};
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_kernel::ctx::Extent;
use dienstweg_kernel::db::Scoped;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::guard::tables::subtree;
use dienstweg_kernel::ids::{MilestoneId, RolloutId};
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::search::found;
use dienstweg_kernel::{Reader, Result};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, Order};
use std::collections::HashSet;

pub const ROLLOUT_SORTS: &[(&str, rollout::Column)] = &[
    ("body", rollout::Column::BodySort),
    ("service", rollout::Column::ServiceSort),
    ("next_due", rollout::Column::NextDue),
    ("forecast", rollout::Column::ForecastGoLive),
    ("updated_at", rollout::Column::UpdatedAt),
];

/// The light at a moment, out of the stored instants. See [`crate::steering::LightSchedule`].
pub fn light_is(light: Light, now: DateTime<Utc>) -> Condition {
    use rollout::Column as C;
    let grey = Condition::all()
        .add(C::Grey.eq(true))
        .add(Condition::any().add(C::GreyUntil.is_null()).add(C::GreyUntil.gt(now)));
    let before = |column: C| Condition::any().add(column.is_null()).add(column.gt(now));
    let coloured = Condition::all().add(Condition::any().add(C::Grey.eq(false)).add(C::GreyUntil.lte(now)));
    match light {
        Light::Grey => grey,
        Light::Red => coloured.add(C::RedFrom.lte(now)),
        Light::Yellow => coloured.add(before(C::RedFrom)).add(C::YellowFrom.lte(now)),
        Light::Green => coloured.add(before(C::RedFrom)).add(before(C::YellowFrom)),
    }
}

/// Yellow or red now, and not yet at `after`.
fn turned(after: DateTime<Utc>, now: DateTime<Utc>) -> Condition {
    use rollout::Column as C;
    let since = |column: C, light| Condition::all().add(light_is(light, now)).add(column.gt(after));
    Condition::any().add(since(C::YellowFrom, Light::Yellow)).add(since(C::RedFrom, Light::Red))
}

/// Live, and not come to another end since.
pub fn is_live() -> Condition {
    use rollout::Column as C;
    Condition::all().add(C::LiveOn.is_not_null()).add(C::State.ne(word(CourseState::Ended)))
}

/// It has come so far, or nothing is known of it.
fn matures(is: MaturityIs) -> Condition {
    use rollout::Column as C;
    let unknown = || C::MaturityOneLevel.is_null().and(C::MaturityTwoLevel.is_null());
    Condition::all().add(match is {
        MaturityIs::At(MaturityModel::One, level) => C::MaturityOneLevel.eq(level),
        MaturityIs::At(MaturityModel::Two, level) => C::MaturityTwoLevel.eq(level),
        MaturityIs::None => unknown().and(C::Kind.eq(RolloutKind::Daughter)),
    })
}

/// The next milestone is due between these days.
fn due_within(from: Option<NaiveDate>, until: Option<NaiveDate>) -> Option<Condition> {
    use rollout::Column as C;
    (from.is_some() || until.is_some()).then(|| {
        Condition::all()
            .add(C::NextDue.ne(NO_DAY))
            .add_option(from.map(|day| C::NextDue.gte(day)))
            .add_option(until.map(|day| C::NextDue.lte(day)))
    })
}

/// The conditions of a list's parameters, without the row rule.
pub fn narrowed(reader: &Reader, params: &RolloutListParams) -> Condition {
    use rollout::Column as C;
    let now = reader.ctx().now();
    let mut all = Condition::all();
    if let Some(q) = params.q.as_deref().filter(|q| !q.trim().is_empty()) {
        let hits = params.found.clone().unwrap_or_else(|| reader.find(INVOLVED_IN, q));
        all = all.add(found(C::Id, hits));
    }
    if !params.light.is_empty() {
        let any = params.light.iter().fold(Condition::any(), |any, light| any.add(light_is(*light, now)));
        all = all.add(any);
    }
    if let Some(after) = params.light_after {
        all = all.add(turned(after, now));
    }
    if !params.level.is_empty() {
        // Asked row by row, so that SQLite walks the order of the list and stops after a page.
        let of_level = Query::select()
            .expr(Expr::val(1))
            .from(service::Entity)
            .and_where(ExprTrait::equals(
                Expr::col(service::Column::Id.as_column_ref()),
                C::ServiceId.as_column_ref(),
            ))
            .and_where(service::Column::Level.is_in(params.level.iter().copied()))
            .take();
        all = all.add(Expr::exists(of_level));
    }
    if !params.party_gap.is_empty() {
        all = all.add(super::party_gaps::lacking(&params.party_gap));
    }
    if let Some(id) = params.covers {
        let covering = Query::select()
            .column(cover::Column::RolloutId)
            .from(cover::Entity)
            .and_where(cover::Column::OrganisationId.eq(id))
            .cond_where(covers_on(reader))
            .take();
        all = all.add(C::Id.in_subquery(covering));
    }
    if params.mine == Some(true) {
        all = all.add(my_turn(&reader.ctx().actor)).add(C::State.eq(word(CourseState::Running)));
    }
    if let Some((from, until)) = params.ball_between {
        // The course of a new rollout begins with its day, before it was there; somebody else may take over what was owed.
        let given = Condition::any().add(C::BallGivenAt.is_null()).add(C::BallGivenAt.lt(until));
        let new = [C::BallSince, C::BallGivenAt, C::CreatedAt];
        all = all.add(new.into_iter().fold(Condition::any(), |any, column| any.add(column.gte(from))));
        all = all.add(C::BallSince.lt(until)).add(C::CreatedAt.lt(until)).add(given);
    }
    if !params.maturity.is_empty() {
        all = all.add(params.maturity.iter().fold(Condition::any(), |any, is| any.add(matures(*is))));
    }
    if let Some(live) = params.live {
        all = all.add(if live { is_live() } else { is_live().not() });
    }
    all.add_option(params.live_from.map(|day| C::LiveOn.gte(day)))
        .add_option(due_within(params.due_from, params.due_until))
        .add_option(params.below.map(|top| C::BodyId.in_subquery(subtree([top]))))
        .add_option(params.mother.map(|mother| C::MotherId.eq(mother)))
        .add_option(params.updated_after.map(|after| C::UpdatedAt.gt(after)))
}

type Rollouts<'r> = Scoped<'r, rollout::Entity>;

/// All rollouts of the caller that a list's parameters name.
pub fn selected<'r>(reader: &'r Reader, params: &RolloutListParams) -> Rollouts<'r> {
    use rollout::Column as C;
    let words = |words: Vec<String>, column: C, scoped: Rollouts<'r>| scoped.filter_any(column, words);
    let mut scoped = reader
        .select::<rollout::Entity>()
        .filter_any(C::Id, params.ids.clone())
        .filter_any(C::Kind, params.kind.clone())
        .filter_any(C::BodyId, params.body.clone())
        .filter_any(C::ServiceId, params.service.clone())
        .filter_any(C::ProgrammeId, params.programme.clone())
        .filter_any(C::WaveId, params.wave.clone())
        .filter_any(C::Phase, params.phase.clone())
        .filter_any(C::BallRole, params.ball_role.clone())
        .filter_any(C::BallPartyId, params.ball_party.clone());
    scoped = words(params.state.iter().map(word).collect(), C::State, scoped);
    scoped = words(params.outcome.iter().map(word).collect(), C::Outcome, scoped);
    scoped.filter(narrowed(reader, params))
}

pub async fn rollouts(
    reader: &Reader,
    params: &RolloutListParams,
    request: &PageRequest,
) -> Result<Page<Visible<rollout::Entity>>> {
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("body"), ROLLOUT_SORTS)?;
    selected(reader, params).page(sort, request).await
}

pub const MILESTONE_SORTS: &[(&str, milestone::Column)] = &[("due", milestone::Column::Rank)];

/// Open milestones of running rollouts that a list's parameters name.
fn owed<'r>(reader: &'r Reader, params: &MilestoneListParams) -> Scoped<'r, milestone::Entity> {
    use {milestone::Column as M, rollout::Column as C};
    let running = reader
        .select::<rollout::Entity>()
        .filter(C::State.eq(word(CourseState::Running)))
        .filter_any(C::ServiceId, params.service.clone())
        .filter_any(C::BodyId, params.body.clone())
        .filter_opt(params.below, |top| C::BodyId.in_subquery(subtree([top])));
    let scoped = reader
        .select::<milestone::Entity>()
        .filter(M::Status.eq(word(MilestoneState::Open)))
        .filter(M::RolloutId.in_subquery(running.into_ids()))
        .filter_opt(params.ready, |ready| M::Ready.eq(ready))
        .filter_opt(params.due_until, |day| M::Due.lte(day))
        .filter_any(M::Role, params.role.clone())
        .filter_any(M::Key, params.milestone.clone())
        .filter_any(M::PartyId, params.party.clone());
    match params.mine.unwrap_or(true) {
        true => scoped.filter(my_milestones(&reader.ctx().actor)),
        false => scoped,
    }
}

/// Open milestones of running rollouts, ready ones first, then by due date.
pub async fn milestones(
    reader: &Reader,
    params: &MilestoneListParams,
    request: &PageRequest,
) -> Result<Page<Visible<milestone::Entity>>> {
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("due"), MILESTONE_SORTS)?;
    owed(reader, params).page(sort, request).await
}

/// A milestone by its rollout.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MilestoneOf {
    pub id: MilestoneId,
    pub rollout_id: RolloutId,
    pub key: String,
    /// Its place in the list.
    pub rank: i64,
}

/// The same without what is heavy of it, all at once, in the order of the list; where ids are named, these instead,
/// however they stand.
pub async fn milestones_of(
    reader: &Reader,
    params: &MilestoneListParams,
    ids: &[MilestoneId],
    limit: u64,
) -> Result<Vec<MilestoneOf>> {
    use milestone::Column as M;
    let scoped = match ids {
        [] => owed(reader, params),
        ids => reader.select::<milestone::Entity>().filter(M::Id.is_in(ids.iter().copied())),
    };
    scoped
        .order(M::Rank, Order::Asc)
        .limit(limit)
        .summarise(&[M::Id, M::RolloutId, M::Key, M::Rank], [])
        .await
}

/// Waiting that is to be asked after by this day in running rollouts, the longest due first; `mine`: where the caller
/// steers, or has the ball.
pub async fn follow_ups(
    reader: &Reader,
    until: NaiveDate,
    mine: bool,
    request: &PageRequest,
) -> Result<Page<Visible<interval::Entity>>> {
    use interval::Column as I;
    let running = word(CourseState::Running);
    let mut rollouts = reader.select::<rollout::Entity>().filter(rollout::Column::State.eq(running));
    if mine {
        rollouts = rollouts.filter(my_follow_ups(&reader.ctx().actor));
    }
    let scoped = reader
        .select::<interval::Entity>()
        .filter(I::Kind.eq(IntervalKind::Waiting))
        .filter(I::EndedAt.is_null())
        .filter(I::FollowUp.lte(until))
        .filter(I::RolloutId.in_subquery(rollouts.into_ids()));
    scoped.page(Sort { name: "follow_up", column: I::FollowUp, descending: false }, request).await
}

/// Those of these milestones that the caller may complete, as far as its rights go.
pub async fn completable(reader: &Reader, ids: Vec<MilestoneId>) -> Result<HashSet<MilestoneId>> {
    let actor = &reader.ctx().actor;
    let all = [MILESTONE_COMPLETE, ROLLOUT_STEER]
        .iter()
        .any(|right| actor.extent(*right) == Some(Extent::Everything));
    if all || ids.is_empty() {
        return Ok(ids.into_iter().collect());
    }
    if !actor.has(MILESTONE_COMPLETE) && !actor.has(ROLLOUT_STEER) {
        return Ok(HashSet::new());
    }
    let mine =
        reader.select_with::<milestone::Entity>(MILESTONE_COMPLETE).filter(milestone::Column::Id.is_in(ids));
    Ok(mine.all().await?.iter().map(|row| row.id).collect())
}
