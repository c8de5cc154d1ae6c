//! Who is told what by mail: one's own choice and absence, and who holds which right where.
use super::super::store::col;
use super::deputies::may_stand_in;
use crate::entity::user;
use crate::events;
use crate::input::{AbsenceInput, NoticesPatch};
use crate::policy::{ME_READ, ME_WRITE};
use crate::types::{Notify, UserStatus, language_of};
use crate::view::{AbsenceView, NoticesView};
use chrono::NaiveDate;
use dienstweg_kernel::ctx::{Language, Permission};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Error, Fault, Result, Text};
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::guard::tables::{ScopeKind, actor_grant, scope_closure};
use dienstweg_kernel::ids::{OrganisationId, UserId};
use dienstweg_kernel::patch::Patch;
use dienstweg_kernel::{Reader, Tx};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, JoinType, Query, SelectStatement, UnionType};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, FromQueryResult, Order};
use std::collections::HashMap;
use uuid::Uuid;

/// What one has chosen about mail.
pub async fn notices_get(reader: &Reader) -> Result<NoticesView> {
    let own = user::Column::Id.eq(reader.ctx().actor.id.0);
    let row = reader.select_with::<user::Entity>(ME_READ).filter(own).one().await?;
    notices_view(reader, &row.ok_or_else(Error::not_found)?).await
}

/// Changes it.
///
/// # Errors
/// `invalid` with all faults.
pub async fn notices_patch(tx: &Tx, patch: NoticesPatch) -> Result<NoticesView> {
    let own = UserId(tx.ctx().actor.id.0);
    let row = tx.lock::<user::Entity>(own, ME_WRITE, IfMatch::Any).await?;
    let (mut change, mut faults) = (row.change(), Vec::new());
    match patch.mail {
        Patch::Absent => {}
        Patch::Null => faults.push(Fault::required("/mail")),
        Patch::Value(mail) => change.notify = Set(mail),
    }
    match patch.absence {
        Patch::Absent => {}
        Patch::Null => {
            (change.deputy_id, change.absent_from, change.absent_until) = (Set(None), Set(None), Set(None));
        }
        Patch::Value(absence) => {
            faults.extend(absence_faults(tx, &absence).await?);
            change.deputy_id = Set(Some(absence.deputy_id));
            change.absent_from = Set(Some(absence.from));
            change.absent_until = Set(Some(absence.until));
        }
    }
    Error::check(faults)?;
    change.updated_at = Set(tx.ctx().now());
    let row = tx.update(row, change, Fact::new(events::USER_UPDATED)).await?;
    notices_view(tx, &row).await
}

async fn absence_faults(reader: &Reader, absence: &AbsenceInput) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    if !may_stand_in(reader, UserId(reader.ctx().actor.id.0), absence.deputy_id).await? {
        faults.push(Fault::unknown_reference("/absence/deputy_id"));
    }
    if absence.until < absence.from || absence.until < reader.ctx().today() {
        let text = Text::new(
            "Der letzte Tag liegt vor dem ersten oder ist vorbei.",
            "The last day is before the first one or over.",
        );
        faults.push(Fault::new("/absence/until", "order", text));
    }
    Ok(faults)
}

async fn notices_view(reader: &Reader, row: &Visible<user::Entity>) -> Result<NoticesView> {
    use user::Column as C;
    let for_others = Query::select()
        .columns([C::Id, C::AbsentFrom, C::AbsentUntil])
        .from(user::Entity)
        .and_where(C::DeputyId.eq(row.id))
        .and_where(C::AbsentUntil.gte(reader.ctx().today()))
        .and_where(C::Status.eq(UserStatus::Active))
        .order_by(C::AbsentFrom, Order::Asc)
        .take();
    let others = rows::<Standing>(reader, &for_others).await?;
    let ids = others.iter().map(|one| one.id.0).chain(row.deputy_id.map(|id| id.0));
    let labels = reader.labels(ids).await?;
    let absence = |who: UserId, from: Option<NaiveDate>, until: Option<NaiveDate>| {
        Some(AbsenceView { user: labels.named(who), from: from?, until: until? })
    };
    let current = row.absent_until.is_some_and(|until| until >= reader.ctx().today());
    Ok(NoticesView {
        mail: row.notify,
        address: row.open(|row| row.email.as_ref()).into_option(),
        absence: row
            .deputy_id
            .filter(|_| current)
            .and_then(|id| absence(id, row.absent_from, row.absent_until)),
        standing_in_for: others
            .iter()
            .filter_map(|one| absence(one.id, one.absent_from, one.absent_until))
            .collect(),
    })
}

#[derive(FromQueryResult)]
struct Standing {
    id: UserId,
    absent_from: Option<NaiveDate>,
    absent_until: Option<NaiveDate>,
}

/// Somebody who gets mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    pub user: UserId,
    pub address: String,
    pub language: Language,
    pub notify: Notify,
    /// Who stands in today.
    pub deputy: Option<Deputy>,
}

/// Somebody who stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deputy {
    pub user: UserId,
    pub address: String,
    pub language: Language,
}

#[derive(FromQueryResult)]
struct AddressRow {
    id: UserId,
    email: String,
    language: String,
    notify: Notify,
    deputy: Option<UserId>,
    deputy_email: Option<String>,
    deputy_language: Option<String>,
}

impl From<AddressRow> for Addressee {
    fn from(row: AddressRow) -> Self {
        let deputy = row.deputy.zip(row.deputy_email).map(|(user, address)| Deputy {
            user,
            address,
            language: language_of(row.deputy_language.as_deref().unwrap_or_default()),
        });
        Self {
            user: row.id,
            address: row.email,
            language: language_of(&row.language),
            notify: row.notify,
            deputy,
        }
    }
}

/// The active ones of these users who have an address, in one statement.
pub async fn addressees(reader: &Reader, users: Vec<UserId>) -> Result<HashMap<UserId, Addressee>> {
    addressees_where(reader, users.is_empty(), col(user::Column::Id).is_in(users)).await
}

/// The active users with one of these addresses.
pub async fn addressees_at(reader: &Reader, addresses: &[String]) -> Result<HashMap<UserId, Addressee>> {
    let same = Expr::expr(Func::lower(col(user::Column::Email)))
        .is_in(addresses.iter().map(|address| address.trim().to_lowercase()));
    addressees_where(reader, addresses.is_empty(), same).await
}

/// The users with one of these addresses, deactivated ones too, by the address in lower case.
pub async fn users_at(reader: &Reader, addresses: &[String]) -> Result<HashMap<String, UserId>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: UserId,
        address: String,
    }
    if addresses.is_empty() {
        return Ok(HashMap::new());
    }
    let address = || Expr::expr(Func::lower(col(user::Column::Email)));
    let select = Query::select()
        .expr_as(col(user::Column::Id), "id")
        .expr_as(address(), "address")
        .from(user::Entity)
        .and_where(address().is_in(addresses.iter().map(|one| one.trim().to_lowercase())))
        .take();
    let all = rows::<Row>(reader, &select).await?;
    Ok(all.into_iter().map(|row| (row.address, row.id)).collect())
}

async fn addressees_where(reader: &Reader, none: bool, which: Expr) -> Result<HashMap<UserId, Addressee>> {
    use user::Column as C;
    if none {
        return Ok(HashMap::new());
    }
    let (today, deputy) = (reader.ctx().today(), |column: C| Expr::col((Alias::new("deputy"), column)));
    let stands_in = Condition::all()
        .add(deputy(C::Id).equals((user::Entity, C::DeputyId)))
        .add(deputy(C::Status).eq(UserStatus::Active))
        .add(deputy(C::Email).is_not_null())
        .add(col(C::AbsentFrom).lte(today))
        .add(col(C::AbsentUntil).gte(today));
    let select = Query::select()
        .expr_as(col(C::Id), "id")
        .expr_as(col(C::Email), "email")
        .expr_as(col(C::Language), "language")
        .expr_as(col(C::Notify), "notify")
        .expr_as(deputy(C::Id), "deputy")
        .expr_as(deputy(C::Email), "deputy_email")
        .expr_as(deputy(C::Language), "deputy_language")
        .from(user::Entity)
        .join_as(JoinType::LeftJoin, user::Entity, Alias::new("deputy"), stands_in)
        .and_where(which)
        .and_where(col(C::Status).eq(UserStatus::Active))
        .and_where(col(C::Email).is_not_null())
        .take();
    let all = rows::<AddressRow>(reader, &select).await?;
    Ok(all.into_iter().map(|row| (row.id, row.into())).collect())
}

/// Actors that hold a permission for these organisations (or above), or as the party they are; pairs of both.
pub async fn holders_at(
    reader: &Reader,
    permission: Permission,
    organisations: Vec<OrganisationId>,
) -> Result<Vec<(OrganisationId, UserId)>> {
    use {actor_grant::Column as G, scope_closure::Column as S};
    if organisations.is_empty() {
        return Ok(Vec::new());
    }
    let of = |kind: ScopeKind, organisation: Expr, within: bool| {
        let mut select = Query::select();
        select
            .distinct()
            .expr_as(organisation.clone(), "organisation")
            .expr_as(col(G::Actor), "actor")
            .from(actor_grant::Entity)
            .and_where(col(G::Permission).eq(permission.0))
            .and_where(col(G::ScopeKind).eq(kind.as_str()))
            .and_where(organisation.is_in(organisations.iter().map(|id| id.0)));
        if within {
            select.inner_join(scope_closure::Entity, col(S::Ancestor).equals(G::ScopeId.as_column_ref()));
        }
        select
    };
    let below = of(ScopeKind::Organisation, col(S::Node), true);
    let parties = of(ScopeKind::Involved, col(G::ScopeId), false);
    let both = below.clone().union(UnionType::Distinct, parties).take();
    let all = rows::<HolderAt>(reader, &both).await?;
    Ok(all.into_iter().map(|row| (OrganisationId(row.organisation), UserId(row.actor))).collect())
}

/// Actors that hold a permission everywhere.
pub async fn holders_everywhere(reader: &Reader, permission: Permission) -> Result<Vec<UserId>> {
    use actor_grant::Column as G;
    let select = Query::select()
        .expr_as(col(G::Actor), "organisation")
        .expr_as(col(G::Actor), "actor")
        .from(actor_grant::Entity)
        .and_where(col(G::Permission).eq(permission.0))
        .and_where(col(G::ScopeKind).eq(ScopeKind::Everything.as_str()))
        .take();
    Ok(rows::<HolderAt>(reader, &select).await?.into_iter().map(|row| UserId(row.actor)).collect())
}

#[derive(FromQueryResult)]
struct HolderAt {
    organisation: Uuid,
    actor: Uuid,
}

pub(super) async fn rows<T: FromQueryResult>(reader: &Reader, select: &SelectStatement) -> Result<Vec<T>> {
    reader.unscoped("whom mail goes to, and who may stand in, no row rule says").rows(select).await
}
