//! Lists: rollouts as rows, milestones people owe.
use super::Book;
use super::maturity::maturity_view;
use crate::entity::{milestone, rollout};
use crate::input::{MilestoneListParams, RolloutListParams};
use crate::steering::{Calendars, CourseState, LightSchedule, Telling};
use crate::store;
use crate::store::lists::MilestoneOf;
use crate::template::{Lang, Template};
use crate::types::rollout::{day, of_word};
use crate::types::{MaturityModel, NO_DAY, RolloutKind};
use crate::view::{BallView, LightView, MilestoneName, OwedMilestone, PhaseName, PlanView, RolloutRow};
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::{MilestoneId, OrganisationId, RolloutId, ServiceId, TemplateId};
use dienstweg_kernel::labels::Labels;
use dienstweg_kernel::page::{Page, PageRequest};
use dienstweg_kernel::{Reader, Result};
use sea_orm::ColumnTrait;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// One page of rollouts. Three statements and one more for templates not read before.
pub async fn rollout_list(
    reader: &Reader,
    params: &RolloutListParams,
    request: &PageRequest,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<Page<RolloutRow>> {
    let page = store::lists::rollouts(reader, params, request).await?;
    let rows: Vec<&rollout::Model> = page.items.iter().map(|row| &**row).collect();
    let context = Context::load(reader, &rows, [], calendars).await?;
    let items = rows.iter().map(|row| context.row(row)).collect();
    Ok(page.with_items(items))
}

/// Open milestones of running rollouts that the caller owes (or sees), ready ones first, then by due date.
pub async fn milestone_list(
    reader: &Reader,
    params: &MilestoneListParams,
    request: &PageRequest,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<Page<OwedMilestone>> {
    let page = store::lists::milestones(reader, params, request).await?;
    let ids: Vec<RolloutId> = page.items.iter().map(|row| row.rollout_id).collect();
    let rollouts = reader.select::<rollout::Entity>().filter(rollout::Column::Id.is_in(ids)).all().await?;
    let rows: Vec<&rollout::Model> = rollouts.iter().map(|row| &**row).collect();
    let parties = page.items.iter().filter_map(|row| row.party_id.map(|id| id.0));
    let context = Context::load(reader, &rows, parties, calendars).await?;
    let mine = store::lists::completable(reader, page.items.iter().map(|row| row.id).collect()).await?;
    let by_id: HashMap<RolloutId, &rollout::Model> = rows.iter().map(|row| (row.id, *row)).collect();
    let owed = |row: &Visible<milestone::Entity>| {
        let rollout = by_id.get(&row.rollout_id)?;
        let can = if row.ready && mine.contains(&row.id) { vec!["complete"] } else { Vec::new() };
        Some(context.owed(row, rollout, can))
    };
    let items = page.items.iter().filter_map(owed).collect();
    Ok(page.with_items(items))
}

/// Milestones of a job: those of these ids, in the order of the list; where none is named, those the parameters name, at
/// most `limit` and one more. Only such as the caller sees.
pub async fn milestones_named(
    reader: &Reader,
    params: &MilestoneListParams,
    ids: &[MilestoneId],
    limit: u64,
) -> Result<Vec<MilestoneOf>> {
    if ids.is_empty() {
        return store::lists::milestones_of(reader, params, &[], limit + 1).await;
    }
    let mut found = Vec::with_capacity(ids.len());
    for portion in ids.chunks(500) {
        found.extend(store::lists::milestones_of(reader, params, portion, limit + 1).await?);
    }
    found.sort_by_key(|row| (row.rank, row.id));
    Ok(found)
}

/// The rollouts of these bodies that did not end otherwise than live, by body and service; mothers have no service.
/// Whoever asks: a second one must not be made only because the caller does not see the first.
pub async fn rollouts_running(
    reader: &Reader,
    bodies: Vec<OrganisationId>,
    kind: RolloutKind,
) -> Result<HashMap<(OrganisationId, Option<ServiceId>), RolloutId>> {
    if bodies.is_empty() { Ok(HashMap::new()) } else { store::steer::running(reader, bodies, kind).await }
}

/// Those of these ids that are rollouts, also those that have ended. Whoever asks.
pub async fn rollouts_known(reader: &Reader, ids: Vec<RolloutId>) -> Result<HashSet<RolloutId>> {
    if ids.is_empty() { Ok(HashSet::new()) } else { store::steer::known(reader, ids).await }
}

/// The language of templates that the caller reads.
pub fn lang(reader: &Reader) -> Lang {
    match reader.ctx().language {
        Language::De => Lang::De,
        Language::En => Lang::En,
    }
}

/// What rows need besides themselves: names, templates, calendars.
pub struct Context {
    pub labels: Labels,
    templates: HashMap<TemplateId, Arc<Template>>,
    book: Book,
    lang: Lang,
    now: DateTime<Utc>,
}

impl Context {
    pub async fn load(
        reader: &Reader,
        rows: &[&rollout::Model],
        more: impl IntoIterator<Item = Uuid>,
        calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
    ) -> Result<Self> {
        let templates = store::steer::templates(reader, rows.iter().map(|row| row.template_id)).await?;
        let named = rows.iter().flat_map(|row| {
            let (service, programme) = (row.service_id.map(|id| id.0), row.programme_id.map(|id| id.0));
            [Some(row.body_id.0), service, programme, row.ball_party_id.map(|id| id.0)]
        });
        let labels = reader.labels(named.flatten().chain(more)).await?;
        let counted = rows.iter().flat_map(|row| [Some(row.body_id), row.ball_party_id]).flatten().collect();
        let book = Book::of_all(reader, counted, calendars).await?;
        Ok(Self { labels, templates, book, lang: lang(reader), now: reader.ctx().now() })
    }

    pub fn template(&self, row: &rollout::Model) -> Option<&Template> {
        self.templates.get(&row.template_id).map(Arc::as_ref)
    }

    /// Working days since a day that has passed, by the calendar of whoever has the ball.
    pub fn days_since(&self, row: &rollout::Model, day: NaiveDate) -> i64 {
        let calendar = self.book.of(row.ball_party_id.unwrap_or(row.body_id));
        calendar.working_days_between(day, crate::steering::local_date(self.now)).max(0)
    }

    pub fn row(&self, row: &rollout::Model) -> RolloutRow {
        let template = self.template(row);
        let phase = row
            .phase
            .as_deref()
            .map(|key| PhaseName { key: key.to_owned(), name: phase_name(template, key, self.lang) });
        let percent =
            (i64::from(row.progress_done) * 100).checked_div(row.progress_total.into()).unwrap_or(0);
        RolloutRow {
            id: row.id,
            number: row.number.clone(),
            kind: row.kind,
            body: self.labels.named(row.body_id),
            service: self.labels.named_opt(row.service_id),
            programme: self.labels.named_opt(row.programme_id),
            mother_id: row.mother_id,
            state: of_word(&row.state).unwrap_or(CourseState::Running),
            phase,
            progress_percent: i32::try_from(percent).unwrap_or_default(),
            light: self.light(row),
            ball: self.ball(row),
            next_milestone: row.next_milestone.as_deref().map(|key| milestone_name(template, key, self.lang)),
            next_due: day(row.next_due),
            plan: plan(row),
            outcome: row.outcome.as_deref().and_then(of_word),
            maturity_one: maturity_view(row, MaturityModel::One, self.lang),
            maturity_two: maturity_view(row, MaturityModel::Two, self.lang),
            updated_at: row.updated_at,
        }
    }

    fn ball(&self, row: &rollout::Model) -> Option<BallView> {
        let role = row.ball_role.clone()?;
        let role_name = role_name(self.template(row), &role, self.lang);
        Some(BallView {
            role_name,
            party: self.labels.named_opt(row.ball_party_id),
            since: row.ball_since,
            role,
        })
    }

    fn light(&self, row: &rollout::Model) -> LightView {
        let schedule = &row.schedule.0;
        let Some(template) = self.template(row) else {
            return light(schedule, self.now, |_, _| String::new());
        };
        let ball = self.ball(row);
        let holder = ball.as_ref().map(|ball| holder_name(ball).to_owned());
        let default = self.book.of(row.body_id);
        let party = row.ball_party_id.map(|party| self.book.of(party));
        let by_role: Vec<(&str, &WorkCalendar)> =
            row.ball_role.as_deref().zip(party.as_ref()).into_iter().collect();
        let calendars = Calendars { default: &default, by_role: &by_role };
        let today = crate::steering::local_date(self.now);
        let telling = Telling { template, calendars, today, lang: self.lang, holder: holder.as_deref() };
        light(schedule, self.now, |light, reason| telling.sentence(light, reason))
    }

    fn owed(
        &self,
        row: &milestone::Model,
        rollout: &rollout::Model,
        can: Vec<&'static str>,
    ) -> OwedMilestone {
        let template = self.template(rollout);
        let definition = template.and_then(|template| template.milestone(&row.key));
        let text = |text: &crate::template::Text| text.get(self.lang).to_owned();
        OwedMilestone {
            id: row.id,
            key: row.key.clone(),
            name: definition.map_or_else(|| row.key.clone(), |definition| text(&definition.name)),
            exit_criteria: definition
                .into_iter()
                .flat_map(|definition| definition.exit_criteria.iter().map(text))
                .collect(),
            required: row.required,
            ready: row.ready,
            role: row.role.clone(),
            role_name: role_name(template, &row.role, self.lang),
            party: self.labels.named_opt(row.party_id),
            due: row.due,
            since: row.ready_on.filter(|_| row.ready),
            can,
            version: row.version,
            rollout: self.row(rollout),
        }
    }
}

/// Who holds the ball, in words: the party, or whoever plays the role.
pub fn holder_name(ball: &BallView) -> &str {
    ball.party.as_ref().and_then(|party| party.name.as_deref()).unwrap_or(&ball.role_name)
}

pub fn role_name(template: Option<&Template>, role: &str, lang: Lang) -> String {
    let known = template.and_then(|template| template.role(role));
    known.map_or_else(|| role.to_owned(), |known| known.name.get(lang).to_owned())
}

pub fn phase_name(template: Option<&Template>, key: &str, lang: Lang) -> String {
    let known = template.and_then(|template| template.phases.iter().find(|phase| phase.key == key));
    known.map_or_else(|| key.to_owned(), |known| known.name.get(lang).to_owned())
}

pub fn milestone_name(template: Option<&Template>, key: &str, lang: Lang) -> MilestoneName {
    let known = template.and_then(|template| template.milestone(key));
    let name = known.map_or_else(|| key.to_owned(), |known| known.name.get(lang).to_owned());
    MilestoneName { key: key.to_owned(), name }
}

/// The light at `now`, told by `sentence`.
pub fn light(
    schedule: &LightSchedule,
    now: DateTime<Utc>,
    sentence: impl FnOnce(crate::steering::Light, Option<&crate::steering::Reason>) -> String,
) -> LightView {
    use crate::steering::Light;
    let (color, reason) = schedule.at(now);
    let turn = match color {
        Light::Red => schedule.red_from.as_ref(),
        Light::Yellow => schedule.yellow_from.as_ref(),
        Light::Grey | Light::Green => None,
    };
    let since = turn.map(|turn| turn.at);
    LightView { color, reason: sentence(color, reason), since, next_change: schedule.next_change(now) }
}

fn plan(row: &rollout::Model) -> PlanView {
    PlanView {
        start: row.started_on,
        original: row.plan_go_live,
        moved: row.moved_go_live,
        forecast: day(row.forecast_go_live),
        actual: row.live_on,
        ended: row.ended_on.filter(|day| *day != NO_DAY),
    }
}
