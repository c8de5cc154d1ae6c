//! Who calls, when and why. A [`Ctx`] is the first thing made and is passed to everything.
use crate::clock::{Clock, german_day};
use crate::ids::{ActorId, Id};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use utoipa::ToSchema;
use uuid::Uuid;

/// What a role may allow, as `resource:verb`. Each domain declares its own in `policy.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Permission(pub &'static str);

/// Everybody's, and every program's: to see and steer the jobs one has begun.
pub const JOB_OWN: Permission = Permission("job:own");

/// How far a permission of an actor reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Every row.
    Everything,
    /// The rows named by the actor's entries in `actor_grant`.
    Scoped,
}

/// How much an actor with limited grants reaches, as far as it matters for finding it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Breadth {
    /// Few enough rows to gather them all, whatever the order asked for.
    Narrow,
    /// More than that, or not known: rows are walked in the order asked for until a page is full.
    #[default]
    Wide,
}

/// Language of texts for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    De,
    En,
}

/// What kind of caller an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    User,
    ApiClient,
    /// A process of Dienstweg itself, named and with rights of its own.
    System,
    Anonymous,
}

impl ActorKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::ApiClient => "api_client",
            Self::System => "system",
            Self::Anonymous => "anonymous",
        }
    }
}

/// The caller and how far each of its permissions reaches.
#[derive(Clone, Debug)]
pub struct Actor {
    pub id: ActorId,
    pub kind: ActorKind,
    /// Shown in history where the id no longer leads to a name.
    pub name: Arc<str>,
    permissions: Arc<BTreeMap<String, Extent>>,
    breadth: Breadth,
    all: bool,
}

impl Actor {
    pub fn new(id: ActorId, kind: ActorKind, name: &str, permissions: BTreeMap<String, Extent>) -> Self {
        let permissions = Arc::new(permissions);
        Self { id, kind, name: name.into(), permissions, breadth: Breadth::Wide, all: false }
    }

    pub fn with_breadth(self, breadth: Breadth) -> Self {
        Self { breadth, ..self }
    }

    /// The same actor for conditions that are computed of rows found already: nothing is gathered for them.
    pub fn row_by_row(&self) -> Self {
        self.clone().with_breadth(Breadth::Wide)
    }

    /// The same actor for pictures of the whole, which need every row it reaches and no order.
    pub fn gathering(&self) -> Self {
        self.clone().with_breadth(Breadth::Narrow)
    }

    pub fn breadth(&self) -> Breadth {
        self.breadth
    }

    /// Nobody: may do what needs no permission.
    pub fn anonymous() -> Self {
        Self::new(ActorId(Uuid::nil()), ActorKind::Anonymous, "anonymous", BTreeMap::new())
    }

    /// A named process of Dienstweg with exactly these permissions, on every row.
    pub fn system(name: &'static str, permissions: &[Permission]) -> Self {
        let all = permissions.iter().map(|p| (p.0.to_owned(), Extent::Everything)).collect();
        Self::new(system_id(name), ActorKind::System, name, all)
    }

    /// The person at the console of the server (`dienstweg import …`, `dienstweg user …`): may everything.
    pub fn operator() -> Self {
        Self { all: true, ..Self::system("operator", &[]) }
    }

    /// How far this permission reaches, or nothing where the actor lacks it.
    pub fn extent(&self, permission: Permission) -> Option<Extent> {
        if self.all { Some(Extent::Everything) } else { self.permissions.get(permission.0).copied() }
    }

    pub fn has(&self, permission: Permission) -> bool {
        self.extent(permission).is_some()
    }

    /// The names of all permissions, sorted.
    pub fn permissions(&self) -> impl Iterator<Item = &str> {
        self.permissions.keys().map(String::as_str)
    }
}

/// System actors have ids that are the same in every installation (UUIDv8 of their name).
fn system_id(name: &str) -> ActorId {
    let hash = crate::secret::hash(name.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    ActorId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// The circumstances of one piece of work: caller, request, time, language.
#[derive(Clone, Debug)]
pub struct Ctx {
    pub actor: Actor,
    pub request_id: Arc<str>,
    pub language: Language,
    clock: Arc<dyn Clock>,
    statements: Arc<AtomicU32>,
}

impl Ctx {
    pub fn new(actor: Actor, request_id: &str, language: Language, clock: Arc<dyn Clock>) -> Self {
        Self { actor, request_id: request_id.into(), language, clock, statements: Arc::default() }
    }

    /// For work that no request started: jobs, subscribers, the command line.
    pub fn system(actor: Actor, clock: Arc<dyn Clock>) -> Self {
        let request_id = new_uuid(&*clock).to_string();
        Self::new(actor, &request_id, Language::De, clock)
    }

    /// The same circumstances with another caller.
    pub fn with_actor(&self, actor: Actor) -> Self {
        Self { actor, ..self.clone() }
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The present calendar day in Germany.
    pub fn today(&self) -> NaiveDate {
        german_day(self.now())
    }

    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// A new id, a UUIDv7 (RFC 9562) of the present instant.
    pub fn new_id<I: Id>(&self) -> I {
        I::from(new_uuid(&*self.clock))
    }

    /// `N` bytes nobody can guess.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.clock.random(&mut bytes);
        bytes
    }

    /// Statements sent to the database so far. Budgets in tests are counted by it.
    pub fn statements(&self) -> u32 {
        self.statements.load(Ordering::Relaxed)
    }

    pub(crate) fn count_statement(&self) {
        self.statements.fetch_add(1, Ordering::Relaxed);
    }
}

fn new_uuid(clock: &dyn Clock) -> Uuid {
    let mut random = [0; 10];
    clock.random(&mut random);
    let millis = u64::try_from(clock.now().timestamp_millis()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}
