//! What stands in a report.
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_kernel::ctx::Language;
use dienstweg_projections::reports::ReportScopeView;
use dienstweg_rollouts::steering::Light;
use serde::Serialize;
use utoipa::ToSchema;

/// A report as its reader may see it, in words of its language. Links are addresses of the app.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReportContent {
    pub scope: ReportScopeView,
    pub title: String,
    pub language: Language,
    pub day: NaiveDate,
    pub made_at: DateTime<Utc>,
    /// With whose rights it was computed.
    pub reader: String,
    /// What is new is counted from this day on: that of the last report, or a week ago.
    pub since: NaiveDate,
    /// Changes are against the end of this day. `null` where it is not known, or not as a whole for this reader.
    #[schema(required)]
    pub compared_with: Option<NaiveDate>,
    pub groups: Vec<ReportGroup>,
    pub tables: Vec<ReportTable>,
}

/// Figures that belong together.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReportGroup {
    pub key: String,
    pub title: String,
    pub figures: Vec<ReportFigure>,
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportCounted {
    Rollouts,
    /// Those that the rollouts behind the link cover.
    Municipalities,
    /// Their population.
    People,
}

/// One number.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReportFigure {
    pub key: String,
    pub label: String,
    pub value: i64,
    pub counts: ReportCounted,
    #[schema(required)]
    pub light: Option<Light>,
    /// Since the day compared with.
    #[schema(required)]
    pub change: Option<i64>,
    /// The rollouts behind it.
    pub link: String,
}

/// Rows of one kind.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReportTable {
    pub key: String,
    pub title: String,
    /// Says what is left out, or that there is nothing.
    #[schema(required)]
    pub note: Option<String>,
    /// Rows there are; a report shows the first ones.
    pub total: i64,
    /// All of them.
    pub link: String,
    pub columns: Vec<ReportColumn>,
    /// As many cells in each as there are columns.
    pub rows: Vec<Vec<ReportCell>>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportValueKind {
    Text,
    Number,
    Day,
    Light,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReportColumn {
    pub heading: String,
    pub kind: ReportValueKind,
}

/// What stands in one place: in words, and as what it is.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct ReportCell {
    pub text: String,
    #[schema(required)]
    pub number: Option<i64>,
    #[schema(required)]
    pub day: Option<NaiveDate>,
    #[schema(required)]
    pub light: Option<Light>,
    #[schema(required)]
    pub link: Option<String>,
}
