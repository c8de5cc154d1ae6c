//! All municipal bodies at once, for pictures of the whole.
use crate::entity::organisation;
use crate::store;
use crate::types::OrganisationKind;
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::guard::tables::{scope_closure, subtree};
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::{Reader, Result};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter};
use std::collections::HashMap;

/// What a picture of the whole needs to know of a body.
#[derive(Clone, Debug, FromQueryResult)]
pub struct BodyRow {
    pub id: OrganisationId,
    pub parent_id: Option<OrganisationId>,
    pub kind: OrganisationKind,
    pub name: String,
    sort_key: String,
    ags: Option<String>,
    register_key: Option<String>,
    own_key: Option<String>,
    pub population: i64,
}

impl BodyRow {
    /// AGS, or the register key of what has none.
    pub fn key(&self) -> Option<&str> {
        self.ags.as_deref().or(self.register_key.as_deref()).or(self.own_key.as_deref())
    }
}

const COLUMNS: [organisation::Column; 9] = {
    use organisation::Column as C;
    [C::Id, C::ParentId, C::Kind, C::Name, C::SortKey, C::Ags, C::RegisterKey, C::OwnKey, C::Population]
};

/// Where bodies stand in the tree.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Place {
    pub kind: OrganisationKind,
    pub parent_id: Option<OrganisationId>,
    pub name: String,
}

/// Which bodies.
#[derive(Clone, Debug)]
pub struct Bodies<'b> {
    pub kinds: &'b [OrganisationKind],
    /// In the subtree of this organisation.
    pub below: Option<OrganisationId>,
    /// Only these; all where there is none.
    pub some: Vec<OrganisationId>,
}

impl Bodies<'_> {
    fn condition(&self, reader: &Reader) -> Condition {
        use organisation::Column as C;
        Condition::all()
            .add(C::Kind.is_in(self.kinds.iter().copied()))
            .add(store::in_force(reader))
            .add_option(self.below.map(|top| C::Id.in_subquery(subtree([top]))))
            .add_option((!self.some.is_empty()).then(|| C::Id.is_in(self.some.iter().copied())))
    }
}

/// Municipal bodies in force that the caller reaches with `permission`, by name.
pub async fn body_rows(reader: &Reader, permission: Permission, bodies: &Bodies<'_>) -> Result<Vec<BodyRow>> {
    let scoped = reader.select_with::<organisation::Entity>(permission).filter(bodies.condition(reader));
    Ok(sorted(scoped.summarise(&COLUMNS, []).await?))
}

/// The same for bodies that something names which the caller sees.
pub async fn body_rows_named(reader: &Reader, bodies: &Bodies<'_>) -> Result<Vec<BodyRow>> {
    let select = Query::select()
        .columns(COLUMNS)
        .from(organisation::Entity)
        .cond_where(bodies.condition(reader))
        .take();
    Ok(sorted(reader.unscoped("who sees a thing sees the bodies that it names").rows(&select).await?))
}

fn sorted(mut rows: Vec<BodyRow>) -> Vec<BodyRow> {
    rows.sort_by(|one, other| (&one.sort_key, one.id).cmp(&(&other.sort_key, other.id)));
    rows
}

/// What stands above municipalities, whoever asks: their names are part of the address of a body.
pub async fn places(reader: &Reader) -> Result<HashMap<OrganisationId, Place>> {
    use OrganisationKind as K;
    let above = [K::Land, K::GovernmentDistrict, K::District, K::Association];
    #[derive(FromQueryResult)]
    struct Row {
        id: OrganisationId,
        #[sea_orm(nested)]
        place: Place,
    }
    use organisation::Column as C;
    let select = Query::select()
        .columns([C::Id, C::Kind, C::ParentId, C::Name])
        .from(organisation::Entity)
        .and_where(C::Kind.is_in(above))
        .take();
    let rows: Vec<Row> =
        reader.unscoped("where bodies the caller sees stand in the tree").rows(&select).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.place)).collect())
}

/// Each of these organisations with all in its subtree, itself among them, whoever asks. Nothing is asked where none are named.
pub async fn subtrees(
    reader: &Reader,
    tops: Vec<OrganisationId>,
) -> Result<Vec<(OrganisationId, OrganisationId)>> {
    use scope_closure::Column as C;
    #[derive(FromQueryResult)]
    struct Row {
        ancestor: OrganisationId,
        node: OrganisationId,
    }
    if tops.is_empty() {
        return Ok(Vec::new());
    }
    let select = Query::select()
        .columns([C::Ancestor, C::Node])
        .from(scope_closure::Entity)
        .and_where(C::Ancestor.is_in(tops.into_iter().map(|top| top.0)))
        .take();
    let rows: Vec<Row> = reader
        .unscoped("which bodies lie in a region, to count rollouts the caller sees")
        .rows(&select)
        .await?;
    Ok(rows.into_iter().map(|row| (row.ancestor, row.node)).collect())
}

/// The districts and independent cities in force, one of which each municipality lies in, whoever asks.
pub async fn districts(reader: &Reader) -> Result<Vec<OrganisationId>> {
    use OrganisationKind as K;
    let select = organisation::Entity::find()
        .filter(organisation::Column::Kind.is_in([K::District, K::IndependentCity]))
        .filter(store::in_force(reader));
    let rows = reader.unscoped("the districts bodies the caller sees lie in").all(select).await?;
    Ok(rows.iter().map(|row| row.id).collect())
}

/// The district, independent city or Bezirk in which each organisation of the tree is counted: itself or the nearest one
/// above; else the organisation itself. Whoever asks: figures are the same for every reader.
pub async fn regions(reader: &Reader) -> Result<HashMap<OrganisationId, OrganisationId>> {
    use OrganisationKind as K;
    use organisation::Column as C;
    #[derive(FromQueryResult)]
    struct Row {
        id: OrganisationId,
        parent_id: Option<OrganisationId>,
        kind: OrganisationKind,
    }
    let select = Query::select().columns([C::Id, C::ParentId, C::Kind]).from(organisation::Entity).take();
    let rows: Vec<Row> =
        reader.unscoped("in which region an organisation is counted, whoever asks").rows(&select).await?;
    let all: HashMap<OrganisationId, &Row> = rows.iter().map(|row| (row.id, row)).collect();
    let region = |row: &Row| {
        let mut at = Some(row);
        while let Some(here) = at {
            if matches!(here.kind, K::District | K::IndependentCity | K::Bezirk) {
                return here.id;
            }
            at = here.parent_id.and_then(|parent| all.get(&parent).copied());
        }
        row.id
    };
    Ok(rows.iter().map(|row| (row.id, region(row))).collect())
}

/// The population of each municipality in force, whoever asks: figures are the same for every reader.
pub async fn people(reader: &Reader) -> Result<HashMap<OrganisationId, i64>> {
    use OrganisationKind as K;
    use organisation::Column as C;
    #[derive(FromQueryResult)]
    struct Row {
        id: OrganisationId,
        population: i64,
    }
    let select = Query::select()
        .columns([C::Id, C::Population])
        .from(organisation::Entity)
        .and_where(C::Kind.is_in([K::Municipality, K::IndependentCity]))
        .cond_where(store::in_force(reader))
        .take();
    let rows: Vec<Row> =
        reader.unscoped("the population of municipalities, which is public").rows(&select).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.population)).collect())
}
