//! `/oauth/token`: access tokens for programs (OAuth 2.0 client credentials, RFC 6749 § 4.4).
use crate::extract::Caller;
use crate::problem::Problem;
use crate::respond::schema_of;
use crate::state::AppState;
use actix_web::body::BoxBody;
use actix_web::http::header;
use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse, Responder, post};
use base64::{Engine, engine::general_purpose::STANDARD};
use dienstweg_identity::{self as service, ClientLogin, LoginRefused};
use dienstweg_kernel::ctx::JOB_OWN;
use dienstweg_kernel::error::{Error, Result};
use dienstweg_kernel::ids::ApiClientId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::openapi::{ContentBuilder, RefOr, Response, ResponseBuilder, Schema};
use utoipa::{IntoResponses, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config.service(oauth_token);
}

/// What a program asks for. Unknown parameters are ignored, as RFC 6749 § 3.2 demands.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"grant_type": "client_credentials", "client_id": "01930f6e-0000-7000-8000-000000000001",
    "client_secret": "dwc_…"}))]
pub struct TokenRequest {
    /// `client_credentials`.
    #[serde(default)]
    grant_type: Option<String>,
    /// Here or as user name of HTTP Basic.
    #[serde(default)]
    client_id: Option<String>,
    /// Here or as password of HTTP Basic.
    #[serde(default)]
    client_secret: Option<String>,
}

/// An access token for a program.
#[derive(Serialize, ToSchema)]
pub struct TokenGranted {
    access_token: String,
    /// `Bearer` (RFC 6750).
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// Seconds.
    #[schema(example = 600)]
    expires_in: i64,
    /// The permissions the client has now, with blanks between them, whatever was asked for.
    #[schema(example = "order:place order:read")]
    scope: String,
}

/// Why there is no token (RFC 6749 § 5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum OauthError {
    InvalidRequest,
    InvalidClient,
    UnsupportedGrantType,
}

/// An error as OAuth clients expect it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenRefused {
    error: OauthError,
}

enum TokenAnswer {
    Granted(TokenGranted),
    Refused(OauthError),
}

/// An access token for a program with client credentials (RFC 6749 § 4.4). Failures are recorded, and from the fifth in a
/// row on each makes the program wait longer.
#[utoipa::path(tag = "auth", security(()),
    request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded"))]
#[post("/oauth/token")]
async fn oauth_token(
    state: Data<AppState>,
    caller: Caller,
    request: HttpRequest,
    form: Result<Form<TokenRequest>, actix_web::Error>,
) -> Result<TokenAnswer, Problem> {
    let basic = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let Ok(Form(form)) = form else { return Ok(TokenAnswer::Refused(OauthError::InvalidRequest)) };
    match credentials(basic, form) {
        Ok((id, secret)) => token(&state, &caller, id, &secret).await,
        Err(error) => Ok(TokenAnswer::Refused(error)),
    }
}

/// Id and secret, from the body or from HTTP Basic but not from both (RFC 6749 § 2.3).
fn credentials(authorization: Option<&str>, form: TokenRequest) -> Result<(ApiClientId, String), OauthError> {
    match form.grant_type.as_deref() {
        Some("client_credentials") => {}
        Some(grant) if !grant.is_empty() => return Err(OauthError::UnsupportedGrantType),
        _ => return Err(OauthError::InvalidRequest),
    }
    let (id, secret) = match (authorization, form.client_secret) {
        (Some(_), Some(_)) => return Err(OauthError::InvalidRequest),
        (Some(authorization), None) => basic(authorization).ok_or(OauthError::InvalidClient)?,
        (None, secret) => form.client_id.zip(secret).ok_or(OauthError::InvalidClient)?,
    };
    Ok((id.parse().map_err(|_| OauthError::InvalidClient)?, secret))
}

/// User name and password of HTTP Basic (RFC 7617). Neither our ids nor our secrets hold characters that the encoding of
/// RFC 6749 § 2.3.1 would change.
fn basic(authorization: &str) -> Option<(String, String)> {
    let (scheme, encoded) = authorization.split_once(' ')?;
    let decoded = STANDARD.decode(encoded.trim()).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    let (id, secret) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

/// Too many failures: the RFC leaves open what to answer, so it is the same as for people.
fn locked(seconds: u32) -> Error {
    LoginRefused { retry_after_seconds: Some(seconds) }.error()
}

async fn token(
    state: &AppState,
    caller: &Caller,
    id: ApiClientId,
    secret: &str,
) -> Result<TokenAnswer, Problem> {
    let reader = state.read(caller);
    let client = match service::client_authenticate(&reader, id, secret).await? {
        ClientLogin::Proven(client) => client,
        ClientLogin::Locked(seconds) => return Err(Problem(locked(seconds))),
        ClientLogin::Wrong => {
            return match state.db.write(caller, async |tx| service::client_refused(tx, id).await).await? {
                Some(seconds) => Err(Problem(locked(seconds))),
                None => Ok(TokenAnswer::Refused(OauthError::InvalidClient)),
            };
        }
    };
    let Some(loaded) = service::actor_load(&reader, &client.subject).await? else {
        return Ok(TokenAnswer::Refused(OauthError::InvalidClient));
    };
    if client.touch {
        state.db.write(caller, async |tx| service::client_touch(tx, id).await).await?;
    }
    let access = state.tokens.issue(caller.now(), &client.subject)?;
    // What everybody has is no scope anybody was given.
    let given = loaded.actor.permissions().filter(|name| *name != JOB_OWN.0);
    let scope = given.collect::<Vec<_>>().join(" ");
    let expires_in = service::ACCESS_TOKEN_SECONDS;
    Ok(TokenAnswer::Granted(TokenGranted {
        access_token: access.token,
        token_type: "Bearer",
        expires_in,
        scope,
    }))
}

impl Responder for TokenAnswer {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = match self {
            Self::Granted(_) => HttpResponse::Ok(),
            Self::Refused(OauthError::InvalidClient) => HttpResponse::Unauthorized(),
            Self::Refused(_) => HttpResponse::BadRequest(),
        };
        match self {
            Self::Granted(body) => response.json(body),
            Self::Refused(error) => {
                if error == OauthError::InvalidClient {
                    response.insert_header((header::WWW_AUTHENTICATE, "Basic realm=\"dienstweg\""));
                }
                response.json(TokenRefused { error })
            }
        }
    }
}

impl IntoResponses for TokenAnswer {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let body = |description: &str, schema: RefOr<Schema>| {
            let content = ContentBuilder::new().schema(Some(schema)).build();
            RefOr::T(
                ResponseBuilder::new().description(description).content("application/json", content).build(),
            )
        };
        BTreeMap::from([
            ("200".to_owned(), body("Granted", schema_of::<TokenGranted>())),
            ("400".to_owned(), body("Not a request for client credentials", schema_of::<TokenRefused>())),
            ("401".to_owned(), body("Unknown client or wrong secret", schema_of::<TokenRefused>())),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01930f6e-0000-7000-8000-000000000001";

    fn form(grant_type: &str, id: Option<&str>, secret: Option<&str>) -> TokenRequest {
        let text = |text: Option<&str>| text.map(str::to_owned);
        TokenRequest {
            grant_type: Some(grant_type.to_owned()),
            client_id: text(id),
            client_secret: text(secret),
        }
    }

    #[test]
    fn credentials_come_from_the_body_or_from_basic_but_not_from_both() {
        let both = format!("Basic {}", STANDARD.encode(format!("{ID}:dwc_a:b")));
        let grant = "client_credentials";
        let expected = |secret: &str| Ok((ID.parse().unwrap(), secret.to_owned()));
        assert_eq!(credentials(None, form(grant, Some(ID), Some("dwc_x"))), expected("dwc_x"));
        assert_eq!(credentials(Some(&both), form(grant, None, None)), expected("dwc_a:b"));
        assert_eq!(credentials(Some(&both), form(grant, None, Some("x"))), Err(OauthError::InvalidRequest));
        assert_eq!(credentials(Some("Bearer x"), form(grant, None, None)), Err(OauthError::InvalidClient));
        assert_eq!(credentials(None, form(grant, Some("x"), Some("y"))), Err(OauthError::InvalidClient));
        assert_eq!(
            credentials(None, form("password", Some(ID), Some("y"))),
            Err(OauthError::UnsupportedGrantType)
        );
        assert_eq!(credentials(None, form("", Some(ID), Some("y"))), Err(OauthError::InvalidRequest));
    }
}
