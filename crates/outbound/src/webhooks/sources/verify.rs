//! Who sent a signed message.
use super::store;
use crate::webhooks::{SignatureHeaders, Webhooks, verify_signature};
use dienstweg_kernel::Result;
use dienstweg_kernel::ctx::Actor;
use dienstweg_kernel::ids::ActorId;

impl Webhooks {
    /// Whether `actor` speaks for the marketplace `key`: its API client does, and nobody else.
    ///
    /// # Errors
    /// `unavailable` or `internal` where the database does not answer.
    pub async fn speaks_for(&self, actor: ActorId, key: &str) -> Result<bool> {
        let source = store::by_key(&self.0.db.read(&self.ctx()), key).await?;
        Ok(source.is_some_and(|source| source.client_id == actor))
    }

    /// The principal of the marketplace `key`, where one of its secrets signed exactly this body within five minutes.
    /// Nothing where the marketplace is unknown, the signature does not fit or its API client is not active any more;
    /// which of these is told to the log only.
    ///
    /// # Errors
    /// `unavailable` or `internal` where the database does not answer.
    pub async fn signed_by(
        &self,
        key: &str,
        headers: &SignatureHeaders<'_>,
        body: &[u8],
    ) -> Result<Option<Actor>> {
        let ctx = self.ctx();
        let reader = self.0.db.read(&ctx);
        let Some(source) = store::by_key(&reader, key).await? else {
            tracing::info!(source = key, "a signed message came from an unknown marketplace");
            return Ok(None);
        };
        let secrets = store::secrets(&reader, source.id, ctx.now()).await?;
        let secrets = secrets
            .iter()
            .map(|row| self.0.vault.open(row.id, &row.sealed_secret))
            .collect::<Result<Vec<_>>>()?;
        if let Err(fault) = verify_signature(&secrets, headers, body, ctx.now()) {
            tracing::info!(source = key, %fault, "a signed message was refused");
            return Ok(None);
        }
        self.0.principals.load(&reader, source.client_id).await
    }
}
