//! The single-page app, built into the binary. It may be hosted elsewhere as well; then `config.json` beside it names
//! this server, and this server lists its origin as allowed.
use crate::problem::Problem;
use actix_web::http::{Method, header};
use actix_web::{HttpRequest, HttpResponse, web};
use dienstweg_kernel::Error;
use dienstweg_kernel::error::codes;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../frontend/dist"]
#[allow_missing = true]
struct Files;

pub fn configure(config: &mut web::ServiceConfig) {
    config.default_service(web::to(serve));
}

/// A file of the app, or its page for every address that is a route of the app.
async fn serve(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let path = request.path().trim_start_matches('/');
    if path.starts_with("api/") {
        return Err(Problem(Error::new(codes::NOT_FOUND)));
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Problem(Error::new(codes::METHOD_NOT_ALLOWED)));
    }
    if path == "config.json" {
        return Ok(HttpResponse::Ok()
            .insert_header((header::CACHE_CONTROL, "no-cache"))
            .json(serde_json::json!({"api_base": ""})));
    }
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let name = if is_file { path } else { "index.html" };
    let file = Files::get(name).ok_or_else(|| Problem(Error::new(codes::NOT_FOUND)))?;
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    // Built files carry a hash in their name and never change; the page that names them does.
    let caching =
        if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    Ok(HttpResponse::Ok()
        .content_type(kind.to_string())
        .insert_header((header::CACHE_CONTROL, caching))
        .body(file.data.into_owned()))
}
