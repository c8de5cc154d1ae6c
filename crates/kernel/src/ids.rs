//! Typed ids: one registry, append only. An id of one thing cannot be passed where another is meant.
//!
//! All are UUIDv7 (RFC 9562), so they sort by time of birth, and are made by [`crate::Ctx::new_id`] alone.

/// A type that wraps a UUID. See [`crate::Ctx::new_id`].
pub trait Id: From<uuid::Uuid> + Into<uuid::Uuid> + Copy + Into<sea_orm::Value> {}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
            sea_orm::DeriveValueType, utoipa::ToSchema,
        )]
        #[serde(transparent)]
        #[schema(value_type = String, format = Uuid)]
        pub struct $name(pub uuid::Uuid);

        impl Id for $name {}

        impl From<uuid::Uuid> for $name {
            fn from(id: uuid::Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for uuid::Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )*};
}

ids! {
    /// An actor: the user, API client or system process on whose behalf something happens.
    ActorId;
    UserId;
    SessionId;
    TeamId;
    RoleId;
    GrantId;
    ApiClientId;
    OrganisationId;
    PersonId;
    FunctionId;
    ImportId;
    TicketId;
    ArticleId;
    AttachmentId;
    ServiceId;
    ProgrammeId;
    TemplateId;
    /// A rollout shares the id of its ticket.
    RolloutId;
    MilestoneId;
    WaitingId;
    OrderId;
    PositionId;
    WebhookId;
    DeliveryId;
    EventId;
    AuditId;
    WebhookSecretId;
    /// A marketplace that signs what it sends.
    SourceId;
    /// An override of competence.
    OverrideId;
    /// A link between tickets.
    LinkId;
    WatcherId;
    /// A version of a form.
    FormId;
    QuestionnaireId;
    MailId;
    ReminderId;
    /// A link that sets a password once.
    LinkTokenId;
    TermId;
    WaveId;
    JobId;
    JobItemId;
    /// An entry of the party directory.
    PartyEntryId;
    /// Work that lets rollouts follow the party directory.
    SweepId;
    /// A change of a daily figure.
    SnapshotId;
    /// A view of a list or picture that somebody keeps.
    SavedViewId;
    /// A status report that is sent again and again.
    ReportId;
    /// One sending of it.
    ReportRunId;
    /// What was said on the telephone.
    CallId;
    /// What a service costs in a year.
    ServiceCostId;
}

impl From<RolloutId> for TicketId {
    fn from(id: RolloutId) -> Self {
        Self(id.0)
    }
}

impl From<TicketId> for RolloutId {
    fn from(id: TicketId) -> Self {
        Self(id.0)
    }
}

impl From<UserId> for ActorId {
    fn from(id: UserId) -> Self {
        Self(id.0)
    }
}

impl From<ApiClientId> for ActorId {
    fn from(id: ApiClientId) -> Self {
        Self(id.0)
    }
}
