//! Whether citizens find what is rolled out: asks an index of published services, at a measured pace, about everything that
//! is due, and hands its answers on. Off unless an index is configured.
//!
//! - [`bayern_portal`]: web services of the BayernPortal, REST v3. Knows offices by Dienststellenschlüssel and services by
//!   numbers of its own, which the catalogue keeps.
//! - [`pvog`]: search service of the Portalverbund (FITKO). Knows places by ARS and services by LeiKa key.
mod bayern_portal;
mod http;
mod pvog;

use bayern_portal::BayernPortal;
use chrono::{DateTime, TimeDelta, Utc};
use dienstweg_kernel::clock::Clock;
use dienstweg_kernel::error::Code;
use dienstweg_kernel::{Db, Error, Result};
use dienstweg_rollouts::service::{Finding, IndexAnswer};
use dienstweg_workflows::publication::{Question, answered, questions, questions_follow};
use http::Http;
use pvog::Pvog;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex, PoisonError};
use utoipa::ToSchema;

/// Questions asked before their answers are entered: few, because a crash asks them again.
const PORTION: u64 = 50;
/// How often rollouts that came into question are looked for …
const FOLLOW: TimeDelta = TimeDelta::minutes(10);
/// … and where there is nothing else to ask.
const IDLE: TimeDelta = TimeDelta::minutes(1);

/// The index does not answer, or not as agreed.
pub const INDEX_FAILED: Code = Code::new(
    "publication-index-failed",
    502,
    "Das Verzeichnis der veröffentlichten Leistungen antwortet nicht wie vereinbart",
    "The index of published services does not answer as agreed",
);

/// Codes of this connector, for the page about problems.
pub const CODES: &[Code] = &[INDEX_FAILED];

/// Which index is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IndexKind {
    BayernPortal,
    Pvog,
}

impl IndexKind {
    /// Where it is in the internet.
    pub fn address(self) -> &'static str {
        match self {
            Self::BayernPortal => "https://www.bayernportal-webservices.bayern.de/rest/allgemein/v3",
            Self::Pvog => "https://pvog.fitko.net/suchdienst/api",
        }
    }
}

/// How the index is reached.
#[derive(Clone)]
pub struct IndexSettings {
    pub kind: IndexKind,
    /// Without the slash at its end.
    pub url: String,
    /// User and password, which the BayernPortal asks for.
    pub credentials: Option<(String, String)>,
    /// Who asks, which the PVOG wants to know.
    pub client_id: Option<String>,
    pub requests_per_second: u32,
}

enum Index {
    BayernPortal(BayernPortal),
    Pvog(Pvog),
}

/// Asks the index. Cheap to clone.
#[derive(Clone)]
pub struct Publications(Arc<Parts>);

struct Parts {
    db: Db,
    clock: Arc<dyn Clock>,
    index: Index,
    followed_at: Mutex<Option<DateTime<Utc>>>,
}

impl Publications {
    /// # Errors
    /// `internal` where the address is none.
    pub fn new(db: &Db, clock: Arc<dyn Clock>, settings: &IndexSettings) -> Result<Self> {
        let http = Http::new(settings)?;
        let index = match settings.kind {
            IndexKind::BayernPortal => Index::BayernPortal(BayernPortal::new(http)),
            IndexKind::Pvog => Index::Pvog(Pvog::new(http)),
        };
        Ok(Self(Arc::new(Parts { db: db.clone(), clock, index, followed_at: Mutex::default() })))
    }

    /// Asks about a portion of what is due. Answers how many questions were answered.
    ///
    /// # Errors
    /// `publication-index-failed` where the index refuses or does not answer; what it said before is entered.
    pub async fn check(&self) -> Result<u64> {
        let Parts { db, clock, .. } = &*self.0;
        self.follow(FOLLOW).await?;
        let mut due = questions(db, Arc::clone(clock), PORTION).await?;
        if due.is_empty() && self.follow(IDLE).await? {
            due = questions(db, Arc::clone(clock), PORTION).await?;
        }
        let (findings, failed) = self.ask(&due).await;
        if !findings.is_empty() {
            answered(db, Arc::clone(clock), &findings).await?;
        }
        failed.map_or(Ok(findings.len() as u64), Err)
    }

    /// Answers whether something came into question; looks no more often than `every`.
    async fn follow(&self, every: TimeDelta) -> Result<bool> {
        let now = self.0.clock.now();
        let last = *self.0.followed_at.lock().unwrap_or_else(PoisonError::into_inner);
        if last.is_some_and(|last| now - last < every) {
            return Ok(false);
        }
        let came = questions_follow(&self.0.db, Arc::clone(&self.0.clock)).await?;
        *self.0.followed_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        Ok(came > 0)
    }

    /// The answers until the first that was none.
    async fn ask(&self, due: &[Question]) -> (Vec<Finding>, Option<Error>) {
        let today = dienstweg_rollouts::steering::local_date(self.0.clock.now());
        let mut findings = Vec::with_capacity(due.len());
        let mut portion = bayern_portal::Portion::default();
        for question in due {
            let said: Result<IndexAnswer> = match &self.0.index {
                Index::BayernPortal(index) => index.ask(question, &mut portion).await,
                Index::Pvog(index) => index.ask(question, today).await,
            };
            match said {
                Ok(said) => findings.push(Finding { rollout: question.rollout, said }),
                Err(error) => return (findings, Some(error)),
            }
        }
        (findings, None)
    }
}
