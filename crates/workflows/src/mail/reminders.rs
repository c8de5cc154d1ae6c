//! What somebody says by mail to those who must act in several rollouts, noted in the conversation of each.
use super::accounts::SECOND_THOUGHTS;
use super::contents::said;
use super::turns::People;
use super::with_deputy;
use crate::rollouts::{of, rollouts_found};
use dienstweg_identity::Addressee;
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::error::{Error, Fault, Text, codes};
use dienstweg_kernel::ids::{ReminderId, RolloutId};
use dienstweg_kernel::labels::Named;
use dienstweg_kernel::page::PageRequest;
use dienstweg_kernel::{Reader, Result, Tx};
use dienstweg_outbound::mail::{Mail, NewMail, Template, reminder_keep};
use dienstweg_rollouts::input::RolloutListParams;
use dienstweg_rollouts::policy::ROLLOUT_STEER;
use dienstweg_rollouts::service::{Turn, rollout_list, rollouts_steered, turns};
use dienstweg_rollouts::steering::CourseState;
use dienstweg_rollouts::view::RolloutRow;
use dienstweg_tickets::input::ArticleCreate;
use dienstweg_tickets::service::article_create;
use dienstweg_tickets::types::{Audience, Channel};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use utoipa::ToSchema;
use validator::Validate;

/// Rollouts of one reminder.
const MOST: u64 = 500;

/// What a text may name in braces.
const PLACEHOLDERS: [&str; 6] = ["Nummer", "Stelle", "Dienst", "Schritt", "Fällig", "Phase"];

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
    /// Nobody who must act has an account with an address.
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
    /// As it is filled in.
    #[schema(required)]
    pub text: Option<String>,
    pub outcome: ReminderOutcome,
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
    let reminder = reminder_keep(tx, &input.text).await?;
    Ok((reminder, send(tx, mail, reminder, plan, input.audience).await?))
}

/// Sends what is ready, and notes it.
pub(super) async fn send(
    tx: &Tx,
    mail: &Mail,
    reminder: ReminderId,
    plan: Plan,
    audience: Audience,
) -> Result<Vec<ReminderRow>> {
    let Plan { mut rows, to } = plan;
    let mut mails = Vec::new();
    for row in rows.iter_mut().filter(|row| row.outcome == ReminderOutcome::Ready) {
        let (Some(people), Some(text)) = (to.get(&row.rollout_id), &row.text) else { continue };
        let note = ArticleCreate { audience, text: noted(tx.ctx().language, text) };
        match article_create(tx, row.rollout_id.into(), note, Channel::Reminder).await {
            Ok(_) => row.outcome = ReminderOutcome::Queued,
            // Refused before anything was written: the others go on.
            Err(error) if [codes::FORBIDDEN, codes::NOT_FOUND].contains(&error.code()) => {
                row.outcome = ReminderOutcome::NoteRefused;
                continue;
            }
            Err(error) => return Err(error),
        }
        mails.extend(people.iter().flat_map(with_deputy).map(|to| NewMail {
            to,
            template: Template::Reminder,
            data: json!({"reminder": reminder, "rollout": row.rollout_id}),
            key: format!("{reminder}:{}", row.rollout_id),
            not_before: tx.ctx().now() + SECOND_THOUGHTS,
        }));
    }
    mail.queue(tx, mails).await?;
    Ok(rows)
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
    to: HashMap<RolloutId, Vec<Addressee>>,
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
        let to: HashMap<RolloutId, Vec<Addressee>> =
            mine.iter().map(|turn| (turn.rollout, people.of(turn).into_iter().cloned().collect())).collect();
        let labels = reader.labels(to.values().flatten().map(|one| one.user.0)).await?;
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
                    recipients: people.iter().map(|one| labels.named(one.user)).collect(),
                    text: Some(filled(&input.text, row, language)),
                    outcome: outcome(row, &steered, turns.get(&row.id), people),
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
    people: &[Addressee],
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
        text: None,
        outcome: ReminderOutcome::NotFound,
    }
}

/// Placeholders nobody knows.
pub(super) fn text_faults(text: &str) -> Vec<Fault> {
    let inner = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    let unknown: Vec<&str> = inner.filter(|name| !PLACEHOLDERS.contains(name)).collect();
    if unknown.is_empty() {
        return Vec::new();
    }
    let (unknown, known) = (unknown.join("}, {"), PLACEHOLDERS.join("}, {"));
    let message = Text::new(
        format!("{{{unknown}}} gibt es nicht; es gibt {{{known}}}."),
        format!("There is no {{{unknown}}}; there are {{{known}}}."),
    );
    vec![Fault::new("/text", "unknown_placeholder", message)]
}

/// The text with what it names of this rollout. What is filled in is not read for placeholders again.
pub(super) fn filled(text: &str, row: &RolloutRow, language: Language) -> String {
    let named = |named: Option<&Named>| named.and_then(|named| named.name.clone());
    let value = |name: &str| match name {
        "Nummer" => Some(row.number.clone()),
        "Stelle" => named(Some(&row.body)),
        "Dienst" => named(row.service.as_ref()),
        "Schritt" => row.next_milestone.as_ref().map(|milestone| milestone.name.clone()),
        "Fällig" => row.next_due.map(|due| said(due, language)),
        _ => row.phase.as_ref().map(|phase| phase.name.clone()),
    };
    let mut parts = text.split('{');
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('}') {
            Some((name, rest)) if PLACEHOLDERS.contains(&name) => {
                all.push_str(&value(name).unwrap_or_else(|| "–".to_owned()));
                all.push_str(rest);
            }
            _ => {
                all.push('{');
                all.push_str(part);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_placeholders_are_named_all_at_once() {
        assert!(text_faults("Bitte {Schritt} bis {Fällig}.").is_empty());
        let faults = text_faults("{Name} {Stelle} {Datum}");
        assert_eq!(faults.len(), 1);
        assert!(faults[0].message.de.contains("{Name}, {Datum}"), "{}", faults[0].message.de);
    }
}
