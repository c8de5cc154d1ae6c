//! Shapes of organisations: taking them in from GeoJSON, and giving them out.
use crate::entity::{geometry, organisation};
use crate::input::{GeometryImport, GeometryParams};
use crate::policy::REGISTER_IMPORT;
use crate::shapes::{Feature, bounds, label_point, path, read, simplify};
use crate::store;
use crate::types::{GeometryLevel, OrganisationKind};
use crate::view::{GeometryImportView, GeometryView, ShapeView};
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::guard::tables::subtree;
use dienstweg_kernel::guard::{Guarded, Subject};
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, Order, QueryTrait};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Rows written in one statement; both databases limit how many values one takes.
const PORTION: usize = 400;

/// The shapes of organisations that the caller sees, with the notices that stand on every map of them. Two statements.
pub async fn geometry_get(reader: &Reader, params: &GeometryParams) -> Result<GeometryView> {
    use geometry::Column as C;
    let rows = reader
        .select::<geometry::Entity>()
        .filter(C::Level.eq(params.level))
        .filter_opt(params.below, |top| C::OrganisationId.in_subquery(subtree([top])))
        .order(C::OrganisationId, Order::Asc)
        .all()
        .await?;
    let labels = reader.labels(rows.iter().map(|row| row.organisation_id.0)).await?;
    let sources: BTreeSet<String> = rows.iter().map(|row| row.source.clone()).collect();
    let shape = |row: &geometry::Model| ShapeView {
        id: row.organisation_id,
        name: labels.named(row.organisation_id).name,
        bounds: [row.min_x, row.min_y, row.max_x, row.max_y],
        label: [row.label_x, row.label_y],
        path: row.path.clone(),
    };
    let items = rows.iter().map(|row| shape(row)).collect();
    Ok(GeometryView { level: params.level, sources: sources.into_iter().collect(), items })
}

/// Takes in shapes from a GeoJSON file, each for the organisation in force with its key: all or, with any fault, none. The
/// same file again changes nothing; shapes of organisations that the file does not name stay. Features of organisations
/// that are not there are told, not taken: files are of whole countries, registers of parts.
///
/// # Errors
/// `forbidden` without the right to import the register. `invalid` with every fault of every feature, where the source is
/// not known, and where no feature is of an organisation that is there.
pub async fn geometry_import(tx: &Tx, bytes: &[u8], asked: &GeometryImport) -> Result<GeometryImportView> {
    if !tx.ctx().actor.has(REGISTER_IMPORT) {
        return Err(Error::forbidden(REGISTER_IMPORT));
    }
    let (features, mut faults, stated) = read(bytes);
    let source = asked.source.clone().or(stated).filter(|source| !source.trim().is_empty());
    if source.is_none() && faults.iter().all(|fault| fault.pointer.starts_with("/features")) {
        faults.push(fault("/source", "source_missing", SOURCE_MISSING));
    }
    let organisations = Keys::read(tx).await?;
    let mut view = GeometryImportView { dry_run: asked.dry_run, ..GeometryImportView::default() };
    let mut meant = Vec::new();
    let mut seen = HashSet::new();
    for feature in features {
        let level = asked.level.unwrap_or_else(|| level_of(&feature.key));
        match organisations.meant(&feature.key, level) {
            None => view.unknown.push(feature.key),
            Some(id) if seen.insert((id, level)) => meant.push((id, level, feature)),
            Some(_) => {
                faults.push(fault(&format!("/features/{}", feature.index), "duplicate_key", DUPLICATE));
            }
        }
    }
    if meant.is_empty() && faults.is_empty() {
        faults.push(fault("/features", "nothing_known", NOTHING_KNOWN));
    }
    let Some(source) = source.filter(|_| faults.is_empty()) else { return Err(Error::invalid(faults)) };
    let shapes = shapes(meant, &source);
    let changed = changed(tx, shapes, &mut view).await?;
    view.source = source;
    if !asked.dry_run {
        keep(tx, changed, &view).await?;
    }
    Ok(view)
}

type Words = (&'static str, &'static str);
const SOURCE_MISSING: Words = (
    "Die Datei nennt keine Quelle. Bitte geben Sie sie an, sie steht auf jeder Karte.",
    "The file names no source. Please state it, it stands on every map.",
);
const DUPLICATE: Words =
    ("Der Schlüssel steht schon weiter vorn in der Datei.", "The key stands in the file before.");
const NOTHING_KNOWN: Words = (
    "Keine der Flächen gehört zu einer Organisation, die es hier gibt. Bitte lesen Sie zuerst das Gemeindeverzeichnis ein.",
    "None of the areas is of an organisation that is here. Please import the register first.",
);

fn fault(pointer: &str, code: &'static str, (de, en): Words) -> Fault {
    Fault::new(pointer, code, Text::new(de, en))
}

fn level_of(key: &str) -> GeometryLevel {
    if key.len() == 5 { GeometryLevel::District } else { GeometryLevel::Municipality }
}

/// Organisations in force by the keys that files name.
struct Keys {
    districts: HashMap<String, OrganisationId>,
    /// By AGS and by ARS, which differ in length.
    municipalities: HashMap<String, OrganisationId>,
}

#[derive(FromQueryResult)]
struct KeyRow {
    id: OrganisationId,
    kind: OrganisationKind,
    ags: Option<String>,
    ars: Option<String>,
    register_key: Option<String>,
}

impl Keys {
    async fn read(tx: &Tx) -> Result<Self> {
        use OrganisationKind as K;
        use organisation::Column as C;
        let rows: Vec<KeyRow> = tx
            .select::<organisation::Entity>()
            .filter(C::Kind.is_in([K::District, K::IndependentCity, K::Municipality, K::UnincorporatedArea]))
            .filter(store::in_force(tx))
            .summarise(&[C::Id, C::Kind, C::Ags, C::Ars, C::RegisterKey], [])
            .await?;
        let (mut districts, mut municipalities) = (HashMap::new(), HashMap::new());
        for row in rows {
            if row.kind == K::District {
                districts.extend(row.register_key.map(|key| (key, row.id)));
                continue;
            }
            if row.kind == K::IndependentCity {
                let key = row.ags.as_deref().and_then(|ags| ags.get(..5));
                districts.extend(key.map(|key| (key.to_owned(), row.id)));
            }
            municipalities.extend(row.ags.into_iter().chain(row.ars).map(|key| (key, row.id)));
        }
        Ok(Self { districts, municipalities })
    }

    fn meant(&self, key: &str, level: GeometryLevel) -> Option<OrganisationId> {
        let found = match (level, key.len()) {
            (GeometryLevel::District, _) => self.districts.get(key.get(..5)?),
            // A kreisfreie Stadt among municipalities.
            (GeometryLevel::Municipality, 5) => self.municipalities.get(&format!("{key}000")),
            (GeometryLevel::Municipality, _) => self.municipalities.get(key),
        };
        found.copied()
    }
}

/// The rows; those of one level fit each other.
fn shapes(meant: Vec<(OrganisationId, GeometryLevel, Feature)>, source: &str) -> Vec<geometry::Model> {
    let mut all = Vec::new();
    for level in [GeometryLevel::District, GeometryLevel::Municipality] {
        let of_level = meant.iter().filter(|(_, of, _)| *of == level);
        let (ids, rings): (Vec<_>, Vec<_>) =
            of_level.map(|(id, _, feature)| (*id, feature.rings.clone())).unzip();
        let drawn = ids.into_iter().zip(simplify(rings)).filter(|(_, rings)| !rings.is_empty());
        all.extend(drawn.map(|(organisation_id, rings)| {
            let [min_x, min_y, max_x, max_y] = bounds(&rings);
            let (label_x, label_y) = label_point(&rings);
            let source = source.to_owned();
            geometry::Model {
                organisation_id,
                level,
                path: path(&rings),
                min_x,
                min_y,
                max_x,
                max_y,
                label_x,
                label_y,
                source,
            }
        }));
    }
    all
}

/// Those that are not there like this already.
async fn changed(
    tx: &Tx,
    shapes: Vec<geometry::Model>,
    view: &mut GeometryImportView,
) -> Result<Vec<geometry::Model>> {
    let present = tx.select::<geometry::Entity>().all().await?;
    let present: HashMap<_, &geometry::Model> =
        present.iter().map(|row| ((row.organisation_id, row.level), &**row)).collect();
    let mut changed = Vec::new();
    for shape in shapes {
        match shape.level {
            GeometryLevel::District => view.districts += 1,
            GeometryLevel::Municipality => view.municipalities += 1,
        }
        match present.get(&(shape.organisation_id, shape.level)) {
            Some(before) if **before == shape => continue,
            Some(_) => view.changed += 1,
            None => view.new += 1,
        }
        changed.push(shape);
    }
    Ok(changed)
}

async fn keep(tx: &Tx, shapes: Vec<geometry::Model>, view: &GeometryImportView) -> Result<()> {
    use geometry::Column as C;
    if shapes.is_empty() {
        return Ok(());
    }
    let rows: Vec<geometry::ActiveModel> = shapes.into_iter().map(all_set).collect();
    for portion in rows.chunks(PORTION) {
        let mut conflict = OnConflict::columns([C::OrganisationId, C::Level]);
        conflict.update_columns([
            C::Path,
            C::MinX,
            C::MinY,
            C::MaxX,
            C::MaxY,
            C::LabelX,
            C::LabelY,
            C::Source,
        ]);
        let insert = geometry::Entity::insert_many(portion.to_vec()).on_conflict(conflict).into_query();
        tx.unscoped_write("shapes are told of as one import, not row by row").run(&insert).await?;
    }
    let subject = Subject { kind: geometry::Entity::KIND, id: tx.ctx().new_id::<OrganisationId>().0 };
    let fact = Fact::new("geometry.imported").told("source", &view.source).told("new", view.new);
    tx.emit(subject, fact.told("changed", view.changed));
    Ok(())
}

fn all_set(row: geometry::Model) -> geometry::ActiveModel {
    geometry::ActiveModel {
        organisation_id: Set(row.organisation_id),
        level: Set(row.level),
        path: Set(row.path),
        min_x: Set(row.min_x),
        min_y: Set(row.min_y),
        max_x: Set(row.max_x),
        max_y: Set(row.max_y),
        label_x: Set(row.label_x),
        label_y: Set(row.label_y),
        source: Set(row.source),
    }
}
