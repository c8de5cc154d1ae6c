//! Where another body is responsible than the register says.
use crate::entity::competence_override;
use crate::error::OVERRIDE_OVERLAPS;
use crate::input::{CompetenceOverrideCreate, CompetenceOverrideEnd, CompetenceOverrideListParams};
use crate::policy::SERVICE_WRITE;
use crate::types::OverrideId;
use crate::view::CompetenceOverrideView;
use crate::{events, store};
use chrono::{Datelike, NaiveDate};
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Fault, Text, codes};
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::{OrganisationId, ServiceId};
use dienstweg_kernel::labels::Labels;
use dienstweg_kernel::page::{Page, PageRequest};
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Set};
use uuid::Uuid;

type Row = Visible<competence_override::Entity>;

pub async fn override_list(
    reader: &Reader,
    params: &CompetenceOverrideListParams,
    request: &PageRequest,
) -> Result<Page<CompetenceOverrideView>> {
    let page = store::catalogue::overrides(reader, params, request).await?;
    let labels = reader.labels(page.items.iter().flat_map(|row| named(row))).await?;
    Ok(page.map(|row| view(reader, &row, &labels)))
}

pub async fn override_get(reader: &Reader, id: OverrideId) -> Result<CompetenceOverrideView> {
    let row = reader.get::<competence_override::Entity>(id).await?;
    one(reader, row).await
}

/// Older entries than `before`, newest first.
pub async fn override_history(
    reader: &Reader,
    id: OverrideId,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<HistoryEntry>> {
    let row = reader.get::<competence_override::Entity>(id).await?;
    reader.history(&row, before, limit).await
}

fn named(row: &competence_override::Model) -> impl Iterator<Item = Uuid> {
    [row.service_id.map(|id| id.0), Some(row.organisation_id.0), Some(row.responsible_id.0)]
        .into_iter()
        .flatten()
}

async fn one(reader: &Reader, row: Row) -> Result<CompetenceOverrideView> {
    let labels = reader.labels(named(&row)).await?;
    Ok(view(reader, &row, &labels))
}

fn view(reader: &Reader, row: &Row, labels: &Labels) -> CompetenceOverrideView {
    let today = reader.ctx().today();
    let open = row.valid_to.is_none_or(|end| end > today);
    let writes = open && reader.ctx().actor.has(SERVICE_WRITE);
    CompetenceOverrideView {
        id: row.id,
        service: labels.named_opt(row.service_id),
        organisation: labels.named(row.organisation_id),
        responsible: labels.named(row.responsible_id),
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        in_force: open && row.valid_from <= today,
        reason: row.reason.clone(),
        can: if writes { vec!["end"] } else { Vec::new() },
        created_at: row.created_at,
    }
}

/// Lays down that another body is responsible.
///
/// # Errors
/// `competence-override-overlaps` where one for the same body and service is in force at that time.
pub async fn override_create(tx: &Tx, input: CompetenceOverrideCreate) -> Result<CompetenceOverrideView> {
    let from = input.valid_from.unwrap_or_else(|| tx.ctx().today());
    let faults = check(tx, &input, from).await?;
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    if overlaps(tx, &input, from).await? {
        return Err(Error::new(OVERRIDE_OVERLAPS));
    }
    let fact =
        events::override_created(input.organisation_id, input.responsible_id).reason(Some(&input.reason));
    let row = competence_override::ActiveModel {
        id: Set(tx.ctx().new_id()),
        service_id: Set(input.service_id),
        organisation_id: Set(input.organisation_id),
        responsible_id: Set(input.responsible_id),
        valid_from: Set(from),
        valid_to: Set(input.valid_to),
        reason: Set(input.reason),
        created_at: Set(tx.ctx().now()),
    };
    let row = tx.insert::<competence_override::Entity>(SERVICE_WRITE, row, fact).await?;
    one(tx, row).await
}

async fn check(tx: &Tx, input: &CompetenceOverrideCreate, from: NaiveDate) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    if let Some(id) = input.service_id
        && store::catalogue::services_seen(tx, &[id]).await?.is_empty()
    {
        faults.push(Fault::unknown_reference("/service_id"));
    }
    let named = [("/organisation_id", input.organisation_id), ("/responsible_id", input.responsible_id)];
    let there = store::catalogue::organisations_named(tx, &named.map(|(_, id)| id)).await?;
    let missing = named.iter().filter(|(_, id)| !there.contains(id));
    faults.extend(missing.map(|(pointer, _)| Fault::unknown_reference(*pointer)));
    if input.valid_to.is_some_and(|to| to <= from) {
        let message =
            Text::new("Das Ende liegt nicht nach dem Beginn.", "The end is not after the beginning.");
        faults.push(Fault::new("/valid_to", "not_after_begin", message));
    }
    if input.reason.trim().is_empty() {
        faults.push(Fault::required("/reason"));
    }
    Ok(faults)
}

async fn overlaps(tx: &Tx, input: &CompetenceOverrideCreate, from: NaiveDate) -> Result<bool> {
    use competence_override::Column as C;
    let service = match input.service_id {
        Some(id) => C::ServiceId.eq(id),
        None => C::ServiceId.is_null(),
    };
    tx.select::<competence_override::Entity>()
        .filter(C::OrganisationId.eq(input.organisation_id))
        .filter(service)
        .filter(Condition::any().add(C::ValidTo.is_null()).add(C::ValidTo.gt(from)))
        .filter_opt(input.valid_to, |to| C::ValidFrom.lt(to))
        .exists()
        .await
}

/// What tells the states of an override apart: its end, which is all that ever changes.
pub fn override_changes(valid_to: Option<NaiveDate>) -> i64 {
    valid_to.map_or(0, |end| end.num_days_from_ce().into())
}

/// Ends an override; what began under it stays. One that has not begun yet never comes into force.
pub async fn override_end(
    tx: &Tx,
    id: OverrideId,
    input: CompetenceOverrideEnd,
    seen: IfMatch,
) -> Result<CompetenceOverrideView> {
    let row = tx.lock::<competence_override::Entity>(id, SERVICE_WRITE, IfMatch::Any).await?;
    if matches!(seen, IfMatch::Version(seen) if seen != override_changes(row.valid_to)) {
        return Err(Error::new(codes::STALE));
    }
    let end = input.valid_to.unwrap_or_else(|| tx.ctx().today().max(row.valid_from));
    if end < row.valid_from || row.valid_to.is_some_and(|before| end > before) {
        let message = Text::new(
            "Das Ende liegt zwischen Beginn und bisherigem Ende.",
            "The end lies between the beginning and the present end.",
        );
        return Err(Error::invalid(vec![Fault::new("/valid_to", "out_of_range", message)]));
    }
    let mut change = row.change();
    change.valid_to = Set(Some(end));
    let fact = events::override_ended(row.organisation_id);
    let row = tx.update(row, change, fact).await?;
    one(tx, row).await
}

/// Who is responsible today by an override. The same for every reader, because it steers what becomes of an order.
#[derive(Debug, Default)]
pub struct Overrides(Vec<competence_override::Model>);

impl Overrides {
    /// Those for any of these services and organisations, in one statement.
    pub async fn load(
        reader: &Reader,
        services: impl IntoIterator<Item = ServiceId>,
        organisations: impl IntoIterator<Item = OrganisationId>,
    ) -> Result<Self> {
        use competence_override::Column as C;
        let either = Condition::any().add(C::ServiceId.is_in(services)).add(C::ServiceId.is_null());
        let select = competence_override::Entity::find()
            .filter(C::OrganisationId.is_in(organisations))
            .filter(either)
            .filter(store::catalogue::override_in_force(reader.ctx().today()));
        Ok(Self(reader.unscoped("who is responsible, which is the same for every reader").all(select).await?))
    }

    /// All that are in force.
    pub async fn all(reader: &Reader) -> Result<Self> {
        let select = competence_override::Entity::find()
            .filter(store::catalogue::override_in_force(reader.ctx().today()));
        Ok(Self(reader.unscoped("who is responsible, which is the same for every reader").all(select).await?))
    }

    /// Those for which another body is responsible in something.
    pub fn organisations(&self) -> impl Iterator<Item = OrganisationId> + '_ {
        self.0.iter().map(|row| row.organisation_id)
    }

    /// The body that is responsible for an organisation: by an override for this service before one for all.
    pub fn of(&self, service: ServiceId, organisation: OrganisationId) -> Option<OrganisationId> {
        let concerns = |row: &&competence_override::Model| {
            row.organisation_id == organisation && row.service_id.is_none_or(|of| of == service)
        };
        let best = self.0.iter().filter(concerns);
        best.max_by_key(|row| (row.service_id.is_some(), row.valid_from, row.id))
            .map(|row| row.responsible_id)
    }
}
