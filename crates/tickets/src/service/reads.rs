//! Tickets as their readers see them.
use crate::entity::ticket;
use crate::events::{ARTICLE_ADDED, ATTACHMENT_ADDED};
use crate::input::TicketListParams;
use crate::store::{self, Rights};
use crate::types::{Audience, DrivenBy, TicketState, TicketType, actions, driven_by};
use crate::view::{TicketHistory, TicketView};
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::ctx::ActorKind;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::TicketId;
use dienstweg_kernel::labels::{Named, label};
use dienstweg_kernel::page::{Page, PageRequest};
use dienstweg_kernel::{Error, Reader, Result};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::SelectStatement;
use std::collections::HashMap;
use uuid::Uuid;

pub(super) type Row = Visible<ticket::Entity>;

/// # Errors
/// `malformed` for an unknown sort or a cursor of another one.
pub async fn ticket_list(
    reader: &Reader,
    params: &TicketListParams,
    request: &PageRequest,
) -> Result<Page<TicketView>> {
    let mut page = store::tickets(reader, params, request).await?;
    let views = views(reader, &std::mem::take(&mut page.items)).await?;
    Ok(page.with_items(views))
}

/// Ids of tickets the caller sees, found by their text as far as the caller may read it: a part of another query.
pub fn tickets_matching(reader: &Reader, q: &str) -> SelectStatement {
    store::matching_ids(reader, q)
}

/// # Errors
/// `not-found` where it is not there for the caller.
pub async fn ticket_get(reader: &Reader, id: TicketId) -> Result<TicketView> {
    let found = store::ticket(reader, id).await?;
    views(reader, &[found]).await?.pop().ok_or_else(Error::not_found)
}

/// The id of a ticket by its number, as people write it (`inc-2026-000123`, blanks around).
///
/// # Errors
/// `not-found` where it is not there for the caller.
pub async fn ticket_find(reader: &Reader, number: &str) -> Result<TicketId> {
    let number = number.trim().to_uppercase();
    let row = reader.select::<ticket::Entity>().filter(ticket::Column::Number.eq(number)).one().await?;
    row.map(|row| row.id).ok_or_else(Error::not_found)
}

/// What happened to a ticket, newest first, older than `before` where given. What was said or attached for an audience
/// that the caller is not of is left out.
pub async fn ticket_history(
    reader: &Reader,
    id: TicketId,
    before: Option<Uuid>,
    limit: u64,
) -> Result<TicketHistory> {
    let (row, rights) = store::ticket(reader, id).await?;
    let items = reader.history(&row, before, limit).await?;
    let full = items.len() as u64 >= limit;
    let next_before = items.last().filter(|_| full).map(|entry| entry.id);
    Ok(TicketHistory {
        items: items.into_iter().filter(|entry| is_told(entry, rights)).collect(),
        next_before,
    })
}

fn is_told(entry: &HistoryEntry, rights: Rights) -> bool {
    if entry.action != ARTICLE_ADDED && entry.action != ATTACHMENT_ADDED {
        return true;
    }
    let audience = entry
        .changes
        .iter()
        .find(|change| change.field == "audience")
        .and_then(|change| change.after.as_str());
    match audience {
        Some(all) if all == Audience::All.as_str() => true,
        Some(body) if body == Audience::Body.as_str() => rights.body,
        _ => rights.team,
    }
}

/// The view of a ticket that was just changed, perhaps out of its caller's sight.
pub(super) async fn view(reader: &Reader, row: Row) -> Result<TicketView> {
    let rights = store::rights_on(reader, row.id).await?;
    views(reader, &[(row, rights)]).await?.pop().ok_or_else(Error::not_found)
}

async fn views(reader: &Reader, rows: &[(Row, Rights)]) -> Result<Vec<TicketView>> {
    let labels = reader.labels(rows.iter().flat_map(|(row, _)| named(row))).await?;
    let person = is_person(reader);
    Ok(rows.iter().map(|(row, rights)| assemble(row, *rights, |id| labels.named(id), person)).collect())
}

fn is_person(reader: &Reader) -> bool {
    reader.ctx().actor.kind == ActorKind::User
}

/// The view of a ticket that was just created, whose input's references are known by name.
pub(super) async fn view_created(
    reader: &Reader,
    row: &Row,
    names: &HashMap<Uuid, label::Model>,
) -> Result<TicketView> {
    let actor = &reader.ctx().actor;
    let rights = match store::rights_everywhere(actor) {
        Some(rights) => rights,
        None => store::rights_on(reader, row.id).await?,
    };
    let name = |id: Uuid| match names.get(&id).filter(|label| !label.sealed) {
        Some(label) => Named { id, name: Some(label.label.clone()), key: label.key.clone() },
        None => Named { id, name: (id == actor.id.0).then(|| actor.name.to_string()), key: None },
    };
    Ok(assemble(row, rights, name, is_person(reader)))
}

/// Everything a ticket names.
fn named(row: &ticket::Model) -> impl Iterator<Item = Uuid> {
    let optional = [row.parent_id.map(|id| id.0), row.assignee_id.map(|id| id.0), row.team_id.map(|id| id.0)];
    [row.organisation_id.0, row.created_by.0].into_iter().chain(optional.into_iter().flatten())
}

fn assemble(row: &ticket::Model, rights: Rights, name: impl Fn(Uuid) -> Named, person: bool) -> TicketView {
    TicketView {
        id: row.id,
        number: row.number.clone(),
        ticket_type: row.ticket_type,
        driven_by: driven_by(row.ticket_type),
        title: row.title.clone(),
        organisation: name(row.organisation_id.0),
        state: row.state,
        parent: row.parent_id.map(|id| name(id.0)),
        assignee: row.assignee_id.map(|id| name(id.0)),
        team: row.team_id.map(|id| name(id.0)),
        created_by: name(row.created_by.0),
        watching: rights.watches,
        can: can(row.ticket_type, row.state, rights, person),
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// What the caller may do to a ticket of this type in this state.
fn can(ticket_type: TicketType, state: TicketState, rights: Rights, person: bool) -> Vec<String> {
    let mut can = Vec::new();
    let mut add = |allowed: bool, what: &str| {
        if allowed {
            can.push(what.to_owned());
        }
    };
    add(rights.update, "update");
    add(rights.assign, "assign");
    if rights.transition && driven_by(ticket_type) == DrivenBy::Workflow {
        actions(state).for_each(|action| add(true, &format!("transition:{}", action.as_str())));
    }
    add(rights.write && rights.team, "article:team");
    add(rights.write && rights.body, "article:body");
    add(rights.write, "article:all");
    add(rights.attach, "attach");
    add(rights.update, "link");
    add(person, if rights.watches { "unwatch" } else { "watch" });
    can
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_may_do_follows_rights_state_and_type() {
        let party = Rights { write: true, attach: true, ..Rights::default() };
        let of = |ticket_type, rights| can(ticket_type, TicketState::Resolved, rights, true);
        assert_eq!(of(TicketType::RolloutDaughter, party), ["article:all", "attach", "watch"]);
        let agent = Rights {
            update: true,
            transition: true,
            write: true,
            body: true,
            team: true,
            watches: true,
            ..party
        };
        let common = ["article:team", "article:body", "article:all", "attach", "link", "unwatch"];
        let rollout: Vec<&str> = ["update"].into_iter().chain(common).collect();
        assert_eq!(of(TicketType::RolloutDaughter, agent), rollout);
        let incident: Vec<&str> =
            ["update", "transition:close", "transition:reopen"].into_iter().chain(common).collect();
        assert_eq!(of(TicketType::Incident, agent), incident);
        assert!(can(TicketType::Incident, TicketState::New, Rights::default(), false).is_empty());
    }
}
