//! What goes out. Each responder states status, headers and body once, for the answer and for the contract.
use crate::export::{Export, Format};
use crate::problem::Problem;
use crate::state::AppState;
use actix_web::body::BoxBody;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, Responder, web};
use dienstweg_kernel::error::codes;
use dienstweg_kernel::page::Page;
use dienstweg_kernel::{Error, Result};
use serde::Serialize;
use std::cell::RefCell;
use std::collections::BTreeMap;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::schema::{ArrayBuilder, KnownFormat, ObjectBuilder, SchemaFormat, SchemaType, Type};
use utoipa::openapi::{Content, ContentBuilder, RefOr, Response, ResponseBuilder, Schema};
use utoipa::{IntoResponses, ToSchema};
use uuid::Uuid;

/// A view with an address and a version of its own.
pub trait Resource: Serialize + ToSchema {
    /// Path below `/api/v1`, such as `organisations`.
    const PATH: &'static str;
    fn id(&self) -> Uuid;
    fn version(&self) -> i64;

    fn etag(&self) -> String {
        format!("\"{}\"", self.version())
    }

    /// Where it is found after a POST to `_posted_to`; what belongs to something else says so itself.
    fn location(&self, _posted_to: &str) -> String {
        format!("{}/{}/{}", crate::BASE, Self::PATH, self.id())
    }
}

/// Declares views with `id` and `version` members as resources.
#[macro_export]
macro_rules! resource {
    ($($view:ty => $path:literal),* $(,)?) => {$(
        impl $crate::respond::Resource for $view {
            const PATH: &'static str = $path;
            fn id(&self) -> uuid::Uuid {
                self.id.into()
            }
            fn version(&self) -> i64 {
                self.version
            }
        }
    )*};
}

/// 201 with `Location` and `ETag`.
#[derive(Debug)]
pub struct Created<T>(pub T);

/// 200 with `ETag`, which is the version for `If-Match`. Never 304: lights turn by the passing of time, names, rights and
/// language change too, all without a new version.
#[derive(Debug)]
pub struct Found<T>(pub T);

/// 200 with a body that has no version of its own.
#[derive(Debug)]
pub struct Answer<T>(pub T);

/// 200 with a list that is whole, in the same envelope as pages of others.
#[derive(Debug)]
pub struct Items<T>(pub Vec<T>);

/// 202: the work goes on; the body says where it stands.
#[derive(Debug)]
pub struct Accepted<T>(pub T);

/// 202 where it is new, 200 where it was there; both say where it stands.
#[derive(Debug)]
pub struct Stored<T> {
    view: T,
    new: bool,
    location: String,
}

impl<T> Stored<T> {
    pub fn new(view: T, location: String) -> Self {
        Self { view, new: true, location }
    }

    pub fn known(view: T, location: String) -> Self {
        Self { view, new: false, location }
    }
}

/// 204.
#[derive(Debug)]
pub struct NoContent;

/// 200 with one page of a list and a link to the next, or with all of it as a file ([`crate::export`]).
#[derive(Debug)]
pub struct Listing<T>(pub Page<T>);

impl<T> Listing<T> {
    /// A list that is short by nature and so always whole.
    pub fn whole(items: Vec<T>) -> Self {
        Self(Page { items, next: None, total: None })
    }
}

impl<T: Resource> Responder for Created<T> {
    type Body = BoxBody;
    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        HttpResponse::Created()
            .insert_header((header::LOCATION, self.0.location(request.path())))
            .insert_header((header::ETAG, self.0.etag()))
            .json(self.0)
    }
}

impl<T: Resource> Responder for Found<T> {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().insert_header((header::ETAG, self.0.etag())).json(self.0)
    }
}

impl<T: Serialize> Responder for Answer<T> {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().json(self.0)
    }
}

impl<T: Serialize> Responder for Items<T> {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().json(ItemsBody { items: self.0 })
    }
}

impl<T: Serialize> Responder for Accepted<T> {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Accepted().json(self.0)
    }
}

impl<T: Serialize> Responder for Stored<T> {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let status = if self.new { StatusCode::ACCEPTED } else { StatusCode::OK };
        HttpResponse::build(status).insert_header((header::LOCATION, self.location)).json(self.view)
    }
}

impl Responder for NoContent {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::new(StatusCode::NO_CONTENT)
    }
}

#[derive(Serialize)]
struct ItemsBody<T> {
    items: Vec<T>,
}

#[derive(Serialize)]
struct ListBody<T> {
    items: Vec<T>,
    next_cursor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
}

impl<T: Serialize> Responder for Listing<T> {
    type Body = BoxBody;
    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let Some(state) = request.app_data::<web::Data<AppState>>() else {
            return HttpResponse::InternalServerError().finish();
        };
        match Export::of(request) {
            Ok(Some(export)) => return export.answer(&self.0.items, self.0.next.is_some()),
            Ok(None) => {}
            Err(error) => return HttpResponse::from_error(Problem(error)),
        }
        let next_cursor = self.0.next.map(|cursor| cursor.seal(&state.cursor_key));
        let mut response = HttpResponse::Ok();
        response.insert_header((header::VARY, header::ACCEPT.as_str()));
        if let Some(cursor) = &next_cursor {
            response.insert_header((header::LINK, format!("<{}>; rel=\"next\"", next_page(request, cursor))));
        }
        response.json(ListBody { items: self.0.items, next_cursor, total: self.0.total })
    }
}

fn next_page(request: &HttpRequest, cursor: &str) -> String {
    let others =
        request.query_string().split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
    let query: Vec<&str> = others.collect();
    let separator = if query.is_empty() { "" } else { "&" };
    format!("{}?{}{separator}cursor={cursor}", request.path(), query.join("&"))
}

fn text_header(description: &str) -> utoipa::openapi::Header {
    HeaderBuilder::new().description(Some(description)).build()
}

thread_local! {
    /// Schemas that responders have named while the contract was being made. The generator asks operations for their
    /// responses, but not for what these refer to.
    static NAMED: RefCell<Vec<(String, RefOr<Schema>)>> = const { RefCell::new(Vec::new()) };
}

/// What responders have named since the last call.
pub(crate) fn take_schemas() -> Vec<(String, RefOr<Schema>)> {
    NAMED.with_borrow_mut(std::mem::take)
}

/// A reference to the schema of `T`, which thereby becomes part of the contract.
pub(crate) fn schema_of<T: ToSchema>() -> RefOr<Schema> {
    NAMED.with_borrow_mut(|named| {
        named.push((T::name().into_owned(), T::schema()));
        T::schemas(named);
    });
    RefOr::Ref(utoipa::openapi::Ref::from_schema_name(T::name()))
}

fn reference<T: ToSchema>(description: &str) -> ResponseBuilder {
    let content = ContentBuilder::new().schema(Some(schema_of::<T>())).build();
    ResponseBuilder::new().description(description).content("application/json", content)
}

/// What all lists have in common.
fn envelope<T: ToSchema>() -> ObjectBuilder {
    ObjectBuilder::new().property("items", ArrayBuilder::new().items(schema_of::<T>())).required("items")
}

fn one(status: &str, response: ResponseBuilder) -> BTreeMap<String, RefOr<Response>> {
    BTreeMap::from([(status.to_owned(), RefOr::T(response.build()))])
}

impl<T: Resource> IntoResponses for Created<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let response = reference::<T>("Created")
            .header("Location", text_header("Address of what was created"))
            .header("ETag", text_header("Version"));
        one("201", response)
    }
}

impl<T: Resource> IntoResponses for Found<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        one("200", reference::<T>("Found").header("ETag", text_header("Version")))
    }
}

impl<T: ToSchema> IntoResponses for Answer<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        one("200", reference::<T>("Answered"))
    }
}

impl<T: ToSchema> IntoResponses for Accepted<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        one("202", reference::<T>("Accepted; the work goes on"))
    }
}

impl<T: ToSchema> IntoResponses for Items<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let list = RefOr::T(Schema::Object(envelope::<T>().build()));
        let content = ContentBuilder::new().schema(Some(list)).build();
        one("200", ResponseBuilder::new().description("All of them").content("application/json", content))
    }
}

impl<T: ToSchema> IntoResponses for Stored<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let new = reference::<T>("New").header("Location", text_header("Where it can be asked for"));
        let mut both = one("202", new);
        both.append(&mut one("200", reference::<T>("It was there")));
        both
    }
}

impl IntoResponses for NoContent {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        one("204", ResponseBuilder::new().description("Done"))
    }
}

impl<T: ToSchema> IntoResponses for Listing<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let nullable = SchemaType::Array(vec![Type::String, Type::Null]);
        let list = envelope::<T>()
            .property("next_cursor", ObjectBuilder::new().schema_type(nullable))
            .required("next_cursor")
            .property("total", ObjectBuilder::new().schema_type(SchemaType::Type(Type::Integer)));
        let content = ContentBuilder::new().schema(Some(RefOr::T(Schema::Object(list.build())))).build();
        let response = ResponseBuilder::new()
            .description("One page; all of it as a file")
            .content("application/json", content)
            .content(Format::Csv.media_type(), file(ObjectBuilder::new().schema_type(Type::String)))
            .content(
                Format::Xlsx.media_type(),
                file(
                    ObjectBuilder::new()
                        .schema_type(Type::String)
                        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary))),
                ),
            )
            .header("Content-Disposition", text_header("Name of the file"))
            .header("Link", text_header("Address of the next page, rel=\"next\""));
        one("200", response)
    }
}

fn file(schema: ObjectBuilder) -> Content {
    ContentBuilder::new().schema(Some(RefOr::T(Schema::Object(schema.build())))).build()
}

/// Gives a caller that held an old version the present one with its 412.
pub async fn or_current<T: Resource>(
    outcome: Result<T>,
    current: impl AsyncFnOnce() -> Result<T>,
) -> Result<Found<T>, Problem> {
    match outcome {
        Ok(view) => Ok(Found(view)),
        Err(error) if error.is(codes::STALE) => {
            let view = current().await?;
            Err(Problem(
                Error::new(codes::STALE).with_current(serde_json::to_value(&view).unwrap_or_default()),
            ))
        }
        Err(error) => Err(Problem(error)),
    }
}
