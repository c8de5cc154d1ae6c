//! What callers get to see of the matrix.
use dienstweg_customers::types::OrganisationKind;
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_rollouts::service::ServiceColumn;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the rows are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MatrixBy {
    /// Responsible bodies, each with its own rollouts.
    #[default]
    Body,
    /// Municipalities, each with its own rollouts and those of others that cover it.
    Municipality,
}

/// How services stand at bodies. One text per row keeps 2,445 rows of 200 services under 400 KB.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Matrix, example = json!({"by": "municipality", "columns": [
    {"id": "01930f6e-0000-7000-8000-000000000001", "key": "EWA", "name": "Elektronische Wohnsitzanmeldung", "level": "association", "package": "efa"}],
    "regions": [{"id": "01930f6e-0000-7000-8000-000000000002", "name": "Ebersberg"}],
    "rows": [{"id": "01930f6e-0000-7000-8000-000000000003", "name": "Emmering", "key": "09175118", "kind": "municipality",
    "region": 0, "association": "01930f6e-0000-7000-8000-000000000004", "population": 1560, "cells": "^L"}]}))]
pub struct MatrixView {
    pub by: MatrixBy,
    pub columns: Vec<ServiceColumn>,
    /// Districts and government districts that rows lie in, by name.
    pub regions: Vec<MatrixRegion>,
    pub rows: Vec<MatrixRow>,
}

/// Where rows lie.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MatrixRegion {
    pub id: OrganisationId,
    pub name: String,
}

/// One body or municipality.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MatrixRow {
    pub id: OrganisationId,
    pub name: String,
    /// AGS, or the register key of what has none.
    #[schema(required)]
    pub key: Option<String>,
    pub kind: OrganisationKind,
    /// Place in `regions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<usize>,
    /// The association it is a member of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub association: Option<OrganisationId>,
    pub population: i64,
    /// One cell per column, in order: `L` live, `g` `y` `r` running with its light, `d` deferred, `o` ordered, `c` to be
    /// clarified, `w` own solution, `-` not competent, `p` replaced, `x` cancelled, `.` not ordered, a blank where
    /// nothing is known (filtered, or hidden). `^` before it: the rollout of another body covers the municipality. A
    /// number before that: so many equal cells.
    #[schema(example = "3.^L2-")]
    pub cells: String,
}
