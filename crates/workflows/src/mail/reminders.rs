//! What somebody says by mail to those who must act in several rollouts, noted in the conversation of each.
use super::accounts::SECOND_THOUGHTS;
use super::contacts::Contacts;
use super::placeholders::{filled, text_faults};
use super::turns::People;
use super::with_deputy;
use crate::rollouts::{of, rollouts_found};
use chrono::Duration;
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::error::{Error, Fault, Text, codes};
use dienstweg_kernel::ids::{ReminderId, RolloutId, UserId};
use dienstweg_kernel::labels::Named;
use dienstweg_kernel::page::PageRequest;
use dienstweg_kernel::{Reader, Result, Tx};
use dienstweg_outbound::mail::{Mail, NewMail, Recipient, Template, reminder_keep, reminder_withdraw};
use dienstweg_rollouts::input::RolloutListParams;
use dienstweg_rollouts::policy::ROLLOUT_STEER;
use dienstweg_rollouts::service::{Turn, rollout_list, rollouts_steered, turns};
use dienstweg_rollouts::steering::CourseState;
use dienstweg_rollouts::view::RolloutRow;
use dienstweg_tickets::input::ArticleCreate;
use dienstweg_tickets::service::article_create;
use dienstweg_tickets::types::{Audience, Channel};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap, HashSet};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// Rollouts of one reminder.
const MOST: u64 = 500;

/// A reminder to those who must act in rollouts: these, or those the parameters of the list name.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ids": ["01930f6e-0000-7000-8000-000000000001"], "text": "Bitte erledigen Sie „{Schritt}“ bis {Fällig}.",
    "audience": "all"}))]
pub struct ReminderInput {
    /// Empty where the parameters say which.
    #[serde(default)]
    #[validate(length(max = 500))]
    #[schema(max_items = 500)]
    pub ids: Vec<RolloutId>,
    /// Plain text; `{Nummer}`, `{Stelle}`, `{Dienst}`, `{Schritt}`, `{Fällig}` and `{Phase}` are filled in per rollout.
    #[validate(length(min = 1, max = 5_000))]
    #[schema(min_length = 1, max_length = 5_000)]
    pub text: String,
    /// Who reads the note in the conversation.
    pub audience: Audience,
}

/// What becomes of a reminder for one rollout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReminderOutcome {
    /// It can be sent; in a preview.
    Ready,
    /// It is on its way, and noted.
    Queued,
    NotFound,
    /// The caller does not steer this rollout.
    NotSteered,
    /// Nobody must act: it is over, rests or has not begun.
    NotRunning,
    /// Nobody who must act has an address the caller may use.
    NoRecipient,
    /// The caller may not write to this audience here.
    NoteRefused,
}

/// A reminder for one rollout.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReminderRow {
    pub rollout_id: RolloutId,
    #[schema(required)]
    pub number: Option<String>,
    #[schema(required)]
    pub body: Option<Named>,
    #[schema(required)]
    pub service: Option<Named>,
    pub recipients: Vec<Named>,
    /// Nobody who must act has an account: it goes to the address in the register, without a link, and answers go to the caller.
    pub without_account: bool,
    /// As it is filled in.
    #[schema(required)]
    pub text: Option<String>,
    pub outcome: ReminderOutcome,
    /// By which it can be withdrawn until it goes out.
    #[schema(required)]
    pub reminder_id: Option<ReminderId>,
}

/// What would become of a reminder, per rollout.
///
/// # Errors
/// `invalid` with all faults; `forbidden` for those who steer nothing.
pub async fn reminder_preview(
    reader: &Reader,
    params: &RolloutListParams,
    input: &ReminderInput,
) -> Result<Vec<ReminderRow>> {
    let plan = Plan::make(reader, params, input).await?;
    Ok(plan.rows)
}

/// Sends a reminder, and notes it in the conversation of each rollout. Answers its id with what became of each.
///
/// # Errors
/// `mail-not-configured`; `invalid` with all faults; `forbidden` for those who steer nothing.
pub async fn reminder_send(
    tx: &Tx,
    mail: &Mail,
    params: &RolloutListParams,
    input: &ReminderInput,
) -> Result<(ReminderId, Vec<ReminderRow>)> {
    let plan = Plan::make(tx, params, input).await?;
    mail.must_be_on()?;
    let reminder = Reminder {
        id: reminder_keep(tx, &input.text, input.audience.as_str()).await?,
        audience: input.audience,
        hold: SECOND_THOUGHTS,
    };
    Ok((reminder.id, send(tx, mail, &reminder, plan).await?))
}

/// A text on its way.
pub(super) struct Reminder {
    pub id: ReminderId,
    pub audience: Audience,
    /// So long it can be withdrawn.
    pub hold: Duration,
}

/// Sends what is ready, and notes it.
pub(super) async fn send(tx: &Tx, mail: &Mail, reminder: &Reminder, plan: Plan) -> Result<Vec<ReminderRow>> {
    let Plan { mut rows, to } = plan;
    let mut mails = Vec::new();
    for row in rows.iter_mut().filter(|row| row.outcome == ReminderOutcome::Ready) {
        let (Some(people), Some(text)) = (to.get(&row.rollout_id), &row.text) else { continue };
        let note = ArticleCreate { audience: reminder.audience, text: noted(tx.ctx().language, text) };
        match article_create(tx, row.rollout_id.into(), note, Channel::Reminder).await {
            Ok(_) => {
                row.outcome = ReminderOutcome::Queued;
                row.reminder_id = Some(reminder.id);
            }
            // Refused before anything was written: the others go on.
            Err(error) if [codes::FORBIDDEN, codes::NOT_FOUND].contains(&error.code()) => {
                row.outcome = ReminderOutcome::NoteRefused;
                continue;
            }
            Err(error) => return Err(error),
        }
        mails.extend(people.iter().cloned().map(|to| NewMail {
            to,
            template: Template::Reminder,
            data: json!({"reminder": reminder.id, "rollout": row.rollout_id}),
            key: format!("{}:{}", reminder.id, row.rollout_id),
            not_before: tx.ctx().now() + reminder.hold,
            reminder: Some(reminder.id),
        }));
    }
    mail.queue(tx, mails).await?;
    Ok(rows)
}

/// Takes back what has not gone out of the caller's reminder, for these rollouts or all, and says so in their conversations.
/// Answers the rollouts.
///
/// # Errors
/// `not-found` where the reminder is not the caller's.
pub async fn reminder_take_back(
    tx: &Tx,
    id: ReminderId,
    some: Option<&[RolloutId]>,
) -> Result<Vec<RolloutId>> {
    let of = |values: &Value| serde_json::from_value::<RolloutId>(values["rollout"].clone()).ok();
    let meant = |values: &Value| some.is_none_or(|some| of(values).is_some_and(|one| some.contains(&one)));
    let (withdrawn, audience) = reminder_withdraw(tx, id, meant).await?;
    let audience: Audience = serde_json::from_value(Value::String(audience)).map_err(Error::internal)?;
    let withdrawn: BTreeSet<RolloutId> = withdrawn.iter().filter_map(of).collect();
    let text = match tx.ctx().language {
        Language::De => "Die Erinnerung von eben ist zurückgenommen, sie ging nicht hinaus.",
        Language::En => "The reminder just now is withdrawn, it did not go out.",
    };
    for rollout in &withdrawn {
        let note = ArticleCreate { audience, text: text.to_owned() };
        article_create(tx, (*rollout).into(), note, Channel::System).await?;
    }
    Ok(withdrawn.into_iter().collect())
}

fn noted(language: Language, text: &str) -> String {
    match language {
        Language::De => format!("Erinnerung per E-Mail:\n\n{text}"),
        Language::En => format!("Reminder by mail:\n\n{text}"),
    }
}

/// What is to be done.
pub(super) struct Plan {
    rows: Vec<ReminderRow>,
    to: HashMap<RolloutId, Vec<Recipient>>,
}

impl Plan {
    pub(super) async fn make(
        reader: &Reader,
        params: &RolloutListParams,
        input: &ReminderInput,
    ) -> Result<Self> {
        if !reader.ctx().actor.has(ROLLOUT_STEER) {
            return Err(Error::forbidden(ROLLOUT_STEER));
        }
        let found = selected(reader, params, input).await?;
        let ids: Vec<RolloutId> = found.iter().map(|row| row.id).collect();
        let steered = rollouts_steered(reader, ids.clone()).await?;
        let turns: HashMap<RolloutId, Turn> =
            turns(reader, ids).await?.into_iter().map(|turn| (turn.rollout, turn)).collect();
        let mine: Vec<Turn> =
            turns.values().filter(|turn| steered.contains(&turn.rollout)).cloned().collect();
        let people = People::of_turns(reader, &mine).await?;
        let mut to: HashMap<RolloutId, Vec<Recipient>> = mine
            .iter()
            .map(|turn| (turn.rollout, people.of(turn).into_iter().flat_map(with_deputy).collect()))
            .collect();
        let alone: Vec<&Turn> =
            mine.iter().filter(|turn| to.get(&turn.rollout).is_none_or(Vec::is_empty)).collect();
        let contacts = Contacts::of_turns(reader, &alone).await?;
        let sender = UserId(reader.ctx().actor.id.0);
        to.extend(alone.iter().map(|turn| (turn.rollout, contacts.of(turn, sender).into_iter().collect())));
        // Who stands in is no news to the sender.
        let shown = |people: &[Recipient]| -> Vec<Uuid> {
            people.iter().filter(|one| one.absent.is_none()).map(|one| one.id).collect()
        };
        let labels = reader.labels(to.values().flat_map(|people| shown(people))).await?;
        let language = reader.ctx().language;
        let mut rows: Vec<ReminderRow> = found
            .iter()
            .map(|row| {
                let people = to.get(&row.id).map(Vec::as_slice).unwrap_or_default();
                ReminderRow {
                    rollout_id: row.id,
                    number: Some(row.number.clone()),
                    body: Some(row.body.clone()),
                    service: row.service.clone(),
                    recipients: shown(people).into_iter().map(|id| labels.named(id)).collect(),
                    without_account: people.iter().any(|one| one.on_behalf.is_some()),
                    text: Some(filled(&input.text, row, language)),
                    outcome: outcome(row, &steered, turns.get(&row.id), people),
                    reminder_id: None,
                }
            })
            .collect();
        let seen: HashSet<RolloutId> = found.iter().map(|row| row.id).collect();
        rows.extend(input.ids.iter().filter(|id| !seen.contains(id)).map(|id| not_found(*id)));
        Ok(Self { rows, to })
    }
}

/// The rollouts that are meant and that the caller sees.
async fn selected(
    reader: &Reader,
    params: &RolloutListParams,
    input: &ReminderInput,
) -> Result<Vec<RolloutRow>> {
    let mut faults = text_faults(&input.text);
    let page = PageRequest { limit: MOST, cursor: None, count: false };
    let found = if input.ids.is_empty() {
        rollouts_found(reader, params, &page).await?
    } else {
        let named = RolloutListParams { ids: input.ids.clone(), ..RolloutListParams::default() };
        rollout_list(reader, &named, &page, &of).await?
    };
    if found.next.is_some() {
        let text = Text::new(
            format!("Es sind mehr als {MOST} Rollouts; bitte grenzen Sie weiter ein."),
            format!("These are more than {MOST} rollouts; please narrow them down."),
        );
        faults.push(Fault::new("/ids", "too_many", text));
    }
    if faults.is_empty() { Ok(found.items) } else { Err(Error::invalid(faults)) }
}

fn outcome(
    row: &RolloutRow,
    steered: &HashSet<RolloutId>,
    turn: Option<&Turn>,
    people: &[Recipient],
) -> ReminderOutcome {
    match turn {
        _ if !steered.contains(&row.id) => ReminderOutcome::NotSteered,
        Some(_) if people.is_empty() => ReminderOutcome::NoRecipient,
        Some(_) if row.state == CourseState::Running => ReminderOutcome::Ready,
        _ => ReminderOutcome::NotRunning,
    }
}

fn not_found(id: RolloutId) -> ReminderRow {
    ReminderRow {
        rollout_id: id,
        number: None,
        body: None,
        service: None,
        recipients: Vec::new(),
        without_account: false,
        text: None,
        outcome: ReminderOutcome::NotFound,
        reminder_id: None,
    }
}
