//! What comes in. Each extractor answers faults as [`crate::problem::Problem`]; none touches the database.
mod body;
mod idempotency;
pub mod known;
mod params;
mod wording;

pub use body::{Body, MAX_BODY, receive};
pub use idempotency::{HEADER as IDEMPOTENCY_KEY, Idempotency, Retry};
pub use params::{List, NoFilters, PageParams, Precondition, Query};

use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use dienstweg_kernel::{Ctx, Error};
use std::future::{Ready, ready};
use std::ops::Deref;

/// The circumstances of the request, made by [`crate::authn`] before any handler runs.
#[derive(Clone, Debug)]
pub struct Caller(pub Ctx);

impl Deref for Caller {
    type Target = Ctx;
    fn deref(&self) -> &Ctx {
        &self.0
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let ctx = request.extensions().get::<Ctx>().cloned();
        ready(
            ctx.map(Self)
                .ok_or_else(|| Problem(Error::internal("a route outside of the authenticated scope"))),
        )
    }
}
