//! New tickets, one by a person or many by a workflow.
use super::articles::{self, NewArticle};
use super::reads::{Row, view_created};
use crate::entity::ticket;
use crate::input::{NewTicket, TicketCreate};
use crate::policy::{TICKET_ASSIGN, TICKET_CREATE, subject};
use crate::store::{self, Reference};
use crate::types::{
    ARTICLE_MAX, Audience, Channel, DrivenBy, Number, TITLE_MAX, TicketState, TicketType, driven_by, line,
    lines, year_of,
};
use crate::view::{TicketCreated, TicketView};
use crate::{SUBJECT, events};
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::ids::{ActorId, OrganisationId, TeamId, TicketId, UserId};
use dienstweg_kernel::labels::Label;
use dienstweg_kernel::search::SearchDoc;
use dienstweg_kernel::{Error, Result, Tx};
use sea_orm::{ColumnTrait, Set};
use std::collections::{BTreeMap, HashMap};

/// A new incident or service request. Its text becomes the first article, for all parties.
///
/// # Errors
/// `invalid` with all faults; `forbidden` where the caller's `ticket:create` does not reach the organisation (or, with
/// an assignee or team, where it lacks `ticket:assign`).
pub async fn ticket_create(tx: &Tx, input: TicketCreate, channel: Channel) -> Result<TicketView> {
    let mut faults = Vec::new();
    if driven_by(input.ticket_type) == DrivenBy::Rollout {
        let message = Text::new(
            "Rollouts entstehen aus Bestellungen und Programmen.",
            "Rollouts come from orders and programmes.",
        );
        faults.push(Fault::new("/type", "driven_by_rollout", message));
    }
    let title = line(&input.title, TITLE_MAX, "/title", &mut faults);
    let text = input.text.as_deref().map(|text| lines(text, ARTICLE_MAX, "/text", &mut faults));
    let mut references: Vec<Reference> = vec![("/organisation_id", "organisation", input.organisation_id.0)];
    references.extend(people(input.assignee_id, input.team_id));
    let names = store::referred(tx, &references, &mut faults).await?;
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    if (input.assignee_id.is_some() || input.team_id.is_some()) && !tx.ctx().actor.has(TICKET_ASSIGN) {
        return Err(Error::forbidden(TICKET_ASSIGN));
    }
    let body = names.get(&input.organisation_id.0);
    let extra =
        body.map(|body| format!("{} {}", body.label, body.key.as_deref().unwrap_or(""))).unwrap_or_default();
    let new = NewTicket {
        ticket_type: input.ticket_type,
        title,
        organisation_id: input.organisation_id,
        parent_id: None,
        assignee_id: input.assignee_id,
        team_id: input.team_id,
        extra,
    };
    let row =
        insert(tx, vec![new]).await?.pop().ok_or_else(|| Error::internal("a created ticket is gone"))?;
    if let Some(text) = text {
        let article = NewArticle { ticket_id: row.id, audience: Audience::All, channel, text };
        articles::insert(tx, TICKET_CREATE, article).await?;
    }
    view_created(tx, &row, &names).await
}

/// Who and which team a ticket is given to, as references of an input.
pub(super) fn people(assignee: Option<UserId>, team: Option<TeamId>) -> impl Iterator<Item = Reference> {
    let assignee = assignee.map(|id| ("/assignee_id", "user", id.0));
    assignee.into_iter().chain(team.map(|id| ("/team_id", "team", id.0)))
}

/// Makes many tickets at once, for workflows: the references are theirs to check. Answers in the order given.
///
/// # Errors
/// `forbidden` where the caller's `ticket:create` does not reach one of them, at the commit at the latest; `invalid`
/// for a title that is empty or too long (pointer `/{index}/title`).
pub async fn tickets_create(tx: &Tx, new: Vec<NewTicket>) -> Result<Vec<TicketCreated>> {
    let mut faults = Vec::new();
    let mut cleaned = Vec::with_capacity(new.len());
    for (index, ticket) in new.into_iter().enumerate() {
        let title = line(&ticket.title, TITLE_MAX, &format!("/{index}/title"), &mut faults);
        cleaned.push(NewTicket { title, ..ticket });
    }
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let rows = insert(tx, cleaned).await?;
    Ok(rows.iter().map(|row| TicketCreated { id: row.id, number: row.number.clone() }).collect())
}

/// The mother ticket of each of these bodies; those that have none get one. `new` gives for each body its title and
/// the words it is found by.
///
/// # Errors
/// As [`tickets_create`]; `duplicate` where a mother is there but not for the caller.
pub async fn mothers_ensure(
    tx: &Tx,
    new: Vec<(OrganisationId, String, String)>,
) -> Result<BTreeMap<OrganisationId, TicketCreated>> {
    let mut mothers = mothers(tx, new.iter().map(|(body, ..)| *body).collect()).await?;
    let mut missing: BTreeMap<_, _> =
        new.into_iter().map(|(body, title, extra)| (body, (title, extra))).collect();
    missing.retain(|body, _| !mothers.contains_key(body));
    if missing.is_empty() {
        return Ok(mothers);
    }
    // What is missing now stays missing.
    mothers_hold(tx).await?;
    mothers.extend(self::mothers(tx, missing.keys().copied().collect()).await?);
    missing.retain(|body, _| !mothers.contains_key(body));
    let bodies: Vec<OrganisationId> = missing.keys().copied().collect();
    let daughterless = missing.into_iter().map(|(body, (title, extra))| NewTicket {
        ticket_type: TicketType::RolloutMother,
        title,
        organisation_id: body,
        parent_id: None,
        assignee_id: None,
        team_id: None,
        extra,
    });
    let created = tickets_create(tx, daughterless.collect()).await?;
    mothers.extend(bodies.into_iter().zip(created));
    Ok(mothers)
}

async fn mothers(tx: &Tx, bodies: Vec<OrganisationId>) -> Result<BTreeMap<OrganisationId, TicketCreated>> {
    use ticket::Column as C;
    let mut found = BTreeMap::new();
    for portion in bodies.chunks(1000) {
        let mothers = tx
            .select::<ticket::Entity>()
            .filter(C::TicketType.eq(TicketType::RolloutMother))
            .filter(C::OrganisationId.is_in(portion.iter().copied()));
        let created = |row: &Row| TicketCreated { id: row.id, number: row.number.clone() };
        found.extend(mothers.all().await?.iter().map(|row| (row.organisation_id, created(row))));
    }
    Ok(found)
}

/// Others who want to make mothers wait from here until this commits: they take their numbers in their unit of work,
/// and the row of these numbers is the lock.
pub async fn mothers_hold(tx: &Tx) -> Result<()> {
    numbers(tx, TicketType::RolloutMother, 0).await.map(|_| ())
}

/// Takes numbers of the present German year: `count` of them from the first one answered.
async fn numbers(tx: &Tx, ticket_type: TicketType, count: i64) -> Result<i64> {
    let (prefix, year) = (ticket_type.prefix(), year_of(tx.ctx().now()));
    match ticket_type {
        TicketType::RolloutMother => store::numbers_hold(tx, prefix, year, count).await,
        _ => store::numbers_take(tx, prefix, year, count).await,
    }
}

async fn insert(tx: &Tx, new: Vec<NewTicket>) -> Result<Vec<Row>> {
    let mut counts: BTreeMap<TicketType, i64> = BTreeMap::new();
    for ticket in &new {
        *counts.entry(ticket.ticket_type).or_default() += 1;
    }
    // In the order of the types, so that two who take several kinds of numbers do not wait for each other.
    for (ticket_type, count) in &mut counts {
        *count = numbers(tx, *ticket_type, *count).await?;
    }
    let mut order = HashMap::with_capacity(new.len());
    let mut rows = Vec::with_capacity(new.len());
    for (index, ticket) in new.into_iter().enumerate() {
        let next = counts.entry(ticket.ticket_type).or_default();
        let id: TicketId = tx.ctx().new_id();
        order.insert(id, index);
        rows.push(row(tx, id, *next, ticket));
        *next += 1;
    }
    let mut stored = tx
        .insert_many::<ticket::Entity>(TICKET_CREATE, rows, |row| events::ticket_created(row.ticket_type))
        .await?;
    stored.sort_by_key(|row| order.get(&row.id).copied());
    stored.iter().for_each(|row| describe(tx, row, &[]));
    Ok(stored)
}

fn row(tx: &Tx, id: TicketId, count: i64, new: NewTicket) -> ticket::ActiveModel {
    let now = tx.ctx().now();
    let number = Number::new(new.ticket_type.prefix(), year_of(now), count);
    let creator: ActorId = tx.ctx().actor.id;
    ticket::ActiveModel {
        id: Set(id),
        number: Set(number.text),
        sort_key: Set(number.sort_key),
        ticket_type: Set(new.ticket_type),
        title: Set(new.title),
        organisation_id: Set(new.organisation_id),
        state: Set(TicketState::New),
        parent_id: Set(new.parent_id),
        assignee_id: Set(new.assignee_id),
        team_id: Set(new.team_id),
        created_by: Set(creator),
        search_extra: Set(new.extra),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    }
}

/// Names a ticket for others and lets full text find it, with what was said to all.
pub(super) fn describe(tx: &Tx, row: &ticket::Model, texts: &[String]) {
    tx.label(Label::new(SUBJECT, row.id, row.title.as_str()).key(Some(&row.number)));
    let mut parts = vec![row.number.as_str(), row.title.as_str(), row.search_extra.as_str()];
    parts.extend(texts.iter().map(String::as_str));
    tx.index(SearchDoc::new(subject(row.id), &parts));
}
