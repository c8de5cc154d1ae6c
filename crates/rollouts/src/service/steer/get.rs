//! One rollout for its page, computed afresh: right at the moment of reading, whatever is stored.
use super::list::{Context, lang};
use super::page::Page;
use super::rollup::totals;
use super::{Book, Work};
use crate::entity::{cover, rollout};
use crate::input::RolloutListParams;
use crate::steering::Steering;
use crate::store;
use crate::store::whole::{WholeRollout, whole};
use crate::types::RolloutKind;
use crate::view::{MotherView, RolloutView};
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::ids::{OrganisationId, RolloutId};
use dienstweg_kernel::{Error, Reader, Result};
use sea_orm::{ColumnTrait, Order};
use std::collections::HashMap;
use uuid::Uuid;

/// Everything for the page of a rollout or mother.
pub async fn rollout_get(
    reader: &Reader,
    id: RolloutId,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<RolloutView> {
    view(reader, whole(reader, id).await?, calendars).await
}

async fn view(
    reader: &Reader,
    found: WholeRollout,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<RolloutView> {
    let WholeRollout { row, work, covers, steers, mine } = found;
    let book = Book::load(reader, [&work], calendars).await?;
    let now = reader.ctx().now();
    let steering = work.evaluate(&book, now);
    let mine = if steers { work.milestones.iter().map(|milestone| milestone.id).collect() } else { mine };
    let labels = reader.labels(named(&work, &steering, &covers)).await?;
    let earlier = match work.kept().next() {
        Some(_) => store::upgrade::earlier(reader, &work.template).await?,
        None => Vec::new(),
    };
    let (lang, earlier) = (lang(reader), &earlier[..]);
    let page = Page { work: &work, steering: &steering, labels: &labels, lang, now, steers, earlier, mine };
    Ok(page.view(&row, &book, &covers))
}

/// Ids of everything the page names.
fn named(work: &Work, steering: &Steering, covers: &[cover::Model]) -> Vec<Uuid> {
    let row = &work.rollout;
    let mut ids: Vec<Option<Uuid>> = vec![
        Some(row.body_id.0),
        row.service_id.map(|id| id.0),
        row.programme_id.map(|id| id.0),
        row.mother_id.map(|id| id.0),
    ];
    for milestone in &work.milestones {
        ids.extend([
            milestone.party_id.map(|id| id.0),
            milestone.person_id.map(|id| id.0),
            milestone.decided_by,
        ]);
    }
    for party in &work.parties {
        ids.extend([party.organisation_id.map(|id| id.0), party.person_id.map(|id| id.0)]);
    }
    for interval in &work.intervals {
        ids.extend([interval.party_id.map(|id| id.0), Some(interval.started_by)]);
    }
    ids.extend(steering.accrued.iter().map(|sum| sum.party));
    ids.extend(covers.iter().map(|cover| Some(cover.organisation_id.0)));
    ids.into_iter().flatten().collect()
}

/// The history of a rollout and its milestones, newest first.
pub async fn rollout_history(
    reader: &Reader,
    id: RolloutId,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<HistoryEntry>> {
    let row = reader.get::<rollout::Entity>(id).await?;
    reader.history(&row, before, limit).await
}

/// A mother with the rollouts of its body that the caller sees, at most 500, by service.
///
/// # Errors
/// `not-found` also for what is no mother.
pub async fn mother_get(
    reader: &Reader,
    id: RolloutId,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<MotherView> {
    use rollout::Column as C;
    let found = whole(reader, id).await?;
    if found.row.kind != RolloutKind::Mother {
        return Err(Error::not_found());
    }
    let mother = view(reader, found, calendars).await?;
    let below = reader.select::<rollout::Entity>().filter(C::MotherId.eq(id));
    let below = below.order(C::ServiceSort, Order::Asc).order(C::Id, Order::Asc).limit(500).all().await?;
    let rows: Vec<&rollout::Model> = below.iter().map(|row| &**row).collect();
    let context = Context::load(reader, &rows, [], calendars).await?;
    let rollouts = rows.iter().map(|row| context.row(row)).collect();
    let totals = totals(reader, &RolloutListParams { mother: Some(id), ..Default::default() }).await?;
    Ok(MotherView { mother, rollouts, totals })
}
