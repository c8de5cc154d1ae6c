//! Whom to call, about what.
use super::weigh::{PartyCalls, Scales, Weighed, order, population};
use crate::entity::{call_rollout, interval, milestone, rollout};
use crate::input::{CallGrounds, CallListParams};
use crate::service::steer::{Context, lang};
use crate::steering::{Light, MilestoneState};
use crate::store;
use crate::store::calls::{CANDIDATE, Candidate};
use crate::types::rollout::word;
use crate::types::{IntervalKind, NO_DAY};
use crate::view::{
    CallAgreed, CallCause, CallGroup, CallGroups, CallQuestion, CallRollout, CallWaiting, MilestoneName,
};
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::{OrganisationId, PersonId, RolloutId};
use dienstweg_kernel::page::{MAX_LIMIT, PageRequest};
use dienstweg_kernel::{Reader, Result};
use sea_orm::ColumnTrait;
use std::collections::{BTreeMap, HashMap};

/// Rollouts of one call: more nobody can talk about.
const MOST: usize = 100;

/// The calls that matter most: rollouts in which others must act and something is wrong, gathered by whoever is to be
/// called, those first whose agreed day has come, then by delay times people. `people` is the population of municipalities.
/// Nine statements, whatever their number.
pub async fn call_groups(
    reader: &Reader,
    params: &CallListParams,
    grounds: &CallGrounds,
    people: &HashMap<OrganisationId, i64>,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<CallGroups> {
    let agreed = agreed(reader).await?;
    let due: Vec<RolloutId> = agreed.keys().copied().collect();
    let asked = || store::calls::candidates(reader, params, grounds, &due);
    let found: Vec<Candidate> = asked().summarise(&CANDIDATE, []).await?;
    let covers = store::calls::covered(reader, asked().into_ids()).await?;
    let scales = Scales {
        calendar: &WorkCalendar::bavarian(),
        now: reader.ctx().now(),
        people,
        due: &due.iter().copied().collect(),
    };
    let mut parties = scales.parties(&found, &covers);
    let all = i64::try_from(parties.len()).unwrap_or(i64::MAX);
    parties.truncate(usize::try_from(params.limit.unwrap_or(20)).unwrap_or(usize::MAX));
    let groups = groups(reader, &parties, &agreed, calendars).await?;
    Ok(CallGroups { groups, parties: all, rollouts: i64::try_from(found.len()).unwrap_or(i64::MAX) })
}

/// What was agreed in calls the caller sees and has come due, by rollout.
async fn agreed(reader: &Reader) -> Result<HashMap<RolloutId, CallAgreed>> {
    let request = PageRequest { limit: MAX_LIMIT, ..PageRequest::default() };
    let calls = store::calls::follow_ups(reader, reader.ctx().today(), false, &request).await?;
    let mut agreed = HashMap::new();
    for call in &calls.items {
        let parts = call.parts::<call_rollout::Entity>()?;
        let (call_id, follow_up, note) = (call.row.id, call.row.follow_up, &call.row.note);
        let open = parts.iter().filter(|part| part.closed_by.is_none());
        agreed.extend(
            open.map(|part| (part.rollout_id, CallAgreed { call_id, follow_up, note: note.clone() })),
        );
    }
    Ok(agreed)
}

async fn groups(
    reader: &Reader,
    parties: &[PartyCalls],
    agreed: &HashMap<RolloutId, CallAgreed>,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<Vec<CallGroup>> {
    let shown = parties.iter().flat_map(|one| one.rollouts.iter().take(MOST));
    let ids: Vec<RolloutId> = shown.map(|one| one.id).collect();
    let rows = reader.select::<rollout::Entity>().filter(rollout::Column::Id.is_in(ids)).all().await?;
    let details = Details::load(reader, &rows).await?;
    let rows: Vec<&rollout::Model> = rows.iter().map(|row| &**row).collect();
    let persons = rows.iter().filter_map(|row| details.person(row)).map(|id| id.0);
    let context = Context::load(reader, &rows, persons, calendars).await?;
    let desk =
        Desk { rows: rows.iter().map(|row| (row.id, *row)).collect(), details, context, agreed, reader };
    let mut groups: Vec<((bool, i64, i64), CallGroup)> =
        parties.iter().flat_map(|party| desk.of_party(party)).collect();
    groups.sort_by_key(|(order, group)| std::cmp::Reverse((*order, group.party, group.person)));
    Ok(groups.into_iter().map(|(_, group)| group).collect())
}

/// The next milestones of rollouts, and who is waited for in them.
struct Details {
    next: HashMap<RolloutId, Visible<milestone::Entity>>,
    waiting: HashMap<RolloutId, Visible<interval::Entity>>,
}

impl Details {
    async fn load(reader: &Reader, rows: &[Visible<rollout::Entity>]) -> Result<Self> {
        use {interval::Column as I, milestone::Column as M};
        let ids: Vec<RolloutId> = rows.iter().map(|row| row.id).collect();
        let keys: HashMap<RolloutId, &str> =
            rows.iter().filter_map(|row| Some((row.id, row.next_milestone.as_deref()?))).collect();
        let mut wanted: Vec<String> = keys.values().map(|key| (*key).to_owned()).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let milestones = reader
            .select::<milestone::Entity>()
            .filter(M::RolloutId.is_in(ids.clone()))
            .filter(M::Status.eq(word(MilestoneState::Open)))
            .filter(M::Key.is_in(wanted))
            .all()
            .await?;
        let next = milestones.into_iter().filter(|row| keys.get(&row.rollout_id) == Some(&row.key.as_str()));
        let waiting = reader
            .select::<interval::Entity>()
            .filter(I::RolloutId.is_in(ids))
            .filter(I::Kind.eq(IntervalKind::Waiting))
            .filter(I::EndedAt.is_null())
            .all()
            .await?;
        Ok(Self {
            next: next.map(|row| (row.rollout_id, row)).collect(),
            waiting: waiting.into_iter().map(|row| (row.rollout_id, row)).collect(),
        })
    }

    /// Who of the party that has the ball owes the next milestone.
    fn person(&self, row: &rollout::Model) -> Option<PersonId> {
        let next = self.next.get(&row.id)?;
        next.person_id.filter(|_| next.party_id == row.ball_party_id)
    }
}

/// All that is at hand to say whom to call about what.
struct Desk<'a> {
    rows: HashMap<RolloutId, &'a rollout::Model>,
    details: Details,
    context: Context,
    agreed: &'a HashMap<RolloutId, CallAgreed>,
    reader: &'a Reader,
}

impl Desk<'_> {
    /// One call for each person that is named, and one for the rest.
    fn of_party(&self, party: &PartyCalls) -> Vec<((bool, i64, i64), CallGroup)> {
        let mut by_person: BTreeMap<Option<PersonId>, Vec<(&Weighed, &rollout::Model)>> = BTreeMap::new();
        for weighed in party.rollouts.iter().take(MOST) {
            let Some(row) = self.rows.get(&weighed.id) else { continue };
            by_person.entry(self.details.person(row)).or_default().push((weighed, row));
        }
        // What does not fit is nobody's yet, and stays with those for whom no person is named.
        let rest = i64::try_from(party.rollouts.len().saturating_sub(MOST)).unwrap_or_default();
        let mut groups = Vec::new();
        for (at, (person, rollouts)) in by_person.into_iter().enumerate() {
            let order = order(rollouts.iter().map(|(weighed, _)| *weighed));
            let more = if at == 0 { rest } else { 0 };
            groups.push((order, self.group(party.party, person, &rollouts, order, more)));
        }
        groups
    }

    fn group(
        &self,
        party: OrganisationId,
        person: Option<PersonId>,
        rollouts: &[(&Weighed, &rollout::Model)],
        (_, weight, _): (bool, i64, i64),
        more: i64,
    ) -> CallGroup {
        let rows: Vec<CallRollout> = rollouts.iter().map(|(_, row)| self.rollout(row)).collect();
        let ball = rows.first().and_then(|one| one.rollout.ball.as_ref());
        CallGroup {
            party,
            person,
            named: self.context.labels.named(party),
            person_named: self.context.labels.named_opt(person),
            role_name: ball.map(|ball| ball.role_name.clone()).unwrap_or_default(),
            weight,
            population: population(rollouts.iter().map(|(weighed, _)| *weighed)),
            total: i64::try_from(rows.len()).unwrap_or(i64::MAX).saturating_add(more),
            rollouts: rows,
        }
    }

    fn rollout(&self, row: &rollout::Model) -> CallRollout {
        let view = self.context.row(row);
        let agreed = self.agreed.get(&row.id).cloned();
        let overdue = row.next_due != NO_DAY && row.next_due < self.reader.ctx().today();
        let mut causes = Vec::new();
        causes.extend(agreed.is_some().then_some(CallCause::FollowUp));
        causes.extend((view.light.color == Light::Red).then_some(CallCause::Red));
        causes.extend((view.light.color == Light::Yellow).then_some(CallCause::Yellow));
        causes.extend(overdue.then_some(CallCause::Overdue));
        if causes.is_empty() {
            causes.push(CallCause::Silent);
        }
        CallRollout {
            causes,
            question: view.next_milestone.clone().map(|milestone| self.question(row, milestone)),
            waiting: self.details.waiting.get(&row.id).map(|waiting| self.waiting(row, waiting)),
            agreed,
            rollout: view,
        }
    }

    fn question(&self, row: &rollout::Model, milestone: MilestoneName) -> CallQuestion {
        let template = self.context.template(row);
        let criteria = template.and_then(|template| template.milestone(&milestone.key));
        let criteria = criteria.into_iter().flat_map(|definition| &definition.exit_criteria);
        let due = Some(row.next_due).filter(|due| *due != NO_DAY);
        CallQuestion {
            exit_criteria: criteria.map(|text| text.get(lang(self.reader)).to_owned()).collect(),
            late_working_days: due.map_or(0, |due| self.context.days_since(row, due)),
            due,
            milestone,
        }
    }

    fn waiting(&self, row: &rollout::Model, waiting: &interval::Model) -> CallWaiting {
        let key = waiting.waiting_kind.clone().unwrap_or_default();
        let kind = self.context.template(row).and_then(|template| template.waiting_kind(&key));
        let name = kind.map_or(key, |kind| kind.name.get(lang(self.reader)).to_owned());
        CallWaiting { name, since: waiting.started_at, reason: waiting.reason.clone() }
    }
}
