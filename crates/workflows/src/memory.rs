//! Memory and forecast over several domains: days taken, experience learned, rollouts forecast, reports by region.
use crate::rollouts::{RollupKind, of, rollup_by};
use dienstweg_customers::service::people;
use dienstweg_kernel::clock::Clock;
use dienstweg_kernel::ctx::{Actor, Ctx};
use dienstweg_kernel::{Db, Reader, Result, Tx};
use dienstweg_projections::snapshots::{snapshot_compute, snapshot_store, snapshots_rebuild};
use dienstweg_rollouts::input::RolloutListParams;
use dienstweg_rollouts::policy::ROLLOUT_READ;
use dienstweg_rollouts::service::{
    durations_learn, durations_store, forecast_report, forecasts_compute, forecasts_due,
};
use dienstweg_rollouts::view::ForecastReportRow;
use std::sync::Arc;

/// Rollouts that are forecast in one commit: 200 runs each are computed in it, and on SQLite nobody else writes meanwhile.
const PORTION: u64 = 100;

fn ctx(clock: Arc<dyn Clock>) -> Ctx {
    Ctx::system(Actor::system("memory", &[ROLLOUT_READ]), clock)
}

/// Takes the days that are over. Facts are read portion by portion outside of the commit: what a day was like does not
/// change by what happens meanwhile. Answers how many days.
pub async fn snapshots_take(db: &Db, clock: Arc<dyn Clock>) -> Result<u64> {
    let ctx = ctx(clock);
    match snapshot_compute(&db.read(&ctx)).await? {
        Some(taken) => db.write(&ctx, async |tx| snapshot_store(tx, &taken).await).await,
        None => Ok(0),
    }
}

/// Learns once a day, and forecasts what has changed since or has no forecast of today, portion by portion. Answers how many.
pub async fn forecasts_follow(db: &Db, clock: Arc<dyn Clock>) -> Result<u64> {
    let ctx = ctx(clock);
    let mut done = 0;
    if let Some(history) = durations_learn(&db.read(&ctx)).await? {
        done += u64::from(db.write(&ctx, async |tx| durations_store(tx, &history).await).await?);
    }
    if !forecasts_due(&db.read(&ctx)).await? {
        return Ok(done);
    }
    let people = people(&db.read(&ctx)).await?;
    let mut after = None;
    loop {
        let work = async |tx: &Tx| forecasts_compute(tx, (after, PORTION), &people, &of).await;
        let (made, next) = db.write(&ctx, work).await?;
        done += made;
        match next {
            Some(next) => after = Some(next),
            None => return Ok(done),
        }
    }
}

/// Forgets all days and takes them anew from the facts, then forecasts what has no forecast.
pub async fn remember_anew(db: &Db, clock: Arc<dyn Clock>) -> Result<()> {
    db.write(&ctx(Arc::clone(&clock)), async |tx| snapshots_rebuild(tx).await).await?;
    snapshots_take(db, Arc::clone(&clock)).await?;
    while forecasts_follow(db, Arc::clone(&clock)).await? > 0 {}
    Ok(())
}

/// When most of the rollouts are live, by groups as in a roll-up, or all together. Phases are no groups here.
pub async fn forecast_by(
    reader: &Reader,
    params: &RolloutListParams,
    by: Option<RollupKind>,
    share_percent: i64,
) -> Result<Vec<ForecastReportRow>> {
    let by = match by.filter(|kind| *kind != RollupKind::Phase) {
        None => None,
        Some(kind) => Some(rollup_by(reader, params.below, kind).await?),
    };
    forecast_report(reader, params, by, share_percent).await
}
