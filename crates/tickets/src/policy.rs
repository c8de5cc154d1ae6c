//! Who reaches which tickets, articles, attachments, watchers and links.
use crate::entity::{article, attachment, link, ticket, watcher};
use crate::types::{Audience, LinkId, WatcherId};
use crate::{SUBJECT, WATCHER};
use dienstweg_kernel::ctx::{Actor, Permission};
use dienstweg_kernel::guard::tables::{COVERED, ScopeKind, actor_grant, involvement};
use dienstweg_kernel::guard::{Guarded, Reach, Subject, within};
use dienstweg_kernel::ids::{ArticleId, AttachmentId, TicketId};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

pub const TICKET_READ: Permission = Permission("ticket:read");
/// Reaches by organisation and team alone: what one creates is not for that reason within one's reach.
pub const TICKET_CREATE: Permission = Permission("ticket:create");
/// Changes and moves tickets.
pub const TICKET_WRITE: Permission = Permission("ticket:write");
/// Gives tickets to people and teams, and makes others watch.
pub const TICKET_ASSIGN: Permission = Permission("ticket:assign");
/// Says something about a ticket, in words or with files.
pub const ARTICLE_WRITE: Permission = Permission("article:write");
/// Belongs to the steering team: reads, and with [`ARTICLE_WRITE`] writes, what only the team may see.
pub const ARTICLE_INTERNAL: Permission = Permission("article:internal");

/// Every permission of this domain.
pub const PERMISSIONS: &[Permission] =
    &[TICKET_READ, TICKET_CREATE, TICKET_WRITE, TICKET_ASSIGN, ARTICLE_WRITE, ARTICLE_INTERNAL];

/// The subject of everything that happens to a ticket.
pub(crate) fn subject(id: TicketId) -> Subject {
    Subject { kind: SUBJECT, id: id.0 }
}

impl Guarded for ticket::Entity {
    const KIND: &'static str = SUBJECT;
    const READ: Permission = TICKET_READ;
    type Id = TicketId;
    const ID: Self::Column = ticket::Column::Id;
    const VERSION: Option<Self::Column> = Some(ticket::Column::Version);
    const UNAUDITED: &'static [Self::Column] = &[
        ticket::Column::SortKey,
        ticket::Column::SearchExtra,
        ticket::Column::CreatedAt,
        ticket::Column::UpdatedAt,
    ];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        use ticket::Column as C;
        let reach = Reach::of(actor, permission).organisation(C::OrganisationId).team(C::TeamId);
        if permission == TICKET_CREATE {
            return reach.rows();
        }
        let reach = reach.own(C::AssigneeId);
        if permission == ARTICLE_INTERNAL {
            return reach.rows();
        }
        let reach = reach.own(C::CreatedBy);
        if permission == TICKET_READ {
            return reach.involved(SUBJECT, C::Id).covering(SUBJECT, C::Id).rows_of::<Self>();
        }
        reach.also(as_party(actor, permission)).rows_of::<Self>()
    }

    fn subject(row: &ticket::Model) -> Subject {
        subject(row.id)
    }
}

/// Tickets in which a granted organisation, or the actor itself, is a party that acts. To watch a ticket, or to be
/// covered by its rollout, lets one read it and no more.
fn as_party(actor: &Actor, permission: Permission) -> Condition {
    use actor_grant::Column as G;
    use involvement::Column as I;
    let granted = Query::select()
        .column(G::ScopeId)
        .from(actor_grant::Entity)
        .and_where(G::Actor.eq(actor.id.0))
        .and_where(G::Permission.eq(permission.0))
        .and_where(G::ScopeKind.eq(ScopeKind::Involved.as_str()))
        .take();
    let party = Condition::any().add(I::PartyId.in_subquery(granted)).add(I::PartyId.eq(actor.id.0));
    let tickets = Query::select()
        .column(I::SubjectId)
        .from(involvement::Entity)
        .cond_where(
            Condition::all()
                .add(I::SubjectKind.eq(SUBJECT))
                .add(I::Role.is_not_in([WATCHER, COVERED]))
                .add(party),
        )
        .take();
    Condition::all().add(ticket::Column::Id.in_subquery(tickets))
}

/// Tickets whose steering team the actor belongs to.
pub(crate) fn team_rows(actor: &Actor) -> Condition {
    ticket::Entity::rows(actor, ARTICLE_INTERNAL)
}

/// Tickets of whose responsible body or steering team the actor is: reached through the organisation, not merely by
/// being involved or covered.
pub(crate) fn body_rows(actor: &Actor) -> Condition {
    use ticket::Column as C;
    let own = Reach::of(actor, TICKET_READ)
        .organisation(C::OrganisationId)
        .team(C::TeamId)
        .own(C::AssigneeId)
        .rows();
    let team = team_rows(actor);
    // An empty condition is no restriction, and must not disappear among others.
    if own.is_empty() || team.is_empty() { Condition::all() } else { Condition::any().add(own).add(team) }
}

/// The parts of a ticket that are for an audience the actor belongs to.
fn audible(actor: &Actor, ticket_id: impl ColumnTrait, audience: impl ColumnTrait) -> Condition {
    let restricted = [(Audience::Body, body_rows(actor)), (Audience::Team, team_rows(actor))];
    if restricted.iter().all(|(_, rows)| rows.is_empty()) {
        return Condition::all();
    }
    let open = Condition::any().add(audience.eq(Audience::All));
    restricted.into_iter().fold(open, |any, (of, rows)| {
        let part = Condition::all().add(audience.eq(of));
        any.add(if rows.is_empty() { part } else { part.add(ticket_id.in_subquery(ids(rows))) })
    })
}

fn ids(rows: Condition) -> sea_orm::sea_query::SelectStatement {
    ticket::Entity::find().select_only().column(ticket::Column::Id).filter(rows).into_query()
}

/// Both conditions; an empty one restricts nothing.
fn both(a: Condition, b: Condition) -> Condition {
    match (a.is_empty(), b.is_empty()) {
        (true, _) => b,
        (_, true) => a,
        _ => Condition::all().add(a).add(b),
    }
}

impl Guarded for article::Entity {
    const KIND: &'static str = "article";
    const READ: Permission = TICKET_READ;
    type Id = ArticleId;
    const ID: Self::Column = article::Column::Id;
    /// The history of the ticket says that something was said and to whom, not what.
    const UNAUDITED: &'static [Self::Column] = &[
        article::Column::TicketId,
        article::Column::AuthorId,
        article::Column::AuthorName,
        article::Column::Text,
        article::Column::CreatedAt,
    ];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        use article::Column as C;
        both(
            within::<ticket::Entity>(C::TicketId, actor, permission),
            audible(actor, C::TicketId, C::Audience),
        )
    }

    fn subject(row: &article::Model) -> Subject {
        subject(row.ticket_id)
    }
}

impl Guarded for attachment::Entity {
    const KIND: &'static str = "attachment";
    const READ: Permission = TICKET_READ;
    type Id = AttachmentId;
    const ID: Self::Column = attachment::Column::Id;
    const UNAUDITED: &'static [Self::Column] = &[
        attachment::Column::TicketId,
        attachment::Column::ArticleId,
        attachment::Column::StoredAt,
        attachment::Column::UploadedBy,
        attachment::Column::CreatedAt,
    ];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        use attachment::Column as C;
        both(
            within::<ticket::Entity>(C::TicketId, actor, permission),
            audible(actor, C::TicketId, C::Audience),
        )
    }

    fn subject(row: &attachment::Model) -> Subject {
        subject(row.ticket_id)
    }
}

impl Guarded for watcher::Entity {
    const KIND: &'static str = "ticket_watcher";
    const READ: Permission = TICKET_READ;
    type Id = WatcherId;
    const ID: Self::Column = watcher::Column::Id;
    const UNAUDITED: &'static [Self::Column] =
        &[watcher::Column::TicketId, watcher::Column::AddedBy, watcher::Column::CreatedAt];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        within::<ticket::Entity>(watcher::Column::TicketId, actor, permission)
    }

    fn subject(row: &watcher::Model) -> Subject {
        subject(row.ticket_id)
    }
}

impl Guarded for link::Entity {
    const KIND: &'static str = "ticket_link";
    const READ: Permission = TICKET_READ;
    type Id = LinkId;
    const ID: Self::Column = link::Column::Id;
    const UNAUDITED: &'static [Self::Column] = &[link::Column::CreatedBy, link::Column::CreatedAt];

    /// From either end.
    fn rows(actor: &Actor, permission: Permission) -> Condition {
        let from = within::<ticket::Entity>(link::Column::FromId, actor, permission);
        let to = within::<ticket::Entity>(link::Column::ToId, actor, permission);
        if from.is_empty() || to.is_empty() { Condition::all() } else { Condition::any().add(from).add(to) }
    }

    fn subject(row: &link::Model) -> Subject {
        subject(row.from_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dienstweg_kernel::ctx::{ActorKind, Extent};
    use dienstweg_kernel::ids::ActorId;
    use sea_orm::sea_query::SqliteQueryBuilder;

    fn actor(permissions: &[(Permission, Extent)]) -> Actor {
        let permissions =
            permissions.iter().map(|(permission, extent)| (permission.0.to_owned(), *extent)).collect();
        Actor::new(ActorId(uuid::Uuid::from_u128(7)), ActorKind::User, "u", permissions)
    }

    fn sql<E: Guarded>(actor: &Actor, permission: Permission) -> String {
        E::find().filter(E::rows(actor, permission)).into_query().to_string(SqliteQueryBuilder)
    }

    #[test]
    fn an_unlimited_caller_pays_nothing_and_a_stranger_gets_nothing() {
        let all = actor(&[(TICKET_READ, Extent::Everything), (ARTICLE_INTERNAL, Extent::Everything)]);
        assert!(article::Entity::rows(&all, TICKET_READ).is_empty());
        assert!(link::Entity::rows(&all, TICKET_READ).is_empty() && body_rows(&all).is_empty());
        assert!(sql::<ticket::Entity>(&actor(&[]), TICKET_READ).contains("1 = 2"));
    }

    #[test]
    fn reading_everything_does_not_open_what_is_for_the_team() {
        let auditor = actor(&[(TICKET_READ, Extent::Everything)]);
        let sql = sql::<article::Entity>(&auditor, TICKET_READ);
        assert!(sql.contains(r#""audience" = 'all'"#), "{sql}");
        assert!(sql.contains(r#""audience" = 'team' AND "article"."ticket_id" IN (SELECT "ticket"."id" FROM "ticket" WHERE 1 = 2)"#), "{sql}");
    }

    #[test]
    fn watching_and_being_covered_let_one_read_only() {
        let scoped = actor(&[
            (TICKET_READ, Extent::Scoped),
            (TICKET_WRITE, Extent::Scoped),
            (TICKET_CREATE, Extent::Scoped),
            (ARTICLE_INTERNAL, Extent::Scoped),
        ]);
        let excluded = r#""role" NOT IN ('watcher', 'covered')"#;
        assert!(!sql::<ticket::Entity>(&scoped, TICKET_READ).contains(excluded));
        assert!(sql::<ticket::Entity>(&scoped, TICKET_WRITE).contains(excluded));
        for permission in [TICKET_CREATE, ARTICLE_INTERNAL] {
            let sql = sql::<ticket::Entity>(&scoped, permission);
            assert!(!sql.contains("involvement") && !sql.contains("\"created_by\" ="), "{sql}");
        }
    }
}
