//! A reminder to more rollouts than one sees at a glance, as a job: what it would become is seen before, row by row.
use super::placeholders::text_faults;
use super::reminders::{
    Plan, Reminder, ReminderInput, ReminderOutcome, ReminderRow, reminder_take_back, send,
};
use crate::bulk::{RolloutKey, chosen};
use dienstweg_kernel::ids::{JobItemId, ReminderId, RolloutId};
use dienstweg_kernel::labels::Named;
use dienstweg_kernel::{Error, Result, Tx};
use dienstweg_outbound::mail::{Mail, reminder_keep};
use dienstweg_rollouts::input::RolloutListParams;
use dienstweg_rollouts::policy::ROLLOUT_STEER;
use dienstweg_tickets::Audience;
use dienstweg_worker::jobs::{
    ItemOutcome, Job, JobItem, JobState, JobView, NewJob, Refusal, UNDO_FOR, job_create,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;
use utoipa::ToSchema;
use validator::Validate;

/// Of jobs that send a reminder.
pub const KIND: &str = "reminder";

/// A reminder to those who must act in rollouts: these, those of the keys, or those the parameters of the list name.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"keys": [{"body": "09175118", "service": "EWA"}], "text": "Bitte erledigen Sie „{Schritt}“ bis {Fällig}.",
    "audience": "all"}))]
pub struct ReminderBulkInput {
    #[serde(default)]
    #[validate(length(max = 5_000))]
    #[schema(max_items = 5_000)]
    pub ids: Vec<RolloutId>,
    #[serde(default)]
    #[validate(length(max = 5_000))]
    #[schema(max_items = 5_000)]
    pub keys: Vec<RolloutKey>,
    /// Plain text; `{Nummer}`, `{Stelle}`, `{Dienst}`, `{Schritt}`, `{Fällig}` and `{Phase}` are filled in per rollout.
    #[validate(length(min = 1, max = 5_000))]
    #[schema(min_length = 1, max_length = 5_000)]
    pub text: String,
    /// Who reads the note in the conversation.
    pub audience: Audience,
}

/// What a job that sends a reminder carries.
#[derive(Debug, Serialize, Deserialize)]
struct Params {
    reminder: ReminderId,
    text: String,
    audience: Audience,
}

/// A reminder as it is sent for one rollout.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReminderEffect {
    pub recipients: Vec<Named>,
    /// It goes to the address in the register, and answers go to whoever sends it.
    #[serde(default)]
    pub without_account: bool,
    /// As it is filled in.
    pub text: String,
}

/// Prepares a job that sends a reminder. Its mails are held so long that the job can be taken back.
///
/// # Errors
/// `mail-not-configured`; `invalid` with all faults; `forbidden` for those who steer nothing.
pub async fn reminders_create(
    tx: &Tx,
    mail: &Mail,
    params: &RolloutListParams,
    input: &ReminderBulkInput,
) -> Result<JobView> {
    if !tx.ctx().actor.has(ROLLOUT_STEER) {
        return Err(Error::forbidden(ROLLOUT_STEER));
    }
    let faults = text_faults(&input.text);
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let items = chosen(tx, params, &input.ids, &input.keys).await?;
    mail.must_be_on()?;
    let reminder = reminder_keep(tx, &input.text, input.audience.as_str()).await?;
    let params = Params { reminder, text: input.text.clone(), audience: input.audience };
    let params = serde_json::to_value(params).map_err(Error::internal)?;
    job_create(tx, NewJob { kind: KIND, params, items, reversible: true }).await
}

/// Sends the reminder for some rollouts at once.
pub(crate) async fn items(
    tx: &Tx,
    mail: &Mail,
    job: &Job,
    items: &[&JobItem],
) -> Result<HashMap<JobItemId, ItemOutcome>> {
    let Params { reminder, text, audience } = job.params()?;
    let ids: Vec<RolloutId> = items.iter().filter_map(|item| item.subject_id.map(RolloutId)).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    if job.state() == JobState::Undoing {
        return back(tx, reminder, &ids, items).await;
    }
    let input = ReminderInput { ids, text, audience };
    let plan = Plan::make(tx, &RolloutListParams::default(), &input).await?;
    let sent = send(tx, mail, &Reminder { id: reminder, audience, hold: UNDO_FOR }, plan).await?;
    let rows: HashMap<RolloutId, &ReminderRow> = sent.iter().map(|row| (row.rollout_id, row)).collect();
    let outcome = |item: &&JobItem| {
        let row = item.subject_id.and_then(|id| rows.get(&RolloutId(id)).copied());
        Ok((item.id, row.map_or_else(|| refused(ReminderOutcome::NotFound), outcome)?))
    };
    items.iter().map(outcome).collect()
}

/// Withdraws what has not gone out.
async fn back(
    tx: &Tx,
    reminder: ReminderId,
    ids: &[RolloutId],
    items: &[&JobItem],
) -> Result<HashMap<JobItemId, ItemOutcome>> {
    let withdrawn = reminder_take_back(tx, reminder, Some(ids)).await?;
    let outcome = |item: &&JobItem| {
        let gone = item.subject_id.is_none_or(|id| !withdrawn.contains(&RolloutId(id)));
        let outcome = match gone {
            true => ItemOutcome::Refused(Refusal::new(
                "sent",
                "Die E-Mail ist schon hinausgegangen",
                "The mail has gone out already",
            )),
            false => ItemOutcome::Went { effect: Value::Null, undo: None },
        };
        (item.id, outcome)
    };
    Ok(items.iter().map(outcome).collect())
}

fn outcome(row: &ReminderRow) -> Result<ItemOutcome> {
    if row.outcome != ReminderOutcome::Queued {
        return refused(row.outcome);
    }
    let text = row.text.clone().unwrap_or_default();
    let effect =
        ReminderEffect { recipients: row.recipients.clone(), without_account: row.without_account, text };
    Ok(ItemOutcome::Went { effect: serde_json::to_value(effect).map_err(Error::internal)?, undo: None })
}

fn refused(outcome: ReminderOutcome) -> Result<ItemOutcome> {
    let (code, de, en) = match outcome {
        ReminderOutcome::NotSteered => {
            ("not-steered", "Sie steuern diesen Rollout nicht", "You do not steer this rollout")
        }
        ReminderOutcome::NotRunning => {
            ("not-running", "Gerade ist niemand am Zug", "Nobody must act at present")
        }
        ReminderOutcome::NoRecipient => (
            "no-recipient",
            "Von niemandem, der am Zug ist, ist eine E-Mail-Adresse bekannt",
            "Nobody who must act has an address",
        ),
        ReminderOutcome::NoteRefused => (
            "note-refused",
            "Für diesen Kreis dürfen Sie hier nicht schreiben",
            "You may not write to this audience here",
        ),
        ReminderOutcome::NotFound | ReminderOutcome::Ready | ReminderOutcome::Queued => {
            return Ok(ItemOutcome::Refused(Refusal::from(&Error::not_found())));
        }
    };
    Ok(ItemOutcome::Refused(Refusal::new(code, de, en)))
}
