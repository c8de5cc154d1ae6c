//! Standard Webhooks signatures (github.com/standard-webhooks, version 1, symmetric): HMAC-SHA-256 over
//! `id.timestamp.body`, sent as `v1,` + base64; several, separated by spaces, while a secret is being replaced.
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use dienstweg_kernel::secret::{equal, tag};

/// Older or younger messages than this, in seconds, are refused.
pub const TOLERANCE_SECONDS: i64 = 300;

const PREFIX: &str = "whsec_";

/// A secret both sides know, 24 to 64 bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningSecret(Vec<u8>);

impl std::fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningSecret([sealed])")
    }
}

impl SigningSecret {
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes.into())
    }

    /// Reads `whsec_` + base64; nothing where it is not of that form or length.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = STANDARD.decode(text.strip_prefix(PREFIX)?).ok()?;
        (24..=64).contains(&bytes.len()).then_some(Self(bytes))
    }

    /// The form in which it is handed over, once.
    pub fn to_text(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(&self.0))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// One signature: `v1,` + base64.
    pub fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> String {
        format!("v1,{}", STANDARD.encode(self.tag(id, timestamp, body)))
    }

    fn tag(&self, id: &str, timestamp: i64, body: &[u8]) -> [u8; 32] {
        let mut message = format!("{id}.{timestamp}.").into_bytes();
        message.extend_from_slice(body);
        tag(&self.0, &message)
    }
}

/// The three headers of a signed message, as they came.
#[derive(Clone, Copy, Debug)]
pub struct SignatureHeaders<'h> {
    /// `webhook-id`
    pub id: &'h str,
    /// `webhook-timestamp`, seconds since 1970
    pub timestamp: &'h str,
    /// `webhook-signature`
    pub signature: &'h str,
}

/// Why a message is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureFault {
    #[error("the timestamp is not a number")]
    Timestamp,
    #[error("the message is older or younger than five minutes")]
    Time,
    #[error("no signature fits")]
    Signature,
}

/// Checks that one of the secrets signed exactly this body within five minutes of `now`. Compares in constant time.
///
/// # Errors
/// Says which check failed; for the log, not for the sender.
pub fn verify_signature(
    secrets: &[SigningSecret],
    headers: &SignatureHeaders<'_>,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<(), SignatureFault> {
    let timestamp: i64 = headers.timestamp.parse().map_err(|_| SignatureFault::Timestamp)?;
    if now.timestamp().abs_diff(timestamp) > TOLERANCE_SECONDS.unsigned_abs() {
        return Err(SignatureFault::Time);
    }
    let given = headers.signature.split_ascii_whitespace().filter_map(|one| one.strip_prefix("v1,"));
    let given: Vec<Vec<u8>> = given.filter_map(|one| STANDARD.decode(one).ok()).collect();
    let fits = |secret: &SigningSecret| {
        let tag = secret.tag(headers.id, timestamp, body);
        given.iter().any(|given| equal(given, &tag))
    };
    if secrets.iter().any(fits) { Ok(()) } else { Err(SignatureFault::Signature) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vector of the reference libraries of Standard Webhooks.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const TIMESTAMP: i64 = 1_614_265_330;
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    fn verify(secret: &str, signature: &str, body: &[u8], seconds_later: i64) -> Result<(), SignatureFault> {
        let headers = SignatureHeaders { id: ID, timestamp: "1614265330", signature };
        let now = DateTime::from_timestamp(TIMESTAMP + seconds_later, 0).unwrap();
        verify_signature(&[SigningSecret::parse(secret).unwrap()], &headers, body, now)
    }

    #[test]
    fn the_published_vector_is_met() {
        assert_eq!(SigningSecret::parse(SECRET).unwrap().sign(ID, TIMESTAMP, BODY), SIGNATURE);
        assert_eq!(verify(SECRET, SIGNATURE, BODY, 300), Ok(()));
    }

    #[test]
    fn one_of_several_signatures_is_enough() {
        assert_eq!(verify(SECRET, &format!("v1a,eA== v1,eA== {SIGNATURE}"), BODY, -300), Ok(()));
    }

    #[test]
    fn what_was_changed_or_comes_late_is_refused() {
        assert_eq!(verify(SECRET, SIGNATURE, br#"{"test": 2432232315}"#, 0), Err(SignatureFault::Signature));
        assert_eq!(verify(SECRET, "v1,", BODY, 0), Err(SignatureFault::Signature));
        assert_eq!(verify(SECRET, SIGNATURE, BODY, 301), Err(SignatureFault::Time));
        let other = SigningSecret::new([7; 32]).to_text();
        assert_eq!(verify(&other, SIGNATURE, BODY, 0), Err(SignatureFault::Signature));
    }

    #[test]
    fn short_secrets_are_none() {
        assert_eq!(SigningSecret::parse("whsec_eHh4"), None);
        assert_eq!(SigningSecret::parse("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), None);
    }
}
