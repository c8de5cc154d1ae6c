//! `Idempotency-Key` (IETF httpapi draft): the same key and content make a thing once.
use crate::extract::{Body, Caller};
use crate::problem::Problem;
use crate::respond::{Created, Resource};
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

    /// The key for [`dienstweg_kernel::Db::once`], bound to what was asked for. The hash that is kept is a keyed one,
    /// so that a password in a body cannot be guessed from it.
    pub fn key<B>(self, state: &AppState, body: &Body<B>) -> Option<OnceKey> {
        let body_hash = hash_hex(&state.body_key.tag(body.hash.as_bytes()));
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
        let key = self.key(state, body);
        match state.db.once(caller, key.as_ref(), V::id, work).await? {
            Done::Now(view) => Ok(Created(view)),
            Done::Before(id) => Ok(Created(again(&state.db.read(caller), id).await?)),
        }
    }
}
