//! Files as bodies.
use crate::problem::Problem;
use actix_web::web::Payload;
use actix_web::{HttpMessage, HttpRequest};
use bytes::{Bytes, BytesMut};
use dienstweg_kernel::Error;
use dienstweg_kernel::ctx::{Actor, Permission};
use dienstweg_kernel::error::codes;
use futures_util::StreamExt;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// The contents of a file, in the contract.
pub struct Binary;

impl PartialSchema for Binary {
    fn schema() -> RefOr<Schema> {
        let binary = SchemaFormat::KnownFormat(KnownFormat::Binary);
        ObjectBuilder::new().schema_type(Type::String).format(Some(binary)).into()
    }
}

impl ToSchema for Binary {}

/// All that comes, in memory.
///
/// # Errors
/// `too-large` beyond `limit` bytes; `malformed` where it breaks off.
pub async fn receive(mut payload: Payload, limit: u64) -> Result<Bytes, Problem> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk =
            chunk.map_err(|error| Problem(Error::new(codes::MALFORMED).caused_by(error.to_string())))?;
        if (bytes.len() + chunk.len()) as u64 > limit {
            return Err(Problem(Error::new(codes::TOO_LARGE)));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

/// Asks for right and media type before anything of a CSV file is received.
///
/// # Errors
/// `forbidden` without `permission`, `unsupported-media-type` for anything but `text/csv`.
pub fn check_csv(actor: &Actor, permission: Permission, request: &HttpRequest) -> Result<(), Error> {
    if !actor.has(permission) {
        return Err(Error::forbidden(permission));
    }
    if !request.content_type().eq_ignore_ascii_case("text/csv") {
        return Err(Error::new(codes::UNSUPPORTED_MEDIA_TYPE)
            .detail("Erwartet wird text/csv.", "Expected is text/csv."));
    }
    Ok(())
}
