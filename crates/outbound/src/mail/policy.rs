//! Who reaches which mails: their recipients, and who keeps the log.
use super::entity::mail;
use dienstweg_kernel::ctx::{Actor, Extent, Permission};
use dienstweg_kernel::guard::{Guarded, Reach, Subject};
use dienstweg_kernel::ids::MailId;
use sea_orm::Condition;

pub const MAIL_READ: Permission = Permission("mail:read");
/// Sends failed mails again, sends tests, and opens addresses.
pub const MAIL_WRITE: Permission = Permission("mail:write");

/// Every permission of this domain.
pub const PERMISSIONS: &[Permission] = &[MAIL_READ, MAIL_WRITE];

impl Guarded for mail::Entity {
    const KIND: &'static str = "mail";
    const READ: Permission = MAIL_READ;
    type Id = MailId;
    const ID: Self::Column = mail::Column::Id;
    const VERSION: Option<Self::Column> = Some(mail::Column::Version);
    const SEALED: &'static [Self::Column] = &[mail::Column::Address];
    const UNAUDITED: &'static [Self::Column] = &[
        mail::Column::Data,
        mail::Column::DedupKey,
        mail::Column::Answer,
        mail::Column::Attempts,
        mail::Column::Lease,
        mail::Column::LeasedUntil,
        mail::Column::NotBefore,
        mail::Column::CreatedAt,
        mail::Column::SentAt,
    ];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        Reach::of(actor, permission).own(mail::Column::RecipientId).rows()
    }

    /// Everybody knows their own address.
    fn opens(actor: &Actor) -> Condition {
        if reads_addresses(actor) {
            return Condition::all();
        }
        use sea_orm::ColumnTrait;
        Condition::all().add(mail::Column::RecipientId.eq(actor.id.0))
    }

    fn subject(row: &mail::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}

/// Whether the actor may read, and so search by, the addresses of others.
pub(super) fn reads_addresses(actor: &Actor) -> bool {
    actor.extent(MAIL_WRITE) == Some(Extent::Everything)
}
