//! From a verified token to a caller with rights.
use super::super::store;
use crate::entity::user;
use crate::policy::EVERYBODY;
use crate::tokens::TokenSubject;
use crate::types::{ClientStatus, Names, UserStatus, language_of};
use dienstweg_kernel::Reader;
use dienstweg_kernel::ctx::{Actor, ActorKind, Breadth, Extent, JOB_OWN, Language};
use dienstweg_kernel::error::Result;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_kernel::ids::{ActorId, ApiClientId, SessionId};
use sea_orm::ColumnTrait;
use std::collections::BTreeMap;

/// A caller whose token holds.
#[derive(Clone, Debug)]
pub struct LoadedActor {
    pub actor: Actor,
    /// What a user has chosen; programs choose nothing.
    pub language: Option<Language>,
    pub session: Option<SessionId>,
}

/// The caller of a verified token, if user or client is active, the session good and the epoch the same. Two
/// statements.
pub async fn actor_load(reader: &Reader, subject: &TokenSubject) -> Result<Option<LoadedActor>> {
    let now = reader.ctx().now();
    match (subject.kind, subject.session) {
        (ActorKind::User, Some(session)) => {
            let user = store::user_in_session(reader, session, now).await?;
            let user = user.filter(|user| user.id.0 == subject.id.0 && user.epoch == subject.epoch);
            of_user(reader, user, Some(session)).await
        }
        (ActorKind::ApiClient, None) => {
            of_client(reader, ApiClientId(subject.id.0), Some(subject.epoch)).await
        }
        _ => Ok(None),
    }
}

/// A user or API client with the rights it has now, without a token: for what is done in its name later (webhooks,
/// exports). Nothing where it is unknown or inactive.
pub async fn actor_of(reader: &Reader, id: ActorId) -> Result<Option<Actor>> {
    let user = store::user_where(reader, user::Column::Id.eq(id.0)).await?;
    let loaded = match user {
        Some(user) => of_user(reader, Some(user), None).await?,
        None => of_client(reader, ApiClientId(id.0), None).await?,
    };
    Ok(loaded.map(|loaded| loaded.actor))
}

/// The user of a log-in that still holds, with the rights it has now: for what was permitted within that log-in.
pub async fn actor_in_session(reader: &Reader, session: SessionId) -> Result<Option<Actor>> {
    let user = store::user_in_session(reader, session, reader.ctx().now()).await?;
    Ok(of_user(reader, user, Some(session)).await?.map(|loaded| loaded.actor))
}

async fn of_user(
    reader: &Reader,
    user: Option<user::Model>,
    session: Option<SessionId>,
) -> Result<Option<LoadedActor>> {
    let Some(user) = user.filter(|user| user.status == UserStatus::Active) else { return Ok(None) };
    let permitted = store::permitted(reader, user.id.into()).await?;
    let breadth = breadth(&permitted);
    let mut permissions = permissions(permitted, None);
    for own in EVERYBODY {
        permissions.entry(own.0.to_owned()).or_insert(Extent::Scoped);
    }
    let actor = Actor::new(user.id.into(), ActorKind::User, &user.name, permissions).with_breadth(breadth);
    Ok(Some(LoadedActor { actor, language: Some(language_of(&user.language)), session }))
}

async fn of_client(reader: &Reader, id: ApiClientId, epoch: Option<i64>) -> Result<Option<LoadedActor>> {
    let now = reader.ctx().now();
    let holds = |client: &crate::entity::client::Model| {
        client.status == ClientStatus::Active
            && client.expires_at.is_none_or(|end| now < end)
            && epoch.is_none_or(|epoch| epoch == client.epoch)
    };
    let Some(client) = store::client_by_id(reader, id).await?.filter(holds) else { return Ok(None) };
    let permitted = store::permitted(reader, id.into()).await?;
    let breadth = breadth(&permitted);
    let mut permissions = permissions(permitted, Some(&client.scopes));
    permissions.entry(JOB_OWN.0.to_owned()).or_insert(Extent::Scoped);
    let actor = Actor::new(id.into(), ActorKind::ApiClient, &client.name, permissions).with_breadth(breadth);
    Ok(Some(LoadedActor { actor, language: None, session: None }))
}

fn breadth(permitted: &[store::Permitted]) -> Breadth {
    if permitted.iter().all(|row| row.narrow) { Breadth::Narrow } else { Breadth::Wide }
}

/// How far each permission reaches: everything if any grant says so, and nothing beyond the client's scopes.
fn permissions(rows: Vec<store::Permitted>, scopes: Option<&Names>) -> BTreeMap<String, Extent> {
    let mut all = BTreeMap::new();
    for row in rows {
        if scopes.is_some_and(|scopes| !scopes.has(&row.permission)) {
            continue;
        }
        if row.scope_kind == ScopeKind::Everything.as_str() {
            all.insert(row.permission, Extent::Everything);
        } else {
            all.entry(row.permission).or_insert(Extent::Scoped);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(of: &[(&str, &str)]) -> Vec<store::Permitted> {
        let row = |(permission, kind): &(&str, &str)| store::Permitted {
            permission: (*permission).to_owned(),
            scope_kind: (*kind).to_owned(),
            narrow: true,
        };
        of.iter().map(row).collect()
    }

    #[test]
    fn everything_outweighs_scopes_in_either_order() {
        let both = permissions(
            rows(&[("a:read", "organisation"), ("a:read", "everything"), ("b:read", "team")]),
            None,
        );
        assert_eq!(both["a:read"], Extent::Everything);
        assert_eq!(both["b:read"], Extent::Scoped);
        let turned = permissions(rows(&[("a:read", "everything"), ("a:read", "organisation")]), None);
        assert_eq!(turned["a:read"], Extent::Everything);
    }

    #[test]
    fn a_client_never_has_more_than_its_scopes() {
        let scopes = Names::of(["a:read", "c:read"]);
        let limited = permissions(rows(&[("a:read", "team"), ("b:write", "everything")]), Some(&scopes));
        assert_eq!(limited.keys().collect::<Vec<_>>(), ["a:read"]);
    }
}
