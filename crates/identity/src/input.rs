//! What callers send.
use crate::types::{ClientStatus, HolderKind, Notify, UserStatus};
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_kernel::ids::{RoleId, TeamId, UserId};
use dienstweg_kernel::patch::Patch;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// A log-in with a password.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"login": "anna.huber", "password": "drei blaue fenster"}))]
pub struct LoginInput {
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub login: String,
    /// Longer ones are refused before they are hashed.
    #[validate(length(max = 256))]
    #[schema(max_length = 256)]
    pub password: String,
}

/// A change of one's own password.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"current_password": "drei blaue fenster", "new_password": "vier grüne türen"}))]
pub struct PasswordChange {
    #[validate(length(max = 256))]
    #[schema(max_length = 256)]
    pub current_password: String,
    #[validate(length(max = 256))]
    #[schema(min_length = 12, max_length = 256)]
    pub new_password: String,
}

/// A new password for somebody else.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"password": "drei blaue fenster"}))]
pub struct PasswordSet {
    #[validate(length(max = 256))]
    #[schema(min_length = 12, max_length = 256)]
    pub password: String,
}

/// What one may change about oneself.
#[derive(Clone, Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"language": "en"}))]
pub struct MePatch {
    #[schema(value_type = Option<Language>)]
    pub language: Patch<Language>,
}

/// Somebody has forgotten a password.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"login": "anna.huber"}))]
pub struct PasswordResetRequest {
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub login: String,
}

/// A password by a link that was mailed.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"token": "AZNv…", "password": "drei blaue fenster"}))]
pub struct PasswordByLink {
    /// What follows `#` in the link.
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub token: String,
    #[validate(length(max = 256))]
    #[schema(min_length = 12, max_length = 256)]
    pub password: String,
}

/// Users to whom a link is sent.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ids": ["01930f6e-0000-7000-8000-000000000001"]}))]
pub struct UsersInvite {
    #[validate(length(min = 1, max = 1000))]
    #[schema(min_items = 1, max_items = 1000)]
    pub ids: Vec<UserId>,
}

/// What one may change about one's mail.
#[derive(Clone, Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"mail": "daily"}))]
pub struct NoticesPatch {
    /// How often one is told that it is one's turn.
    #[schema(value_type = Option<Notify>)]
    pub mail: Patch<Notify>,
    /// `null` where one is not absent.
    #[schema(value_type = Option<AbsenceInput>)]
    pub absence: Patch<AbsenceInput>,
}

/// Days on which somebody else gets one's mail too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AbsenceInput {
    pub deputy_id: UserId,
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
}

/// Narrows the list of those one may name as deputy.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct DeputyListParams {
    /// Part of the name.
    pub q: Option<String>,
}

/// A new user.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"login": "anna.huber", "name": "Anna Huber", "email": "anna.huber@example.org",
    "password": "drei blaue fenster"}))]
pub struct UserCreate {
    #[validate(length(min = 3, max = 64))]
    #[schema(min_length = 3, max_length = 64)]
    pub login: String,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub language: Language,
    /// Without one the user cannot log in until somebody sets it.
    #[serde(default)]
    #[validate(length(max = 256))]
    #[schema(min_length = 12, max_length = 256)]
    pub password: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"name": "Anna Huber-Maier", "email": null}))]
pub struct UserPatch {
    #[schema(value_type = Option<String>)]
    pub login: Patch<String>,
    #[schema(value_type = Option<String>)]
    pub name: Patch<String>,
    #[schema(value_type = Option<String>)]
    pub email: Patch<String>,
    #[schema(value_type = Option<Language>)]
    pub language: Patch<Language>,
}

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct UserListParams {
    /// Words of name or login; the last one may be only begun.
    pub q: Option<String>,
    /// Repeat for "or".
    pub status: Vec<UserStatus>,
    /// Members of any of these teams.
    pub team: Vec<TeamId>,
    /// `name`, `login`, `created_at`; `-` before it for descending.
    pub sort: Option<String>,
}

#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Rollout-Team Oberbayern", "members": []}))]
pub struct TeamCreate {
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    #[serde(default)]
    #[validate(length(max = 200))]
    #[schema(max_items = 200)]
    pub members: Vec<UserId>,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"name": "Rollout-Team Süd"}))]
pub struct TeamPatch {
    #[schema(value_type = Option<String>)]
    pub name: Patch<String>,
}

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct TeamListParams {
    /// Words of the name; the last one may be only begun.
    pub q: Option<String>,
    /// Teams of this user.
    pub member: Option<UserId>,
    /// `name` or `created_at`; `-` before it for descending.
    pub sort: Option<String>,
}

#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"key": "reader", "name_de": "Leser", "name_en": "Reader", "permissions": ["rollout:read"]}))]
pub struct RoleCreate {
    #[schema(min_length = 2, max_length = 40, pattern = "^[a-z][a-z0-9_]*$")]
    pub key: String,
    #[schema(min_length = 1, max_length = 200)]
    pub name_de: String,
    #[schema(min_length = 1, max_length = 200)]
    pub name_en: String,
    #[validate(length(max = 500))]
    #[schema(max_items = 500)]
    pub permissions: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"permissions": ["rollout:read", "ticket:read"]}))]
pub struct RolePatch {
    #[schema(value_type = Option<String>)]
    pub name_de: Patch<String>,
    #[schema(value_type = Option<String>)]
    pub name_en: Patch<String>,
    #[schema(value_type = Option<Vec<String>>)]
    pub permissions: Patch<Vec<String>>,
}

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct RoleListParams {
    /// `key` or `created_at`; `-` before it for descending.
    pub sort: Option<String>,
}

/// Who gets a grant.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HolderInput {
    pub kind: HolderKind,
    pub id: Uuid,
}

/// How far a grant reaches.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScopeInput {
    pub kind: ScopeKind,
    /// The organisation (for `organisation`, `involved`), team or queue; absent for `everything`.
    #[serde(default)]
    pub id: Option<Uuid>,
}

#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"role_id": "01930f6e-0000-7000-8000-000000000001",
    "holder": {"kind": "user", "id": "01930f6e-0000-7000-8000-000000000002"},
    "scope": {"kind": "organisation", "id": "01930f6e-0000-7000-8000-000000000003"}}))]
pub struct GrantCreate {
    pub role_id: RoleId,
    pub holder: HolderInput,
    pub scope: ScopeInput,
}

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct GrantListParams {
    pub role: Vec<RoleId>,
    /// Users, teams or API clients.
    pub holder: Vec<Uuid>,
    /// Organisations, teams or queues.
    pub scope: Vec<Uuid>,
    /// `created_at`; `-` before it for descending.
    pub sort: Option<String>,
}

#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Marktplatz", "scopes": ["order:place", "order:read"]}))]
pub struct ApiClientCreate {
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Permissions it may use at most, whatever its grants say.
    #[validate(length(max = 500))]
    #[schema(max_items = 500)]
    pub scopes: Vec<String>,
    #[serde(default)]
    pub expires_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"status": "inactive"}))]
pub struct ApiClientPatch {
    #[schema(value_type = Option<String>)]
    pub name: Patch<String>,
    #[schema(value_type = Option<Vec<String>>)]
    pub scopes: Patch<Vec<String>>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub expires_at: Patch<DateTime<Utc>>,
    #[schema(value_type = Option<ClientStatus>)]
    pub status: Patch<ClientStatus>,
}

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ApiClientListParams {
    /// Words of the name; the last one may be only begun.
    pub q: Option<String>,
    /// Repeat for "or".
    pub status: Vec<ClientStatus>,
    /// `name` or `created_at`; `-` before it for descending.
    pub sort: Option<String>,
}

/// A new secret beside the old ones.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"overlap_seconds": 86_400}))]
pub struct SecretRotate {
    /// How long the secrets there are stay good; 0 ends them at once.
    #[validate(range(max = 2_592_000))]
    #[schema(maximum = 2_592_000)]
    pub overlap_seconds: u32,
}

impl Default for SecretRotate {
    fn default() -> Self {
        Self { overlap_seconds: 86_400 }
    }
}
