//! Files as bodies.
use crate::problem::Problem;
use actix_web::web::Payload;
use bytes::{Bytes, BytesMut};
use dienstweg_kernel::Error;
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
