//! Organisations one at a time.
use super::tree::check_parent;
use crate::entity::{organisation, place, succession};
use crate::input::{OrganisationCreate, OrganisationListParams, OrganisationPatch, SuccessionCreate};
use crate::policy::ORGANISATION_WRITE;
use crate::types::{MunicipalFlag, OrganisationKind};
use crate::view::{OrganisationRow, OrganisationView, PlaceView, SuccessionView};
use crate::{events, store};
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::db::{IfMatch, Whole};
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::guard::{Guarded, Locked};
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::labels::{Label, Labels, Named};
use dienstweg_kernel::page::{Page, PageRequest};
use dienstweg_kernel::patch::Patch;
use dienstweg_kernel::search::SearchDoc;
use dienstweg_kernel::{Error, Reader, Result, Tx, text};
use sea_orm::{ColumnTrait, EntityTrait, QueryTrait, Set};
use uuid::Uuid;

pub async fn organisation_list(
    reader: &Reader,
    params: &OrganisationListParams,
    request: &PageRequest,
) -> Result<Page<OrganisationRow>> {
    let page = store::organisations(reader, params, request).await?;
    let children = store::child_counts(reader, store::ids_of(&page.items)).await?;
    let labels = reader.labels(page.items.iter().filter_map(|row| row.parent_id.map(|id| id.0))).await?;
    Ok(page.map(|row| OrganisationRow {
        id: row.id,
        kind: row.kind,
        name: row.name.clone(),
        official_name: row.official_name.clone(),
        designation: row.designation.clone(),
        ags: row.ags.clone(),
        ars: row.ars.clone(),
        fictive_ags: row.fictive_ags.clone(),
        own_key: row.own_key.clone(),
        population: row.population,
        parent: labels.named_opt(row.parent_id),
        children: children.get(&row.id).copied().unwrap_or_default(),
        valid_to: row.valid_to,
        version: row.version,
    }))
}

pub async fn organisation_get(reader: &Reader, id: OrganisationId) -> Result<OrganisationView> {
    let found = reader.select::<organisation::Entity>().filter(organisation::Column::Id.eq(id));
    let found = found.with::<place::Entity>().with::<succession::Entity>().whole().await?;
    let story = Story::load(reader, &found).await?;
    let row = found.row;
    let writes = reader.ctx().actor.has(ORGANISATION_WRITE);
    Ok(OrganisationView {
        id: row.id,
        kind: row.kind,
        name: row.name.clone(),
        official_name: row.official_name.clone(),
        designation: row.designation.clone(),
        ags: row.ags.clone(),
        ars: row.ars.clone(),
        fictive_ags: row.fictive_ags.clone(),
        own_key: row.own_key.clone(),
        seat: row.seat.clone(),
        postal_code: row.postal_code.clone(),
        population: row.population,
        path: story.path,
        assumption_day: row.assumption_day.unwrap_or(MunicipalFlag::Unknown),
        peace_festival: row.peace_festival.unwrap_or(MunicipalFlag::Unknown),
        corpus_christi: row.corpus_christi.unwrap_or(MunicipalFlag::Unknown),
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        places: story.places,
        predecessors: story.predecessors,
        successors: story.successors,
        can: if writes { vec!["update", "succeed"] } else { Vec::new() },
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

/// Where an organisation stands and stood, and who came before and after it.
struct Story {
    path: Vec<Named>,
    places: Vec<PlaceView>,
    predecessors: Vec<SuccessionView>,
    successors: Vec<SuccessionView>,
}

impl Story {
    async fn load(reader: &Reader, found: &Whole<organisation::Entity>) -> Result<Self> {
        let row = &found.row;
        let path = store::ancestors(reader, row.id).await?;
        let places = found.parts::<place::Entity>()?;
        let mut successions = found.parts::<succession::Entity>()?;
        successions.sort_by_key(|succession| (succession.on_date, succession.id));
        let named = path.iter().map(|(id, _)| *id);
        let named = named.chain(places.iter().filter_map(|place| place.parent_id.map(|id| id.0)));
        let named = named.chain(successions.iter().flat_map(|s| [s.predecessor_id.0, s.successor_id.0]));
        let labels = reader.labels(named).await?;
        let view = |s: &succession::Model, id: OrganisationId| SuccessionView {
            organisation: labels.named(id),
            on_date: s.on_date,
        };
        Ok(Self {
            path: path.iter().filter(|(id, _)| *id != row.id.0).map(|(id, _)| labels.named(*id)).collect(),
            places: former(&places, &labels),
            predecessors: successions
                .iter()
                .filter(|s| s.successor_id == row.id)
                .map(|s| view(s, s.predecessor_id))
                .collect(),
            successors: successions
                .iter()
                .filter(|s| s.predecessor_id == row.id)
                .map(|s| view(s, s.successor_id))
                .collect(),
        })
    }
}

/// Places that ended, the last one first.
fn former(places: &[place::Model], labels: &Labels) -> Vec<PlaceView> {
    let ended = places.iter().filter(|place| place.valid_to.is_some());
    let view = |place: &place::Model| PlaceView {
        parent: labels.named_opt(place.parent_id),
        valid_from: place.valid_from,
        valid_to: place.valid_to,
    };
    let mut places: Vec<PlaceView> = ended.map(view).collect();
    places.sort_by_key(|place| std::cmp::Reverse(place.valid_to));
    places
}

/// Older entries than `before`, newest first.
pub async fn organisation_history(
    reader: &Reader,
    id: OrganisationId,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<HistoryEntry>> {
    let row = reader.get::<organisation::Entity>(id).await?;
    reader.history(&row, before, limit).await
}

/// Creates an organisation that the register does not know.
///
/// # Errors
/// `invalid` for kinds that come from the register and parents out of reach, `duplicate` for a key that is taken.
pub async fn organisation_create(tx: &Tx, input: OrganisationCreate) -> Result<OrganisationView> {
    if input.kind.is_from_register() && input.fictive_ags.is_none() {
        let message = Text::new(
            "Organisationen dieser Art kommen aus dem Gemeindeverzeichnis. Bitte geben Sie einen fiktiven AGS an, oder wählen Sie eine andere Art.",
            "Organisations of this kind come from the register. Please give a fictive AGS or choose another kind.",
        );
        return Err(Error::invalid(vec![Fault::new("/kind", "from_register", message)]));
    }
    if let Some(parent) = input.parent_id {
        check_parent(tx, None, parent).await?;
    }
    let id = tx.ctx().new_id();
    let mut row = blank(tx, id, input.kind, &input.name, &input.name);
    row.parent_id = Set(input.parent_id);
    row.own_key = Set(input.own_key);
    row.fictive_ags = Set(input.fictive_ags);
    row.seat = Set(input.seat);
    store::closure_add_leaf(tx, id, input.parent_id).await?;
    let row =
        tx.insert::<organisation::Entity>(ORGANISATION_WRITE, row, events::organisation_created()).await?;
    let place =
        place::Entity::insert(store::place_row(tx, id, input.parent_id, Some(tx.ctx().today()))).into_query();
    tx.unscoped_write("places follow the tree").run(&place).await?;
    announce(tx, &row);
    organisation_get(tx, row.id).await
}

/// A row with nothing but its name.
pub(super) fn blank(
    tx: &Tx,
    id: OrganisationId,
    kind: OrganisationKind,
    name: &str,
    official: &str,
) -> organisation::ActiveModel {
    let now = tx.ctx().now();
    organisation::ActiveModel {
        id: Set(id),
        parent_id: Set(None),
        kind: Set(kind),
        name: Set(name.to_owned()),
        official_name: Set(official.to_owned()),
        sort_key: Set(text::sort_key(name)),
        register_key: Set(None),
        ags: Set(None),
        ars: Set(None),
        fictive_ags: Set(None),
        own_key: Set(None),
        designation: Set(None),
        seat: Set(None),
        postal_code: Set(None),
        population: Set(0),
        assumption_day: Set(None),
        peace_festival: Set(None),
        corpus_christi: Set(None),
        valid_from: Set(None),
        valid_to: Set(None),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    }
}

/// Writes label and full text of an organisation.
pub(super) fn announce(tx: &Tx, row: &organisation::Model) {
    let key = row
        .ags
        .as_deref()
        .or(row.register_key.as_deref())
        .or(row.fictive_ags.as_deref())
        .or(row.own_key.as_deref());
    tx.label(Label::new(organisation::Entity::KIND, row.id, &row.name).key(key));
    let keys = [&row.ags, &row.ars, &row.register_key, &row.fictive_ags, &row.own_key];
    let keys: Vec<&str> = keys.into_iter().filter_map(|key| key.as_deref()).collect();
    let designation = row.designation.as_deref().unwrap_or_default();
    tx.index(SearchDoc::new(
        organisation::Entity::subject(row),
        &[&row.official_name, designation, &keys.join(" ")],
    ));
}

pub async fn organisation_patch(
    tx: &Tx,
    id: OrganisationId,
    seen: IfMatch,
    patch: OrganisationPatch,
) -> Result<OrganisationView> {
    let row = tx.lock::<organisation::Entity>(id, ORGANISATION_WRITE, seen).await?;
    check_patch(&row, &patch)?;
    let parent = patch.parent_id.clone().into_change().filter(|parent| *parent != row.parent_id);
    let ends = matches!(patch.valid_to, Patch::Value(_));
    let mut change = row.change();
    enter(&mut change, patch);
    if let Some(parent) = parent {
        move_below(tx, id, parent).await?;
        change.parent_id = Set(parent);
    }
    let fact = match parent {
        Some(parent) => events::organisation_moved(row.parent_id, parent),
        None if ends => events::organisation_ended(),
        None => events::organisation_updated(),
    };
    change.updated_at = Set(tx.ctx().now());
    let row = tx.update(row, change, fact).await?;
    announce(tx, &row);
    organisation_get(tx, row.id).await
}

/// Takes over what a patch says, all but the place in the tree.
fn enter(change: &mut organisation::ActiveModel, patch: OrganisationPatch) {
    if let Patch::Value(name) = patch.name {
        change.sort_key = Set(text::sort_key(&name));
        change.official_name = Set(name.clone());
        change.name = Set(name);
    }
    for (column, value) in [
        (&mut change.own_key, patch.own_key),
        (&mut change.fictive_ags, patch.fictive_ags),
        (&mut change.seat, patch.seat),
    ] {
        if let Some(value) = value.into_change() {
            *column = Set(value);
        }
    }
    for (column, value) in [
        (&mut change.assumption_day, patch.assumption_day),
        (&mut change.peace_festival, patch.peace_festival),
        (&mut change.corpus_christi, patch.corpus_christi),
    ] {
        if let Some(value) = value.into_change() {
            *column = Set(value);
        }
    }
    if let Some(valid_to) = patch.valid_to.into_change() {
        change.valid_to = Set(valid_to);
    }
}

async fn move_below(tx: &Tx, id: OrganisationId, parent: Option<OrganisationId>) -> Result<()> {
    if let Some(parent) = parent {
        check_parent(tx, Some(id), parent).await?;
    }
    store::closure_move(tx, id, parent).await?;
    store::place_change(tx, id, parent).await
}

/// What the register says, nobody changes by hand; a name cannot be emptied.
fn check_patch(row: &Locked<organisation::Entity>, patch: &OrganisationPatch) -> Result<()> {
    let mut faults = Vec::new();
    let registered = row.register_key.is_some() && row.kind.is_from_register();
    if registered && !patch.name.is_absent() {
        let message =
            Text::new("Der Name kommt aus dem Gemeindeverzeichnis.", "The name comes from the register.");
        faults.push(Fault::new("/name", "from_register", message));
    } else if matches!(&patch.name, Patch::Null)
        || matches!(&patch.name, Patch::Value(name) if name.trim().is_empty())
    {
        let message = Text::new("Bitte geben Sie einen Namen ein.", "Please enter a name.");
        faults.push(Fault::new("/name", "required", message));
    }
    if registered && !patch.parent_id.is_absent() {
        let message =
            Text::new("Der Platz kommt aus dem Gemeindeverzeichnis.", "The place comes from the register.");
        faults.push(Fault::new("/parent_id", "from_register", message));
    }
    Error::check(faults)
}

/// Records that `input.successor_id` took over from `id`.
pub async fn succession_create(
    tx: &Tx,
    id: OrganisationId,
    input: SuccessionCreate,
    seen: IfMatch,
) -> Result<OrganisationView> {
    let row = tx.lock::<organisation::Entity>(id, ORGANISATION_WRITE, seen).await?;
    let successor = tx
        .select::<organisation::Entity>()
        .filter(organisation::Column::Id.eq(input.successor_id))
        .one()
        .await?;
    if successor.is_none() || input.successor_id == id {
        return Err(Error::invalid(vec![Fault::unknown_reference("/successor_id")]));
    }
    let link = succession::ActiveModel {
        id: Set(tx.ctx().new_id::<dienstweg_kernel::ids::EventId>().0),
        predecessor_id: Set(id),
        successor_id: Set(input.successor_id),
        on_date: Set(input.on_date),
    };
    let insert = succession::Entity::insert(link).into_query();
    tx.unscoped_write("successions of an organisation the caller may write").run(&insert).await?;
    let mut change = row.change();
    change.valid_to = Set(Some(input.on_date));
    change.updated_at = Set(tx.ctx().now());
    let row = tx.update(row, change, events::organisation_succeeded(input.successor_id)).await?;
    organisation_get(tx, row.id).await
}
