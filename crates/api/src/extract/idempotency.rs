//! `Idempotency-Key` (IETF httpapi draft): the same key and content make a thing once.
use crate::extract::{Body, Caller};
use crate::problem::Problem;
use crate::respond::{Created, Found, Resource, or_current};
use crate::state::AppState;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use dienstweg_kernel::ctx::ActorKind;
use dienstweg_kernel::db::{Done, OnceKey};
use dienstweg_kernel::error::{Error, Fault, Text, codes};
use dienstweg_kernel::secret::hash_hex;
use dienstweg_kernel::{Ctx, Reader, Result, Tx};
use std::future::{Ready, ready};
use uuid::Uuid;

/// Where a key comes from, unless the protocol of an operation names another header.
pub const HEADER: &str = "idempotency-key";

/// The caller's key, if any. Programs must send one where something is created or ordered; browsers may.
#[derive(Clone, Debug)]
pub struct Idempotency {
    key: Option<(String, String)>,
}

impl FromRequest for Idempotency {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let program =
            request.extensions().get::<Ctx>().is_some_and(|ctx| ctx.actor.kind == ActorKind::ApiClient);
        ready(Self::of(request, HEADER, program))
    }
}

/// The caller's key where a repeat would do nothing anyway, as it names an old version: with a key it is answered like
/// the first time. Nobody must send one.
#[derive(Clone, Debug)]
pub struct Retry(pub Idempotency);

impl FromRequest for Retry {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Idempotency::of(request, HEADER, false).map(Self))
    }
}

impl Idempotency {
    /// The key in this header; `needed` says whether there must be one.
    pub fn of(request: &HttpRequest, header: &'static str, needed: bool) -> Result<Self, Problem> {
        let key = request.headers().get(header).map(|value| value.to_str().unwrap_or_default());
        let route = format!("{} {}", request.method(), request.path());
        match key {
            Some(key) if (1..=255).contains(&key.len()) => Ok(Self { key: Some((route, key.to_owned())) }),
            Some(_) => {
                let text = Text::new("1 bis 255 Zeichen.", "1 to 255 characters.");
                Err(Problem(
                    Error::new(codes::MALFORMED).with_faults(vec![Fault::new(header, "length", text)]),
                ))
            }
            None if needed => Err(Problem(Error::new(codes::IDEMPOTENCY_KEY_MISSING))),
            None => Ok(Self { key: None }),
        }
    }

    /// The key for [`dienstweg_kernel::Db::once`], bound to what was asked for: `content` is a hash of it, or empty where
    /// the address says all. The hash that is kept is a keyed one, so that a password in a body cannot be guessed from it.
    pub fn key(self, state: &AppState, content: &str) -> Option<OnceKey> {
        let body_hash = hash_hex(&state.body_key.tag(content.as_bytes()));
        self.key.map(|(route, key)| OnceKey { route, key, body_hash })
    }

    /// Creates a thing once: a repeat gets the same id, shown as it is now to who asks now.
    pub async fn create<B, V: Resource>(
        self,
        state: &AppState,
        caller: &Caller,
        body: &Body<B>,
        work: impl AsyncFn(&Tx) -> Result<V>,
        again: impl AsyncFn(&Reader, Uuid) -> Result<V>,
    ) -> Result<Created<V>, Problem> {
        Ok(Created(self.view(state, caller, &body.hash, work, again).await?))
    }

    /// The same for work on a thing: a repeat finds it as it is now.
    pub async fn view<V: Resource>(
        self,
        state: &AppState,
        caller: &Caller,
        content: &str,
        work: impl AsyncFn(&Tx) -> Result<V>,
        again: impl AsyncFn(&Reader, Uuid) -> Result<V>,
    ) -> Result<V> {
        let key = self.key(state, content);
        match state.db.once(caller, key.as_ref(), V::id, work).await? {
            Done::Now(view) => Ok(view),
            Done::Before(id) => again(&state.db.read(caller), id).await,
        }
    }

    /// The same for work on a thing as it was seen: who held an old version gets the `current` one with the 412, and a
    /// repeat does as well, with the status of the first time.
    pub async fn act<V: Resource>(
        self,
        state: &AppState,
        caller: &Caller,
        content: &str,
        work: impl AsyncFn(&Tx) -> Result<V>,
        current: impl AsyncFn() -> Result<V>,
    ) -> Result<Found<V>, Problem> {
        let acted = self.view(state, caller, content, work, async |_, _| current().await).await;
        or_current(acted, current).await
    }
}
