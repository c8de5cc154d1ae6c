//! The task of the hub: it alone reads, so each connection is told everything in order and nothing twice.
use super::batch::{self, Batch, FLOOD, Seen};
use super::gone::gone;
use super::message::{StreamEvent, StreamItem};
use super::{Connection, Shared};
use dienstweg_kernel::ctx::Actor;
use dienstweg_kernel::events::Event;
use dienstweg_kernel::{Reader, Result};
use futures_util::StreamExt;
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

/// At least this long between two batches.
const WINDOW: Duration = Duration::from_millis(250);
/// How often to look without being woken. On PostgreSQL other replicas commit too.
const POLL_POSTGRES: Duration = Duration::from_millis(250);
const POLL_SQLITE: Duration = Duration::from_secs(5);
/// Events per batch, events kept in memory, and the longest gap that is told to who comes back.
const PORTION: usize = 2_000;
/// Principals that are asked about at once: live streams leave connections to the requests.
const AT_ONCE: usize = 4;
/// Ids in one question.
const QUESTION: usize = 500;

pub(super) async fn run(shared: Arc<Shared>) {
    let mut stop = shared.stop.subscribe();
    let mut committed = shared.db.committed();
    let poll = if shared.db.is_postgres() { POLL_POSTGRES } else { POLL_SQLITE };
    let mut tail = Tail::default();
    while !*stop.borrow_and_update() {
        committed.mark_unchanged();
        let wait = match tail.step(&shared).await {
            Ok(()) => poll,
            Err(error) => {
                tracing::error!(%error, "live streams cannot read events");
                Duration::from_secs(1)
            }
        };
        tokio::select! {
            _ = stop.changed() => {}
            _ = committed.changed() => {}
            () = shared.arrivals.notified() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// How far this process has told what happened.
#[derive(Default)]
struct Tail {
    /// Nothing before the first look.
    position: Option<i64>,
    recent: VecDeque<Event>,
    last_batch: Option<Instant>,
}

impl Tail {
    async fn step(&mut self, shared: &Shared) -> Result<()> {
        let reader = shared.db.read(&shared.ctx(Actor::system("live streams", &[])));
        let position = match self.position {
            Some(position) => position,
            None => reader.last_position().await?,
        };
        self.position = Some(position);
        self.admit(shared, &reader, position).await?;
        if let Some(last) = self.last_batch {
            tokio::time::sleep_until(last + WINDOW).await;
        }
        loop {
            let events = reader.events_after(self.position.unwrap_or(position), PORTION as u64).await?;
            let Some(last) = events.last() else { return Ok(()) };
            let last = last.position;
            let more = events.len() == PORTION;
            end_streams(shared, &events);
            broadcast(shared, &events, last).await;
            self.position = Some(last);
            self.last_batch = Some(Instant::now());
            self.recent.extend(events);
            self.recent.drain(..self.recent.len().saturating_sub(PORTION));
            if !more {
                return Ok(());
            }
        }
    }

    /// Greets new connections and tells those who come back what they missed.
    async fn admit(&self, shared: &Shared, reader: &Reader, position: i64) -> Result<()> {
        for connections in groups(shared, |connection| !connection.is_admitted(), |one| one.listener.after) {
            let Some(first) = connections.first() else { continue };
            let items = match first.listener.after {
                None => vec![StreamItem::bare(position, StreamEvent::Hello)],
                Some(after) => match self.since(reader, after, position).await? {
                    None => vec![StreamItem::bare(position, StreamEvent::Resync)],
                    Some(events) => {
                        let batch = batch::merge(&events, |kind| shared.visibility.knows(kind));
                        let mut items = vec![StreamItem::bare(after, StreamEvent::Hello)];
                        items.extend(tell(shared, &first.listener.actor, &batch).await?);
                        items
                    }
                },
            };
            for connection in connections {
                connection.queue.push(items.iter().cloned());
                connection.admitted.store(true, Ordering::Relaxed);
            }
        }
        Ok(())
    }

    /// The events after a position that somebody has seen, or nothing where they cannot be told any more.
    async fn since(&self, reader: &Reader, after: i64, position: i64) -> Result<Option<Vec<Event>>> {
        if after == position {
            return Ok(Some(Vec::new()));
        }
        if !(0..position).contains(&after) {
            return Ok(None);
        }
        if self.recent.front().is_some_and(|oldest| oldest.position <= after + 1) {
            return Ok(Some(self.recent.iter().filter(|event| event.position > after).cloned().collect()));
        }
        if reader.first_position().await? > after + 1 {
            return Ok(None);
        }
        let mut events = reader.events_after(after, PORTION as u64 + 1).await?;
        events.retain(|event| event.position <= position);
        Ok((events.len() <= PORTION).then_some(events))
    }
}

/// Connections of one principal (and one `by`) together, as they share everything.
fn groups<K: Ord>(
    shared: &Shared,
    which: impl Fn(&Connection) -> bool,
    by: impl Fn(&Connection) -> K,
) -> Vec<Vec<Arc<Connection>>> {
    let mut groups = BTreeMap::<_, Vec<_>>::new();
    for connection in shared.connections().iter().filter(|one| which(one) && !one.queue.is_closed()) {
        groups.entry((connection.principal.clone(), by(connection))).or_default().push(connection.clone());
    }
    groups.into_values().collect()
}

fn end_streams(shared: &Shared, events: &[Event]) {
    for event in events.iter().filter(|event| shared.ends_on.contains(&event.name.as_str())) {
        let subject = event.subject_id;
        shared.end(|connection| {
            let listener = &connection.listener;
            listener.actor.id.0 == subject || listener.session.is_some_and(|session| session.0 == subject)
        });
    }
}

async fn broadcast(shared: &Shared, events: &[Event], last: i64) {
    let batch = batch::merge(events, |kind| shared.visibility.knows(kind));
    if batch.is_empty() {
        return;
    }
    let groups = groups(shared, Connection::is_admitted, |_| ());
    let tell_group = async |group: Vec<Arc<Connection>>| {
        let Some(first) = group.first() else { return };
        let items = tell(shared, &first.listener.actor, &batch).await.unwrap_or_else(|error| {
            tracing::error!(%error, "live streams cannot ask what is visible");
            vec![StreamItem::bare(last, StreamEvent::Resync)]
        });
        for connection in group.iter().filter(|_| !items.is_empty()) {
            connection.queue.push(items.iter().cloned());
        }
    };
    futures_util::stream::iter(groups).for_each_concurrent(AT_ONCE, tell_group).await;
}

/// What one principal is told of a batch, in order of position.
async fn tell(shared: &Shared, actor: &Actor, batch: &Batch) -> Result<Vec<StreamItem>> {
    let reader = shared.db.read(&shared.ctx(actor.clone()));
    let mut items = Vec::new();
    for (kind, subjects) in batch {
        let Some(permission) = shared.visibility.read_permission(kind, actor) else { continue };
        let mut seen = Seen {
            visible: visible(shared, &reader, kind, subjects.keys().copied()).await?,
            ..Seen::default()
        };
        if subjects.len() <= FLOOD || seen.visible.is_empty() {
            seen.gone = gone(&reader, permission, subjects, &seen.visible).await?;
        }
        items.extend(batch::items(kind, subjects, &seen));
    }
    items.sort_by_key(|item| item.position);
    Ok(items)
}

/// Of a flood it is enough to know that something of it can be seen.
async fn visible(
    shared: &Shared,
    reader: &Reader,
    kind: &str,
    ids: impl ExactSizeIterator<Item = Uuid>,
) -> Result<HashSet<Uuid>> {
    let ids: Vec<Uuid> = ids.collect();
    for question in ids.chunks(QUESTION) {
        let visible = shared.visibility.among(reader, kind, question.to_vec()).await?;
        if !visible.is_empty() {
            return Ok(visible);
        }
    }
    Ok(HashSet::new())
}
