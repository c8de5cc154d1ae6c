//! Running reconcilers, all on one thread of their own beside the requests.
use crate::reconciler::{Reconciler, Wake};
use crate::status::{Ended, Outcome, Status};
use dienstweg_kernel::db::Leader;
use dienstweg_kernel::{Clock, Error, Result};
use futures_util::FutureExt;
use futures_util::future::join_all;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// After errors a reconciler waits 1, 2, 4 … seconds, at most this long.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// [`Runner::run_until_idle`] gives up after this many rounds.
const ROUNDS: u32 = 1_000;

/// What runs no more often than this has time: it lets those who have just started the process work first.
const UNHURRIED: Duration = Duration::from_secs(60);
const HEAD_START: Duration = Duration::from_secs(5);

/// The reconcilers of this process.
#[derive(Debug)]
pub struct Runner {
    parts: Arc<Parts>,
    reconcilers: Vec<(usize, Reconciler)>,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Parts {
    leader: Arc<Leader>,
    clock: Arc<dyn Clock>,
    status: Status,
}

impl Runner {
    /// Takes the reconcilers without starting them. Reconcilers that are leased ask `leader`.
    pub fn new(leader: Arc<Leader>, clock: Arc<dyn Clock>, reconcilers: Vec<Reconciler>) -> Self {
        let status = Status::default();
        let reconcilers = reconcilers.into_iter().map(|one| (status.add(one.name, one.every), one)).collect();
        let parts = Arc::new(Parts { leader, clock, status });
        Self { parts, reconcilers, stop: watch::Sender::new(false), thread: None }
    }

    /// Starts all reconcilers. Needs a Tokio runtime, whose timers and sockets they use. They end with
    /// [`Runner::shutdown`], or when the runner is dropped.
    pub fn spawn_all(leader: Arc<Leader>, clock: Arc<dyn Clock>, reconcilers: Vec<Reconciler>) -> Self {
        let mut runner = Self::new(leader, clock, reconcilers);
        let (parts, reconcilers, stop) =
            (runner.parts.clone(), runner.reconcilers.clone(), runner.stop.subscribe());
        let runtime = Handle::current();
        runner.thread = Some(tokio::task::spawn_blocking(move || {
            let all =
                reconcilers.into_iter().map(|(index, one)| keep_running(&parts, index, one, stop.clone()));
            runtime.block_on(join_all(all));
        }));
        runner
    }

    pub fn status(&self) -> Status {
        self.parts.status.clone()
    }

    /// Lets every run that began finish, and begins none. The caller decides how long to wait.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            let _ = thread.await;
        }
    }

    /// Runs all reconcilers in turn until a whole round finds nothing to do. For tests and for the command line.
    ///
    /// # Errors
    /// The first error of a run; `internal` where they never come to rest.
    pub async fn run_until_idle(&self) -> Result<()> {
        for _ in 0..ROUNDS {
            let mut done = 0;
            for (index, reconciler) in &self.reconcilers {
                let (end, _) = self.parts.run(*index, reconciler).await;
                done += end.map_err(|ended| Error::internal(ended.message))?.unwrap_or(0);
            }
            if done == 0 {
                return Ok(());
            }
        }
        Err(Error::internal("the reconcilers do not come to rest"))
    }
}

impl Parts {
    /// One run. Answers what it did (nothing where another process leads) and how many runs failed in a row.
    async fn run(&self, index: usize, reconciler: &Reconciler) -> (Result<Option<u64>, Ended>, u32) {
        self.status.started(index, self.clock.now());
        let began = Instant::now();
        let end = AssertUnwindSafe(self.attempt(reconciler)).catch_unwind().await.unwrap_or_else(|panic| {
            let message = panic_text(panic.as_ref());
            tracing::error!(reconciler = reconciler.name, message, "a reconciler panicked");
            Err(Ended { outcome: Outcome::Panicked, message: message.to_owned() })
        });
        let failures = self.status.ended(index, began.elapsed(), &end);
        (end, failures)
    }

    async fn attempt(&self, reconciler: &Reconciler) -> Result<Option<u64>, Ended> {
        let work = async {
            if reconciler.leased && !self.leader.holds(reconciler.name).await? {
                return Ok(None);
            }
            reconciler.run().await.map(Some)
        };
        work.await.map_err(|error: Error| {
            let source = std::error::Error::source(&error).map(ToString::to_string);
            tracing::error!(reconciler = reconciler.name, %error, source, "a reconciler failed");
            Ended { outcome: Outcome::Failed, message: error.to_string() }
        })
    }
}

async fn keep_running(parts: &Parts, index: usize, reconciler: Reconciler, mut stop: watch::Receiver<bool>) {
    let mut committed = parts.leader.db().committed();
    if reconciler.every >= UNHURRIED {
        tokio::select! {
            () = tokio::time::sleep(HEAD_START) => {}
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
    while !*stop.borrow_and_update() {
        committed.mark_unchanged();
        let (end, failures) = parts.run(index, &reconciler).await;
        let pause = match end {
            Ok(Some(done)) if done > 0 => continue,
            Ok(_) => reconciler.every,
            Err(_) => pause_after(failures),
        };
        // After an error commits do not wake it: the pause is there to give the cause time to go away.
        let wakes = reconciler.wake == Wake::Commit && failures == 0;
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = committed.changed(), if wakes => {}
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}

fn pause_after(failures: u32) -> Duration {
    Duration::from_secs(1 << failures.saturating_sub(1).min(6)).min(LONGEST_PAUSE)
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a message")
}

#[cfg(test)]
#[path = "runner_tests.rs"]
mod tests;
