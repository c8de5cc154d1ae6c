//! Lists as files: what a list shows, as CSV or as a workbook.
//!
//! An export is the list itself, asked for with another `Accept`: [`crate::extract::List`] asks the use case for up to
//! [`MAX_ROWS`] rows instead of a page, [`crate::respond::Listing`] writes them down. It is the same query with the same
//! rights, so it holds what the list shows and nothing else.
mod answers;
mod cells;
mod columns;
mod contract;
mod csv;
mod matrix;
mod status;
mod words;

pub use answers::{AnswersFile, wants_xlsx};
pub use columns::Column;
pub use contract::describe;
pub use matrix::MatrixFile;
pub use status::StatusFile;

use crate::disposition::disposition;
use crate::problem::Problem;
use actix_web::http::header::{self, Accept, Header};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};
use bytes::Bytes;
use dienstweg_documents::sheets;
use dienstweg_kernel::clock::german_day;
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::error::{Fault, Text, codes};
use dienstweg_kernel::{Ctx, Error, Result};
use futures_util::stream;
use serde::Serialize;
use serde_json::Value;

/// Most rows of one file.
pub const MAX_ROWS: u64 = 5_000;
/// The parameter that chooses columns.
pub const COLUMNS: &str = "columns";

/// What a file may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// UTF-8 with BOM and semicolons, as German spreadsheets open it.
    Csv,
    Xlsx,
}

impl Format {
    pub const ALL: [Self; 2] = [Self::Csv, Self::Xlsx];

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// What the caller would rather have than JSON (RFC 9110 § 12.5.1). Whoever takes anything gets JSON.
    fn wanted(request: &HttpRequest) -> Option<Self> {
        let accept = Accept::parse(request).ok()?;
        for range in accept.ranked() {
            match range.essence_str() {
                "*/*" | "application/*" | "application/json" => return None,
                kind => {
                    if let Some(format) = Self::ALL.into_iter().find(|format| format.media_type() == kind) {
                        return Some(format);
                    }
                }
            }
        }
        None
    }
}

/// A file that is asked for instead of a page.
#[derive(Clone, Debug)]
pub struct Export {
    format: Format,
    columns: Vec<&'static Column>,
    language: Language,
    /// Without its extension.
    name: String,
}

impl Export {
    /// What the request asks for; nothing where it asks for a page.
    ///
    /// # Errors
    /// `unknown-parameter` for columns the list does not have, and for what fits no file or no page.
    pub fn of(request: &HttpRequest) -> Result<Option<Self>> {
        let pattern = request.match_pattern().unwrap_or_default();
        let pairs: Vec<(String, String)> =
            serde_html_form::from_str(request.query_string()).unwrap_or_default();
        let Some(format) = Format::wanted(request) else { return for_page(&pairs).map(|()| None) };
        for_file(&pairs)?;
        let named = pairs.iter().filter(|(name, _)| name == COLUMNS).flat_map(|(_, list)| list.split(','));
        let columns = columns::chosen(columns::of(&pattern), &named.collect::<Vec<_>>())?;
        let extensions = request.extensions();
        let ctx = extensions.get::<Ctx>().ok_or_else(|| Error::internal("an export without a caller"))?;
        let name = format!("{}-{}", words::list(&pattern, ctx.language), german_day(ctx.now()));
        Ok(Some(Self { format, columns, language: ctx.language, name }))
    }

    /// The file with these rows; `more` says that there would be others.
    pub fn answer<T: Serialize>(self, rows: &[T], more: bool) -> HttpResponse {
        if more || rows.len() as u64 > MAX_ROWS {
            return HttpResponse::from_error(Problem(too_large()));
        }
        let rows: Result<Vec<Value>, _> = rows.iter().map(serde_json::to_value).collect();
        let rows = match rows {
            Ok(rows) => rows,
            Err(error) => return HttpResponse::from_error(Problem(Error::internal(error))),
        };
        let name = format!("{}.{}", self.name, self.format.extension());
        file(&name, self.format, move || self.write(&rows))
    }

    fn write(&self, rows: &[Value]) -> Result<Vec<u8>> {
        let headings: Vec<String> =
            self.columns.iter().map(|column| words::heading(&column.path, self.language)).collect();
        let cells =
            rows.iter().map(|row| self.columns.iter().map(|column| cells::cell(row, column)).collect());
        match self.format {
            Format::Csv => csv::write(&headings, cells),
            Format::Xlsx => sheets::single(&headings, cells, self.language),
        }
    }
}

/// A file to be saved under a name. Thousands of cells take a while, which other requests of this worker need not wait for.
fn file(
    name: &str,
    format: Format,
    write: impl FnOnce() -> Result<Vec<u8>> + Send + 'static,
) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    response
        .content_type(match format {
            Format::Csv => "text/csv; charset=utf-8; header=present",
            Format::Xlsx => format.media_type(),
        })
        .insert_header(disposition(name, false))
        .insert_header((header::VARY, header::ACCEPT.as_str()));
    response.streaming(stream::once(async move {
        match web::block(write).await {
            Ok(Ok(bytes)) => Ok(Bytes::from(bytes)),
            Ok(Err(error)) => Err(broken(&error)),
            Err(error) => Err(broken(&Error::internal(error))),
        }
    }))
}

/// The head of the answer has gone out; what is left is to break off, so that nobody takes a part for the whole.
fn broken(error: &Error) -> std::io::Error {
    tracing::error!("an export broke off: {error}");
    std::io::Error::other("the export broke off")
}

fn for_page(pairs: &[(String, String)]) -> Result<()> {
    let text = || {
        Text::new(
            "Spalten wählt man nur für eine Datei (Accept: text/csv oder die von XLSX).",
            "Columns are chosen for a file only (Accept: text/csv or that of XLSX).",
        )
    };
    refused(pairs, &[COLUMNS], "only_for_files", text)
}

fn for_file(pairs: &[(String, String)]) -> Result<()> {
    let text = || Text::new("Eine Datei enthält immer alle Zeilen.", "A file always holds all rows.");
    refused(pairs, &["limit", "cursor", "count"], "only_for_pages", text)
}

fn refused(
    pairs: &[(String, String)],
    names: &[&str],
    code: &'static str,
    text: impl Fn() -> Text,
) -> Result<()> {
    let named = names.iter().filter(|name| pairs.iter().any(|(given, _)| given == *name));
    let faults: Vec<Fault> = named.map(|name| Fault::new(*name, code, text())).collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::new(codes::UNKNOWN_PARAMETER).with_faults(faults)) }
}

fn too_large() -> Error {
    Error::new(codes::EXPORT_TOO_LARGE).detail(
        "Die Auswahl hat mehr als 5.000 Zeilen, so viele passen höchstens in eine Datei. Bitte filtern Sie enger.",
        "The selection has more than 5,000 rows, the most one file can hold. Please narrow the filter.",
    )
}
