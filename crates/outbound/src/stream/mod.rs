//! Live streams: one task per process reads what happened and tells every open connection what concerns it.
//!
//! The task batches events (250 ms), merges them per subject and asks once per principal and kind what is visible,
//! so a thousand connections of one person cost as much as one. What goes out says "fetch this again", never what.
mod batch;
mod gone;
mod message;
mod queue;
mod run;

pub use message::{Frame, StreamData, StreamEvent, StreamItem};

use crate::visibility::Visibility;
use chrono::{DateTime, Utc};
use dienstweg_kernel::ctx::Actor;
use dienstweg_kernel::ids::{ActorId, SessionId};
use dienstweg_kernel::{Clock, Ctx, Db};
use futures_util::Stream;
use queue::Queue;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// A comment goes out after this long without an item.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// A stream without a session ends after this long; its client connects again where it left off.
const LONGEST: Duration = Duration::from_secs(24 * 3_600);

/// Who listens, from where and until when.
#[derive(Clone, Debug)]
pub struct Listener {
    pub actor: Actor,
    /// The log-in it belongs to; ends with it.
    pub session: Option<SessionId>,
    /// When that log-in runs out.
    pub ends_at: Option<DateTime<Utc>>,
    /// `Last-Event-ID`: everything up to this position is known.
    pub after: Option<i64>,
}

/// The hub of all live streams of this process. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Hub(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    db: Db,
    clock: Arc<dyn Clock>,
    visibility: Visibility,
    ends_on: Vec<&'static str>,
    connections: Mutex<Vec<Arc<Connection>>>,
    arrivals: Notify,
    stop: watch::Sender<bool>,
    task: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Debug)]
struct Connection {
    listener: Listener,
    /// Connections with the same principal share every check: the actor and what its token lets it do.
    principal: String,
    admitted: AtomicBool,
    queue: Queue,
}

impl Hub {
    /// Starts the hub's task on the present runtime. An event named in `ends_on` (such as `user.deactivated` or
    /// `session.revoked`) ends, on every replica, the streams of the actor or session that is its subject.
    pub fn spawn(db: &Db, clock: Arc<dyn Clock>, visibility: Visibility, ends_on: Vec<&'static str>) -> Self {
        let shared = Arc::new(Shared {
            db: db.clone(),
            clock,
            visibility,
            ends_on,
            connections: Mutex::default(),
            arrivals: Notify::new(),
            stop: watch::Sender::new(false),
            task: Mutex::default(),
        });
        let task = tokio::spawn(run::run(shared.clone()));
        *shared.task.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = Some(task);
        Self(shared)
    }

    /// Opens a stream. It begins with `hello` (or `resync`, where the gap cannot be told) and ends with its session,
    /// its principal's rights or the process.
    pub fn connect(&self, listener: Listener) -> impl Stream<Item = Frame> + Send + use<> {
        let left = listener.ends_at.map(|at| (at - self.0.clock.now()).to_std().unwrap_or_default());
        let ends = Instant::now() + left.unwrap_or(LONGEST).min(LONGEST);
        let connection = Arc::new(Connection::new(listener));
        if *self.0.stop.borrow() {
            connection.queue.close();
        }
        self.0.connections().push(connection.clone());
        self.0.arrivals.notify_one();
        futures_util::stream::unfold(Open { shared: self.0.clone(), connection, ends }, Open::next)
    }

    /// Ends all streams of an actor: its rights have changed or are no more. It may connect again.
    pub fn end_actor(&self, actor: ActorId) {
        self.0.end(|connection| connection.listener.actor.id == actor);
    }

    /// Ends all streams of a log-in.
    pub fn end_session(&self, session: SessionId) {
        self.0.end(|connection| connection.listener.session == Some(session));
    }

    /// Ends all streams: rights of many may have changed. They connect again with those they have now.
    pub fn end_all(&self) {
        self.0.end(|_| true);
    }

    /// The number of open streams.
    pub fn connections(&self) -> usize {
        self.0.connections().len()
    }

    /// Ends all streams and the task.
    pub async fn shutdown(&self) {
        self.0.stop.send_replace(true);
        let task = self.0.task.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).take();
        if let Some(task) = task {
            let _ = task.await;
        }
        self.0.end(|_| true);
    }
}

impl Shared {
    fn end(&self, which: impl Fn(&Connection) -> bool) {
        for connection in self.connections().iter().filter(|connection| which(connection)) {
            connection.queue.close();
        }
    }

    fn connections(&self) -> MutexGuard<'_, Vec<Arc<Connection>>> {
        self.connections.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn ctx(&self, actor: Actor) -> Ctx {
        Ctx::system(actor, self.clock.clone())
    }
}

impl Connection {
    fn new(listener: Listener) -> Self {
        let permissions = listener.actor.permissions().collect::<Vec<_>>().join(" ");
        let principal = format!("{} {permissions}", listener.actor.id);
        Self { listener, principal, admitted: AtomicBool::new(false), queue: Queue::default() }
    }

    fn is_admitted(&self) -> bool {
        self.admitted.load(Ordering::Relaxed)
    }
}

/// The reading end of a connection; dropping it closes the connection.
struct Open {
    shared: Arc<Shared>,
    connection: Arc<Connection>,
    ends: Instant,
}

impl Open {
    async fn next(self) -> Option<(Frame, Self)> {
        let frame = tokio::select! {
            item = self.connection.queue.next() => Frame::Item(item?),
            () = tokio::time::sleep_until(self.ends) => return None,
            () = tokio::time::sleep(HEARTBEAT) => Frame::Heartbeat,
        };
        Some((frame, self))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.connection.queue.close();
        self.shared.connections().retain(|other| !Arc::ptr_eq(other, &self.connection));
    }
}
