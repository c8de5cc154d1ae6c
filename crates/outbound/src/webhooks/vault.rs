//! Signing secrets at rest: AES-256-GCM (NIST SP 800-38D) under a key of the installation, bound to their row.
use super::signature::SigningSecret;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use dienstweg_kernel::ids::WebhookSecretId;
use dienstweg_kernel::secret::{Key, Secret};
use dienstweg_kernel::{Error, Result};

/// Seals and opens signing secrets.
#[derive(Clone, Debug)]
pub(crate) struct Vault(Key);

impl Vault {
    pub fn new(secret: &Secret) -> Self {
        Self(secret.key("webhook-secret"))
    }

    /// Base64 of nonce and sealed bytes. A nonce must never come twice.
    pub fn seal(
        &self,
        row: WebhookSecretId,
        secret: &SigningSecret,
        nonce: [u8; NONCE_LEN],
    ) -> Result<String> {
        let mut bytes = secret.bytes().to_vec();
        let sealing = Nonce::assume_unique_for_key(nonce);
        self.cipher()?
            .seal_in_place_append_tag(sealing, Aad::from(row.0.as_bytes()), &mut bytes)
            .map_err(Error::internal)?;
        Ok(STANDARD_NO_PAD.encode([&nonce[..], &bytes].concat()))
    }

    /// # Errors
    /// `internal` where another key sealed it, or it was moved to another row.
    pub fn open(&self, row: WebhookSecretId, sealed: &str) -> Result<SigningSecret> {
        let mut bytes = STANDARD_NO_PAD.decode(sealed).map_err(Error::internal)?;
        let (nonce, sealed) = bytes
            .split_at_mut_checked(NONCE_LEN)
            .ok_or_else(|| Error::internal("a sealed secret is too short"))?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(Error::internal)?;
        let opened = self
            .cipher()?
            .open_in_place(nonce, Aad::from(row.0.as_bytes()), sealed)
            .map_err(Error::internal)?;
        Ok(SigningSecret::from_bytes(opened.to_vec()))
    }

    fn cipher(&self) -> Result<LessSafeKey> {
        Ok(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, self.0.bytes()).map_err(Error::internal)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_sealed_secret_opens_in_its_own_row_under_its_own_key() {
        let vault = Vault::new(&Secret::new([1; 32]));
        let (row, other) = (WebhookSecretId(Uuid::from_u128(1)), WebhookSecretId(Uuid::from_u128(2)));
        let secret = SigningSecret::new([5; 32]);
        let sealed = vault.seal(row, &secret, [9; NONCE_LEN]).unwrap();
        assert_eq!(vault.open(row, &sealed).unwrap(), secret);
        assert!(vault.open(other, &sealed).is_err());
        assert!(Vault::new(&Secret::new([2; 32])).open(row, &sealed).is_err());
        assert!(vault.open(row, "AAAA").is_err());
    }
}
