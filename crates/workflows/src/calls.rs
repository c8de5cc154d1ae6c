//! Whom to call about rollouts, how to reach them, when somebody last did, and what was said.
use crate::mail::contents::said;
use crate::rollouts::of;
use chrono::NaiveDate;
use dienstweg_calendar::WorkCalendar;
use dienstweg_customers::FunctionKind;
use dienstweg_customers::service::{Contact, bodies, contacts, people, visible};
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Fault, Text, codes};
use dienstweg_kernel::guard::Shown;
use dienstweg_kernel::ids::{CallId, OrganisationId, PersonId, RolloutId, TicketId};
use dienstweg_kernel::labels::Named;
use dienstweg_kernel::{Error, Reader, Result, Tx};
use dienstweg_rollouts::input::{CallBack, CallGrounds, CallListParams, NewCall};
use dienstweg_rollouts::policy::ROLLOUT_STEER;
use dienstweg_rollouts::service::{
    articles_withdrawn, call_articles, call_create, call_get, call_groups, call_withdraw,
};
use dienstweg_rollouts::steering::local_midnight;
use dienstweg_rollouts::view::{CallGroup, CallRollout, CallView};
use dienstweg_tickets::input::ArticleCreate;
use dienstweg_tickets::service::{LastContact, article_create, contacts_last, tickets_contacted};
use dienstweg_tickets::{Audience, Channel};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use utoipa::ToSchema;
use validator::Validate;

/// Working days after which whoever has to act should have heard of somebody.
const SILENT: i64 = 10;
/// People named for one call.
const FEW: usize = 3;
/// Organisations on one list.
const MOST: u64 = 50;

/// What was said on the telephone about one or several rollouts.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"rollout_ids": ["01930f6e-0000-7000-8000-000000000001"], "party_id": "01930f6e-0000-7000-8000-000000000002",
    "note": "Zertifikat kommt bis Freitag.", "follow_up": {"working_days": 3}}))]
pub struct CallCreate {
    #[validate(length(min = 1, max = 200))]
    #[schema(min_items = 1, max_items = 200)]
    pub rollout_ids: Vec<RolloutId>,
    /// Who was called.
    pub party_id: Option<OrganisationId>,
    pub person_id: Option<PersonId>,
    /// Becomes a message in the conversation of each rollout.
    #[validate(length(min = 1, max = 5_000))]
    #[schema(min_length = 1, max_length = 5_000)]
    pub note: String,
    /// Who reads it there; the team where it is not said.
    pub audience: Option<Audience>,
    /// When to ask again.
    pub follow_up: Option<CallBack>,
}

/// Somebody who can be called.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CallContact {
    pub person_id: PersonId,
    pub name: String,
    pub function: FunctionKind,
    /// `null` also where the caller may not read contact data.
    #[schema(value_type = Option<String>, required)]
    pub phone: Shown,
    /// The caller may not read contact data.
    pub hidden: bool,
}

/// One call: whom, about which rollouts.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CallTarget {
    pub party: Named,
    /// Of the party, where the milestones name one.
    #[schema(required)]
    pub person: Option<Named>,
    pub role_name: String,
    /// Who can be called there, those first who are asked first.
    pub contacts: Vec<CallContact>,
    /// About any of its rollouts.
    #[schema(required)]
    pub last_contact: Option<LastContact>,
    /// Working days of delay times people, over all its rollouts.
    pub weight: i64,
    /// People they are for, each counted once.
    pub population: i64,
    pub rollouts: Vec<CallLine>,
    /// How many there are; a call holds no more than 100.
    pub total: i64,
}

/// One rollout of a call.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CallLine {
    #[serde(flatten)]
    pub about: CallRollout,
    #[schema(required)]
    pub last_contact: Option<LastContact>,
}

/// Whom to call, the most urgent first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CallList {
    pub items: Vec<CallTarget>,
    /// Organisations to be called in all.
    pub parties: i64,
    /// Rollouts to be called about in all.
    pub rollouts: i64,
}

/// The call list of somebody who steers rollouts.
///
/// # Errors
/// `forbidden` for those who steer nothing; `malformed` for a limit that is none.
pub async fn call_list(reader: &Reader, params: &CallListParams) -> Result<CallList> {
    if !reader.ctx().actor.has(ROLLOUT_STEER) {
        return Err(Error::forbidden(ROLLOUT_STEER));
    }
    if params.limit.is_some_and(|limit| !(1..=MOST).contains(&limit)) {
        let text = Text::new(format!("1 bis {MOST} Zeilen."), format!("1 to {MOST} rows."));
        return Err(Error::new(codes::MALFORMED).with_faults(vec![Fault::new("limit", "range", text)]));
    }
    let calendar = WorkCalendar::bavarian();
    let silent_since = calendar.add_working_days(reader.ctx().today(), -SILENT);
    let contacted = tickets_contacted(reader, local_midnight(silent_since), articles_withdrawn());
    let grounds = CallGrounds { silent_since, contacted };
    let people = people(reader).await?;
    let found = call_groups(reader, params, &grounds, &people, &of).await?;
    let about = |group: &CallGroup| -> Vec<TicketId> {
        group.rollouts.iter().map(|one| one.rollout.id.into()).collect()
    };
    let tickets: Vec<TicketId> = found.groups.iter().flat_map(about).collect();
    let last = contacts_last(reader, tickets, articles_withdrawn()).await?;
    let parties: BTreeSet<OrganisationId> = found.groups.iter().map(|group| group.party).collect();
    let reached = contacts(reader, parties.into_iter().collect()).await?;
    let items = found.groups.into_iter().map(|group| target(group, &last, &reached)).collect();
    Ok(CallList { items, parties: found.parties, rollouts: found.rollouts })
}

fn target(group: CallGroup, last: &HashMap<TicketId, LastContact>, reached: &[Contact]) -> CallTarget {
    let line = |about: CallRollout| {
        let last_contact = last.get(&about.rollout.id.into()).cloned();
        CallLine { about, last_contact }
    };
    let rollouts: Vec<CallLine> = group.rollouts.into_iter().map(line).collect();
    let contacts = rollouts.iter().filter_map(|one| one.last_contact.as_ref());
    let mut all: Vec<&Contact> = reached.iter().filter(|one| one.organisation == group.party).collect();
    // Who is named answers for it; others of the organisation do where nobody is reached.
    all.sort_by_key(|one| Some(one.person) != group.person);
    let mut known = BTreeSet::new();
    all.retain(|one| known.insert(one.person));
    CallTarget {
        party: group.named,
        person: group.person_named,
        role_name: group.role_name,
        contacts: all.into_iter().take(FEW).map(contact).collect(),
        last_contact: contacts.max_by_key(|one| one.at).cloned(),
        weight: group.weight,
        population: group.population,
        rollouts,
        total: group.total,
    }
}

fn contact(one: &Contact) -> CallContact {
    CallContact {
        person_id: one.person,
        name: one.name.clone(),
        function: one.function,
        hidden: one.phone == Shown::Hidden,
        phone: one.phone.clone(),
    }
}

/// Notes a call, in the conversation of each rollout too.
///
/// # Errors
/// `invalid` with every fault; `forbidden` where the caller may not write to this audience.
pub async fn call_note(tx: &Tx, input: &CallCreate) -> Result<CallView> {
    check_references(tx, input).await?;
    let audience = input.audience.unwrap_or(Audience::Team);
    let new = NewCall {
        rollouts: input.rollout_ids.clone(),
        party: input.party_id,
        person: input.person_id,
        note: input.note.trim().to_owned(),
        audience: audience.as_str().to_owned(),
        follow_up: input.follow_up,
    };
    let (id, follow_up) = call_create(tx, new, &of).await?;
    let party = match input.party_id {
        Some(party) => tx.labels([party.0]).await?.named(party).name,
        None => None,
    };
    let text = noted(tx.ctx().language, party.as_deref(), input.note.trim(), follow_up);
    let rollouts: BTreeSet<RolloutId> = input.rollout_ids.iter().copied().collect();
    let mut articles = Vec::with_capacity(rollouts.len());
    for rollout in rollouts {
        let article = ArticleCreate { audience, text: text.clone() };
        articles.push((rollout, article_create(tx, rollout.into(), article, Channel::Phone).await?.id));
    }
    call_articles(tx, id, &articles).await?;
    call_get(tx, id).await
}

/// Organisations and persons that are named must be there for the caller.
async fn check_references(tx: &Tx, input: &CallCreate) -> Result<()> {
    let mut faults = Vec::new();
    if let Some(id) = input.party_id
        && bodies(tx, vec![id]).await?.is_empty()
    {
        faults.push(Fault::unknown_reference("/party_id"));
    }
    if let Some(id) = input.person_id
        && !visible(tx, "person", vec![id.0]).await?.contains(&id.0)
    {
        faults.push(Fault::unknown_reference("/person_id"));
    }
    if input.note.trim().is_empty() {
        faults.push(Fault::required("/note"));
    }
    Error::check(faults)
}

fn noted(language: Language, party: Option<&str>, note: &str, follow_up: Option<NaiveDate>) -> String {
    let (call, again) = match language {
        Language::De => {
            (party.map_or("Telefonat".to_owned(), |party| format!("Telefonat mit {party}")), "Wiedervorlage")
        }
        Language::En => (party.map_or("Call".to_owned(), |party| format!("Call with {party}")), "Follow-up"),
    };
    let day = follow_up.map(|day| format!("\n\n{again}: {}", said(day, language))).unwrap_or_default();
    format!("{call}:\n\n{note}{day}")
}

/// Takes a note back, and says so in the conversation of each rollout: what was said there stays.
///
/// # Errors
/// `not-found`, `stale`, `forbidden`; `call-undo-too-late`.
pub async fn call_undo(tx: &Tx, id: CallId, seen: IfMatch) -> Result<CallView> {
    let withdrawn = call_withdraw(tx, id, seen).await?;
    let word = serde_json::Value::String(withdrawn.audience);
    let audience: Audience = serde_json::from_value(word).map_err(Error::internal)?;
    let text = match tx.ctx().language {
        Language::De => "Der Vermerk über das Telefonat von eben ist zurückgenommen.",
        Language::En => "The note of the call just now is taken back.",
    };
    for rollout in withdrawn.rollouts {
        let article = ArticleCreate { audience, text: text.to_owned() };
        article_create(tx, rollout.into(), article, Channel::System).await?;
    }
    Ok(withdrawn.view)
}
