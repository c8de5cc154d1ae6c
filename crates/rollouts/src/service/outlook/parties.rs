//! Throughput and waiting time of roles and organisations. Milestones may name a person; nothing here looks at it.
use super::words::template_words;
use crate::entity::milestone;
use crate::forecast::Seen;
use crate::input::RolloutListParams;
use crate::steering::{CourseState, MilestoneState};
use crate::store;
use crate::types::rollout::word;
use crate::view::PartyReportRow;
use chrono::{NaiveDate, TimeDelta};
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::{Reader, Result};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{ColumnTrait, FromQueryResult};
use std::collections::BTreeMap;

#[derive(Debug, FromQueryResult)]
struct Done {
    role: String,
    party_id: Option<OrganisationId>,
    took: i32,
    times: i64,
}

#[derive(Debug, FromQueryResult)]
struct Waiting {
    role: String,
    party_id: Option<OrganisationId>,
    times: i64,
    since: Option<NaiveDate>,
}

#[derive(Debug, Default)]
struct Sum {
    seen: Seen,
    open: i64,
    since: Option<NaiveDate>,
}

/// For each role and organisation what was done in the last `weeks` and what is open, over rollouts of the caller that the
/// parameters name; those with most open milestones first. Four statements.
pub async fn party_report(
    reader: &Reader,
    params: &RolloutListParams,
    weeks: u32,
) -> Result<Vec<PartyReportRow>> {
    use milestone::Column as M;
    let count = || (Expr::from(Func::count(Expr::val(1))), "times");
    let since = reader.ctx().now() - TimeDelta::weeks(weeks.into());
    let of = |params: &RolloutListParams| {
        let named = store::lists::selected(reader, params).into_ids();
        reader.select::<milestone::Entity>().filter(M::RolloutId.in_subquery(named))
    };
    let done = of(params).filter(M::Took.is_not_null()).filter(M::DecidedAt.gte(since));
    let done: Vec<Done> = done.summarise(&[M::Role, M::PartyId, M::Took], [count()]).await?;
    let running = RolloutListParams { state: vec![CourseState::Running], ..params.clone() };
    let oldest = (Func::min(Expr::col(M::ReadyOn.as_column_ref())).into(), "since");
    let open = of(&running).filter(M::Status.eq(word(MilestoneState::Open))).filter(M::Ready.eq(true));
    let open: Vec<Waiting> = open.summarise(&[M::Role, M::PartyId], [count(), oldest]).await?;
    let sums = summed(done, open);
    let labels = reader.labels(sums.keys().filter_map(|(_, party)| Some((*party)?.0))).await?;
    let words = template_words(reader).await?;
    let row = |((role, party), sum): ((String, Option<OrganisationId>), Sum)| PartyReportRow {
        role_name: words.role(&role),
        role,
        party: labels.named_opt(party),
        completed: sum.seen.observations().into(),
        completed_per_week: f64::from(sum.seen.observations()) / f64::from(weeks.max(1)),
        median_working_days: sum.seen.within(50),
        p85_working_days: sum.seen.within(85),
        open: sum.open,
        oldest_since: sum.since,
    };
    let mut rows: Vec<PartyReportRow> = sums.into_iter().map(row).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.open));
    Ok(rows)
}

fn summed(done: Vec<Done>, open: Vec<Waiting>) -> BTreeMap<(String, Option<OrganisationId>), Sum> {
    let mut sums: BTreeMap<(String, Option<OrganisationId>), Sum> = BTreeMap::new();
    for row in done {
        let sum = sums.entry((row.role, row.party_id)).or_default();
        sum.seen.add_done(row.took.into(), u32::try_from(row.times).unwrap_or(u32::MAX));
    }
    for row in open {
        let sum = sums.entry((row.role, row.party_id)).or_default();
        (sum.open, sum.since) = (row.times, row.since);
    }
    sums
}
