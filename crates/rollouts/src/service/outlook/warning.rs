//! Which rollouts will be late where it concerns most people.
use crate::entity::{forecast, rollout};
use crate::input::RolloutListParams;
use crate::service::steer::{Context, lang, milestone_name, role_name};
use crate::store;
use crate::view::EarlyWarning;
use chrono::NaiveDate;
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::ids::{OrganisationId, RolloutId};
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::{Reader, Result};
use sea_orm::ColumnTrait;
use std::collections::HashMap;

const SORTS: &[(&str, forecast::Column)] = &[
    ("weight", forecast::Column::Weight),
    ("delay", forecast::Column::Delay),
    ("population", forecast::Column::People),
];

/// Rollouts of the caller that the parameters name and that are expected later than planned, those first whose delay
/// times population weighs most. Four statements, one more for templates not read before.
pub async fn early_warning_list(
    reader: &Reader,
    params: &RolloutListParams,
    request: &PageRequest,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<Page<EarlyWarning>> {
    use forecast::Column as F;
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("-weight"), SORTS)?;
    let named = store::lists::selected(reader, params).into_ids();
    let late =
        reader.select::<forecast::Entity>().filter(F::Delay.gt(0)).filter(F::RolloutId.in_subquery(named));
    let page = late.page(sort, request).await?;
    let ids: Vec<RolloutId> = page.items.iter().map(|row| row.rollout_id).collect();
    let rollouts = reader.select::<rollout::Entity>().filter(rollout::Column::Id.is_in(ids)).all().await?;
    let rows: Vec<&rollout::Model> = rollouts.iter().map(|row| &**row).collect();
    let parties = page.items.iter().filter_map(|row| Some(row.party_id?.0));
    let context = Context::load(reader, &rows, parties, calendars).await?;
    let by_id: HashMap<RolloutId, &rollout::Model> = rows.iter().map(|row| (row.id, *row)).collect();
    let (lang, items) = (lang(reader), page.items.iter());
    let warning = |row: &forecast::Model| {
        let rollout = by_id.get(&row.rollout_id)?;
        let template = context.template(rollout);
        Some(EarlyWarning {
            id: row.rollout_id,
            rollout: context.row(rollout),
            planned: row.planned,
            p50: row.p50,
            p85: row.p85,
            delay_working_days: row.delay.into(),
            population: row.people,
            weight: row.weight,
            milestone: row.milestone.as_deref().map(|key| milestone_name(template, key, lang)),
            role: row.role.clone(),
            role_name: row.role.as_deref().map(|role| role_name(template, role, lang)),
            party: context.labels.named_opt(row.party_id),
        })
    };
    let items = items.filter_map(|row| warning(row)).collect();
    Ok(page.with_items(items))
}

/// The days by which rollouts are live in half of all cases and in 85 % of them, as they were forecast last. One statement.
pub async fn forecast_days(
    reader: &Reader,
    ids: Vec<RolloutId>,
) -> Result<HashMap<RolloutId, (NaiveDate, NaiveDate)>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = reader.select::<forecast::Entity>().filter_any(forecast::Column::RolloutId, ids).all().await?;
    Ok(rows.iter().map(|row| (row.rollout_id, (row.p50, row.p85))).collect())
}
