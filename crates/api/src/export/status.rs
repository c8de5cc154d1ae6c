//! A status report as it is asked for: as data, as pages or as a workbook.
use super::Format;
use crate::disposition::disposition;
use crate::respond::schema_of;
use actix_web::body::BoxBody;
use actix_web::http::header::{self, Accept, Header};
use actix_web::{HttpRequest, HttpResponse, Responder, web};
use dienstweg_documents::pdf::pdf;
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::{Error, Result};
use dienstweg_workflows::reports::{ReportContent, document};
use std::collections::BTreeMap;
use utoipa::IntoResponses;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{Content, ContentBuilder, RefOr, Response, ResponseBuilder, Schema};

const PDF: &str = "application/pdf";

/// 200 with the report: as JSON, as PDF or as a workbook.
#[derive(Debug)]
pub enum StatusFile {
    Json(Box<ReportContent>),
    File { bytes: Vec<u8>, media_type: &'static str, name: String },
}

impl StatusFile {
    /// What the request would rather have. Pages and sheets are made beside the requests.
    pub async fn of(request: &HttpRequest, content: ReportContent, base: &str) -> Result<Self> {
        let Some(media_type) = wanted(request) else { return Ok(Self::Json(Box::new(content))) };
        let ending = if media_type == PDF { "pdf" } else { "xlsx" };
        let name = match content.language {
            Language::De => format!("statusbericht-{}.{ending}", content.day),
            Language::En => format!("status-report-{}.{ending}", content.day),
        };
        let document = document(&content, base.trim_end_matches('/'));
        let write = move || if media_type == PDF { pdf(&document) } else { document.workbook() };
        let bytes = web::block(write).await.map_err(Error::internal)??;
        Ok(Self::File { bytes, media_type, name })
    }
}

/// The first of the files that is accepted, unless data is before it (RFC 9110 § 12.5.1).
fn wanted(request: &HttpRequest) -> Option<&'static str> {
    let accept = Accept::parse(request).ok()?;
    let ranked = accept.ranked();
    let kinds = ranked.iter().map(|range| range.essence_str());
    for kind in kinds {
        match kind {
            "*/*" | "application/*" | "application/json" => return None,
            PDF => return Some(PDF),
            kind if kind == Format::Xlsx.media_type() => return Some(Format::Xlsx.media_type()),
            _ => {}
        }
    }
    None
}

impl Responder for StatusFile {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::Ok();
        response.insert_header((header::VARY, header::ACCEPT.as_str()));
        match self {
            Self::Json(content) => response.json(content),
            Self::File { bytes, media_type, name } => response
                .content_type(media_type)
                .insert_header(disposition(&name, false))
                .insert_header((header::CACHE_CONTROL, "no-store"))
                .body(bytes),
        }
    }
}

impl IntoResponses for StatusFile {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let json = ContentBuilder::new().schema(Some(schema_of::<ReportContent>())).build();
        let response = ResponseBuilder::new()
            .description("The report")
            .content("application/json", json)
            .content(PDF, binary())
            .content(Format::Xlsx.media_type(), binary());
        BTreeMap::from([("200".to_owned(), RefOr::T(response.build()))])
    }
}

fn binary() -> Content {
    let file = ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)));
    ContentBuilder::new().schema(Some(RefOr::T(Schema::Object(file.build())))).build()
}
