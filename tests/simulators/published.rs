//! Indexes of published services as their clients see them: the BayernPortal (REST v3) and the search service of the PVOG.
//! With their quirks: names that are objects where a page has several languages, members that are missing where there is
//! nothing, pages of 100 at most, 429 with a time to wait, no user no answer.
use actix_web::dev::ServerHandle;
use actix_web::http::header;
use actix_web::web::{self, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse, HttpServer};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::net::TcpListener;
use std::sync::{Arc, Mutex, MutexGuard};

/// Who may ask the BayernPortal.
pub const USER: (&str, &str) = ("dienstweg", "zwölf Bögen");
/// Who asks the PVOG.
pub const CLIENT: &str = "4f0b6f0e-0000-4000-8000-000000000001";

/// What is published, and what was asked.
#[derive(Default)]
pub struct Published {
    /// Offices by Dienststellenschlüssel, each with its Leistungen that are online.
    pub offices: BTreeMap<String, BTreeSet<u64>>,
    /// Pairs of ARS and LeiKa key.
    pub pvog: BTreeSet<(String, String)>,
    /// Answers 429 so often.
    pub busy: u32,
    /// Answers 503 until it is said otherwise.
    pub down: bool,
    /// Paths that were answered with 200.
    pub asked: Vec<String>,
}

/// Runs until it is dropped.
pub struct Index {
    pub base: String,
    state: Arc<Mutex<Published>>,
    server: ServerHandle,
}

type State = Data<Mutex<Published>>;

impl Index {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(Published::default()));
        let data = Data::from(Arc::clone(&state));
        let app = move || {
            actix_web::App::new()
                .app_data(data.clone())
                .route("/rest/allgemein/v3/dienststellen", web::get().to(offices))
                .route("/rest/allgemein/v3/dienststellen/{key}/onlineverfahren", web::get().to(online))
                .route("/suchdienst/api/v3/servicedescriptions/leikaid", web::get().to(descriptions))
        };
        let server = HttpServer::new(app).workers(1).disable_signals().listen(listener).unwrap().run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { base, state, server: handle }
    }

    pub fn state(&self) -> MutexGuard<'_, Published> {
        self.state.lock().unwrap()
    }
}

impl Drop for Index {
    fn drop(&mut self) {
        drop(self.server.stop(false));
    }
}

/// What is answered in place of an answer.
fn refused(state: &mut Published, request: &HttpRequest) -> Option<HttpResponse> {
    if state.down {
        return Some(HttpResponse::ServiceUnavailable().body("<html><body>Wartung</body></html>"));
    }
    if state.busy > 0 {
        state.busy -= 1;
        return Some(HttpResponse::TooManyRequests().insert_header((header::RETRY_AFTER, "1")).finish());
    }
    state.asked.push(request.uri().to_string());
    None
}

fn unknown_user(request: &HttpRequest) -> Option<HttpResponse> {
    let token = format!("Basic {}", BASE64_STANDARD.encode(format!("{}:{}", USER.0, USER.1)));
    let given = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    (given != Some(&token)).then(|| HttpResponse::Unauthorized().finish())
}

#[derive(Deserialize)]
struct Paging {
    page: Option<usize>,
    size: Option<usize>,
}

async fn offices(request: HttpRequest, paging: Query<Paging>, state: State) -> HttpResponse {
    let mut state = state.lock().unwrap();
    if let Some(no) = unknown_user(&request).or_else(|| refused(&mut state, &request)) {
        return no;
    }
    let size = paging.size.unwrap_or(100);
    if !(1..=100).contains(&size) {
        return HttpResponse::BadRequest().finish();
    }
    let page = state.offices.keys().skip(paging.page.unwrap_or(0) * size).take(size);
    let office = |(at, key): (usize, &String)| {
        json!({"id": at, "bezeichnung": {"de": "Gemeinde", "en": "Municipality"}, "behoerdenart": "Gemeinde",
            "behoerdengruppe": "Kommunale Behörden", "dienststellenschluessel": key, "dienststelleLfdNr": 1, "sortierreihenfolge": 0})
    };
    let page: Vec<Value> = page.enumerate().map(office).collect();
    HttpResponse::Ok().json(if page.is_empty() { json!({}) } else { json!({"dienststelle": page}) })
}

async fn online(request: HttpRequest, key: Path<String>, state: State) -> HttpResponse {
    let mut state = state.lock().unwrap();
    if let Some(no) = unknown_user(&request).or_else(|| refused(&mut state, &request)) {
        return no;
    }
    let Some(leistungen) = state.offices.get(key.as_str()) else { return HttpResponse::NotFound().finish() };
    let one = |id: &u64| {
        json!({"leistungId": id, "leistungBezeichnung": "Wohnsitz; Anmeldung",
            "leistungUrl": format!("https://portal.example/leistung/{id}"),
            "onlineverfahren": [{"id": 7, "kurzbeschreibung": "Online-Antrag", "langbeschreibung": "", "hilfetext": "",
                "sprache": ["de"], "identifizierungsmittel": [], "zahlungsweise": []}]})
    };
    // One without an online service stands among them.
    let all: Vec<Value> =
        leistungen.iter().map(one).chain([json!({"leistungId": 99, "onlineverfahren": []})]).collect();
    HttpResponse::Ok().json(if leistungen.is_empty() {
        json!({})
    } else {
        json!({"leistungMitOnlineverfahren": all})
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Wanted {
    leika_ids: String,
    ars: String,
    valid_date: String,
}

async fn descriptions(request: HttpRequest, wanted: Query<Wanted>, state: State) -> HttpResponse {
    let mut state = state.lock().unwrap();
    if let Some(no) = refused(&mut state, &request) {
        return no;
    }
    let client = request.headers().get("pvog-sud-api-client-id").and_then(|value| value.to_str().ok());
    if client != Some(CLIENT) || wanted.ars.len() != 12 || wanted.valid_date.len() != 10 {
        return HttpResponse::BadRequest().finish();
    }
    let links = match state.pvog.contains(&(wanted.ars.clone(), wanted.leika_ids.clone())) {
        true => json!([{"title": "Online-Antrag", "uri": format!("https://dienst.example/{}", wanted.ars)}]),
        false => json!(null),
    };
    // The text of the Land is there everywhere, also where nobody offers the service online.
    let content =
        json!([{"id": "L100108.LB.1", "leikakeys": [wanted.leika_ids], "onlineServiceLinks": links}]);
    HttpResponse::Ok().json(json!({"content": content, "totalElements": 1, "last": true}))
}
