//! Tokens: short signed access tokens (JWT, RFC 7519, EdDSA as of RFC 8037) and opaque refresh tokens.
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use dienstweg_kernel::Ctx;
use dienstweg_kernel::ctx::ActorKind;
use dienstweg_kernel::error::{Error, Result, codes};
use dienstweg_kernel::ids::{ActorId, SessionId};
use dienstweg_kernel::secret::{self, Secret};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An access token is good for this long.
pub const ACCESS_TOKEN_SECONDS: i64 = 600;
/// Clocks of replicas may differ by this much.
const LEEWAY_SECONDS: i64 = 5;
const ISSUER: &str = "dienstweg";
const AUDIENCE: &str = "dienstweg-api";

/// Whom an access token speaks for. Worth something only after [`crate::actor_load`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TokenSubject {
    pub id: ActorId,
    /// [`ActorKind::User`] or [`ActorKind::ApiClient`].
    pub kind: ActorKind,
    /// The session of a user; API clients have none.
    pub session: Option<SessionId>,
    /// The subject's epoch when the token was issued.
    pub epoch: i64,
}

/// A token for the caller.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken {
    pub token: String,
    pub expires_at: DateTime<Utc>,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sid: Option<Uuid>,
    kind: ActorKind,
    epoch: i64,
    iss: String,
    aud: String,
    iat: i64,
    exp: i64,
}

/// Issues and verifies access tokens. Every replica with the same installation secret has the same key.
#[derive(Clone)]
pub struct Tokens {
    signing: EncodingKey,
    verifying: DecodingKey,
    rules: Validation,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens([sealed])")
    }
}

impl Tokens {
    /// Derives the Ed25519 key (RFC 8032) of this installation.
    ///
    /// # Errors
    /// `internal` where the crypto library refuses the seed, which it has no reason to.
    pub fn new(secret: &Secret) -> Result<Self> {
        let refused = |_| Error::internal("the signing key could not be derived");
        let pair = Ed25519KeyPair::from_seed_unchecked(secret.key("jwt").bytes())
            .map_err(|_| Error::internal("the signing key could not be derived"))?;
        let private = pair.to_pkcs8v1().map_err(refused)?;
        let mut rules = Validation::new(Algorithm::EdDSA);
        rules.set_issuer(&[ISSUER]);
        rules.set_audience(&[AUDIENCE]);
        rules.set_required_spec_claims(&["exp", "sub", "iss", "aud"]);
        // The library reads the machine's clock; expiry is compared with the caller's in `verify`.
        rules.validate_exp = false;
        Ok(Self {
            signing: EncodingKey::from_ed_der(private.as_ref()),
            verifying: DecodingKey::from_ed_der(pair.public_key().as_ref()),
            rules,
        })
    }

    /// A token that is good for [`ACCESS_TOKEN_SECONDS`] from `now`.
    ///
    /// # Errors
    /// `internal` where signing fails.
    pub fn issue(&self, now: DateTime<Utc>, subject: &TokenSubject) -> Result<AccessToken> {
        let expires_at = now + Duration::seconds(ACCESS_TOKEN_SECONDS);
        let claims = Claims {
            sub: subject.id.0,
            sid: subject.session.map(|session| session.0),
            kind: subject.kind,
            epoch: subject.epoch,
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            iat: now.timestamp(),
            exp: expires_at.timestamp(),
        };
        let token =
            encode(&Header::new(Algorithm::EdDSA), &claims, &self.signing).map_err(Error::internal)?;
        Ok(AccessToken { token, expires_at })
    }

    /// Whom a token speaks for, if it was issued here and is not over at `now`.
    ///
    /// # Errors
    /// `unauthenticated` in every other case, without saying why.
    pub fn verify(&self, now: DateTime<Utc>, token: &str) -> Result<TokenSubject> {
        let refused = || Error::new(codes::UNAUTHENTICATED);
        let claims = decode::<Claims>(token, &self.verifying, &self.rules)
            .map_err(|cause| refused().caused_by(cause))?
            .claims;
        let known_kind = matches!(claims.kind, ActorKind::User | ActorKind::ApiClient);
        if now.timestamp() >= claims.exp.saturating_add(LEEWAY_SECONDS) || !known_kind {
            return Err(refused());
        }
        Ok(TokenSubject {
            id: ActorId(claims.sub),
            kind: claims.kind,
            session: claims.sid.map(SessionId),
            epoch: claims.epoch,
        })
    }
}

/// A new secret of 256 random bits, as base64url.
pub(crate) fn new_secret(ctx: &Ctx) -> String {
    URL_SAFE_NO_PAD.encode(ctx.random::<32>())
}

/// `session_id.secret`, what the browser keeps in its cookie.
pub(crate) fn refresh_token(session: SessionId, secret: &str) -> String {
    format!("{}.{secret}", session.0.simple())
}

/// The session a refresh token names, and the SHA-256 of its secret.
pub(crate) fn read_refresh_token(token: &str) -> Option<(SessionId, String)> {
    let (session, secret) = token.split_once('.')?;
    let session = session.parse().ok()?;
    (secret.len() == 43).then(|| (session, secret::hash_hex(secret.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(seed: u8) -> Tokens {
        Tokens::new(&Secret::new([seed; 32])).unwrap()
    }

    fn subject() -> TokenSubject {
        let id = Uuid::from_u128(7);
        TokenSubject { id: ActorId(id), kind: ActorKind::User, session: Some(SessionId(id)), epoch: 3 }
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    #[test]
    fn a_token_says_whom_it_speaks_for_until_it_is_over_by_the_given_clock() {
        let issued = tokens(1).issue(now(), &subject()).unwrap();
        let verify = |seconds| tokens(1).verify(now() + Duration::seconds(seconds), &issued.token);
        assert_eq!(verify(0).unwrap(), subject());
        assert_eq!(verify(604).unwrap(), subject());
        assert!(verify(605).unwrap_err().is(codes::UNAUTHENTICATED));
    }

    #[test]
    fn tokens_of_other_keys_algorithms_and_audiences_are_refused() {
        let issued = tokens(1).issue(now(), &subject()).unwrap().token;
        assert!(tokens(2).verify(now(), &issued).is_err());
        let claims = |aud: &str| {
            serde_json::json!({"sub": Uuid::nil(), "kind": "user", "epoch": 1, "iss": ISSUER, "aud": aud,
                "iat": now().timestamp(), "exp": now().timestamp() + 60})
        };
        // The public key as an HMAC key: the classic confusion of algorithms.
        let public = Ed25519KeyPair::from_seed_unchecked(Secret::new([1; 32]).key("jwt").bytes()).unwrap();
        let hmac = EncodingKey::from_secret(public.public_key().as_ref());
        let confused = encode(&Header::new(Algorithm::HS256), &claims(AUDIENCE), &hmac).unwrap();
        assert!(tokens(1).verify(now(), &confused).is_err());
        let foreign = encode(&Header::new(Algorithm::EdDSA), &claims("other"), &tokens(1).signing).unwrap();
        assert!(tokens(1).verify(now(), &foreign).is_err());
        let ours = encode(&Header::new(Algorithm::EdDSA), &claims(AUDIENCE), &tokens(1).signing).unwrap();
        assert!(tokens(1).verify(now(), &ours).is_ok());
        let (body, _) = ours.rsplit_once('.').unwrap();
        assert!(tokens(1).verify(now(), &format!("{body}.")).is_err());
    }

    #[test]
    fn a_refresh_token_names_its_session() {
        let session = SessionId(Uuid::from_u128(42));
        let secret = URL_SAFE_NO_PAD.encode([5; 32]);
        let (read, hash) = read_refresh_token(&refresh_token(session, &secret)).unwrap();
        assert_eq!((read, hash), (session, secret::hash_hex(secret.as_bytes())));
        for broken in ["", "x.y", &secret, &format!("{}.short", session.0)] {
            assert_eq!(read_refresh_token(broken), None);
        }
    }
}
