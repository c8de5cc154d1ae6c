//! Answers to a form as a file: the columns are the fields of the form, not members of a view.
use super::Format;
use crate::disposition::disposition;
use crate::problem::Problem;
use crate::respond::schema_of;
use actix_web::body::BoxBody;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, Responder};
use dienstweg_documents::sheets::{self, Cell};
use dienstweg_fields::Shown;
use dienstweg_kernel::clock::{german_day, german_time};
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::{Ctx, Result};
use dienstweg_rollouts::QuestionnaireState;
use dienstweg_rollouts::view::{AnswersRow, FormAnswers};
use std::collections::BTreeMap;
use utoipa::IntoResponses;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{ContentBuilder, RefOr, Response, ResponseBuilder, Schema};

/// 200 with the answers, as JSON or as a workbook.
#[derive(Debug)]
pub enum AnswersFile {
    Json(FormAnswers),
    Xlsx { answers: FormAnswers, language: Language, name: String },
}

/// Whether a workbook is wanted rather than JSON.
pub fn wants_xlsx(request: &HttpRequest) -> bool {
    Format::wanted(request) == Some(Format::Xlsx)
}

impl AnswersFile {
    pub fn xlsx(ctx: &Ctx, answers: FormAnswers) -> Self {
        let name = format!("{}-{}.xlsx", answers.form, german_day(ctx.now()));
        Self::Xlsx { answers, language: ctx.language, name }
    }
}

impl Responder for AnswersFile {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let (answers, language, name) = match self {
            Self::Json(answers) => {
                return HttpResponse::Ok()
                    .insert_header((header::VARY, header::ACCEPT.as_str()))
                    .json(answers);
            }
            Self::Xlsx { answers, language, name } => (answers, language, name),
        };
        match write(&answers, language) {
            Ok(bytes) => HttpResponse::Ok()
                .content_type(Format::Xlsx.media_type())
                .insert_header(disposition(&name, false))
                .insert_header((header::CACHE_CONTROL, "no-store"))
                .insert_header((header::VARY, header::ACCEPT.as_str()))
                .body(bytes),
            Err(error) => HttpResponse::from_error(Problem(error)),
        }
    }
}

fn write(answers: &FormAnswers, language: Language) -> Result<Vec<u8>> {
    let fixed = match language {
        Language::De => ["Rollout", "Stelle", "Schlüssel", "Dienst", "Stand", "Geändert"],
        Language::En => ["Rollout", "Body", "Key", "Service", "State", "Changed"],
    };
    let asked = answers.columns.iter().map(|column| column.label.clone());
    let headings: Vec<String> = fixed.map(str::to_owned).into_iter().chain(asked).collect();
    sheets::single(&headings, answers.items.iter().map(|row| cells(row, language)), language)
}

fn cells(row: &AnswersRow, language: Language) -> Vec<Cell> {
    let text = |text: Option<&String>| text.map_or(Cell::Empty, |text| Cell::Text(text.clone()));
    let mut cells = vec![
        text(row.rollout.name.as_ref()),
        text(row.body.name.as_ref()),
        text(row.body.key.as_ref()),
        text(row.service.as_ref().and_then(|service| service.name.as_ref())),
        Cell::Text(state(row.state, language).to_owned()),
        Cell::Time(german_time(row.updated_at)),
    ];
    cells.extend(row.cells.iter().map(|shown| shown.as_ref().map_or(Cell::Empty, cell)));
    cells
}

fn state(state: QuestionnaireState, language: Language) -> &'static str {
    match (state, language) {
        (QuestionnaireState::Open, Language::De) => "offen",
        (QuestionnaireState::Open, Language::En) => "open",
        (QuestionnaireState::Submitted, Language::De) => "abgesendet",
        (QuestionnaireState::Submitted, Language::En) => "submitted",
        (QuestionnaireState::Reopened, Language::De) => "wieder geöffnet",
        (QuestionnaireState::Reopened, Language::En) => "reopened",
    }
}

fn cell(shown: &Shown) -> Cell {
    match shown {
        Shown::Text(text) => Cell::Text(text.clone()),
        Shown::Integer(number) => Cell::Number((*number).into()),
        Shown::Number(number) => serde_json::Number::from_f64(*number).map_or(Cell::Empty, Cell::Number),
        Shown::Date(date) => Cell::Date(*date),
        Shown::YesNo(truth) => Cell::Truth(*truth),
    }
}

impl IntoResponses for AnswersFile {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let file = ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)));
        let file = ContentBuilder::new().schema(Some(RefOr::T(Schema::Object(file.build())))).build();
        let json = ContentBuilder::new().schema(Some(schema_of::<FormAnswers>())).build();
        let response = ResponseBuilder::new()
            .description("All of them")
            .content("application/json", json)
            .content(Format::Xlsx.media_type(), file);
        BTreeMap::from([("200".to_owned(), RefOr::T(response.build()))])
    }
}
