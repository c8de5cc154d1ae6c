//! Many rollouts together: when most of them are live, and how many in which month.
use crate::forecast::{Joint, Sketch, month_of, seed};
use crate::input::RolloutListParams;
use crate::service::RollupBy;
use crate::store;
use crate::store::outlook::{Likely, Planned};
use crate::view::{ForecastMonth, ForecastReportRow};
use chrono::NaiveDate;
use dienstweg_kernel::{Reader, Result};
use std::collections::BTreeMap;
use uuid::Uuid;

/// By what the rollouts of a report are grouped: all together, or as a roll-up.
pub type ReportBy = Option<RollupBy>;

/// Months looked ahead.
const MONTHS: u32 = 36;

/// Plans of a group and the likely dates of those that are not live.
#[derive(Default)]
struct Group {
    planned: Vec<Planned>,
    likely: Vec<Likely>,
}

/// When `share` percent of the planned rollouts of each group are live. Three statements.
pub async fn forecast_report(
    reader: &Reader,
    params: &RolloutListParams,
    by: ReportBy,
    share: i64,
) -> Result<Vec<ForecastReportRow>> {
    let groups = groups(reader, params, by.as_ref()).await?;
    let labels = reader.labels(groups.keys().copied().flatten()).await?;
    let today = reader.ctx().today();
    let mut joint = Joint::new(today);
    let mut rows = Vec::with_capacity(groups.len());
    for (key, group) in groups {
        joint.clear();
        group.likely.iter().for_each(|one| joint.add(&Sketch::decoded(&one.dates), seed(one.id.0, today)));
        let named = labels.named_opt(key).and_then(|named| named.name);
        rows.push(ForecastReportRow {
            key: key.map(|id| id.to_string()),
            name: named,
            ..group.row(&joint, share)
        });
    }
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(rows)
}

/// How many of the rollouts are live at the end of each month: planned, really, and in the runs.
pub async fn forecast_months(reader: &Reader, params: &RolloutListParams) -> Result<Vec<ForecastMonth>> {
    let Some(group) = groups(reader, params, None).await?.into_values().next() else { return Ok(Vec::new()) };
    let today = reader.ctx().today();
    let mut joint = Joint::new(today);
    group.likely.iter().for_each(|one| joint.add(&Sketch::decoded(&one.dates), seed(one.id.0, today)));
    let likely = group.likely.iter().filter_map(|one| Sketch::decoded(&one.dates).last());
    let plans = group.planned.iter().flat_map(|row| [row.plan_go_live, row.live_on]).flatten();
    let (Some(first), Some(last)) = (plans.clone().min(), likely.chain(plans).max()) else {
        return Ok(Vec::new());
    };
    let earliest = today.checked_sub_months(chrono::Months::new(MONTHS)).unwrap_or(today);
    let first = month_of(first.max(earliest), 0);
    let months = (0..2 * MONTHS).map(|months| month_of(first, months));
    let live = group.live_until(NaiveDate::MAX);
    Ok(months
        .take_while(|month| *month <= last)
        .map(|month| group.month(month, today, &joint, live))
        .collect())
}

async fn groups(
    reader: &Reader,
    params: &RolloutListParams,
    by: Option<&RollupBy>,
) -> Result<BTreeMap<Option<Uuid>, Group>> {
    let mut groups: BTreeMap<Option<Uuid>, Group> = BTreeMap::new();
    for row in store::outlook::planned(reader, params, by).await? {
        groups.entry(row.group_id).or_default().planned.push(row);
    }
    for row in store::outlook::likely(reader, params, by).await? {
        groups.entry(row.group_id).or_default().likely.push(row);
    }
    Ok(groups)
}

impl Group {
    fn count(&self, which: impl Fn(&Planned) -> bool) -> i64 {
        self.planned.iter().filter(|row| which(row)).map(|row| row.times).sum()
    }

    fn live_until(&self, day: NaiveDate) -> i64 {
        self.count(|row| row.live_on.is_some_and(|live| live <= day))
    }

    fn row(&self, joint: &Joint, share: i64) -> ForecastReportRow {
        let (total, live) = (self.count(|_| true), self.live_until(NaiveDate::MAX));
        let planned = live + i64::from(joint.rollouts());
        // The share of those that have a date at all, rounded up.
        let wanted = (planned * share + 99) / 100;
        let missing = u32::try_from(wanted - live).unwrap_or(0);
        let when = joint.when(missing);
        let reached = missing == 0;
        ForecastReportRow {
            key: None,
            name: None,
            total,
            live,
            unplanned: total - planned,
            share_percent: share,
            planned_on: self.planned_on(share),
            p50_on: when.even.filter(|_| !reached).or_else(|| self.live_on(wanted)),
            p85_on: when.cautious.filter(|_| !reached).or_else(|| self.live_on(wanted)),
        }
    }

    /// The day by which so many percent were to be live.
    fn planned_on(&self, share: i64) -> Option<NaiveDate> {
        let planned = self.count(|row| row.plan_go_live.is_some());
        nth(self.planned.iter().map(|row| (row.plan_go_live, row.times)), (planned * share + 99) / 100)
    }

    /// The day on which so many were live.
    fn live_on(&self, wanted: i64) -> Option<NaiveDate> {
        nth(self.planned.iter().map(|row| (row.live_on, row.times)), wanted)
    }

    fn month(&self, month: NaiveDate, today: NaiveDate, joint: &Joint, live: i64) -> ForecastMonth {
        let end = month_of(month, 1).pred_opt().unwrap_or(month);
        let ahead = (end >= today).then(|| joint.by(end));
        ForecastMonth {
            month,
            planned: self.count(|row| row.plan_go_live.is_some_and(|day| day <= end)),
            live: (month <= today).then(|| self.live_until(end)),
            p50: ahead.map(|counts| live + i64::from(counts.even)),
            p85: ahead.map(|counts| live + i64::from(counts.cautious)),
        }
    }
}

/// The day on which the wanted number is reached.
fn nth(days: impl Iterator<Item = (Option<NaiveDate>, i64)>, wanted: i64) -> Option<NaiveDate> {
    let mut days: Vec<(NaiveDate, i64)> = days.filter_map(|(day, times)| Some((day?, times))).collect();
    days.sort_unstable();
    let mut sum = 0;
    days.into_iter()
        .find(|(_, times)| {
            sum += times;
            sum >= wanted
        })
        .map(|(day, _)| day)
}
