//! What a piece of background work states about itself.
use dienstweg_kernel::Result;
use futures_util::future::LocalBoxFuture;
use std::sync::Arc;
use std::time::Duration;

/// When a reconciler looks, beside its timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// By its timer alone.
    Timer,
    /// Also after commits of this process that left events.
    Commit,
}

/// Its future stays on the thread of the runner: units of work (`Db::write`) are not `Send` in general.
type Work = Arc<dyn Fn() -> LocalBoxFuture<'static, Result<u64>> + Send + Sync>;

/// A piece of background work. The closure owns what it needs and answers how much it did; zero means that nothing
/// is left to do, anything else lets it run again at once.
#[derive(Clone)]
pub struct Reconciler {
    pub(crate) name: &'static str,
    pub(crate) every: Duration,
    pub(crate) wake: Wake,
    pub(crate) leased: bool,
    work: Work,
}

impl std::fmt::Debug for Reconciler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reconciler")
            .field("name", &self.name)
            .field("every", &self.every)
            .finish_non_exhaustive()
    }
}

impl Reconciler {
    /// Work that runs at least once in each interval `every`.
    pub fn new<W, F>(name: &'static str, every: Duration, wake: Wake, work: W) -> Self
    where
        W: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = Result<u64>> + 'static,
    {
        Self { name, every, wake, leased: false, work: Arc::new(move || Box::pin(work())) }
    }

    /// Runs in one process of the installation only.
    pub fn leased(self) -> Self {
        Self { leased: true, ..self }
    }

    pub(crate) fn run(&self) -> LocalBoxFuture<'static, Result<u64>> {
        (self.work)()
    }
}
