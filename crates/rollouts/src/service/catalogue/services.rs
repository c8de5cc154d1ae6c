//! Services one at a time.
use super::service_state::{ServiceState, check_key, maturity, texts};
use crate::entity::service;
use crate::input::{ServiceColumnParams, ServiceCreate, ServiceListParams, ServicePatch};
use crate::policy::SERVICE_WRITE;
use crate::types::{PackageCategory, ServiceLevel};
use crate::view::ServiceView;
use crate::{events, store};
use chrono::NaiveDate;
use dienstweg_intake::keys::LeikaKey;
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::ctx::Extent;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::Fault;
use dienstweg_kernel::guard::{Guarded, Visible};
use dienstweg_kernel::ids::{OrganisationId, ServiceId};
use dienstweg_kernel::labels::{Label, Labels};
use dienstweg_kernel::page::{Page, PageRequest};
use dienstweg_kernel::search::SearchDoc;
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, FromQueryResult, Set};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

type Row = Visible<service::Entity>;

pub async fn service_list(
    reader: &Reader,
    params: &ServiceListParams,
    request: &PageRequest,
) -> Result<Page<ServiceView>> {
    let page = store::catalogue::services(reader, params, request).await?;
    let labels = reader.labels(page.items.iter().flat_map(|row| named(row))).await?;
    Ok(page.map(|row| view(reader, &row, &labels)))
}

pub async fn service_get(reader: &Reader, id: ServiceId) -> Result<ServiceView> {
    let row = reader.get::<service::Entity>(id).await?;
    one(reader, row).await
}

/// Older entries than `before`, newest first.
pub async fn service_history(
    reader: &Reader,
    id: ServiceId,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<HistoryEntry>> {
    let row = reader.get::<service::Entity>(id).await?;
    reader.history(&row, before, limit).await
}

fn named(row: &service::Model) -> impl Iterator<Item = Uuid> {
    [row.provider_id, row.operator_id].into_iter().flatten().map(|id| id.0)
}

async fn one(reader: &Reader, row: Row) -> Result<ServiceView> {
    let labels = reader.labels(named(&row)).await?;
    Ok(view(reader, &row, &labels))
}

fn view(reader: &Reader, row: &Row, labels: &Labels) -> ServiceView {
    let writes = reader.ctx().actor.extent(SERVICE_WRITE) == Some(Extent::Everything);
    ServiceView {
        id: row.id,
        key: row.key.clone(),
        name: row.name.clone(),
        ozg_id: row.ozg_id.clone(),
        package: row.package,
        level: row.level,
        provider: labels.named_opt(row.provider_id),
        operator: labels.named_opt(row.operator_id),
        implementing_land: row.implementing_land.clone(),
        maturity: maturity(row),
        interfaces: texts(&row.interfaces),
        leika_keys: texts(&row.leika_keys),
        portal_ids: texts(&row.portal_ids),
        routing: row.routing.clone(),
        active_from: row.active_from,
        active_to: row.active_to,
        active: is_active(row, reader.ctx().today()),
        note: row.note.clone(),
        source: row.source.clone(),
        can: if writes { vec!["update"] } else { Vec::new() },
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

pub(super) fn is_active(row: &service::Model, day: NaiveDate) -> bool {
    row.active_from.is_none_or(|from| from <= day) && row.active_to.is_none_or(|to| to > day)
}

/// Adds a service to the catalogue.
///
/// # Errors
/// `duplicate` where the key is taken, `invalid` with every fault.
pub async fn service_create(tx: &Tx, input: ServiceCreate) -> Result<ServiceView> {
    let key = input.key.trim().to_owned();
    let state = ServiceState::from(input);
    let mut faults = Vec::new();
    check_key(&key, &mut faults);
    state.check(&mut faults);
    check_organisations(tx, &state, &mut faults).await?;
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let row = new_row(tx, tx.ctx().new_id(), key, state);
    let row = tx.insert::<service::Entity>(SERVICE_WRITE, row, events::service_created()).await?;
    store::catalogue::leika_add(tx, store::catalogue::leika_rows(row.id, &texts(&row.leika_keys))).await?;
    announce(tx, &row);
    one(tx, row).await
}

/// Provider and operator belong to another domain; that they exist is told by their labels.
async fn check_organisations(tx: &Tx, state: &ServiceState, faults: &mut Vec<Fault>) -> Result<()> {
    let named = [("/provider_id", state.provider_id), ("/operator_id", state.operator_id)];
    let ids: Vec<OrganisationId> = named.iter().filter_map(|(_, id)| *id).collect();
    let there = store::catalogue::organisations_named(tx, &ids).await?;
    let missing = named.iter().filter(|(_, id)| id.is_some_and(|id| !there.contains(&id)));
    faults.extend(missing.map(|(pointer, _)| Fault::unknown_reference(*pointer)));
    Ok(())
}

pub(super) fn new_row(tx: &Tx, id: ServiceId, key: String, state: ServiceState) -> service::ActiveModel {
    let now = tx.ctx().now();
    let mut row = <service::ActiveModel as ActiveModelTrait>::default();
    state.set(&mut row);
    row.id = Set(id);
    row.key = Set(key);
    row.version = Set(1);
    row.created_at = Set(now);
    row.updated_at = Set(now);
    row
}

/// Writes label and full text of a service.
pub(super) fn announce(tx: &Tx, row: &service::Model) {
    tx.label(Label::new(service::Entity::KIND, row.id, &row.name).key(Some(&row.key)));
    let leika = texts(&row.leika_keys).join(" ");
    let ozg_id = row.ozg_id.as_deref().unwrap_or_default();
    tx.index(SearchDoc::new(service::Entity::subject(row), &[&row.name, &row.key, ozg_id, &leika]));
}

pub async fn service_patch(
    tx: &Tx,
    id: ServiceId,
    seen: IfMatch,
    patch: ServicePatch,
) -> Result<ServiceView> {
    let row = tx.lock::<service::Entity>(id, SERVICE_WRITE, seen).await?;
    let before = ServiceState::from(&*row);
    let mut state = before.clone();
    let mut faults = Vec::new();
    state.apply(patch, &mut faults);
    state.check(&mut faults);
    check_organisations(tx, &state, &mut faults).await?;
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    if state == before {
        return one(tx, row.unchanged()).await;
    }
    let keys_change = state.leika_keys != before.leika_keys;
    let mut change = row.change();
    state.set(&mut change);
    change.updated_at = Set(tx.ctx().now());
    let row = tx.update(row, change, events::service_updated()).await?;
    if keys_change {
        store::catalogue::leika_write(tx, id, &texts(&row.leika_keys)).await?;
    }
    announce(tx, &row);
    one(tx, row).await
}

/// A service as a column of a picture of the whole.
#[derive(Clone, Debug, FromQueryResult, Serialize, ToSchema)]
pub struct ServiceColumn {
    pub id: ServiceId,
    pub key: String,
    pub name: String,
    pub level: ServiceLevel,
    pub package: PackageCategory,
    #[serde(skip)]
    #[schema(ignore)]
    sort_key: String,
}

/// Services as columns, by package, level and name.
pub async fn service_columns(reader: &Reader, params: &ServiceColumnParams) -> Result<Vec<ServiceColumn>> {
    use service::Column as C;
    let columns = [C::Id, C::Key, C::Name, C::Level, C::Package, C::SortKey];
    let mut rows: Vec<ServiceColumn> = store::catalogue::service_columns(reader, params, &columns).await?;
    rows.sort_by(|one, other| {
        let place = |row: &ServiceColumn| (row.package, row.level);
        place(one).cmp(&place(other)).then_with(|| one.sort_key.cmp(&other.sort_key))
    });
    Ok(rows)
}

/// What rollouts need to know of a service.
#[derive(Clone, Debug)]
pub struct ServiceFacts {
    pub id: ServiceId,
    pub key: String,
    pub name: String,
    pub level: ServiceLevel,
    pub provider_id: Option<OrganisationId>,
    pub operator_id: Option<OrganisationId>,
    /// Today.
    pub active: bool,
}

fn facts(row: &service::Model, day: NaiveDate) -> ServiceFacts {
    ServiceFacts {
        id: row.id,
        key: row.key.clone(),
        name: row.name.clone(),
        level: row.level,
        provider_id: row.provider_id,
        operator_id: row.operator_id,
        active: is_active(row, day),
    }
}

/// These services, as far as the caller sees them, in one statement.
pub async fn services_by_ids(
    reader: &Reader,
    ids: Vec<ServiceId>,
) -> Result<HashMap<ServiceId, ServiceFacts>> {
    let day = reader.ctx().today();
    let rows = reader.select::<service::Entity>().filter(service::Column::Id.is_in(ids)).all().await?;
    Ok(rows.iter().map(|row| (row.id, facts(row, day))).collect())
}

/// Services by what they are called in an order.
#[derive(Debug, Default)]
pub struct ServicesByKey(Vec<(Row, ServiceFacts)>);

impl ServicesByKey {
    /// Those that carry any of these keys (own key in any case, LeiKa key or URN, OZG id) and that the caller sees, in one
    /// statement.
    pub async fn load<'k>(reader: &Reader, keys: impl IntoIterator<Item = &'k str>) -> Result<Self> {
        use service::Column as C;
        let keys: Vec<&str> = keys.into_iter().map(str::trim).filter(|key| !key.is_empty()).collect();
        if keys.is_empty() {
            return Ok(Self::default());
        }
        let leika: Vec<LeikaKey> = keys.iter().filter_map(|key| key.parse().ok()).collect();
        let carries = Condition::any()
            .add(C::Key.is_in(keys.iter().copied()))
            .add(C::Key.is_in(keys.iter().map(|key| key.to_uppercase())))
            .add(C::OzgId.is_in(keys.iter().copied()))
            .add_option(
                (!leika.is_empty()).then(|| C::Id.in_subquery(store::catalogue::services_with(&leika))),
            );
        let rows = reader.select::<service::Entity>().filter(carries).order(C::Key, sea_orm::Order::Asc);
        let day = reader.ctx().today();
        let with_facts = |row: Row| {
            let facts = facts(&row, day);
            (row, facts)
        };
        Ok(Self(rows.all().await?.into_iter().map(with_facts).collect()))
    }

    /// Those with one key. One LeiKa key or OZG id may stand for several services.
    pub fn of<'s>(&'s self, key: &str) -> impl Iterator<Item = &'s ServiceFacts> + use<'s> {
        let key = key.trim().to_owned();
        let leika = key.parse::<LeikaKey>().ok();
        let carries = move |row: &Row| {
            let has_leika = |leika: &LeikaKey| texts(&row.leika_keys).iter().any(|own| own == leika.as_str());
            row.key == key
                || row.key == key.to_uppercase()
                || row.ozg_id.as_ref() == Some(&key)
                || leika.as_ref().is_some_and(has_leika)
        };
        self.0.iter().filter(move |(row, _)| carries(row)).map(|(_, facts)| facts)
    }
}
