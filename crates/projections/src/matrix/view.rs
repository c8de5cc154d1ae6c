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

/// How services stand at bodies. Members of rows are written one under the other, each in a list of its own in the order of
/// the rows, so that 2,445 rows of 200 services stay under 400 KB.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Matrix, example = json!({"by": "municipality", "columns": [
    {"id": "01930f6e-0000-7000-8000-000000000001", "key": "EWA", "name": "Elektronische Wohnsitzanmeldung", "level": "association", "package": "efa"}],
    "regions": [{"id": "01930f6e-0000-7000-8000-000000000002", "name": "Ebersberg"}],
    "rows": {"ids": "AZMPbgAAcACAAAAAAAAAAw==", "names": ["Emmering"], "keys": ["09175118"], "kinds": ["municipality"], "kind": [0],
    "region": [0], "association": [null], "population": [1560], "cells": ["^L"]}}))]
pub struct MatrixView {
    pub by: MatrixBy,
    pub columns: Vec<ServiceColumn>,
    /// Districts and government districts that rows lie in, by name.
    pub regions: Vec<MatrixRegion>,
    pub rows: MatrixRows,
}

/// Where rows lie.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MatrixRegion {
    pub id: OrganisationId,
    pub name: String,
}

/// Bodies or municipalities, column by column.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct MatrixRows {
    /// The ids: 16 bytes each, all after one another, in Base64 (RFC 4648 section 4).
    #[schema(format = Byte)]
    pub ids: String,
    pub names: Vec<String>,
    /// AGS, or the register key of what has none.
    pub keys: Vec<Option<String>>,
    /// The kinds that occur.
    pub kinds: Vec<OrganisationKind>,
    /// Place in `kinds`.
    pub kind: Vec<usize>,
    /// Place in `regions`.
    pub region: Vec<Option<usize>>,
    /// The row of the association it is a member of.
    pub association: Vec<Option<usize>>,
    pub population: Vec<i64>,
    /// One cell per column, in order: `L` live, `g` `y` `r` running with its light, `d` deferred, `o` ordered, `c` to be
    /// clarified, `w` own solution, `-` not competent, `p` replaced, `x` cancelled, `.` not ordered, a blank where
    /// nothing is known (filtered, or hidden). Between `^` and the next `^` (or the end) the rollouts of other bodies cover
    /// the municipality. A number before a cell: so many equal ones.
    #[schema(example = json!(["3.^L^2-"]))]
    pub cells: Vec<String>,
}
