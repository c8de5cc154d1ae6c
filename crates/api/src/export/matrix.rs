//! The portfolio matrix as a file: one row per body or municipality, one column per service.
use super::{Format, MAX_ROWS, csv, file, too_large};
use crate::problem::Problem;
use crate::respond::schema_of;
use actix_web::body::BoxBody;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, Responder};
use dienstweg_documents::sheets::{self, Cell};
use dienstweg_kernel::clock::german_day;
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::{Ctx, Result};
use dienstweg_projections::matrix::{MatrixBy, MatrixView};
use dienstweg_rollouts::service::CellState;
use std::collections::BTreeMap;
use utoipa::IntoResponses;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{Content, ContentBuilder, RefOr, Response, ResponseBuilder, Schema};

/// 200 with the matrix: as JSON, as CSV or as a workbook.
#[derive(Debug)]
pub enum MatrixFile {
    Json(MatrixView),
    File { view: MatrixView, format: Format, language: Language, name: String },
}

impl MatrixFile {
    /// What the request would rather have.
    pub fn of(request: &HttpRequest, ctx: &Ctx, view: MatrixView) -> Self {
        let Some(format) = Format::wanted(request) else { return Self::Json(view) };
        let name = format!("portfolio-{}.{}", german_day(ctx.now()), format.extension());
        Self::File { view, format, language: ctx.language, name }
    }
}

impl Responder for MatrixFile {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let (view, format, language, name) = match self {
            Self::Json(view) => {
                let vary = (header::VARY, header::ACCEPT.as_str());
                return HttpResponse::Ok().insert_header(vary).json(view);
            }
            Self::File { view, format, language, name } => (view, format, language, name),
        };
        if view.rows.names.len() as u64 > MAX_ROWS {
            return HttpResponse::from_error(Problem(too_large()));
        }
        file(&name, format, move || write(&view, format, language))
    }
}

fn write(view: &MatrixView, format: Format, language: Language) -> Result<Vec<u8>> {
    let fixed = match (language, view.by) {
        (Language::De, MatrixBy::Body) => ["Stelle", "Schlüssel", "Region", "Einwohner"],
        (Language::De, MatrixBy::Municipality) => ["Gemeinde", "Schlüssel", "Region", "Einwohner"],
        (Language::En, MatrixBy::Body) => ["Body", "Key", "Region", "Inhabitants"],
        (Language::En, MatrixBy::Municipality) => ["Municipality", "Key", "Region", "Inhabitants"],
    };
    let services = view.columns.iter().map(|column| format!("{} ({})", column.name, column.key));
    let headings: Vec<String> = fixed.map(str::to_owned).into_iter().chain(services).collect();
    let rows = (0..view.rows.names.len()).map(|at| row(view, at, language));
    match format {
        Format::Csv => csv::write(&headings, rows),
        Format::Xlsx => sheets::single(&headings, rows, language),
    }
}

fn row(view: &MatrixView, at: usize, language: Language) -> Vec<Cell> {
    let rows = &view.rows;
    let text = |text: Option<&str>| text.map_or(Cell::Empty, |text| Cell::Text(text.to_owned()));
    let region = rows.region.get(at).copied().flatten().and_then(|region| view.regions.get(region));
    let mut cells = vec![
        text(rows.names.get(at).map(String::as_str)),
        text(rows.keys.get(at).and_then(Option::as_deref)),
        text(region.map(|region| region.name.as_str())),
        rows.population.get(at).map_or(Cell::Empty, |people| Cell::Number((*people).into())),
    ];
    cells.extend(states(rows.cells.get(at).map_or("", String::as_str), language));
    cells
}

/// The states of a line in words; see [`dienstweg_projections::matrix::Line`] for how it is written.
fn states(line: &str, language: Language) -> Vec<Cell> {
    let (mut cells, mut covered, mut times) = (Vec::new(), false, 0);
    for letter in line.chars() {
        if let Some(digit) = letter.to_digit(10) {
            times = times * 10 + digit;
        } else if letter == '^' {
            covered = !covered;
        } else {
            let cell = CellState::of(letter).map_or(Cell::Empty, |state| said(state, covered, language));
            cells.extend((0..times.max(1)).map(|_| cell.clone()));
            times = 0;
        }
    }
    cells
}

fn said(state: CellState, covered: bool, language: Language) -> Cell {
    use CellState as S;
    let (german, english) = match state {
        S::Live => ("live", "live"),
        S::Red => ("läuft, rot", "running, red"),
        S::Yellow => ("läuft, gelb", "running, yellow"),
        S::Green => ("läuft, grün", "running, green"),
        S::Deferred => ("zurückgestellt", "deferred"),
        S::Ordered => ("bestellt", "ordered"),
        S::Clarification => ("in Klärung", "to be clarified"),
        S::OwnSolution => ("eigene Lösung", "own solution"),
        S::NotCompetent => ("nicht zuständig", "not competent"),
        S::Replaced => ("ersetzt", "replaced"),
        S::Cancelled => ("abgebrochen", "cancelled"),
        S::NotOrdered => ("nicht bestellt", "not ordered"),
    };
    Cell::Text(match (language, covered) {
        (Language::De, false) => german.to_owned(),
        (Language::De, true) => format!("{german}, über die zuständige Stelle"),
        (Language::En, false) => english.to_owned(),
        (Language::En, true) => format!("{english}, through the responsible body"),
    })
}

impl IntoResponses for MatrixFile {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let json = ContentBuilder::new().schema(Some(schema_of::<MatrixView>())).build();
        let text = || ObjectBuilder::new().schema_type(Type::String);
        let binary = SchemaFormat::KnownFormat(KnownFormat::Binary);
        let response = ResponseBuilder::new()
            .description("All of it")
            .content("application/json", json)
            .content(Format::Csv.media_type(), content(text()))
            .content(Format::Xlsx.media_type(), content(text().format(Some(binary))));
        BTreeMap::from([("200".to_owned(), RefOr::T(response.build()))])
    }
}

fn content(schema: ObjectBuilder) -> Content {
    ContentBuilder::new().schema(Some(RefOr::T(Schema::Object(schema.build())))).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_said_cell_by_cell() {
        let said: Vec<String> = states("2.^L^ -", Language::De).iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            ["nicht bestellt", "nicht bestellt", "live, über die zuständige Stelle", "", "nicht zuständig"]
        );
    }
}
