//! Time axes over several rollouts: per region or body, one bar for each service.
use dienstweg_customers::service::{Bodies, body_rows_named, places};
use dienstweg_customers::types::OrganisationKind;
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::labels::Named;
use dienstweg_kernel::{Reader, Result};
use dienstweg_rollouts::input::RolloutListParams;
use dienstweg_rollouts::service::{Span, spans_of_bodies, spans_of_regions};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;

/// Most bars of one answer.
const MOST: usize = 2_000;

/// What the rows are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimelineBy {
    /// Districts, and what stands beside them: cities without a district, and the third level.
    #[default]
    Region,
    /// Responsible bodies.
    Body,
}

/// From when to when rollouts go.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Timeline)]
pub struct TimelineView {
    pub by: TimelineBy,
    pub rows: Vec<TimelineRow>,
    /// Whether there is more than fits in one answer; narrow it then.
    pub more: bool,
}

/// A region or body.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TimelineRow {
    pub id: OrganisationId,
    pub name: String,
    pub bars: Vec<TimelineBar>,
}

/// All rollouts of a service in it, together.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TimelineBar {
    pub service: Named,
    /// The first day of the first.
    #[schema(required)]
    pub start: Option<chrono::NaiveDate>,
    /// When the last should be live, by the moved plan.
    #[schema(required)]
    pub plan: Option<chrono::NaiveDate>,
    /// When the last of those that are under way is expected to be live.
    #[schema(required)]
    pub forecast: Option<chrono::NaiveDate>,
    /// The latest go-live so far.
    #[schema(required)]
    pub actual: Option<chrono::NaiveDate>,
    pub total: i64,
    pub live: i64,
}

/// The time axis as the caller may see it, in four statements at most.
pub async fn timeline(reader: &Reader, by: TimelineBy, params: &RolloutListParams) -> Result<TimelineView> {
    let (mut spans, names) = match by {
        TimelineBy::Body => {
            let limit = u64::try_from(MOST + 1).unwrap_or(u64::MAX);
            (spans_of_bodies(reader, params, limit).await?, Vec::new())
        }
        TimelineBy::Region => {
            let regions = regions(reader).await?;
            let ids: Vec<OrganisationId> = regions.iter().map(|(id, _)| *id).collect();
            (spans_of_regions(reader, params, &ids).await?, regions)
        }
    };
    let more = spans.len() > MOST;
    spans.truncate(MOST);
    let named = spans.iter().flat_map(|span| [Some(span.group_id.0), span.service_id.map(|id| id.0)]);
    let labels = reader.labels(named.flatten()).await?;
    let place: HashMap<OrganisationId, usize> =
        names.iter().enumerate().map(|(at, (id, _))| (*id, at)).collect();
    let mut rows: Vec<TimelineRow> = Vec::new();
    let mut at: HashMap<OrganisationId, usize> = HashMap::new();
    for span in spans {
        let row = *at.entry(span.group_id).or_insert(rows.len());
        if row == rows.len() {
            let name = labels.named(span.group_id).name.unwrap_or_default();
            rows.push(TimelineRow { id: span.group_id, name, bars: Vec::new() });
        }
        if let (Some(row), Some(service)) = (rows.get_mut(row), span.service_id) {
            row.bars.push(bar(labels.named(service), &span));
        }
    }
    rows.sort_by_key(|row| place.get(&row.id).copied().unwrap_or_default());
    for row in &mut rows {
        row.bars.sort_by(|one, other| one.service.name.cmp(&other.service.name));
    }
    Ok(TimelineView { by, rows, more })
}

fn bar(service: Named, span: &Span) -> TimelineBar {
    let &Span { start, plan, forecast, actual, total, live, .. } = span;
    TimelineBar { service, start, plan, forecast, actual, total, live }
}

/// Regions by name: districts, then what has none.
async fn regions(reader: &Reader) -> Result<Vec<(OrganisationId, String)>> {
    use OrganisationKind as K;
    let places = places(reader).await?;
    let mut districts: Vec<(OrganisationId, String)> = places
        .into_iter()
        .filter(|(_, place)| place.kind == K::District)
        .map(|(id, place)| (id, place.name))
        .collect();
    districts.sort_by_key(|(id, name)| (dienstweg_kernel::text::sort_key(name), *id));
    let beside = Bodies { kinds: &[K::IndependentCity, K::Bezirk], below: None, some: Vec::new() };
    let beside = body_rows_named(reader, &beside).await?;
    districts.extend(beside.into_iter().map(|body| (body.id, body.name)));
    Ok(districts)
}
