//! Query strings and `If-Match`.
use super::wording;
use crate::export::{self, Export};
use crate::problem::Problem;
use crate::state::AppState;
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Error, Fault, Text, codes};
use dienstweg_kernel::page::{Cursor, MAX_LIMIT, PageRequest};
use dienstweg_kernel::secret::Key;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::future::{Ready, ready};
use std::ops::Deref;
use utoipa::IntoParams;

/// Query parameters. Repeated parameters are lists; unknown ones are refused with the valid ones named.
#[derive(Clone, Debug)]
pub struct Query<T>(pub T);

impl<T> Deref for Query<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(request.query_string(), &[]).map(Self))
    }
}

fn parse<T: DeserializeOwned>(query: &str, also: &[&str]) -> Result<T, Problem> {
    let deserializer = serde_html_form::Deserializer::from_bytes(query.as_bytes());
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let reason = error.inner().to_string();
        let code =
            if reason.starts_with("unknown field") { codes::UNKNOWN_PARAMETER } else { codes::MALFORMED };
        let name = error.path().to_string();
        let name = if name == "." { String::new() } else { name };
        Problem(Error::new(code).with_faults(vec![wording::fault(&name, &reason, "", also)]))
    })
}

/// What every list takes beside its filters.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PageParams {
    /// Rows wanted, 1..=200, default 50.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether the total is wanted too; it is exact up to 1,000.
    pub count: Option<bool>,
}

/// A list that cannot be narrowed.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NoFilters {}

/// Filters and page of a list.
#[derive(Clone, Debug)]
pub struct List<T> {
    pub params: T,
    pub page: PageRequest,
}

impl<T: DeserializeOwned> FromRequest for List<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(list(request))
    }
}

fn list<T: DeserializeOwned>(request: &HttpRequest) -> Result<List<T>, Problem> {
    let state = request.app_data::<web::Data<AppState>>();
    let state = state.ok_or_else(|| Problem(Error::internal("a list outside of the application")))?;
    let is_page = |pair: &&str| PAGE_PARAMS.iter().any(|name| pair.split('=').next() == Some(name));
    let (page, filters): (Vec<&str>, Vec<&str>) =
        request.query_string().split('&').filter(|pair| !pair.is_empty()).partition(|pair| is_page(pair));
    let filters: Vec<&str> =
        filters.into_iter().filter(|pair| pair.split('=').next() != Some(export::COLUMNS)).collect();
    let page = match Export::of(request)? {
        Some(_) => PageRequest { limit: export::MAX_ROWS, ..PageRequest::default() },
        None => page_request(&parse(&page.join("&"), &[])?, &state.cursor_key)?,
    };
    Ok(List { params: parse(&filters.join("&"), &LIST_PARAMS)?, page })
}

const PAGE_PARAMS: [&str; 3] = ["limit", "cursor", "count"];
/// What every list takes beside its filters.
const LIST_PARAMS: [&str; 4] = ["limit", "cursor", "count", export::COLUMNS];

fn page_request(params: &PageParams, key: &Key) -> Result<PageRequest, Problem> {
    let limit = params.limit.unwrap_or(50);
    if !(1..=MAX_LIMIT).contains(&limit) {
        let text = Text::new(format!("1 bis {MAX_LIMIT} Zeilen."), format!("1 to {MAX_LIMIT} rows."));
        return Err(Problem(
            Error::new(codes::MALFORMED).with_faults(vec![Fault::new("limit", "range", text)]),
        ));
    }
    let cursor = params.cursor.as_deref().map(|text| Cursor::open(text, key)).transpose()?;
    Ok(PageRequest { limit, cursor, count: params.count.unwrap_or(false) })
}

/// The version the caller has seen, which every change must name (428 otherwise).
#[derive(Clone, Copy, Debug)]
pub struct Precondition(pub IfMatch);

impl FromRequest for Precondition {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get(header::IF_MATCH).and_then(|value| value.to_str().ok());
        ready(match header.map(str::trim) {
            None => Err(Problem(Error::new(codes::PRECONDITION_REQUIRED))),
            Some("*") => Ok(Self(IfMatch::Any)),
            Some(tag) => match tag.trim_start_matches("W/").trim_matches('"').parse() {
                Ok(version) => Ok(Self(IfMatch::Version(version))),
                // A tag that is no version of ours matches nothing.
                Err(_) => Ok(Self(IfMatch::Version(-1))),
            },
        })
    }
}
