//! Whom to ask again: waiting whose follow-up is due.
use super::list::{Context, lang};
use crate::entity::{interval, rollout};
use crate::input::FollowUpListParams;
use crate::store;
use crate::view::FollowUp;
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::{OrganisationId, RolloutId};
use dienstweg_kernel::page::{Page, PageRequest};
use dienstweg_kernel::{Reader, Result};
use sea_orm::ColumnTrait;
use std::collections::HashMap;

/// Follow-ups of running rollouts that are due, the longest due first: those the caller asks after or is meant by.
pub async fn follow_up_list(
    reader: &Reader,
    params: &FollowUpListParams,
    request: &PageRequest,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<Page<FollowUp>> {
    let until = params.due_until.unwrap_or_else(|| reader.ctx().today());
    let page = store::lists::follow_ups(reader, until, params.mine.unwrap_or(true), request).await?;
    let ids: Vec<RolloutId> = page.items.iter().map(|row| row.rollout_id).collect();
    let rollouts = reader.select::<rollout::Entity>().filter(rollout::Column::Id.is_in(ids)).all().await?;
    let rows: Vec<&rollout::Model> = rollouts.iter().map(|row| &**row).collect();
    let parties = page.items.iter().filter_map(|row| row.party_id.map(|id| id.0));
    let context = Context::load(reader, &rows, parties, calendars).await?;
    let shown = |row: &Visible<interval::Entity>| {
        let of = rows.iter().find(|of| of.id == row.rollout_id)?;
        let key = row.waiting_kind.clone().unwrap_or_default();
        let kind = context.template(of).and_then(|template| template.waiting_kind(&key));
        Some(FollowUp {
            id: row.id,
            name: kind.map_or_else(|| key.clone(), |kind| kind.name.get(lang(reader)).to_owned()),
            waiting_kind: key,
            party: context.labels.named_opt(row.party_id.or(of.ball_party_id)),
            since: row.started_at,
            follow_up: row.follow_up?,
            reason: row.reason.clone(),
            rollout: context.row(of),
        })
    };
    let items = page.items.iter().filter_map(shown).collect();
    Ok(page.with_items(items))
}
