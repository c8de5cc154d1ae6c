//! `/auth`: logging in with a password, staying logged in, logging out.
//!
//! The access token goes to the caller's memory, the refresh token into a cookie that no script can read and that the
//! browser sends to these operations alone.
use super::hashing;
use crate::extract::{Body, Caller};
use crate::problem::{Circumstances, Problem, ProblemView, respond};
use crate::respond::schema_of;
use crate::state::AppState;
use actix_web::body::BoxBody;
use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::http::{StatusCode, Uri, header};
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, Responder, post};
use chrono::Duration;
use dienstweg_identity::{
    self as service, LoginAttempt, LoginInput, SessionRefresh, SessionStart, TokenSubject,
};
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::error::codes;
use dienstweg_kernel::{Ctx, Error, Result};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::{ContentBuilder, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

const COOKIE: &str = "dienstweg_refresh";
const COOKIE_PATH: &str = "/api/v1/auth";

pub fn routes(config: &mut ServiceConfig) {
    config.service(auth_login).service(auth_refresh).service(auth_logout);
}

/// An access token and whom it speaks for.
#[derive(Serialize, ToSchema)]
pub struct SignedIn {
    pub access_token: String,
    /// `Bearer` (RFC 6750).
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds.
    #[schema(example = 600)]
    pub expires_in: i64,
    pub user: SignedInUser,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SignedInUser {
    pub id: Uuid,
    pub name: String,
    pub login: String,
    pub language: Language,
}

/// 200 with a token and, where it is new, the cookie; or 401 that takes the cookie away.
enum LoginAnswer {
    In(SignedIn, Option<Cookie<'static>>),
    Over(Cookie<'static>),
}

/// 204 that takes the cookie of the session away. Those of files end with the session they name.
pub(super) struct SignedOut(Cookie<'static>);

impl SignedOut {
    pub(super) fn new(state: &AppState) -> Self {
        Self(no_cookie(state))
    }
}

/// Logs in with a password. The answer sets the cookie `dienstweg_refresh`, by which the session is renewed.
#[utoipa::path(tag = "auth", request_body = LoginInput, security(()))]
#[post("/auth/login")]
async fn auth_login(
    state: Data<AppState>,
    caller: Caller,
    request: HttpRequest,
    body: Body<LoginInput>,
) -> Result<LoginAnswer, Problem> {
    same_origin(&state, &request)?;
    let LoginInput { login, password } = body.value;
    let attempt = service::login_check(&state.read(&caller), &login).await?;
    verified(&state, &caller, &attempt, password).await?;
    let ctx = caller.with_actor(attempt.actor());
    let agent = user_agent(&request);
    match state.db.write(&ctx, async |tx| service::session_start(tx, &attempt, &agent).await).await? {
        SessionStart::Refused(refused) => Err(Problem(refused.error())),
        SessionStart::Started(session) => {
            let cookie = cookie(&state, session.refresh_token, session.expires_at - ctx.now());
            signed_in(&state, &ctx, &session.subject, Some(cookie)).await
        }
    }
}

/// A new access token for the session in the cookie, which is replaced. Two tabs may do this at the same time.
#[utoipa::path(tag = "auth", params(("dienstweg_refresh" = Option<String>, Cookie)), security(()))]
#[post("/auth/refresh")]
async fn auth_refresh(
    state: Data<AppState>,
    caller: Caller,
    request: HttpRequest,
) -> Result<LoginAnswer, Problem> {
    same_origin(&state, &request)?;
    let token = refresh_token(&request).ok_or_else(|| Error::new(codes::UNAUTHENTICATED))?;
    let refreshed = state.db.write(&caller, async |tx| service::session_refresh(tx, &token).await).await?;
    let SessionRefresh::Renewed(session) = refreshed else { return Ok(LoginAnswer::Over(no_cookie(&state))) };
    let Some(loaded) = service::actor_load(&state.read(&caller), &session.subject).await? else {
        return Ok(LoginAnswer::Over(no_cookie(&state)));
    };
    let cookie = session.refresh_token.map(|token| cookie(&state, token, session.expires_at - caller.now()));
    signed_in(&state, &caller.with_actor(loaded.actor), &session.subject, cookie).await
}

/// Ends the session in the cookie, its access tokens and its live streams. Without a session it does nothing.
#[utoipa::path(tag = "auth", params(("dienstweg_refresh" = Option<String>, Cookie)), security(()))]
#[post("/auth/logout")]
async fn auth_logout(
    state: Data<AppState>,
    caller: Caller,
    request: HttpRequest,
) -> Result<SignedOut, Problem> {
    same_origin(&state, &request)?;
    let token = refresh_token(&request).unwrap_or_default();
    let ended = state.db.write(&caller, async |tx| service::session_logout(tx, &token).await).await?;
    if let Some((user, session)) = ended {
        state.principals.forget(Some(user.into()));
        state.hub.end_session(session);
    }
    Ok(SignedOut::new(&state))
}

/// Ends unless this is the password the attempt is about. A wrong one is counted.
///
/// # Errors
/// `login-failed` or, where there were too many, `login-locked`.
pub(super) async fn verified(
    state: &AppState,
    ctx: &Ctx,
    attempt: &LoginAttempt,
    password: String,
) -> Result<()> {
    if let Some(refused) = attempt.refused() {
        return Err(refused.error());
    }
    let hash = attempt.password_hash().cloned();
    if hashing(move || service::password_verify(&password, hash.as_ref())).await? {
        return Ok(());
    }
    let refused = state.db.write(ctx, async |tx| service::login_failed(tx, attempt).await).await?;
    Err(refused.error())
}

async fn signed_in(
    state: &AppState,
    ctx: &Ctx,
    subject: &TokenSubject,
    cookie: Option<Cookie<'static>>,
) -> Result<LoginAnswer, Problem> {
    let access = state.tokens.issue(ctx.now(), subject)?;
    let user = service::me_get(&state.read(ctx)).await?.user;
    let user = SignedInUser {
        id: user.id,
        name: user.name,
        login: user.login.unwrap_or_default(),
        language: user.language,
    };
    let expires_in = service::ACCESS_TOKEN_SECONDS;
    Ok(LoginAnswer::In(
        SignedIn { access_token: access.token, token_type: "Bearer", expires_in, user },
        cookie,
    ))
}

/// Refuses what another site's page sends in the name of whoever is logged in (CSRF, RFC 9700 § 4.7). `SameSite` keeps
/// the cookie from most of it; this holds for the rest, such as log-ins nobody asked for.
fn same_origin(state: &AppState, request: &HttpRequest) -> Result<()> {
    let Some(origin) = request.headers().get(header::ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or_default();
    let settings = &state.settings;
    let (scheme, authority) = origin.split_once("://").unwrap_or_default();
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let own = host.is_some_and(|host| host.eq_ignore_ascii_case(authority))
        && (scheme == "https" || !settings.secure_cookies);
    let listed = settings.allowed_origins.iter().any(|allowed| allowed == origin);
    if own || listed || origin_of(&settings.public_url).is_some_and(|public| public == origin) {
        return Ok(());
    }
    Err(Error::new(codes::FORBIDDEN)
        .detail("Diese Anfrage kommt von einer fremden Seite.", "This request comes from another site."))
}

/// Scheme, host and port of an address, as browsers write them in `Origin` (RFC 6454 § 6.2).
fn origin_of(address: &str) -> Option<String> {
    let uri: Uri = address.parse().ok()?;
    let host = uri.host()?.to_ascii_lowercase();
    let scheme = uri.scheme_str()?;
    let usual = if scheme == "https" { 443 } else { 80 };
    Some(match uri.port_u16() {
        Some(port) if port != usual => format!("{scheme}://{host}:{port}"),
        _ => format!("{scheme}://{host}"),
    })
}

fn user_agent(request: &HttpRequest) -> String {
    let agent = request.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    agent.unwrap_or_default().to_owned()
}

fn refresh_token(request: &HttpRequest) -> Option<String> {
    request.cookie(COOKIE).map(|cookie| cookie.value().to_owned())
}

fn cookie(state: &AppState, token: String, left: Duration) -> Cookie<'static> {
    Cookie::build(COOKIE, token)
        .path(COOKIE_PATH)
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(state.settings.secure_cookies)
        .max_age(time::Duration::seconds(left.num_seconds()))
        .finish()
}

/// Takes the place of the cookie and ends at once.
fn no_cookie(state: &AppState) -> Cookie<'static> {
    cookie(state, String::new(), Duration::zero())
}

impl Responder for LoginAnswer {
    type Body = BoxBody;
    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        match self {
            Self::In(body, cookie) => {
                let mut response = HttpResponse::Ok();
                if let Some(cookie) = cookie {
                    response.cookie(cookie);
                }
                response.json(body)
            }
            Self::Over(cookie) => {
                let about = request.extensions().get::<Circumstances>().cloned();
                let about =
                    about.unwrap_or(Circumstances { language: Language::De, request_id: String::new() });
                with_cookie(respond(&SessionRefresh::over(), &about), &cookie)
            }
        }
    }
}

impl Responder for SignedOut {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        with_cookie(HttpResponse::new(StatusCode::NO_CONTENT), &self.0)
    }
}

fn with_cookie(mut response: HttpResponse, cookie: &Cookie<'_>) -> HttpResponse {
    match response.add_cookie(cookie) {
        Ok(()) => response,
        Err(error) => HttpResponse::from_error(error),
    }
}

fn problem(description: &str) -> RefOr<Response> {
    let content = ContentBuilder::new().schema(Some(schema_of::<ProblemView>())).build();
    RefOr::T(
        ResponseBuilder::new().description(description).content("application/problem+json", content).build(),
    )
}

fn set_cookie(description: &str) -> utoipa::openapi::Header {
    HeaderBuilder::new().description(Some(description)).build()
}

impl IntoResponses for LoginAnswer {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let content = ContentBuilder::new().schema(Some(schema_of::<SignedIn>())).build();
        let signed_in = ResponseBuilder::new()
            .description("Logged in")
            .content("application/json", content)
            .header("Set-Cookie", set_cookie("dienstweg_refresh, for these operations only"));
        BTreeMap::from([
            ("200".to_owned(), RefOr::T(signed_in.build())),
            ("401".to_owned(), problem("Not logged in")),
            ("403".to_owned(), problem("The request comes from another site")),
        ])
    }
}

impl IntoResponses for SignedOut {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let done = ResponseBuilder::new()
            .description("Done")
            .header("Set-Cookie", set_cookie("Takes the cookies away"));
        BTreeMap::from([
            ("204".to_owned(), RefOr::T(done.build())),
            ("403".to_owned(), problem("The request comes from another site")),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_no_path_and_no_usual_port() {
        assert_eq!(
            origin_of("https://Dienstweg.Example:443/app").as_deref(),
            Some("https://dienstweg.example")
        );
        assert_eq!(origin_of("http://127.0.0.1:8080").as_deref(), Some("http://127.0.0.1:8080"));
        assert_eq!(origin_of("nowhere"), None);
    }
}
