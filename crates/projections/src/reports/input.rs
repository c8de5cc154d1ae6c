//! What callers may say about reports.
use super::entity::report::ReportScopeKind;
use super::rhythm::RhythmWord;
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::ids::{RoleId, UserId};
use dienstweg_kernel::patch::Patch;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// What a report is about: a kind, and the id of a programme or an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportScope {
    pub kind: ReportScopeKind,
    pub id: Uuid,
}

/// A new report.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Montagsbericht", "scope": {"kind": "programme", "id": "01930f6e-0000-7000-8000-000000000001"},
    "rhythm": "weekly", "weekday": 1, "users": [], "roles": []}))]
pub struct ReportCreate {
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    pub scope: ReportScope,
    /// Of the report and of the mail it comes with.
    #[serde(default)]
    pub language: Language,
    #[serde(default)]
    pub rhythm: RhythmWord,
    /// Of weekly ones: 1 is Monday.
    #[validate(range(min = 1, max = 7))]
    #[schema(minimum = 1, maximum = 7)]
    pub weekday: Option<i32>,
    /// Of monthly ones; the last day where a month is shorter.
    #[validate(range(min = 1, max = 31))]
    #[schema(minimum = 1, maximum = 31)]
    pub month_day: Option<i32>,
    /// Whether a workbook goes with it.
    #[serde(default)]
    pub xlsx: bool,
    /// Who gets it; where neither users nor roles are named, its owner.
    #[serde(default)]
    #[validate(length(max = 200))]
    #[schema(max_items = 200)]
    pub users: Vec<UserId>,
    /// Everybody who holds one of these when it is sent gets it.
    #[serde(default)]
    #[validate(length(max = 50))]
    #[schema(max_items = 50)]
    pub roles: Vec<RoleId>,
}

/// Changes to a report (RFC 7396).
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"rhythm": "monthly", "month_day": 1}))]
pub struct ReportPatch {
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub name: Patch<String>,
    #[schema(value_type = Option<ReportScope>)]
    pub scope: Patch<ReportScope>,
    #[schema(value_type = Option<Language>)]
    pub language: Patch<Language>,
    #[schema(value_type = Option<RhythmWord>)]
    pub rhythm: Patch<RhythmWord>,
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 7)]
    pub weekday: Patch<i32>,
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 31)]
    pub month_day: Patch<i32>,
    #[schema(value_type = Option<bool>)]
    pub xlsx: Patch<bool>,
    #[schema(value_type = Option<Vec<UserId>>, max_items = 200)]
    pub users: Patch<Vec<UserId>>,
    #[schema(value_type = Option<Vec<RoleId>>, max_items = 50)]
    pub roles: Patch<Vec<RoleId>>,
}

/// Orders the list of reports.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ReportListParams {
    /// `name`, `created_at` or `updated_at`; `-` in front turns the order.
    pub sort: Option<String>,
}
