//! What a phase template consists of. All day counts are working days.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Language of a text for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TemplateLanguage)]
pub enum Lang {
    De,
    En,
}

/// A text in both languages of the screens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TemplateText)]
pub struct Text {
    pub de: String,
    pub en: String,
}

impl Text {
    /// The text in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::De => &self.de,
            Lang::En => &self.en,
        }
    }
}

/// One version of a phase template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RolloutTemplate)]
pub struct Template {
    /// Stable key over all versions, e.g. `efa-standard-by`.
    pub key: String,
    /// Counts from 1.
    pub version: i64,
    pub name: Text,
    pub parties: Vec<PartyRole>,
    pub phases: Vec<Phase>,
    #[serde(default)]
    pub limits: Limits,
    pub waiting_kinds: Vec<WaitingKind>,
    pub outcomes: Vec<Outcome>,
}

impl Template {
    /// All milestones in template order, each with the index of its phase.
    pub fn milestones(&self) -> impl Iterator<Item = (usize, &Milestone)> {
        self.phases
            .iter()
            .enumerate()
            .flat_map(|(index, phase)| phase.milestones.iter().map(move |m| (index, m)))
    }

    /// The milestone of this key.
    #[must_use]
    pub fn milestone(&self, key: &str) -> Option<&Milestone> {
        self.milestones().map(|(_, milestone)| milestone).find(|milestone| milestone.key == key)
    }

    /// The milestone that means the go-live.
    #[must_use]
    pub fn go_live(&self) -> Option<&Milestone> {
        self.milestones().map(|(_, milestone)| milestone).find(|milestone| milestone.go_live)
    }

    /// The role of this key.
    #[must_use]
    pub fn role(&self, key: &str) -> Option<&PartyRole> {
        self.parties.iter().find(|role| role.key == key)
    }

    /// The waiting kind of this key.
    #[must_use]
    pub fn waiting_kind(&self, key: &str) -> Option<&WaitingKind> {
        self.waiting_kinds.iter().find(|kind| kind.key == key)
    }

    /// The milestones that complete themselves when `event` (e.g. `order.released`) happens.
    pub fn completed_by<'a>(&'a self, event: &'a str) -> impl Iterator<Item = &'a Milestone> {
        self.milestones()
            .map(|(_, milestone)| milestone)
            .filter(move |milestone| milestone.auto_complete_on.as_deref() == Some(event))
    }
}

/// A role somebody plays in a rollout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TemplatePartyRole)]
pub struct PartyRole {
    pub key: String,
    pub name: Text,
    /// Where the party comes from when nobody names one.
    pub default_source: PartySource,
}

/// Where the party of a role comes from by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TemplatePartySource)]
pub enum PartySource {
    /// The responsible body itself.
    ResponsibleBody,
    /// The IT provider in the body's party directory.
    ItProvider,
    /// The maker of the specialist software in the body's party directory.
    SoftwareVendor,
    /// The Landkreis the body lies in.
    County,
    /// The operator named by the service.
    ServiceOperator,
    /// The rollout team of the programme.
    RolloutTeam,
    /// Nobody until somebody is named.
    ByHand,
}

/// Whose course a phase belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TemplateLevel)]
pub enum Level {
    /// Done once per responsible body, on the mother ticket.
    Mother,
    /// Done per service, on the rollout.
    Daughter,
}

/// A stretch of the course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TemplatePhase)]
pub struct Phase {
    pub key: String,
    pub name: Text,
    pub target_working_days: i64,
    pub level: Level,
    pub milestones: Vec<Milestone>,
}

/// A verifiable result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TemplateMilestone)]
pub struct Milestone {
    /// Unique in the template, e.g. `M3.2`.
    pub key: String,
    pub name: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// Optional ones neither hold the ball nor colour the light.
    pub required: bool,
    /// Key of the role that must do it.
    pub role: String,
    #[serde(default)]
    pub exit_criteria: Vec<Text>,
    /// Keys of the milestones that must be done or skipped before this one.
    #[serde(default)]
    pub gate: Vec<String>,
    /// Key of the form whose required answers it needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// Event that completes it by itself, e.g. `order.received`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_complete_on: Option<String>,
    /// The one that makes the service live.
    #[serde(default)]
    pub go_live: bool,
    /// Due this many working days after the phase begins; without it at the end of the phase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset_working_days: Option<i64>,
    /// Share in the progress, at least 1.
    #[serde(default = "one")]
    pub weight: i64,
    /// The requirement it answers, e.g. `NL2` of the OZG guide 11.2.3.3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub norm: Option<String>,
}

fn one() -> i64 {
    1
}

/// When a light changes. All values in working days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = TemplateLimits)]
pub struct Limits {
    /// Red when a required milestone is overdue by more than this.
    pub red_overdue_working_days: i64,
    /// Yellow when a required milestone is due within this and its gate is not ready.
    pub yellow_due_within_working_days: i64,
    /// Red when the forecast is behind the plan by more than this.
    pub red_forecast_slip_working_days: i64,
    /// Red when somebody is waited for longer than this.
    pub waiting_working_days: i64,
    /// The same for single roles.
    pub waiting_by_role: BTreeMap<String, i64>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            red_overdue_working_days: 5,
            yellow_due_within_working_days: 3,
            red_forecast_slip_working_days: 10,
            waiting_working_days: 10,
            waiting_by_role: BTreeMap::new(),
        }
    }
}

impl Limits {
    /// How long `role` may be waited for.
    #[must_use]
    pub fn waiting(&self, role: &str) -> i64 {
        self.waiting_by_role.get(role).copied().unwrap_or(self.waiting_working_days)
    }
}

/// A named reason to wait for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TemplateWaitingKind)]
pub struct WaitingKind {
    pub key: String,
    pub name: Text,
    /// Role that holds the ball meanwhile.
    pub role: String,
    /// Whether the plan moves by the time waited.
    pub pauses: bool,
    pub default_follow_up_working_days: i64,
}

/// How a rollout can end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TemplateOutcome)]
pub struct Outcome {
    pub key: OutcomeKey,
    pub name: Text,
}

/// The closed list of outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RolloutOutcomeKey)]
pub enum OutcomeKey {
    Live,
    OwnSolution,
    NotCompetent,
    Cancelled,
    Replaced,
}

impl OutcomeKey {
    /// The word in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::OwnSolution => "own_solution",
            Self::NotCompetent => "not_competent",
            Self::Cancelled => "cancelled",
            Self::Replaced => "replaced",
        }
    }

    /// The word where no template with a name of its own is at hand.
    #[must_use]
    pub const fn german(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::OwnSolution => "eigene Lösung",
            Self::NotCompetent => "nicht zuständig",
            Self::Cancelled => "abgebrochen",
            Self::Replaced => "ersetzt",
        }
    }

    /// Whether steering stops at once. `live` goes on until the handover into regular operation is done.
    #[must_use]
    pub const fn ends_course(self) -> bool {
        !matches!(self, Self::Live)
    }
}
