//! Programs prove who they are. Who guesses is slowed down and leaves a trace, as with people.
use super::super::store;
use super::login::{failure_count, forget_failures};
use crate::entity::client;
use crate::events;
use crate::lockout::seconds_left;
use crate::tokens::TokenSubject;
use crate::types::ClientStatus;
use chrono::Duration;
use dienstweg_kernel::ctx::ActorKind;
use dienstweg_kernel::error::Result;
use dienstweg_kernel::ids::ApiClientId;
use dienstweg_kernel::{Reader, Tx, secret};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition};

/// A program that has proven who it is.
#[derive(Clone, Copy, Debug)]
pub struct AuthenticatedClient {
    /// For [`crate::Tokens::issue`].
    pub subject: TokenSubject,
    /// Whether [`client_touch`] has something to note.
    pub touch: bool,
}

/// What came of a program's credentials.
#[derive(Clone, Copy, Debug)]
pub enum ClientLogin {
    Proven(AuthenticatedClient),
    /// Whatever is wrong: id, secret, status, expiry. To be counted with [`client_refused`].
    Wrong,
    /// Too many failures; whole seconds until the next attempt makes sense. Nothing was compared.
    Locked(u32),
}

/// Failures are counted with those of people. Folded logins have no capitals, so none is that of a program.
fn attempt_hash(id: ApiClientId) -> String {
    secret::hash_hex(format!("CLIENT {id}").as_bytes())
}

/// Checks the credentials of a program. Three statements, whether it exists or not.
pub async fn client_authenticate(reader: &Reader, id: ApiClientId, secret: &str) -> Result<ClientLogin> {
    let now = reader.ctx().now();
    let failures = store::attempt(reader, &attempt_hash(id)).await?;
    if let Some(seconds) = seconds_left(failures.as_ref().and_then(|row| row.locked_until), now) {
        return Ok(ClientLogin::Locked(seconds));
    }
    let hash = secret::hash_hex(secret.as_bytes());
    let client = store::client_by_id(reader, id).await?;
    let secrets = store::secrets(reader, vec![id], now).await?;
    let known = secrets.iter().any(|row| secret::equal(row.secret_hash.as_bytes(), hash.as_bytes()));
    let holds = |client: &client::Model| {
        known && client.status == ClientStatus::Active && client.expires_at.is_none_or(|end| now < end)
    };
    let Some(client) = client.filter(holds) else { return Ok(ClientLogin::Wrong) };
    let unused = client.last_used_at.is_none_or(|last| last <= now - Duration::minutes(1));
    let subject =
        TokenSubject { id: id.into(), kind: ActorKind::ApiClient, session: None, epoch: client.epoch };
    Ok(ClientLogin::Proven(AuthenticatedClient { subject, touch: unused || failures.is_some() }))
}

/// Counts a failure and leaves its trace. Answers the seconds until the next attempt makes sense, where it is locked now.
pub async fn client_refused(tx: &Tx, id: ApiClientId) -> Result<Option<u32>> {
    let now = tx.ctx().now();
    let hash = attempt_hash(id);
    let lock = failure_count(tx, &hash).await?;
    let known = store::client_by_id(tx, id).await?.map(|client| client.id);
    let (subject, fact) = events::client_refused(known, &hash, lock.is_some());
    tx.emit(subject, fact);
    Ok(seconds_left(lock.map(|lock| now + lock), now))
}

/// Notes that a client was used, at most once a minute, and forgets its failures.
pub async fn client_touch(tx: &Tx, id: ApiClientId) -> Result<()> {
    use client::Column as C;
    let now = tx.ctx().now();
    let due =
        Condition::any().add(C::LastUsedAt.is_null()).add(C::LastUsedAt.lte(now - Duration::minutes(1)));
    let touch = Query::update()
        .table(client::Entity)
        .value(C::LastUsedAt, now)
        .and_where(C::Id.eq(id))
        .cond_where(due)
        .take();
    tx.unscoped_write("last use of a client that has proven who it is").run(&touch).await?;
    forget_failures(tx, &attempt_hash(id)).await
}
