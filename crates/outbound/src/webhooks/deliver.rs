//! Sending what is due: which deliveries, how many at a time, until when.
use super::entity::delivery;
use super::{Webhooks, store};
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::{DeliveryId, WebhookId};
use dienstweg_kernel::{Error, Result, Tx};
use futures_util::future::LocalBoxFuture;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use std::collections::HashMap;
use std::time::Duration;
use tokio::time::Instant;

/// Long enough for one delivery; a process that dies frees what it held after this.
const LEASE: chrono::Duration = chrono::Duration::seconds(60);
/// Deliveries to one subscription at the same time: a slow receiver must not hold up the others.
const PER_WEBHOOK: u64 = 8;
/// A run takes on new deliveries for so long, then finishes those it has.
const TAKE_ON: Duration = Duration::from_secs(5);
/// How often it looks for new ones while others are on their way.
const LOOK: Duration = Duration::from_millis(250);

type Delivery = Visible<delivery::Entity>;

/// What a run waits for. Everything that may hold a transaction is waited for together: left lying half-way, it
/// would keep the one writing connection of SQLite from the next.
enum Step {
    Claimed(Result<Vec<Delivery>>),
    Worked(WebhookId, Result<()>),
    Look,
}

/// One run.
struct Run<'w> {
    webhooks: &'w Webhooks,
    began: Instant,
    steps: FuturesUnordered<LocalBoxFuture<'w, Step>>,
    /// Deliveries on their way, by subscription.
    busy: HashMap<WebhookId, u64>,
    claiming: bool,
    waiting: bool,
    done: u64,
    fault: Option<Error>,
}

impl Webhooks {
    /// Sends what is due. Answers how many deliveries it has worked on.
    ///
    /// # Errors
    /// `unavailable` or `internal` where the database does not answer, after finishing what was on its way.
    pub async fn deliver(&self) -> Result<u64> {
        let mut run = Run {
            webhooks: self,
            began: Instant::now(),
            steps: FuturesUnordered::new(),
            busy: HashMap::new(),
            claiming: false,
            waiting: false,
            done: 0,
            fault: None,
        };
        run.look();
        while run.claiming || run.busy.values().any(|count| *count > 0) {
            match run.steps.next().await {
                Some(step) => run.take(step),
                None => break,
            }
        }
        run.fault.map_or(Ok(run.done), Err)
    }

    async fn claim(&self, busy: &HashMap<WebhookId, u64>) -> Result<Vec<Delivery>> {
        let ctx = self.ctx();
        let mut claimed = Vec::new();
        for webhook in store::due_webhooks(&self.0.db.read(&ctx), ctx.now()).await? {
            let free = PER_WEBHOOK.saturating_sub(busy.get(&webhook).copied().unwrap_or(0));
            if free > 0 {
                let work = async |tx: &Tx| {
                    let lease = tx.ctx().new_id::<DeliveryId>().0;
                    store::claim(tx, webhook, lease, free, tx.ctx().now() + LEASE).await
                };
                claimed.extend(self.0.db.write(&ctx, work).await?);
            }
        }
        Ok(claimed)
    }
}

impl<'w> Run<'w> {
    fn take(&mut self, step: Step) {
        match step {
            Step::Claimed(Ok(deliveries)) => {
                self.claiming = false;
                for delivery in deliveries {
                    self.start(delivery);
                }
                self.wait();
            }
            Step::Claimed(Err(error)) => {
                self.claiming = false;
                self.fault = Some(error);
            }
            Step::Worked(webhook, outcome) => {
                self.done += 1;
                self.busy.entry(webhook).and_modify(|count| *count -= 1);
                if let Err(error) = outcome {
                    // Its lease runs out and it is tried again.
                    tracing::error!(%error, "a delivery could not be worked on");
                }
                self.look();
            }
            Step::Look => {
                self.waiting = false;
                self.look();
                self.wait();
            }
        }
    }

    fn start(&mut self, delivery: Delivery) {
        let webhooks = self.webhooks;
        *self.busy.entry(delivery.webhook_id).or_default() += 1;
        let work = async move { Step::Worked(delivery.webhook_id, webhooks.work_on(&delivery).await) };
        self.steps.push(work.boxed_local());
    }

    /// Looks for more, unless it is looking already or shall come to an end.
    fn look(&mut self) {
        if self.claiming || self.fault.is_some() || self.began.elapsed() >= TAKE_ON {
            return;
        }
        self.claiming = true;
        let (webhooks, busy) = (self.webhooks, self.busy.clone());
        self.steps.push(async move { Step::Claimed(webhooks.claim(&busy).await) }.boxed_local());
    }

    /// Looks again in a moment.
    fn wait(&mut self) {
        if !std::mem::replace(&mut self.waiting, true) {
            self.steps.push(tokio::time::sleep(LOOK).map(|()| Step::Look).boxed_local());
        }
    }
}
