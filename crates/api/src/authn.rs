//! Who calls. Runs before any body is read, so 401 comes first.
//!
//! A verified token names user and session; rights are loaded once per session and kept until an event says that they
//! may have changed (ADR 0004): at once in this process, within the dispatcher's quarter of a second on others, and
//! after [`FRESH`] in any case.
use crate::problem::{Circumstances, Problem};
use crate::state::AppState;
use actix_web::body::BoxBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap};
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use chrono::{DateTime, Duration, Utc};
use dienstweg_identity::{LoadedActor, TokenSubject, actor_load};
use dienstweg_kernel::ctx::{Actor, Language};
use dienstweg_kernel::error::codes;
use dienstweg_kernel::ids::{ActorId, SessionId};
use dienstweg_kernel::{Ctx, Error};
use std::collections::{HashMap, HashSet};
use std::future::{Ready, ready};
use std::sync::{Arc, RwLock};

/// How long loaded rights are used at most without asking again.
const FRESH: Duration = Duration::seconds(10);

/// Who a token speaks for, when that was asked last, and what they may.
type Known = HashMap<TokenSubject, (DateTime<Utc>, Arc<LoadedActor>)>;

/// Rights of those who called lately, by token subject; and which operations need none.
#[derive(Debug, Default)]
pub struct Principals {
    known: RwLock<Known>,
    public: RwLock<HashSet<(String, String)>>,
}

impl Principals {
    /// Takes the operations that need no log-in from the contract: method and path pattern.
    pub fn set_public(&self, operations: HashSet<(String, String)>) {
        *self.public.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = operations;
    }

    fn is_public(&self, method: &str, pattern: Option<String>) -> bool {
        let public = self.public.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        pattern.is_some_and(|pattern| public.contains(&(method.to_owned(), pattern)))
    }

    /// Forgets what was loaded for one actor, or for all where a role or team changed.
    pub fn forget(&self, actor: Option<ActorId>) {
        let mut known = self.known.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        match actor {
            Some(actor) => known.retain(|subject, _| subject.id != actor),
            None => known.clear(),
        }
    }

    /// Forgets what was loaded for one log-in.
    pub fn forget_session(&self, session: SessionId) {
        let mut known = self.known.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        known.retain(|subject, _| subject.session != Some(session));
    }

    fn fresh(&self, subject: &TokenSubject, now: DateTime<Utc>) -> Option<Arc<LoadedActor>> {
        let known = self.known.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        known.get(subject).filter(|(loaded, _)| now - *loaded < FRESH).map(|(_, actor)| Arc::clone(actor))
    }

    fn keep(&self, subject: TokenSubject, now: DateTime<Utc>, actor: &Arc<LoadedActor>) {
        let mut known = self.known.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        known.retain(|_, (loaded, _)| now - *loaded < FRESH);
        known.insert(subject, (now, Arc::clone(actor)));
    }
}

/// Makes the [`Ctx`] of a request, or answers 401 where an operation needs a caller and there is none.
pub async fn authenticate(
    state: web::Data<AppState>,
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse, actix_web::Error> {
    match admit(&state, &request).await {
        Ok(ctx) => {
            request.extensions_mut().insert(ctx);
            next.call(request).await
        }
        Err(error) => Ok(request.error_response(Problem(error))),
    }
}

async fn admit(state: &AppState, request: &ServiceRequest) -> Result<Ctx, Error> {
    let about = request.extensions().get::<Circumstances>().cloned();
    let about = about.unwrap_or(Circumstances { language: Language::De, request_id: String::new() });
    let anonymous = Ctx::new(Actor::anonymous(), &about.request_id, about.language, Arc::clone(&state.clock));
    let public = state.principals.is_public(request.method().as_str(), request.match_pattern());
    let ctx = match token(request.headers()) {
        Some(token) if !public => {
            let actor = actor_of(state, &anonymous, token).await?;
            request.extensions_mut().insert(Session(actor.session));
            anonymous.with_actor(actor.actor.clone())
        }
        _ if public => anonymous,
        _ => return Err(Error::new(codes::UNAUTHENTICATED)),
    };
    let principal = match ctx.actor.id.0.is_nil() {
        true => request.peer_addr().map_or_else(String::new, |peer| peer.ip().to_string()),
        false => ctx.actor.id.to_string(),
    };
    state.limits.check(&principal)?;
    Ok(ctx)
}

/// The log-in a request came with; programs have none.
#[derive(Clone, Copy, Debug)]
pub struct Session(pub Option<SessionId>);

impl FromRequest for Session {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(request.extensions().get::<Self>().copied().unwrap_or(Self(None))))
    }
}

/// The bearer token of a request (RFC 6750 § 2.1).
pub fn token(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The caller behind a token, with the rights it has now.
pub async fn actor_of(state: &AppState, anonymous: &Ctx, token: &str) -> Result<Arc<LoadedActor>, Error> {
    let now = anonymous.now();
    let subject = state.tokens.verify(now, token)?;
    if let Some(actor) = state.principals.fresh(&subject, now) {
        return Ok(actor);
    }
    let loaded = actor_load(&state.db.read(anonymous), &subject).await?;
    let loaded = Arc::new(loaded.ok_or_else(|| Error::new(codes::UNAUTHENTICATED))?);
    state.principals.keep(subject, now, &loaded);
    Ok(loaded)
}
