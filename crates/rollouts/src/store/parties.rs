//! Queries of the party directory.
use crate::directory::{Entry, Place, Target, resolve};
use crate::entity::{party, party_directory, party_entry, rollout};
use crate::input::{NewRollout, PartyEntryListParams};
use crate::policy::PARTY_MAINTAIN;
use chrono::NaiveDate;
use dienstweg_kernel::db::Whole;
use dienstweg_kernel::guard::tables::{scope_closure, subtree};
use dienstweg_kernel::ids::{OrganisationId, PartyEntryId, ProgrammeId, RolloutId, ServiceId};
use dienstweg_kernel::labels::label;
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::{Reader, Result, Tx, text};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter};
use std::collections::{BTreeSet, HashMap};

/// Flag of a row: the caller maintains it.
pub const MAINTAINS: &str = "maintains";

const SORTS: &[(&str, party_entry::Column)] = &[
    ("role", party_entry::Column::Role),
    ("valid_from", party_entry::Column::ValidFrom),
    ("updated_at", party_entry::Column::UpdatedAt),
];

/// Where a rollout stands for the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    pub body: OrganisationId,
    pub service: Option<ServiceId>,
    pub programme: Option<ProgrammeId>,
}

impl Spot {
    pub fn of(row: &rollout::Model) -> Self {
        Self { body: row.body_id, service: row.service_id, programme: row.programme_id }
    }

    pub fn of_new(new: &NewRollout) -> Self {
        let service = new.service.as_ref().map(|service| service.id);
        Self { body: new.body_id, service, programme: new.programme_id }
    }
}

/// The entries in force today that concern some rollouts, and what stands above their bodies.
#[derive(Debug, Default)]
pub struct Directory {
    by_role: HashMap<String, Vec<Entry>>,
    paths: HashMap<OrganisationId, Vec<OrganisationId>>,
    day: NaiveDate,
}

impl Directory {
    /// For one role or all; two statements at most. The same for every reader, as it steers who has to act.
    pub async fn load(
        reader: &Reader,
        spots: impl IntoIterator<Item = Spot>,
        role: Option<&str>,
    ) -> Result<Self> {
        let spots: Vec<Spot> = spots.into_iter().collect();
        let bodies: BTreeSet<OrganisationId> = spots.iter().map(|spot| spot.body).collect();
        let day = reader.ctx().today();
        if bodies.is_empty() {
            return Ok(Self { day, ..Self::default() });
        }
        let concerning = concerning(&bodies, &spots);
        let select = party_entry::Entity::find()
            .filter(concerning)
            .filter(in_force(day))
            .filter(Condition::all().add_option(role.map(|role| party_entry::Column::Role.eq(role))));
        let rows =
            reader.unscoped("who plays a role, which is the same for every reader").all(select).await?;
        if rows.is_empty() {
            return Ok(Self { day, ..Self::default() });
        }
        let mut by_role: HashMap<String, Vec<Entry>> = HashMap::new();
        for row in &rows {
            by_role.entry(row.role.clone()).or_default().push(entry(row));
        }
        Ok(Self { by_role, paths: paths(reader, &bodies).await?, day })
    }

    /// The entry that says who plays a role.
    pub fn of(&self, role: &str, spot: &Spot) -> Option<&Entry> {
        let entries = self.by_role.get(role)?;
        let own = [spot.body];
        let path = self.paths.get(&spot.body).map_or(&own[..], Vec::as_slice);
        resolve(role, &Place { path, service: spot.service, programme: spot.programme }, entries, self.day)
    }

    /// The entries of one role.
    pub fn entries(&self, role: &str) -> &[Entry] {
        self.by_role.get(role).map_or(&[], Vec::as_slice)
    }
}

/// A row as far as it decides.
pub fn entry(row: &party_entry::Model) -> Entry {
    Entry {
        id: row.id,
        role: row.role.clone(),
        target: target(row),
        organisation: row.organisation_id,
        person: row.person_id,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
    }
}

pub fn target(row: &party_entry::Model) -> Target {
    Target { body: row.body_id, service: row.service_id, programme: row.programme_id }
}

fn concerning(bodies: &BTreeSet<OrganisationId>, spots: &[Spot]) -> Condition {
    use party_entry::Column as C;
    let above = Query::select()
        .column(scope_closure::Column::Ancestor)
        .from(scope_closure::Entity)
        .and_where(scope_closure::Column::Node.is_in(bodies.iter().map(|id| id.0)))
        .take();
    let services: BTreeSet<ServiceId> = spots.iter().filter_map(|spot| spot.service).collect();
    let programmes: BTreeSet<ProgrammeId> = spots.iter().filter_map(|spot| spot.programme).collect();
    let of_all = Condition::all().add(C::BodyId.is_null()).add(C::ServiceId.is_in(services));
    Condition::any().add(C::BodyId.in_subquery(above)).add(of_all).add(C::ProgrammeId.is_in(programmes))
}

#[derive(FromQueryResult)]
struct Above {
    ancestor: OrganisationId,
    node: OrganisationId,
    depth: i32,
}

/// Each body with what stands above it, the nearest first.
pub async fn paths(
    reader: &Reader,
    bodies: &BTreeSet<OrganisationId>,
) -> Result<HashMap<OrganisationId, Vec<OrganisationId>>> {
    use scope_closure::Column as S;
    let select = Query::select()
        .columns([S::Ancestor, S::Node, S::Depth])
        .from(scope_closure::Entity)
        .and_where(S::Node.is_in(bodies.iter().map(|id| id.0)))
        .take();
    let mut rows: Vec<Above> =
        reader.unscoped("the place in the tree of bodies, for what holds above them").rows(&select).await?;
    rows.sort_by_key(|row| row.depth);
    let mut paths: HashMap<OrganisationId, Vec<OrganisationId>> = HashMap::new();
    for row in rows {
        paths.entry(row.node).or_default().push(row.ancestor);
    }
    Ok(paths)
}

/// In force on a day.
pub fn in_force(day: NaiveDate) -> Condition {
    use party_entry::Column as C;
    let lasting = Condition::any().add(C::ValidTo.is_null()).add(C::ValidTo.gt(day));
    Condition::all().add(C::ValidFrom.lte(day)).add(lasting)
}

/// Who changes the directory and who creates rollouts wait for each other from here until they commit: else an entry and
/// a rollout that come at the same moment would not see each other.
pub async fn hold(tx: &Tx) -> Result<()> {
    use party_directory::Column as D;
    let update = Query::update()
        .table(party_directory::Entity)
        .value(D::Revision, D::Revision.into_expr().add(1))
        .and_where(D::Id.eq(1))
        .take();
    tx.unscoped_write("the lock of the party directory").run(&update).await.map(|_| ())
}

/// The entries a list's parameters name.
pub fn selected<'r>(
    reader: &'r Reader,
    params: &PartyEntryListParams,
) -> dienstweg_kernel::db::Scoped<'r, party_entry::Entity> {
    use party_entry::Column as C;
    reader
        .select::<party_entry::Entity>()
        .filter_any(C::Id, params.ids.clone())
        .filter_any(C::Role, params.role.clone())
        .filter_any(C::Scope, params.scope.clone())
        .filter_any(C::BodyId, params.body.clone())
        .filter_any(C::ServiceId, params.service.clone())
        .filter_any(C::ProgrammeId, params.programme.clone())
        .filter_any(C::OrganisationId, params.organisation.clone())
        .filter_any(C::PersonId, params.person.clone())
        .filter_opt(params.below, |top| C::BodyId.in_subquery(subtree([top])))
        .filter_opt(params.valid_on, |day| in_force(day).into())
        .filter_opt(params.q.as_deref().filter(|q| !q.trim().is_empty()), |q| named(q).into())
}

/// Entries that name something with these letters in its name or with this key.
fn named(q: &str) -> Condition {
    use party_entry::Column as C;
    let called = || -> SelectStatement {
        let called = label::Column::SortKey.contains(text::sort_key(q)).or(label::Column::Key.eq(q.trim()));
        let open = label::Column::Sealed.eq(false);
        Query::select().column(label::Column::Id).from(label::Entity).and_where(called).and_where(open).take()
    };
    [C::BodyId, C::ServiceId, C::ProgrammeId, C::OrganisationId, C::PersonId]
        .into_iter()
        .fold(Condition::any(), |any, column| any.add(column.in_subquery(called())))
}

/// A page of entries, each with the flag [`MAINTAINS`].
pub async fn entries(
    reader: &Reader,
    params: &PartyEntryListParams,
    request: &PageRequest,
) -> Result<Page<Whole<party_entry::Entity>>> {
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("role"), SORTS)?;
    selected(reader, params).reach(MAINTAINS, PARTY_MAINTAIN).page_whole(sort, request).await
}

#[derive(FromQueryResult)]
struct Count {
    entry_id: PartyEntryId,
    number: i64,
}

/// How many rollouts follow each of these entries now.
pub async fn following(reader: &Reader, ids: &[PartyEntryId]) -> Result<HashMap<PartyEntryId, i64>> {
    use party::Column as P;
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let select = Query::select()
        .column(P::EntryId)
        .expr_as(Func::count(Expr::val(1)), "number")
        .from(party::Entity)
        .and_where(P::EntryId.is_in(ids.iter().copied()))
        .group_by_col(P::EntryId)
        .take();
    let rows: Vec<Count> =
        reader.unscoped("how far an entry the caller sees is followed").rows(&select).await?;
    Ok(rows.into_iter().map(|row| (row.entry_id, row.number)).collect())
}

/// A rollout that may have to follow, as far as that decides.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Follower {
    pub id: RolloutId,
    pub body_id: OrganisationId,
    pub service_id: Option<ServiceId>,
    pub programme_id: Option<ProgrammeId>,
    pub template_id: dienstweg_kernel::ids::TemplateId,
}

impl Follower {
    pub fn spot(&self) -> Spot {
        Spot { body: self.body_id, service: self.service_id, programme: self.programme_id }
    }
}

/// The parties of these rollouts, of one role or all.
pub async fn parties_of(
    reader: &Reader,
    ids: Vec<RolloutId>,
    role: Option<&str>,
) -> Result<HashMap<RolloutId, Vec<party::Model>>> {
    use party::Column as P;
    let select = party::Entity::find()
        .filter(P::RolloutId.is_in(ids))
        .filter(Condition::all().add_option(role.map(|role| P::Role.eq(role))));
    let rows = reader.unscoped("who plays a role, compared with the directory").all(select).await?;
    Ok(super::steer::grouped(rows, |row| row.rollout_id))
}
