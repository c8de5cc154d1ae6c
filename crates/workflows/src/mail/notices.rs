//! What is mailed because something happened: events are read in order, and the mails are queued in the commit that
//! says how far was read.
use super::accounts::{SECOND_THOUGHTS, answer_resets};
use super::turns::People;
use super::{only, with_deputy};
use chrono::Duration;
use dienstweg_customers::policy::{PERSON_CONTACT, PERSON_READ};
use dienstweg_identity::{Notify, PASSWORD_RESET_REQUESTED, addressees_at};
use dienstweg_kernel::clock::Clock;
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::events::{Event, Sought, UNSAID};
use dienstweg_kernel::ids::{ActorId, OrderId, RolloutId, TermId, UserId};
use dienstweg_kernel::{Actor, Ctx, Db, Reader, Result, Tx};
use dienstweg_outbound::mail::{Mail, NewMail, Recipient, Template};
use dienstweg_rollouts::policy::{ORDER_READ, ROLLOUT_READ};
use dienstweg_rollouts::service::{Turn, order_addresses, terms_places, turns};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Name of the cursor.
const CURSOR: &str = "mail.notices";
/// Events looked at in one commit.
const PORTION: u64 = 200;
/// What happened longer ago is no news.
const NEWS: Duration = Duration::hours(24);
/// After these somebody may be written to.
const NAMES: [&str; 13] = [
    PASSWORD_RESET_REQUESTED,
    ORDER_RECEIVED,
    TERM_RAISED,
    "rollout.created",
    "rollout.milestone_completed",
    "rollout.milestone_reopened",
    "rollout.milestone_skipped",
    "rollout.party_set",
    "rollout.waiting_started",
    "rollout.waiting_ended",
    "rollout.resumed",
    "rollout.unblocked",
    "rollout.start_moved",
];
const ORDER_RECEIVED: &str = "order.received";
const TERM_RAISED: &str = "term.raised";

/// What the process that queues mail reads.
pub(super) fn actor() -> Actor {
    Actor::system("mail.notices", &[ROLLOUT_READ, ORDER_READ, PERSON_READ, PERSON_CONTACT])
}

/// Queues what follows from new events. Answers how many events it has looked at.
pub async fn follow(db: &Db, clock: Arc<dyn Clock>, mail: &Mail) -> Result<u64> {
    let ctx = Ctx::system(actor(), clock);
    let reader = db.read(&ctx);
    let from = reader.subscriber_at(CURSOR).await?;
    let (events, end) = reader.events_sought(from, PORTION, Sought::Names(&NAMES)).await?;
    if events.is_empty() && end - from < UNSAID {
        return Ok(0);
    }
    let on = mail.is_on();
    let fresh: Vec<&Event> = events.iter().filter(|event| on && event.at > ctx.now() - NEWS).collect();
    let mails = mails(&reader, &fresh).await?;
    let forgotten: BTreeSet<UserId> = fresh
        .iter()
        .filter(|event| event.name == PASSWORD_RESET_REQUESTED && event.subject_kind == "user")
        .map(|event| UserId(event.subject_id))
        .collect();
    let work = async |tx: &Tx| {
        if tx.subscriber_position(CURSOR).await? != from {
            return Ok(()); // another process was faster
        }
        mail.queue(tx, mails.clone()).await?;
        answer_resets(tx, mail, forgotten.iter().copied().collect()).await?;
        tx.subscriber_advance(CURSOR, end).await
    };
    db.write(&ctx, work).await?;
    Ok(events.len() as u64)
}

async fn mails(reader: &Reader, events: &[&Event]) -> Result<Vec<NewMail>> {
    let mut mails = turn_mails(reader, events).await?;
    mails.extend(order_mails(reader, events).await?);
    mails.extend(term_mails(reader, events).await?);
    Ok(mails)
}

/// "It is your turn", for those who want to know at once. Wherever the ball lay before is nobody's news.
async fn turn_mails(reader: &Reader, events: &[&Event]) -> Result<Vec<NewMail>> {
    let mut moved: HashMap<RolloutId, Vec<&Event>> = HashMap::new();
    for event in events.iter().filter(|event| event.name.starts_with("rollout.")) {
        moved.entry(RolloutId(event.subject_id)).or_default().push(event);
    }
    let mut turns = turns(reader, moved.keys().copied().collect()).await?;
    turns.retain(|turn| moved.get(&turn.rollout).into_iter().flatten().any(|event| brought(event, turn)));
    if turns.is_empty() {
        return Ok(Vec::new());
    }
    let people = People::of_turns(reader, &turns).await?;
    let mut mails = Vec::new();
    for turn in &turns {
        let at_once = people.of(turn).into_iter().filter(|one| one.notify == Notify::Immediate);
        mails.extend(at_once.flat_map(with_deputy).map(|to| NewMail {
            to,
            template: Template::Turn,
            data: json!({"rollout": turn.rollout, "milestone": turn.milestone, "since": turn.since}),
            key: format!("{}:{}:{}", turn.rollout, turn.milestone, turn.since.timestamp_micros()),
            not_before: reader.ctx().now() + SECOND_THOUGHTS,
            reminder: None,
        }));
    }
    Ok(mails)
}

/// Whether this event brought the ball to who has it now.
fn brought(event: &Event, turn: &Turn) -> bool {
    let party = turn.party.map(|party| json!(party)).unwrap_or_default();
    match event.name.as_str() {
        "rollout.created" => true,
        // Somebody else took over what had been owed for long. One of many is for the daily mail.
        "rollout.party_set" => event.data["party"] == party && event.data["many"] != true,
        _ => turn.since >= event.at,
    }
}

/// "It has to be renewed", for those of them who want to know at once.
async fn term_mails(reader: &Reader, events: &[&Event]) -> Result<Vec<NewMail>> {
    let raised = events.iter().filter(|event| event.name == TERM_RAISED);
    let places = terms_places(reader, raised.map(|event| TermId(event.subject_id)).collect()).await?;
    let parties = places.iter().map(|place| place.party_id).collect();
    let people = People::load(reader, parties, BTreeSet::new(), BTreeSet::new()).await?;
    let mut mails = Vec::new();
    for place in &places {
        let meant = people.at(place.body_id, Some(place.party_id));
        let at_once = meant.into_iter().filter(|one| one.notify == Notify::Immediate);
        mails.extend(at_once.flat_map(with_deputy).map(|to| NewMail {
            to,
            template: Template::Term,
            data: json!({"term": place.id}),
            key: format!("{}:{}", place.id, place.valid_until),
            not_before: reader.ctx().now(),
            reminder: None,
        }));
    }
    Ok(mails)
}

/// "We have received your order", for the contacts it names. Who has no account reads what whoever placed the order sees of it.
async fn order_mails(reader: &Reader, events: &[&Event]) -> Result<Vec<NewMail>> {
    let received = events.iter().filter(|event| event.name == ORDER_RECEIVED);
    let placed: HashMap<OrderId, ActorId> =
        received.map(|event| (OrderId(event.subject_id), event.actor)).collect();
    let orders = order_addresses(reader, placed.keys().copied().collect()).await?;
    let all: Vec<String> = orders.values().flatten().cloned().collect();
    let users = addressees_at(reader, &all).await?;
    let known: HashMap<String, _> = users.values().map(|user| (user.address.to_lowercase(), user)).collect();
    let mut mails = Vec::new();
    for (order, addresses) in &orders {
        let once: BTreeMap<String, &str> =
            addresses.iter().map(|one| (one.trim().to_lowercase(), one.trim())).collect();
        mails.extend(once.iter().enumerate().filter_map(|(place, (folded, address))| {
            let (to, key) = match known.get(folded) {
                Some(user) => (only(user), order.to_string()),
                None => (stranger(*order, address, *placed.get(order)?), format!("{order}:{place}")),
            };
            let (template, data) = (Template::OrderConfirmation, json!({"order": order}));
            Some(NewMail { to, template, data, key, not_before: reader.ctx().now(), reminder: None })
        }));
    }
    Ok(mails)
}

/// Somebody nothing is known of but the address in an order.
fn stranger(order: OrderId, address: &str, placed_by: ActorId) -> Recipient {
    Recipient {
        id: order.0,
        address: address.to_owned(),
        language: Language::De,
        absent: None,
        on_behalf: Some(UserId(placed_by.0)),
    }
}
