//! The bodies of the three municipal levels with the people who live there, out of the municipalities of the register.
use crate::entity::organisation;
use crate::store;
use crate::types::OrganisationKind;
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::{Reader, Result};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Query;
use std::collections::{HashMap, HashSet};

/// A Bezirk, Landkreis, kreisfreie Stadt or municipality.
#[derive(Clone, Debug)]
pub struct Populated {
    pub id: OrganisationId,
    pub kind: OrganisationKind,
    pub name: String,
    /// AGS, or the register key of what has none.
    pub key: Option<String>,
    pub sort_key: String,
    /// The government district it lies in.
    pub region: OrganisationId,
    pub region_name: String,
    pub people: i64,
}

#[derive(FromQueryResult)]
struct Row {
    id: OrganisationId,
    parent_id: Option<OrganisationId>,
    kind: OrganisationKind,
    name: String,
    sort_key: String,
    ags: Option<String>,
    register_key: Option<String>,
    population: i64,
}

/// Who stands above whom.
struct Tree<'r>(HashMap<OrganisationId, &'r Row>);

impl<'r> Tree<'r> {
    /// A row and those above it, the nearest first.
    fn path(&self, row: &'r Row) -> impl Iterator<Item = &'r Row> {
        std::iter::successors(Some(row), |row| row.parent_id.and_then(|id| self.0.get(&id).copied()))
    }

    fn region(&self, row: &'r Row) -> Option<&'r Row> {
        self.path(row).find(|row| row.kind == OrganisationKind::GovernmentDistrict)
    }
}

/// All such bodies in force where there is a Bezirk, which is Bavaria alone: there the three levels share costs. One
/// statement, whoever asks: population is public, and shares of it are the same for every reader.
pub async fn populated(reader: &Reader) -> Result<Vec<Populated>> {
    use OrganisationKind as K;
    use organisation::Column as C;
    let kinds =
        [K::GovernmentDistrict, K::Bezirk, K::District, K::IndependentCity, K::Association, K::Municipality];
    let select = Query::select()
        .columns([C::Id, C::ParentId, C::Kind, C::Name, C::SortKey, C::Ags, C::RegisterKey, C::Population])
        .from(organisation::Entity)
        .and_where(sea_orm::ColumnTrait::is_in(&C::Kind, kinds))
        .cond_where(store::in_force(reader))
        .take();
    let rows: Vec<Row> = reader
        .unscoped("the people of municipal bodies, who are counted for every reader alike")
        .rows(&select)
        .await?;
    let tree = Tree(rows.iter().map(|row| (row.id, row)).collect());
    let mut people: HashMap<OrganisationId, i64> = HashMap::new();
    for town in rows.iter().filter(|row| matches!(row.kind, K::Municipality | K::IndependentCity)) {
        for above in tree.path(town) {
            *people.entry(above.id).or_default() += town.population;
        }
    }
    let with_bezirk: HashSet<OrganisationId> =
        rows.iter().filter(|row| row.kind == K::Bezirk).filter_map(|row| row.parent_id).collect();
    let body = |row: &Row| {
        let region = tree.region(row).filter(|region| with_bezirk.contains(&region.id))?;
        // A Bezirk stands beside the districts of its government district, not above them.
        let counted = if row.kind == K::Bezirk { region.id } else { row.id };
        Some(Populated {
            id: row.id,
            kind: row.kind,
            name: row.name.clone(),
            key: row.ags.clone().or_else(|| row.register_key.clone()),
            sort_key: row.sort_key.clone(),
            region: region.id,
            region_name: region.name.clone(),
            people: people.get(&counted).copied().unwrap_or_default(),
        })
    };
    let counts = |row: &&Row| !matches!(row.kind, K::GovernmentDistrict | K::Association);
    Ok(rows.iter().filter(counts).filter_map(body).collect())
}
