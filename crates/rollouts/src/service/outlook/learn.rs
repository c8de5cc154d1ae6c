//! What is learned from history, once a day.
use crate::forecast::{History, Seen};
use crate::store;
use chrono::Days;
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::ids::{OrganisationId, TemplateId};
use dienstweg_kernel::{Reader, Result, Tx};
use std::collections::BTreeSet;

/// What was done earlier says little about how things go now.
const REMEMBERED: Days = Days::new(730);

/// Learns how long milestones take; nothing where it was done today.
pub async fn durations_learn(reader: &Reader) -> Result<Option<History>> {
    if learned_today(reader).await? { Ok(None) } else { Ok(Some(learned(reader).await?)) }
}

/// Puts what was learned in the place of what was known, unless somebody else did today. Answers whether it did.
pub async fn durations_store(tx: &Tx, history: &History) -> Result<bool> {
    if learned_today(tx).await? || history.learned().next().is_none() {
        return Ok(false);
    }
    store::outlook::history_store(tx, history, tx.ctx().today()).await?;
    Ok(true)
}

async fn learned_today(reader: &Reader) -> Result<bool> {
    let today = reader.ctx().today();
    Ok(store::outlook::learned_on(reader).await?.is_some_and(|day| day >= today))
}

/// Two statements, and one for templates. What still runs is counted by the days of Bavaria: bodies differ by a holiday.
async fn learned(reader: &Reader) -> Result<History> {
    let took = store::outlook::took(reader, reader.ctx().now() - REMEMBERED).await?;
    let running = store::outlook::running(reader).await?;
    let ids: BTreeSet<TemplateId> =
        took.iter().map(|row| row.template_id).chain(running.iter().map(|row| row.template_id)).collect();
    let templates = store::steer::templates(reader, ids).await?;
    let mut history = History::default();
    let mut add = |id: TemplateId, milestone: &str, party: Option<OrganisationId>, seen: &Seen| {
        if let Some(template) = templates.get(&id) {
            history.add(&template.key, milestone, party.map(|id| id.0), seen);
        }
    };
    let times = |times: i64| u32::try_from(times).unwrap_or(u32::MAX);
    for row in &took {
        let mut seen = Seen::default();
        seen.add_done(row.took.into(), times(row.times));
        add(row.template_id, &row.key, row.party_id, &seen);
    }
    let (calendar, today) = (WorkCalendar::bavarian(), reader.ctx().today());
    for row in &running {
        let mut seen = Seen::default();
        seen.add_running(calendar.working_days_between(row.ready_on, today), times(row.times));
        add(row.template_id, &row.key, row.party_id, &seen);
    }
    Ok(history)
}
