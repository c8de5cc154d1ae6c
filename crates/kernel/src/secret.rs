//! One secret of the installation, from which every key is derived (HKDF, RFC 5869) for one purpose each.
use aws_lc_rs::{constant_time, digest, hkdf, hmac};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// The installation's master secret. Never printed, never stored in the database.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret([sealed])")
    }
}

impl Secret {
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A key for one purpose. The same purpose gives the same key on every replica.
    pub fn key(&self, purpose: &str) -> Key {
        let prk = hkdf::Salt::new(hkdf::HKDF_SHA256, b"dienstweg").extract(&self.0);
        let mut key = [0; 32];
        let info = [purpose.as_bytes()];
        // Expanding to the length of one hash cannot fail.
        if let Ok(okm) = prk.expand(&info, hkdf::HKDF_SHA256) {
            let _ = okm.fill(&mut key);
        }
        Key(key)
    }
}

/// A derived key of 32 bytes.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key([sealed])")
    }
}

impl Key {
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// HMAC-SHA-256 (RFC 2104) over `message`.
    pub fn tag(&self, message: &[u8]) -> [u8; 32] {
        tag(&self.0, message)
    }

    /// Text that only this key can have signed: `base64url(message).base64url(tag)`.
    pub fn sign(&self, message: &[u8]) -> String {
        let tag = self.tag(message);
        format!("{}.{}", URL_SAFE_NO_PAD.encode(message), URL_SAFE_NO_PAD.encode(&tag[..16]))
    }

    /// The message of [`Key::sign`], or nothing where somebody else wrote it.
    pub fn open(&self, signed: &str) -> Option<Vec<u8>> {
        let (message, tag) = signed.split_once('.')?;
        let message = URL_SAFE_NO_PAD.decode(message).ok()?;
        let tag = URL_SAFE_NO_PAD.decode(tag).ok()?;
        equal(&self.tag(&message)[..16], &tag).then_some(message)
    }
}

/// HMAC-SHA-256 with a key of any length.
pub fn tag(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut tag = [0; 32];
    tag.copy_from_slice(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), message).as_ref());
    tag
}

/// SHA-256.
pub fn hash(message: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&digest::SHA256, message).as_ref());
    hash
}

/// SHA-256 as 64 hexadecimal digits.
pub fn hash_hex(message: &[u8]) -> String {
    use std::fmt::Write;
    hash(message).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Compares in constant time.
pub fn equal(a: &[u8], b: &[u8]) -> bool {
    constant_time::verify_slices_are_equal(a, b).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_key_signed_does_not_open() {
        let secret = Secret::new([7; 32]);
        let signed = secret.key("cursor").sign(b"hello");
        assert_eq!(secret.key("cursor").open(&signed).as_deref(), Some(&b"hello"[..]));
        assert_eq!(secret.key("token").open(&signed), None);
        assert_eq!(secret.key("cursor").open("x.y"), None);
    }
}
