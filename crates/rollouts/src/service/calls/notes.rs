//! What was said on the telephone: noted, followed up, taken back.
use crate::entity::{call, call_rollout};
use crate::error::{CALL_SETTLED, CALL_UNDO_TOO_LATE};
use crate::input::{CallBack, CallFollowUpParams, NewCall};
use crate::policy::ROLLOUT_STEER;
use crate::service::steer::rollouts_steered;
use crate::types::NO_DAY;
use crate::view::{CallView, CalledRollout};
use crate::{events, store};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::ctx::Ctx;
use dienstweg_kernel::db::{IfMatch, Whole};
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::ids::{ArticleId, CallId, OrganisationId, RolloutId};
use dienstweg_kernel::labels::Labels;
use dienstweg_kernel::page::{Page, PageRequest};
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, Set};
use std::collections::HashMap;

/// How long a note can be taken back.
const UNDO_FOR: TimeDelta = TimeDelta::minutes(10);

/// Notes a call. From now on whoever asks about its rollouts again asks because of this one.
///
/// # Errors
/// `invalid` with every fault: rollouts that the caller does not steer, a day that does not lie ahead.
pub async fn call_create(
    tx: &Tx,
    mut new: NewCall,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<(CallId, Option<NaiveDate>)> {
    let steered = rollouts_steered(tx, new.rollouts.clone()).await?;
    let unknown = new.rollouts.iter().enumerate().filter(|(_, id)| !steered.contains(id));
    let mut faults: Vec<Fault> =
        unknown.map(|(at, _)| Fault::unknown_reference(format!("/rollout_ids/{at}"))).collect();
    new.rollouts.sort_unstable();
    new.rollouts.dedup();
    let follow_up = match new.follow_up {
        Some(back) => day(tx, back, new.party, calendars).await.map_err(|fault| faults.push(*fault)).ok(),
        None => None,
    };
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let row = call::Model {
        id: tx.ctx().new_id(),
        author_id: tx.ctx().actor.id,
        party_id: new.party,
        person_id: new.person,
        note: new.note,
        audience: new.audience,
        follow_up: follow_up.unwrap_or(NO_DAY),
        withdrawn_at: None,
        version: 1,
        created_at: tx.ctx().now(),
    };
    let id = row.id;
    let row = row.into_active_model().reset_all();
    tx.insert::<call::Entity>(ROLLOUT_STEER, row, events::call_noted(&new.rollouts)).await?;
    let parts = parts(id, &new.rollouts, follow_up.is_none().then_some(id));
    tx.unscoped_write("rollouts of a call the caller makes").insert_many(parts).await?;
    store::calls::close_earlier(tx, id, &new.rollouts).await?;
    Ok((id, follow_up))
}

fn parts(
    call_id: CallId,
    rollouts: &[RolloutId],
    closed_by: Option<CallId>,
) -> Vec<call_rollout::ActiveModel> {
    let part = |rollout_id: &RolloutId| {
        let part = call_rollout::Model { call_id, rollout_id: *rollout_id, article_id: None, closed_by };
        part.into_active_model().reset_all()
    };
    rollouts.iter().map(part).collect()
}

/// The day to ask again, by the calendar of whoever was called.
async fn day(
    tx: &Tx,
    back: CallBack,
    party: Option<OrganisationId>,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<NaiveDate, Box<Fault>> {
    let today = tx.ctx().today();
    let fault = |code, de: &'static str, en: &'static str| {
        Box::new(Fault::new("/follow_up", code, Text::new(de, en)))
    };
    match back {
        CallBack::On(day) if day > today && day < NO_DAY => Ok(day),
        CallBack::On(_) => {
            Err(fault("past", "Der Tag muss in der Zukunft liegen.", "The day must lie in the future."))
        }
        CallBack::WorkingDays(days @ 1..=260) => {
            let known = match party {
                Some(party) => calendars(tx, vec![party]).await.ok().and_then(|all| all.get(&party).copied()),
                None => None,
            };
            let calendar = known.unwrap_or_else(WorkCalendar::bavarian);
            Ok(calendar.add_working_days(today, days))
        }
        CallBack::WorkingDays(_) => Err(fault("range", "1 bis 260 Arbeitstage.", "1 to 260 working days.")),
    }
}

/// Keeps where a call stands in the conversations of its rollouts.
pub async fn call_articles(tx: &Tx, id: CallId, articles: &[(RolloutId, ArticleId)]) -> Result<()> {
    store::calls::articles_keep(tx, id, articles).await
}

/// Nobody asks again.
///
/// # Errors
/// `not-found`, `stale`; `call-settled` where nobody would have.
pub async fn call_settle(tx: &Tx, id: CallId, seen: IfMatch) -> Result<CallView> {
    let row = tx.lock::<call::Entity>(id, ROLLOUT_STEER, seen).await?;
    if store::calls::close(tx, id).await? == 0 {
        return Err(Error::new(CALL_SETTLED));
    }
    let change = row.change();
    tx.touch(row, change, events::call_settled()).await?;
    call_get(tx, id).await
}

/// What was taken back.
#[derive(Clone, Debug)]
pub struct Withdrawn {
    pub view: CallView,
    /// In whose conversations it stands.
    pub rollouts: Vec<RolloutId>,
    pub audience: String,
}

/// Takes a note back for ten minutes: what it had closed is asked about again, and its rollouts are to be called about.
///
/// # Errors
/// `not-found`, `stale`; `forbidden` for all but who noted it; `call-undo-too-late`.
pub async fn call_withdraw(tx: &Tx, id: CallId, seen: IfMatch) -> Result<Withdrawn> {
    let row = tx.lock::<call::Entity>(id, ROLLOUT_STEER, seen).await?;
    if row.author_id != tx.ctx().actor.id {
        return Err(Error::forbidden(ROLLOUT_STEER));
    }
    if undo_until(&row, tx.ctx().now()).is_none() {
        return Err(Error::new(CALL_UNDO_TOO_LATE));
    }
    store::calls::reopen_earlier(tx, id).await?;
    store::calls::close(tx, id).await?;
    let (audience, mut change) = (row.audience.clone(), row.change());
    change.withdrawn_at = Set(Some(tx.ctx().now()));
    tx.update(row, change, events::call_withdrawn()).await?;
    let view = call_get(tx, id).await?;
    let rollouts = view.rollouts.iter().map(|one| one.id).collect();
    Ok(Withdrawn { view, rollouts, audience })
}

/// The notes of calls that were taken back, for use as a sub-select: nobody called.
pub fn articles_withdrawn() -> SelectStatement {
    store::calls::articles_withdrawn()
}

fn undo_until(row: &call::Model, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    Some(row.created_at + UNDO_FOR).filter(|until| row.withdrawn_at.is_none() && now < *until)
}

/// One call.
///
/// # Errors
/// `not-found` where the caller does not see it.
pub async fn call_get(reader: &Reader, id: CallId) -> Result<CallView> {
    let found = store::calls::calls(reader).filter(call::Column::Id.eq(id)).whole().await?;
    views(reader, &[found]).await?.pop().ok_or_else(Error::not_found)
}

/// Calls with something to ask again, the longest due first.
pub async fn call_follow_ups(
    reader: &Reader,
    params: &CallFollowUpParams,
    request: &PageRequest,
) -> Result<Page<CallView>> {
    let until = params.due_until.unwrap_or_else(|| reader.ctx().today()).min(NO_DAY - TimeDelta::days(1));
    let page = store::calls::follow_ups(reader, until, params.mine.unwrap_or(true), request).await?;
    let views = views(reader, &page.items).await?;
    Ok(page.with_items(views))
}

async fn views(reader: &Reader, calls: &[Whole<call::Entity>]) -> Result<Vec<CallView>> {
    let parts = calls.iter().map(Whole::parts::<call_rollout::Entity>).collect::<Result<Vec<_>>>()?;
    let ids = parts.iter().flatten().map(|part| part.rollout_id).collect();
    let named = calls.iter().flat_map(|call| {
        let (party, person) = (call.row.party_id.map(|id| id.0), call.row.person_id.map(|id| id.0));
        [Some(call.row.author_id.0), party, person]
    });
    let (rollouts, labels) = store::calls::named(reader, ids, named.flatten().collect()).await?;
    let rollouts: HashMap<RolloutId, store::calls::Named> =
        rollouts.into_iter().map(|row| (row.id, row)).collect();
    let view = |(call, parts): (&Whole<call::Entity>, &Vec<call_rollout::Model>)| {
        let called =
            |part: &call_rollout::Model| Some(called(rollouts.get(&part.rollout_id)?, part, &labels));
        let open = parts.iter().any(|part| part.closed_by.is_none());
        view(&call.row, parts.iter().filter_map(called).collect(), open, &labels, reader.ctx())
    };
    Ok(calls.iter().zip(&parts).map(view).collect())
}

fn called(row: &store::calls::Named, part: &call_rollout::Model, labels: &Labels) -> CalledRollout {
    CalledRollout {
        id: row.id,
        number: row.number.clone(),
        body: labels.named(row.body_id),
        service: labels.named_opt(row.service_id),
        open: part.closed_by.is_none(),
    }
}

/// `open`: some of its rollouts, seen or not, are to be asked about again.
fn view(row: &call::Model, rollouts: Vec<CalledRollout>, open: bool, labels: &Labels, ctx: &Ctx) -> CallView {
    let undo_until = undo_until(row, ctx.now()).filter(|_| row.author_id == ctx.actor.id);
    let mut can = Vec::new();
    can.extend(open.then_some("settle"));
    can.extend(undo_until.map(|_| "undo"));
    CallView {
        id: row.id,
        author: labels.named(row.author_id),
        party: labels.named_opt(row.party_id),
        person: labels.named_opt(row.person_id),
        note: row.note.clone(),
        audience: row.audience.clone(),
        follow_up: Some(row.follow_up).filter(|day| *day != NO_DAY),
        rollouts,
        withdrawn: row.withdrawn_at.is_some(),
        undo_until,
        can,
        version: row.version,
        created_at: row.created_at,
    }
}
