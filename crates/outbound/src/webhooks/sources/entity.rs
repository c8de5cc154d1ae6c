//! The tables of signing marketplaces.

pub mod source {
    use crate::webhooks::sources::SourceId;
    use dienstweg_kernel::ids::ActorId;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "marketplace_source")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: SourceId,
        /// As it stands in addresses; unique.
        pub key: String,
        /// The API client on whose behalf it orders.
        pub client_id: ActorId,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod secret {
    use crate::webhooks::sources::SourceId;
    use dienstweg_kernel::ids::WebhookSecretId;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "marketplace_secret")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: WebhookSecretId,
        pub source_id: SourceId,
        /// See [`crate::webhooks::vault::Vault`].
        pub sealed_secret: String,
        pub created_at: DateTimeUtc,
        /// Believed until then; empty for the present one.
        pub expires_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
