//! When somebody last spoke with others about tickets, as the conversations say.
use crate::entity::article;
use crate::types::{Audience, Channel};
use chrono::{DateTime, Utc};
use dienstweg_kernel::ids::{ActorId, TicketId};
use dienstweg_kernel::labels::Named;
use dienstweg_kernel::{Reader, Result};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, Condition, FromQueryResult};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// How somebody spoke with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    Call,
    Mail,
    Reminder,
    Message,
}

/// The last time somebody spoke with others.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LastContact {
    pub at: DateTime<Utc>,
    pub by: Named,
    pub kind: ContactKind,
}

/// Calls, mails, and what more than the team may read.
fn contact() -> Condition {
    use article::Column as A;
    let said = Condition::all()
        .add(A::Channel.is_in([Channel::Web, Channel::Api]))
        .add(A::Audience.ne(Audience::Team));
    Condition::any().add(A::Channel.is_in([Channel::Phone, Channel::Mail, Channel::Reminder])).add(said)
}

/// The tickets about which somebody spoke with others since then, as far as the caller may read it, for use as a
/// sub-select; `except` these articles.
pub fn tickets_contacted(reader: &Reader, since: DateTime<Utc>, except: SelectStatement) -> SelectStatement {
    use article::Column as A;
    let said = reader.select::<article::Entity>().filter(contact()).filter(A::CreatedAt.gte(since));
    said.filter(A::Id.not_in_subquery(except)).into_column(A::TicketId)
}

#[derive(FromQueryResult)]
struct Said {
    ticket_id: TicketId,
    channel: Channel,
    author_id: ActorId,
    author_name: String,
    at: DateTime<Utc>,
}

/// The last contact about each of these tickets that the caller may read of, but for `except`. One statement.
pub async fn contacts_last(
    reader: &Reader,
    ids: Vec<TicketId>,
    except: SelectStatement,
) -> Result<HashMap<TicketId, LastContact>> {
    use article::Column as A;
    let said = reader.select::<article::Entity>().filter(contact()).filter(A::TicketId.is_in(ids));
    let columns = [A::TicketId, A::Channel, A::AuthorId, A::AuthorName];
    let last = [(A::CreatedAt.max(), "at")];
    let rows: Vec<Said> = said.filter(A::Id.not_in_subquery(except)).summarise(&columns, last).await?;
    let mut contacts: HashMap<TicketId, LastContact> = HashMap::new();
    for row in rows {
        let known = contacts.get(&row.ticket_id).map(|contact| contact.at);
        if known.is_none_or(|at| at < row.at) {
            contacts.insert(row.ticket_id, view(row));
        }
    }
    Ok(contacts)
}

fn view(row: Said) -> LastContact {
    let kind = match row.channel {
        Channel::Phone => ContactKind::Call,
        Channel::Mail => ContactKind::Mail,
        Channel::Reminder => ContactKind::Reminder,
        Channel::Web | Channel::Api | Channel::System => ContactKind::Message,
    };
    let by = Named { id: row.author_id.0, name: Some(row.author_name), key: None };
    LastContact { at: row.at, by, kind }
}
