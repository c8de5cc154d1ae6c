//! Programmes: services for addressed bodies after one template version.
use super::service_state::{check_key, replace};
use super::templates::template_usable;
use crate::entity::{programme, programme_service};
use crate::input::{ProgrammeCreate, ProgrammeListParams, ProgrammePatch, ProgrammeServices};
use crate::policy::PROGRAMME_WRITE;
use crate::types::{FourEyes, ProgrammeStatus};
use crate::view::ProgrammeView;
use crate::{events, store};
use chrono::NaiveDate;
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::guard::tables::scope_closure;
use dienstweg_kernel::guard::{Guarded, Locked, Visible};
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, ServiceId, TemplateId};
use dienstweg_kernel::labels::{Label, Labels};
use dienstweg_kernel::page::{Page, PageRequest};
use dienstweg_kernel::{Error, Reader, Result, Tx, text};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, Set};
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

type Row = Visible<programme::Entity>;

pub async fn programme_list(
    reader: &Reader,
    params: &ProgrammeListParams,
    request: &PageRequest,
) -> Result<Page<ProgrammeView>> {
    let page = store::catalogue::programmes(reader, params, request).await?;
    let labels = reader.labels(page.items.iter().flat_map(|row| names_in(row))).await?;
    Ok(page.map(|row| view(reader, &row, &labels)))
}

pub async fn programme_get(reader: &Reader, id: ProgrammeId) -> Result<ProgrammeView> {
    let row = reader.get::<programme::Entity>(id).await?;
    one(reader, row).await
}

/// Older entries than `before`, newest first.
pub async fn programme_history(
    reader: &Reader,
    id: ProgrammeId,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<HistoryEntry>> {
    let row = reader.get::<programme::Entity>(id).await?;
    reader.history(&row, before, limit).await
}

fn services_of(row: &programme::Model) -> Vec<ServiceId> {
    serde_json::from_value(row.service_ids.clone()).unwrap_or_default()
}

fn named(services: &[ServiceId], template: TemplateId, region: Option<OrganisationId>) -> Vec<Uuid> {
    services.iter().map(|id| id.0).chain([template.0]).chain(region.map(|id| id.0)).collect()
}

fn names_in(row: &programme::Model) -> Vec<Uuid> {
    named(&services_of(row), row.template_id, row.region_id)
}

async fn one(reader: &Reader, row: Row) -> Result<ProgrammeView> {
    let labels = reader.labels(names_in(&row)).await?;
    Ok(view(reader, &row, &labels))
}

fn view(reader: &Reader, row: &Row, labels: &Labels) -> ProgrammeView {
    let writes = reader.ctx().actor.has(PROGRAMME_WRITE);
    ProgrammeView {
        id: row.id,
        key: row.key.clone(),
        name: row.name.clone(),
        template: labels.named(row.template_id),
        region: labels.named_opt(row.region_id),
        four_eyes: row.four_eyes,
        started_on: row.started_on,
        status: row.status,
        services: services_of(row).into_iter().map(|id| labels.named(id)).collect(),
        can: if writes { vec!["update", "add_services", "remove_services"] } else { Vec::new() },
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// Sets up a programme.
///
/// # Errors
/// `duplicate` where the key is taken, `invalid` with every fault.
pub async fn programme_create(tx: &Tx, input: ProgrammeCreate) -> Result<ProgrammeView> {
    let key = input.key.trim().to_owned();
    let mut faults = Vec::new();
    check_key(&key, &mut faults);
    if input.name.trim().is_empty() {
        faults.push(Fault::required("/name"));
    }
    check_template(tx, input.template_id, &mut faults).await?;
    check_services(tx, &input.service_ids, &mut faults).await?;
    let services = sorted(input.service_ids);
    let labels = tx.labels(named(&services, input.template_id, input.region_id)).await?;
    check_region(&labels, input.region_id, &mut faults);
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let now = tx.ctx().now();
    let row = programme::ActiveModel {
        id: Set(tx.ctx().new_id()),
        key: Set(key),
        sort_key: Set(text::sort_key(&input.name)),
        name: Set(input.name),
        template_id: Set(input.template_id),
        region_id: Set(input.region_id),
        four_eyes: Set(input.four_eyes),
        started_on: Set(input.started_on),
        status: Set(input.status.unwrap_or(ProgrammeStatus::Draft)),
        service_ids: Set(ids_json(&services)),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let row = tx.insert::<programme::Entity>(PROGRAMME_WRITE, row, events::programme_created()).await?;
    store::catalogue::programme_services_add(tx, row.id, &services).await?;
    announce(tx, &row);
    Ok(view(tx, &row, &labels))
}

async fn check_template(tx: &Tx, id: TemplateId, faults: &mut Vec<Fault>) -> Result<()> {
    match template_usable(tx, id).await? {
        Some(true) => {}
        Some(false) => {
            let message =
                Text::new("Diese Vorlage ist nicht veröffentlicht.", "This template is not published.");
            faults.push(Fault::new("/template_id", "template_not_published", message));
        }
        None => faults.push(Fault::unknown_reference("/template_id")),
    }
    Ok(())
}

/// Organisations belong to another domain; that one exists is told by its label.
fn check_region(labels: &Labels, region: Option<OrganisationId>, faults: &mut Vec<Fault>) {
    if region.is_some_and(|id| !labels.is(id, "organisation")) {
        faults.push(Fault::unknown_reference("/region_id"));
    }
}

async fn check_services(tx: &Tx, ids: &[ServiceId], faults: &mut Vec<Fault>) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let seen = store::catalogue::services_seen(tx, ids).await?;
    let missing = ids.iter().enumerate().filter(|(_, id)| !seen.contains(id));
    faults.extend(missing.map(|(index, _)| Fault::unknown_reference(format!("/service_ids/{index}"))));
    Ok(())
}

fn sorted(mut ids: Vec<ServiceId>) -> Vec<ServiceId> {
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn ids_json(ids: &[ServiceId]) -> Value {
    ids.iter().map(|id| Value::from(id.to_string())).collect()
}

/// Writes the label of a programme.
fn announce(tx: &Tx, row: &programme::Model) {
    tx.label(Label::new(programme::Entity::KIND, row.id, &row.name).key(Some(&row.key)));
}

pub async fn programme_patch(
    tx: &Tx,
    id: ProgrammeId,
    seen: IfMatch,
    patch: ProgrammePatch,
) -> Result<ProgrammeView> {
    let row = tx.lock::<programme::Entity>(id, PROGRAMME_WRITE, seen).await?;
    let mut next = (*row).clone();
    let mut faults = Vec::new();
    replace(&mut next.name, patch.name, "/name", &mut faults);
    replace(&mut next.template_id, patch.template_id, "/template_id", &mut faults);
    replace(&mut next.four_eyes, patch.four_eyes, "/four_eyes", &mut faults);
    replace(&mut next.status, patch.status, "/status", &mut faults);
    next.region_id = patch.region_id.into_change().unwrap_or(next.region_id);
    next.started_on = patch.started_on.into_change().unwrap_or(next.started_on);
    if next.name.trim().is_empty() || next.name.chars().count() > 200 {
        let message = Text::new("1 bis 200 Zeichen.", "1 to 200 characters.");
        faults.push(Fault::new("/name", "length", message));
    }
    if next.template_id != row.template_id {
        check_template(tx, next.template_id, &mut faults).await?;
    }
    let labels = tx.labels(names_in(&next)).await?;
    check_region(&labels, next.region_id, &mut faults);
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    if next == *row {
        return Ok(view(tx, &row.unchanged(), &labels));
    }
    let row = store_next(tx, row, next).await?;
    announce(tx, &row);
    Ok(view(tx, &row, &labels))
}

/// Stores the members that a patch may change. Nobody moves a programme out of their own reach.
async fn store_next(tx: &Tx, row: Locked<programme::Entity>, next: programme::Model) -> Result<Row> {
    let moved = next.region_id != row.region_id;
    let mut change = row.change();
    change.sort_key = Set(text::sort_key(&next.name));
    change.name = Set(next.name);
    change.template_id = Set(next.template_id);
    change.region_id = Set(next.region_id);
    change.four_eyes = Set(next.four_eyes);
    change.started_on = Set(next.started_on);
    change.status = Set(next.status);
    change.updated_at = Set(tx.ctx().now());
    let row = tx.update(row, change, events::programme_updated()).await?;
    let reach = tx.select_with::<programme::Entity>(PROGRAMME_WRITE).filter(programme::Column::Id.eq(row.id));
    if moved && !reach.exists().await? {
        return Err(Error::forbidden(PROGRAMME_WRITE));
    }
    Ok(row)
}

/// Adds services; those that are in it already stay.
pub async fn programme_services_add(
    tx: &Tx,
    id: ProgrammeId,
    seen: IfMatch,
    input: ProgrammeServices,
) -> Result<ProgrammeView> {
    let row = tx.lock::<programme::Entity>(id, PROGRAMME_WRITE, seen).await?;
    let mut faults = Vec::new();
    check_services(tx, &input.service_ids, &mut faults).await?;
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let services = sorted([services_of(&row), input.service_ids].concat());
    set_services(tx, row, services).await
}

/// Takes services out; rollouts that run go on.
pub async fn programme_services_remove(
    tx: &Tx,
    id: ProgrammeId,
    seen: IfMatch,
    input: ProgrammeServices,
) -> Result<ProgrammeView> {
    let row = tx.lock::<programme::Entity>(id, PROGRAMME_WRITE, seen).await?;
    let left = services_of(&row).into_iter().filter(|id| !input.service_ids.contains(id)).collect();
    set_services(tx, row, left).await
}

async fn set_services(
    tx: &Tx,
    row: Locked<programme::Entity>,
    services: Vec<ServiceId>,
) -> Result<ProgrammeView> {
    if services == services_of(&row) {
        return one(tx, row.unchanged()).await;
    }
    let mut change = row.change();
    change.service_ids = Set(ids_json(&services));
    change.updated_at = Set(tx.ctx().now());
    let row = tx.update(row, change, events::programme_updated()).await?;
    store::catalogue::programme_services_write(tx, row.id, &services).await?;
    one(tx, row).await
}

/// What an order needs to know of the programme it falls into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgrammeMatch {
    pub id: ProgrammeId,
    pub key: String,
    pub template_id: TemplateId,
    pub four_eyes: FourEyes,
    pub started_on: Option<NaiveDate>,
}

#[derive(FromQueryResult)]
struct PolicyRow {
    service_id: ServiceId,
    /// Nothing where the programme addresses all bodies.
    body_id: Option<OrganisationId>,
    depth: Option<i32>,
    id: ProgrammeId,
    four_eyes: FourEyes,
}

/// Whether releasing needs a second person, for each service and body that an active programme addresses: the policy of
/// the programme that [`Programmes::nearest`] names, for a page of positions in one statement.
pub async fn four_eyes_for(
    reader: &Reader,
    places: &[(ServiceId, OrganisationId)],
) -> Result<HashMap<(ServiceId, OrganisationId), FourEyes>> {
    use programme::Column as C;
    use programme_service::Column as S;
    use scope_closure::Column as T;
    if places.is_empty() {
        return Ok(HashMap::new());
    }
    let above = Condition::all()
        .add(Expr::col(T::Ancestor.as_column_ref()).equals(C::RegionId.as_column_ref()))
        .add(T::Node.is_in(places.iter().map(|(_, body)| body.0)));
    let select = Query::select()
        .column(S::ServiceId.as_column_ref())
        .expr_as(Expr::col(T::Node.as_column_ref()), "body_id")
        .column(T::Depth.as_column_ref())
        .column(C::Id.as_column_ref())
        .column(C::FourEyes.as_column_ref())
        .from(programme::Entity)
        .inner_join(
            programme_service::Entity,
            Expr::col(S::ProgrammeId.as_column_ref()).equals(C::Id.as_column_ref()),
        )
        .left_join(scope_closure::Entity, above)
        .and_where(C::Status.eq(ProgrammeStatus::Active))
        .and_where(S::ServiceId.is_in(places.iter().map(|(service, _)| *service)))
        .cond_where(Condition::any().add(C::RegionId.is_null()).add(T::Node.is_not_null()))
        .take();
    let rows: Vec<PolicyRow> = reader
        .unscoped("the programme an order falls into, which is the same for every reader")
        .rows(&select)
        .await?;
    let policy = |(service, body): &(ServiceId, OrganisationId)| {
        let fits = rows.iter().filter(|row| row.service_id == *service);
        let fits = fits.filter(|row| row.body_id.is_none_or(|region| region == *body));
        let nearest = fits.min_by_key(|row| (row.depth.unwrap_or(i32::MAX), row.id))?;
        Some(((*service, *body), nearest.four_eyes))
    };
    Ok(places.iter().filter_map(policy).collect())
}

/// The active programmes that contain some services. The same for every reader, because they steer what becomes of an
/// order.
#[derive(Debug, Default)]
pub struct Programmes(Vec<(Vec<ServiceId>, programme::Model)>);

impl Programmes {
    /// Those with any of these services, in one statement.
    pub async fn load(reader: &Reader, services: impl IntoIterator<Item = ServiceId>) -> Result<Self> {
        use programme::Column as C;
        let select = programme::Entity::find()
            .filter(C::Status.eq(ProgrammeStatus::Active))
            .filter(C::Id.in_subquery(store::catalogue::programmes_with(services)));
        let rows = reader
            .unscoped("the programme an order falls into, which is the same for every reader")
            .all(select)
            .await?;
        Ok(Self(rows.into_iter().map(|row| (services_of(&row), row)).collect()))
    }

    /// The one that contains a service and addresses a body. `path` is the body and what stands above it, from near to
    /// far: where several programmes fit, the nearest region goes first, one for all bodies last.
    pub fn nearest(&self, service: ServiceId, path: &[OrganisationId]) -> Option<ProgrammeMatch> {
        let distance = |region: Option<OrganisationId>| match region {
            Some(region) => path.iter().position(|id| *id == region),
            None => Some(path.len()),
        };
        let with_service = self.0.iter().filter(|(services, _)| services.contains(&service));
        let fits = with_service.filter_map(|(_, row)| Some((distance(row.region_id)?, row.id, row)));
        let (_, _, row) = fits.min_by_key(|(distance, id, _)| (*distance, *id))?;
        Some(ProgrammeMatch {
            id: row.id,
            key: row.key.clone(),
            template_id: row.template_id,
            four_eyes: row.four_eyes,
            started_on: row.started_on,
        })
    }
}

/// The programmes with these keys that the caller sees.
pub async fn programmes_by_keys(reader: &Reader, keys: &[String]) -> Result<HashMap<String, ProgrammeId>> {
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let found =
        reader.select::<programme::Entity>().filter(programme::Column::Key.is_in(keys.iter().cloned()));
    Ok(found.all().await?.iter().map(|row| (row.key.clone(), row.id)).collect())
}
