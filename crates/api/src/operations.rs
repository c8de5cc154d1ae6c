//! What operators and readers of the docs ask for, outside of the API's base: health, metrics, the contract.
use crate::problem::{Circumstances, Problem};
use crate::state::AppState;
use actix_web::http::header;
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, get};
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::error::{Code, codes};
use dienstweg_kernel::{Ctx, Error};
use std::fmt::Write;
use std::net::IpAddr;
use std::sync::Arc;
use utoipa_swagger_ui::SwaggerUi;

type Render = Arc<dyn Fn() -> String + Send + Sync>;

/// Renders what was measured so far; installed by `server`.
#[derive(Clone)]
pub struct Metrics(Render);

impl Metrics {
    pub fn new(render: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self(Arc::new(render))
    }
}

/// Where the contract itself is.
const CONTRACT: &str = "/docs/openapi.json";
/// Where the page about the contract is.
const CONTRACT_PAGE: &str = "/docs/api";

pub fn configure(config: &mut ServiceConfig, contract: &serde_json::Value) {
    let page = SwaggerUi::new(format!("{CONTRACT_PAGE}/{{_:.*}}"))
        .external_url_unchecked(CONTRACT, contract.clone());
    config.service(live).service(ready).service(metrics).service(problems).service(page);
}

/// The process runs.
#[get("/health/live")]
async fn live() -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({"status": "live"}))
}

/// The process can answer: the database does.
#[get("/health/ready")]
async fn ready(state: Data<AppState>) -> Result<HttpResponse, Problem> {
    state.db.ping().await.map_err(|error| Problem(Error::new(codes::UNAVAILABLE).caused_by(error)))?;
    let ctx = Ctx::system(dienstweg_kernel::Actor::anonymous(), Arc::clone(&state.clock));
    Ok(HttpResponse::Ok().json(serde_json::json!({"status": "ready", "time": ctx.now()})))
}

/// Counters and histograms for Prometheus; only for callers of the same machine or network.
#[get("/metrics")]
async fn metrics(metrics: Option<Data<Metrics>>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let near = request.peer_addr().is_some_and(|peer| match peer.ip() {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    });
    match metrics {
        Some(metrics) if near => {
            Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4").body((metrics.0)()))
        }
        _ => Err(Problem(Error::new(codes::NOT_FOUND))),
    }
}

/// All kinds of problems, each with an anchor that `type` members point to.
#[get("/docs/problems")]
async fn problems(request: HttpRequest) -> HttpResponse {
    let language = request.extensions().get::<Circumstances>().map_or(Language::De, |about| about.language);
    let (title, lang) = match language {
        Language::De => ("Probleme", "de"),
        Language::En => ("Problems", "en"),
    };
    let mut page = format!(
        "<!doctype html><html lang=\"{lang}\"><meta charset=\"utf-8\"><title>{title} – Dienstweg</title><h1>{title}</h1><table><thead><tr><th>code<th>status<th>{title}</tr></thead><tbody>"
    );
    for code in all_codes() {
        let _ = write!(
            page,
            "<tr id=\"{0}\"><td><code>{0}</code><td>{1}<td>{2}</tr>",
            code.slug,
            code.status,
            code.title(language)
        );
    }
    page.push_str("</tbody></table></html>");
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .content_type("text/html; charset=utf-8")
        .body(page)
}

/// Every code any operation may answer with, by name.
pub fn all_codes() -> Vec<Code> {
    let mut all = [
        codes::CODES,
        dienstweg_customers::error::CODES,
        dienstweg_identity::CODES,
        dienstweg_tickets::error::CODES,
        dienstweg_rollouts::error::CODES,
        dienstweg_outbound::webhooks::error::CODES,
        dienstweg_outbound::mail::error::CODES,
        dienstweg_connectors::publication::CODES,
        dienstweg_connectors::registers::CODES,
        dienstweg_worker::jobs::CODES,
        dienstweg_workflows::CODES,
    ]
    .concat();
    all.sort_by_key(|code| code.slug);
    all.dedup();
    all
}
