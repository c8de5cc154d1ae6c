//! The values that mails are written with. Each is read with the rights of the recipient at the moment of sending, or of who
//! sends it to somebody without an account; what these do not see is not told.
use super::digest::window;
use super::placeholders::filled;
use crate::reports;
use crate::rollouts::{of, rollouts_found};
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_identity::{actor_of, addressees, link_open};
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::error::codes;
use dienstweg_kernel::ids::{LinkTokenId, OrderId, ReminderId, RolloutId, TermId};
use dienstweg_kernel::page::PageRequest;
use dienstweg_kernel::secret::Key;
use dienstweg_kernel::{Reader, Result};
use dienstweg_outbound::mail::{Asked, Contents, Template, Told, reminder};
use dienstweg_rollouts::input::{RolloutListParams, TermListParams};
use dienstweg_rollouts::service::{order_get, rollout_list, rollouts_count, term_get, term_list};
use dienstweg_rollouts::steering::CourseState;
use dienstweg_rollouts::types::{TermKind, TermState};
use dienstweg_rollouts::view::{RolloutRow, TermView};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::HashSet;

/// Rollouts a digest names; the others are counted.
const ROWS: u64 = 20;

/// What each kind of mail is written with. `key` signs the links that set a password.
pub fn contents(key: &Key) -> Contents {
    let (invited, forgotten) = (key.clone(), key.clone());
    Contents::default()
        .with(Template::Invitation, move |reader, asked| {
            let key = invited.clone();
            Box::pin(async move { link(reader, asked, &key).await })
        })
        .with(Template::PasswordReset, move |reader, asked| {
            let key = forgotten.clone();
            Box::pin(async move { link(reader, asked, &key).await })
        })
        .with(Template::OrderConfirmation, |reader, asked| Box::pin(order(reader, asked)))
        .with(Template::Turn, |reader, asked| Box::pin(turn(reader, asked)))
        .with(Template::Digest, |reader, asked| Box::pin(digest(reader, asked)))
        .with(Template::Term, |reader, asked| Box::pin(term(reader, asked)))
        .with(Template::Reminder, |reader, asked| Box::pin(reminded(reader, asked)))
        .with(Template::Report, |reader, asked| Box::pin(reports::content(reader, asked)))
        .with(Template::Test, |reader, _| {
            Box::pin(
                async move { Ok(Some(json!({"key": "Test", "name": &*reader.ctx().actor.name}).into())) },
            )
        })
}

fn told<T: DeserializeOwned>(data: &Value, name: &str) -> Option<T> {
    serde_json::from_value(data[name].clone()).ok()
}

/// The token stands behind `#`, which browsers send to no server and so stands in no log.
async fn link(reader: &Reader, asked: Asked<'_>, key: &Key) -> Result<Option<Told>> {
    let Some(id) = told::<LinkTokenId>(asked.data, "link") else { return Ok(None) };
    let Some(link) = link_open(reader, key, id).await? else { return Ok(None) };
    let address = format!("{}/password#{}", asked.base, link.token);
    Ok(Some(
        json!({"key": "", "link": address, "name": link.name, "login": link.login, "hours": link.hours})
            .into(),
    ))
}

async fn order(reader: &Reader, asked: Asked<'_>) -> Result<Option<Told>> {
    let Some(id) = told::<OrderId>(asked.data, "order") else { return Ok(None) };
    let order = match order_get(reader, id).await {
        Ok(order) => order,
        Err(error) if [codes::NOT_FOUND, codes::FORBIDDEN].contains(&error.code()) => return Ok(None),
        Err(error) => return Err(error),
    };
    let named = |position: &dienstweg_rollouts::view::PositionView| {
        let name = position.service.as_ref().and_then(|service| service.name.clone());
        name.or_else(|| position.service_key.clone()).unwrap_or_else(|| "–".to_owned())
    };
    let services: Vec<String> = order.positions.iter().map(named).collect();
    let body = order.organisation.and_then(|body| body.name);
    // Nobody gets in there without an account.
    let link = asked.on_behalf.is_none().then(|| format!("{}/orders/{id}", asked.base));
    let values =
        json!({"key": order.number, "order": order.number, "body": body, "services": services, "link": link});
    Ok(Some(values.into()))
}

/// Nothing where meanwhile it is the turn of somebody else, or for something else.
async fn turn(reader: &Reader, asked: Asked<'_>) -> Result<Option<Told>> {
    let Some(row) = one(reader, asked.data).await? else { return Ok(None) };
    let milestone = row.next_milestone.as_ref().map(|milestone| milestone.key.clone());
    let since = row.ball.as_ref().and_then(|ball| ball.since);
    if milestone != told(asked.data, "milestone") || since != told(asked.data, "since") {
        return Ok(None);
    }
    let rollout = row_values(reader, &row, asked.base);
    Ok(Some(json!({"key": subject_key(&row), "rollout": rollout}).into()))
}

/// Of one's own rollouts, or of those of whom one stands in for as far as one sees them oneself.
async fn digest(reader: &Reader, asked: Asked<'_>) -> Result<Option<Told>> {
    let Some(between) = window(asked.data) else { return Ok(None) };
    let mine = RolloutListParams { mine: Some(true), ..RolloutListParams::default() };
    let new =
        RolloutListParams { ball_between: Some(between), sort: Some("next_due".to_owned()), ..mine.clone() };
    let mut whose = None;
    if let Some(absent) = asked.absent {
        let Some(actor) = actor_of(reader, absent.into()).await? else { return Ok(None) };
        whose = Some(asked.db.read(&reader.ctx().with_actor(actor)));
    }
    let whose = whose.as_ref().unwrap_or(reader);
    let page = PageRequest { limit: ROWS, cursor: None, count: true };
    let found = rollout_list(whose, &new, &page, &of).await?;
    let total = found.total.unwrap_or_default();
    let ids = found.items.iter().map(|row| row.id).collect::<Vec<_>>();
    let mut terms = terms_new(whose, between).await?;
    terms.retain(|term| term.can.contains(&"renew"));
    // Read once more as the recipient, who may see less than whom it stands in for.
    let seen = RolloutListParams { ids, sort: Some("next_due".to_owned()), ..RolloutListParams::default() };
    if asked.absent.is_some() {
        let own: HashSet<TermId> = terms_new(reader, between).await?.iter().map(|term| term.id).collect();
        terms.retain(|term| own.contains(&term.id));
    }
    let rows = match seen.ids.is_empty() {
        true => Vec::new(),
        false => rollout_list(reader, &seen, &page, &of).await?.items,
    };
    if rows.is_empty() && terms.is_empty() {
        return Ok(None);
    }
    let rows: Vec<Value> = rows.iter().map(|row| row_values(reader, row, asked.base)).collect();
    let more = total.saturating_sub(found.items.len() as u64);
    let open = rollouts_count(whose, &mine).await?;
    let new = total + terms.len() as u64;
    let terms: Vec<Value> = terms.iter().map(|term| term_values(term, reader.ctx().language)).collect();
    let values = json!({"key": new.to_string(), "rows": rows, "terms": terms, "more": more, "open": open});
    Ok(Some(values.into()))
}

/// What the caller sees of what had to be renewed from this window on.
async fn terms_new(reader: &Reader, between: (DateTime<Utc>, DateTime<Utc>)) -> Result<Vec<TermView>> {
    let new = TermListParams {
        state: vec![TermState::Due, TermState::Expired],
        raised_between: Some(between),
        ..TermListParams::default()
    };
    let page = PageRequest { limit: ROWS, cursor: None, count: false };
    match term_list(reader, &new, &page).await {
        Ok(found) => Ok(found.items),
        Err(error) if error.is(codes::FORBIDDEN) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Nothing where it has been renewed or ended meanwhile.
async fn term(reader: &Reader, asked: Asked<'_>) -> Result<Option<Told>> {
    let Some(id) = told::<TermId>(asked.data, "term") else { return Ok(None) };
    let term = match term_get(reader, id).await {
        Ok(term) if matches!(term.state, TermState::Due | TermState::Expired) => term,
        Ok(_) => return Ok(None),
        Err(error) if [codes::NOT_FOUND, codes::FORBIDDEN].contains(&error.code()) => return Ok(None),
        Err(error) => return Err(error),
    };
    let language = reader.ctx().language;
    let link = format!("{}/terms?view=due", asked.base);
    let values =
        json!({"key": said(term.valid_until, language), "term": term_values(&term, language), "link": link});
    Ok(Some(values.into()))
}

fn term_values(term: &TermView, language: Language) -> Value {
    let kind = match (term.kind, language) {
        (TermKind::Certificate, Language::De) => "Zertifikat",
        (TermKind::Certificate, Language::En) => "Certificate",
        (TermKind::Contract, Language::De) => "Vertrag",
        (TermKind::Contract, Language::En) => "Contract",
        (TermKind::DirectoryEntry, Language::De) => "Verzeichniseintrag",
        (TermKind::DirectoryEntry, Language::En) => "Directory entry",
        (TermKind::Other, Language::De) => "Sonstiges",
        (TermKind::Other, Language::En) => "Other",
    };
    json!({"kind": kind, "title": term.title, "body": term.body.name, "until": said(term.valid_until, language)})
}

async fn reminded(reader: &Reader, asked: Asked<'_>) -> Result<Option<Told>> {
    let Some(id) = told::<ReminderId>(asked.data, "reminder") else { return Ok(None) };
    let Some(row) = one(reader, asked.data).await? else { return Ok(None) };
    let Some((sender, text)) = reminder(reader, id).await? else { return Ok(None) };
    let name = reader.labels([sender.0]).await?.named(sender).name.unwrap_or_default();
    let mut rollout = row_values(reader, &row, asked.base);
    let mut reply_to = None;
    if asked.on_behalf.is_some() {
        // Nobody gets in there without an account; who has none answers by mail.
        rollout["link"] = Value::Null;
        reply_to = addressees(reader, vec![sender]).await?.remove(&sender).map(|one| one.address);
    }
    let text = filled(&text, &row, reader.ctx().language);
    let values = json!({"key": subject_key(&row), "text": text, "sender": name, "rollout": rollout});
    Ok(Some(Told { values, files: Vec::new(), reply_to }))
}

/// The running rollout a mail names, where the recipient sees it.
async fn one(reader: &Reader, data: &Value) -> Result<Option<RolloutRow>> {
    let Some(id) = told::<RolloutId>(data, "rollout") else { return Ok(None) };
    let params = RolloutListParams {
        ids: vec![id],
        state: vec![CourseState::Running],
        ..RolloutListParams::default()
    };
    let page = PageRequest { limit: 1, cursor: None, count: false };
    match rollouts_found(reader, &params, &page).await {
        Ok(mut found) => Ok(found.items.pop()),
        Err(error) if error.is(codes::FORBIDDEN) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Number and keys, which name no person.
fn subject_key(row: &RolloutRow) -> String {
    let service = row.service.as_ref().and_then(|service| service.key.clone());
    match service {
        Some(service) => format!("{} ({service})", row.number),
        None => row.number.clone(),
    }
}

fn row_values(reader: &Reader, row: &RolloutRow, base: &str) -> Value {
    let name = |named: Option<&dienstweg_kernel::labels::Named>| {
        named.and_then(|named| named.name.clone()).unwrap_or_else(|| "–".to_owned())
    };
    let place = match row.kind {
        dienstweg_rollouts::types::RolloutKind::Mother => "mothers",
        dienstweg_rollouts::types::RolloutKind::Daughter => "rollouts",
    };
    json!({
        "number": row.number,
        "body": name(Some(&row.body)),
        "service": name(row.service.as_ref()),
        "milestone": row.next_milestone.as_ref().map_or("–", |milestone| milestone.name.as_str()),
        "due": row.next_due.map(|due| said(due, reader.ctx().language)),
        "link": format!("{base}/{place}/{}", row.id),
    })
}

pub(crate) fn said(day: NaiveDate, language: Language) -> String {
    match language {
        Language::De => day.format("%d.%m.%Y").to_string(),
        Language::En => day.format("%Y-%m-%d").to_string(),
    }
}
