//! What callers get to see. `can` names the actions open to the caller.
use crate::types::{ClientStatus, HolderKind, Notify, UserStatus};
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_kernel::ctx::{ActorKind, Language};
use dienstweg_kernel::guard::Shown;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_kernel::ids::{ApiClientId, GrantId, RoleId, SessionId, TeamId, UserId};
use dienstweg_kernel::labels::Named;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UserView {
    pub id: UserId,
    pub login: String,
    pub name: String,
    #[schema(value_type = Option<String>, required)]
    pub email: Shown,
    /// Members that are `null` because the caller may not read them.
    pub hidden: Vec<String>,
    pub language: Language,
    pub status: UserStatus,
    /// Without a password nobody can log in as this user.
    pub has_password: bool,
    pub teams: Vec<Named>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub can: Vec<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TeamView {
    pub id: TeamId,
    pub name: String,
    pub members: Vec<Named>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub can: Vec<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RoleView {
    pub id: RoleId,
    pub key: String,
    pub name_de: String,
    pub name_en: String,
    pub permissions: Vec<String>,
    /// Comes with Dienstweg and cannot be changed.
    pub shipped: bool,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub can: Vec<String>,
}

/// A role by its name in the caller's language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub struct RoleName {
    pub key: String,
    pub name: String,
    pub id: RoleId,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GrantView {
    pub id: GrantId,
    pub role: RoleName,
    pub holder_kind: HolderKind,
    pub holder: Named,
    pub scope_kind: ScopeKind,
    /// `null` for everything.
    #[schema(required)]
    pub scope: Option<Named>,
    pub created_at: DateTime<Utc>,
    pub can: Vec<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ApiClientView {
    pub id: ApiClientId,
    pub name: String,
    pub status: ClientStatus,
    /// Permissions it may use at most, whatever its grants say.
    pub scopes: Vec<String>,
    #[schema(required)]
    pub expires_at: Option<DateTime<Utc>>,
    /// To the minute.
    #[schema(required)]
    pub last_used_at: Option<DateTime<Utc>>,
    pub secrets: Vec<SecretView>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub can: Vec<String>,
}

/// A secret of an API client, without the secret.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SecretView {
    pub id: Uuid,
    pub created_at: DateTime<Utc>,
    #[schema(required)]
    pub expires_at: Option<DateTime<Utc>>,
}

/// A client with its new secret, which is shown this once and never again.
#[derive(Clone, Serialize, ToSchema)]
pub struct ApiClientWithSecret {
    pub client: ApiClientView,
    pub secret: String,
}

impl std::fmt::Debug for ApiClientWithSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ApiClientWithSecret({:?}, [sealed])", self.client.id)
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SessionView {
    pub id: SessionId,
    pub user: Named,
    pub user_agent: String,
    /// The session the request came with.
    pub current: bool,
    pub created_at: DateTime<Utc>,
    /// When its access token was last renewed.
    pub last_used_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub can: Vec<String>,
}

/// Who one is and what one may.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MeView {
    pub user: MeUser,
    pub actor_kind: ActorKind,
    /// All permissions, wherever they reach.
    pub permissions: Vec<String>,
    pub roles: Vec<RoleName>,
    pub scopes: Vec<MeScope>,
    /// The organisations one's grants were given for.
    pub organisations: Vec<Named>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MeUser {
    pub id: Uuid,
    pub name: String,
    /// `null` for API clients.
    #[schema(required)]
    pub login: Option<String>,
    pub language: Language,
}

/// One scope in which one holds roles.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MeScope {
    pub kind: ScopeKind,
    /// `null` for everything.
    #[schema(required)]
    pub scope: Option<Named>,
    /// Keys of the roles held there.
    pub roles: Vec<String>,
}

/// Why somebody may, or may not, do something.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ExplainView {
    pub permission: String,
    /// What the permission allows, in the caller's language; `null` where there is no such permission.
    #[schema(required)]
    pub allows: Option<String>,
    /// Whether the actor has the permission at all.
    pub granted: bool,
    /// Whether everyone who is logged in has it, for what is their own.
    pub everybody: bool,
    /// For an API client: its grants give the permission, but its own list of scopes withholds it.
    pub withheld_by_scopes: bool,
    /// The grants that give it.
    pub through: Vec<ExplainGrant>,
    /// Roles that would give it.
    pub roles: Vec<RoleName>,
    /// What was asked about, where something was.
    #[schema(required)]
    pub subject: Option<ExplainSubject>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ExplainGrant {
    pub grant_id: GrantId,
    pub role: RoleName,
    pub scope_kind: ScopeKind,
    /// `null` for everything.
    #[schema(required)]
    pub scope: Option<Named>,
    /// The team through which the grant is held, if not by oneself.
    #[schema(required)]
    pub team: Option<Named>,
}

/// A thing asked about and whether the permission reaches it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ExplainSubject {
    pub kind: String,
    pub id: Uuid,
    /// `null` where it was not checked.
    #[schema(required)]
    pub reached: Option<bool>,
}

/// What became of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InviteOutcome {
    /// A link is on its way.
    Invited,
    NotFound,
    Inactive,
    NoAddress,
    OwnAccount,
    /// The user may do more than the caller.
    ExceedsOwnRights,
}

/// One user of an invitation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UserInvited {
    pub user_id: UserId,
    pub outcome: InviteOutcome,
}

/// Whose password was set by a link.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PasswordOwner {
    /// To log in with.
    pub login: String,
}

/// What the caller has chosen about mail.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NoticesView {
    /// How often one is told that it is one's turn.
    pub mail: Notify,
    /// Where mail goes.
    #[schema(required)]
    pub address: Option<String>,
    /// Now or ahead; `user` is the deputy.
    #[schema(required)]
    pub absence: Option<AbsenceView>,
    /// Those who have named the caller as deputy.
    pub standing_in_for: Vec<AbsenceView>,
}

/// Somebody's days of absence; the last one belongs to them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AbsenceView {
    pub user: Named,
    pub from: NaiveDate,
    pub until: NaiveDate,
}
