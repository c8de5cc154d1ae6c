//! What callers get to see of forecasts.
use crate::forecast::Source;
use crate::view::{MilestoneName, RolloutRow};
use chrono::NaiveDate;
use dienstweg_kernel::ids::RolloutId;
use dienstweg_kernel::labels::Named;
use serde::Serialize;
use utoipa::ToSchema;

/// When a rollout goes live, and what that rests on. Without dates where no go-live lies ahead: it is live or over, its start is
/// not planned, or it is a mother.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RolloutForecastView, example = json!({"id": "01930f6e-0000-7000-8000-000000000001", "day": "2026-03-02",
    "planned": "2026-03-12", "p50": "2026-03-19", "p85": "2026-04-02", "delay_working_days": 5, "learned_on": "2026-03-02",
    "evidence": [{"milestone": {"key": "M3.2", "name": "Basisdienst angebunden"}, "role": "it_provider", "role_name": "IT-Dienstleister",
    "party": null, "source": "milestone", "observations": 41, "median_working_days": 18, "target_working_days": 15,
    "elapsed_working_days": 4, "decisive": true}]}))]
pub struct ForecastView {
    pub id: RolloutId,
    /// The day it was made for.
    pub day: NaiveDate,
    /// The planned go-live, moved by pauses.
    #[schema(required)]
    pub planned: Option<NaiveDate>,
    /// Live by then in half of all cases.
    #[schema(required)]
    pub p50: Option<NaiveDate>,
    /// Live by then in 85 % of all cases.
    #[schema(required)]
    pub p85: Option<NaiveDate>,
    /// From the plan until `p50`; 0 when it is not later.
    #[schema(required)]
    pub delay_working_days: Option<i64>,
    /// The day experience was learned last; `null` before the first time.
    #[schema(required)]
    pub learned_on: Option<NaiveDate>,
    /// The open milestones that the go-live waits for, in their order.
    pub evidence: Vec<EvidenceView>,
}

/// What the expectation of one open milestone rests on.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ForecastEvidence)]
pub struct EvidenceView {
    pub milestone: MilestoneName,
    pub role: String,
    pub role_name: String,
    /// The organisation that owes it.
    #[schema(required)]
    pub party: Option<Named>,
    pub source: Source,
    /// How often its end was observed: by this party, by all, or too seldom.
    pub observations: u32,
    /// Half of all cases take no longer, from readiness until it is done.
    pub median_working_days: u16,
    pub target_working_days: u16,
    /// Since it could be done; `null` while something is missing.
    #[schema(required)]
    pub elapsed_working_days: Option<u16>,
    /// Adds most days beyond the plan.
    pub decisive: bool,
}

/// A rollout that will be late, and why.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EarlyWarning {
    pub id: RolloutId,
    pub rollout: RolloutRow,
    pub planned: NaiveDate,
    pub p50: NaiveDate,
    pub p85: NaiveDate,
    pub delay_working_days: i64,
    /// Of the municipalities it covers.
    pub population: i64,
    /// Delay times population: the list is ordered by it.
    pub weight: i64,
    /// The milestone that adds most days beyond the plan.
    #[schema(required)]
    pub milestone: Option<MilestoneName>,
    /// Who owes it.
    #[schema(required)]
    pub role: Option<String>,
    #[schema(required)]
    pub role_name: Option<String>,
    #[schema(required)]
    pub party: Option<Named>,
}

/// How fast the milestones of one role, or of one organisation in it, are done. Never of single persons.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PartyReportRow {
    pub role: String,
    pub role_name: String,
    /// Nobody where the role was not given to an organisation.
    #[schema(required)]
    pub party: Option<Named>,
    /// Milestones done in the time asked for.
    pub completed: i64,
    pub completed_per_week: f64,
    /// Half of them were done within so many working days from when they could be.
    #[schema(required)]
    pub median_working_days: Option<u16>,
    /// 85 % of them were.
    #[schema(required)]
    pub p85_working_days: Option<u16>,
    /// Open milestones that could be done now.
    pub open: i64,
    /// The day from which the oldest of them could be done.
    #[schema(required)]
    pub oldest_since: Option<NaiveDate>,
}

/// When most of the rollouts of a group are live.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ForecastReportRow {
    /// Id of service, programme or region; `null` for all together and for none.
    #[schema(required)]
    pub key: Option<String>,
    #[schema(required)]
    pub name: Option<String>,
    /// Those that did not end otherwise.
    pub total: i64,
    pub live: i64,
    /// Neither live nor planned.
    pub unplanned: i64,
    /// The share of the planned ones that the dates are about, in percent.
    pub share_percent: i64,
    /// So many were to be live by then, by the plan made at the start.
    #[schema(required)]
    pub planned_on: Option<NaiveDate>,
    /// They are in half of all runs.
    #[schema(required)]
    pub p50_on: Option<NaiveDate>,
    /// They are in 85 % of all runs.
    #[schema(required)]
    pub p85_on: Option<NaiveDate>,
}

/// How many rollouts are live at the end of a month.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ForecastMonth {
    /// Its first day.
    pub month: NaiveDate,
    /// By the plan made at the start.
    pub planned: i64,
    /// In months that have begun.
    #[schema(required)]
    pub live: Option<i64>,
    /// At least so many in half of all runs; from this month on.
    #[schema(required)]
    pub p50: Option<i64>,
    /// At least so many in 85 % of all runs.
    #[schema(required)]
    pub p85: Option<i64>,
}
