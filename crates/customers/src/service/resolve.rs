//! Which organisation is meant by a key, and which body is responsible for it.
use crate::entity::organisation;
use crate::store;
use crate::types::{MunicipalFlag, OrganisationKind, calendar_of};
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::guard::tables::{scope_closure, subtree};
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::{Reader, Result};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, Order, QueryFilter};
use std::collections::HashMap;

/// What others need to know of an organisation in the tree.
#[derive(Clone, Debug)]
pub struct Body {
    pub id: OrganisationId,
    pub kind: OrganisationKind,
    pub name: String,
    /// AGS, or the register key of what has none.
    pub key: Option<String>,
    /// 12 digits; of a district or association, its key filled up with zeros.
    pub ars: Option<String>,
    pub population: i64,
    /// From its parent up to the Land.
    pub above: Vec<(OrganisationId, OrganisationKind)>,
    pub calendar: WorkCalendar,
    pub in_force: bool,
}

impl Body {
    /// The body and what stands above it, from near to far.
    pub fn path(&self) -> Vec<OrganisationId> {
        std::iter::once(self.id).chain(self.above.iter().map(|(id, _)| *id)).collect()
    }
}

fn is_body(kind: OrganisationKind) -> bool {
    !matches!(kind, OrganisationKind::Land | OrganisationKind::GovernmentDistrict)
}

/// Municipal bodies in force that carry this key (ARS, AGS, fictive AGS, own key). An ARS of a district or association
/// (padded with zeros) means that body.
pub async fn bodies_with_key(reader: &Reader, key: &str) -> Result<Vec<Body>> {
    let rows = reader.select::<organisation::Entity>().filter(store::in_force(reader));
    let mut rows = rows.filter(store::by_key(key)).all().await?;
    // The Land, its government district and the Bezirk share a key by prefix: the municipal body is meant.
    rows.retain(|row| is_body(row.kind));
    with_above(reader, &rows).await
}

/// These organisations with what stands above each, in two statements.
pub async fn bodies(reader: &Reader, ids: Vec<OrganisationId>) -> Result<HashMap<OrganisationId, Body>> {
    let rows = reader.select::<organisation::Entity>().filter(organisation::Column::Id.is_in(ids));
    let bodies = with_above(reader, &rows.all().await?).await?;
    Ok(bodies.into_iter().map(|body| (body.id, body)).collect())
}

#[derive(sea_orm::FromQueryResult)]
struct Above {
    node: OrganisationId,
    id: OrganisationId,
    kind: OrganisationKind,
}

async fn with_above(reader: &Reader, rows: &[Visible<organisation::Entity>]) -> Result<Vec<Body>> {
    use scope_closure::Column as S;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let select = Query::select()
        .column(S::Node)
        .column((organisation::Entity, organisation::Column::Id))
        .column((organisation::Entity, organisation::Column::Kind))
        .from(scope_closure::Entity)
        .inner_join(
            organisation::Entity,
            organisation::Column::Id.into_expr().equals(S::Ancestor.as_column_ref()),
        )
        .and_where(S::Node.is_in(rows.iter().map(|row| row.id.0)))
        .and_where(S::Depth.gt(0))
        .order_by(S::Depth, Order::Asc)
        .take();
    let all =
        reader.unscoped("the place in the tree of bodies the caller sees").rows::<Above>(&select).await?;
    let today = reader.ctx().today();
    let body = |row: &Visible<organisation::Entity>| Body {
        id: row.id,
        kind: row.kind,
        name: row.name.clone(),
        key: row.ags.clone().or_else(|| row.register_key.clone()).or_else(|| row.own_key.clone()),
        ars: regional_key(row),
        population: row.population,
        above: all.iter().filter(|above| above.node == row.id).map(|above| (above.id, above.kind)).collect(),
        calendar: calendar(row),
        in_force: row.valid_to.is_none_or(|end| end > today),
    };
    Ok(rows.iter().map(body).collect())
}

/// The Amtlicher Regionalschlüssel in full length.
fn regional_key(row: &organisation::Model) -> Option<String> {
    let key = row.ars.as_deref().or(row.register_key.as_deref())?;
    let digits = (2..=12).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| format!("{key:0<12}"))
}

fn calendar(row: &organisation::Model) -> WorkCalendar {
    let key = row.ags.as_deref().or(row.register_key.as_deref()).or(row.fictive_ags.as_deref());
    let flag = |flag: Option<MunicipalFlag>| flag.unwrap_or(MunicipalFlag::Unknown);
    calendar_of(key, flag(row.assumption_day), flag(row.peace_festival), flag(row.corpus_christi))
}

/// The calendars of these organisations, whoever asks: due dates are the same for every reader.
pub async fn calendars(
    reader: &Reader,
    ids: Vec<OrganisationId>,
) -> Result<HashMap<OrganisationId, WorkCalendar>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = reader
        .unscoped("working days of parties, which are the same for every reader")
        .all(organisation::Entity::find().filter(organisation::Column::Id.is_in(ids)))
        .await?;
    Ok(rows.iter().map(|row| (row.id, calendar(row))).collect())
}

/// Municipal level at which a task is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// Each municipality for itself, also within an association.
    Municipality,
    /// The association for its members, everyone else for itself.
    Association,
    /// District or independent city.
    District,
    Bezirk,
}

/// Whether bodies of this kind do tasks of this tier themselves; `member`: of an association.
pub fn does(kind: OrganisationKind, member: bool, tier: Tier) -> bool {
    use OrganisationKind as K;
    match tier {
        Tier::Municipality => matches!(kind, K::Municipality | K::IndependentCity),
        Tier::Association => {
            matches!(kind, K::Association | K::IndependentCity) || kind == K::Municipality && !member
        }
        Tier::District => matches!(kind, K::District | K::IndependentCity),
        Tier::Bezirk => kind == K::Bezirk,
    }
}

/// The body that does a task of this tier for `body`, derived from the register. Nothing where the tree has none, such
/// as for a district that asks for a task of municipalities.
pub async fn responsible(reader: &Reader, body: &Body, tier: Tier) -> Result<Option<OrganisationId>> {
    use OrganisationKind as K;
    let above = |kind: K| body.above.iter().find(|(_, other)| *other == kind).map(|(id, _)| *id);
    if does(body.kind, above(K::Association).is_some(), tier) {
        return Ok(Some(body.id));
    }
    Ok(match tier {
        Tier::Municipality => None,
        Tier::Association if body.kind == K::Municipality => above(K::Association),
        Tier::Association => None,
        Tier::District => above(K::District),
        Tier::Bezirk => match above(K::GovernmentDistrict) {
            Some(district) => child_of_kind(reader, district, K::Bezirk).await?,
            None => None,
        },
    })
}

async fn child_of_kind(
    reader: &Reader,
    parent: OrganisationId,
    kind: OrganisationKind,
) -> Result<Option<OrganisationId>> {
    use organisation::Column as C;
    let child = organisation::Entity::find().filter(C::ParentId.eq(parent)).filter(C::Kind.eq(kind));
    let row = reader.unscoped("the Bezirk that is responsible for a body the caller sees").one(child).await?;
    Ok(row.map(|row| row.id))
}

#[derive(sea_orm::FromQueryResult)]
struct Member {
    ancestor: OrganisationId,
    id: OrganisationId,
    kind: OrganisationKind,
}

/// The municipalities in force that each of these bodies stands for, in one statement: itself, the members of an
/// association, all of a district. A Bezirk stands for those of its government district.
pub async fn covered<'b>(
    reader: &Reader,
    bodies: impl IntoIterator<Item = &'b Body>,
) -> Result<HashMap<OrganisationId, Vec<OrganisationId>>> {
    use OrganisationKind as K;
    use organisation::Column as C;
    use scope_closure::Column as S;
    let (alone, many): (Vec<&Body>, Vec<&Body>) =
        bodies.into_iter().partition(|body| matches!(body.kind, K::Municipality | K::IndependentCity));
    let mut covered: HashMap<_, _> = alone.iter().map(|body| (body.id, vec![body.id])).collect();
    if many.is_empty() {
        return Ok(covered);
    }
    let top = |body: &Body| match body.kind {
        K::Bezirk => body.above.first().map_or(body.id, |(id, _)| *id),
        _ => body.id,
    };
    let select = Query::select()
        .column(S::Ancestor)
        .column((organisation::Entity, C::Id))
        .column((organisation::Entity, C::Kind))
        .from(scope_closure::Entity)
        .inner_join(organisation::Entity, C::Id.into_expr().equals(S::Node.as_column_ref()))
        .and_where(S::Ancestor.is_in(many.iter().map(|body| top(body).0)))
        .and_where(C::Kind.is_in([K::Municipality, K::IndependentCity]))
        .cond_where(store::in_force(reader))
        .order_by(C::SortKey, Order::Asc)
        .take();
    let rows =
        reader.unscoped("the municipalities a responsible body stands for").rows::<Member>(&select).await?;
    for body in many {
        let of_body = rows.iter().filter(|row| row.ancestor == top(body));
        // A district does not stand for the independent cities beside it, a Bezirk does.
        let counts = of_body.filter(|row| body.kind == K::Bezirk || row.kind == K::Municipality);
        covered.insert(body.id, counts.map(|row| row.id).collect());
    }
    Ok(covered)
}

/// Number and population of the municipalities in force that the caller sees: below an organisation, and among some ids
/// where given.
pub async fn population(
    reader: &Reader,
    below: Option<OrganisationId>,
    among: Option<Vec<OrganisationId>>,
) -> Result<(i64, i64)> {
    use OrganisationKind as K;
    use organisation::Column as C;
    #[derive(sea_orm::FromQueryResult)]
    struct Sum {
        number: i64,
        people: Option<i64>,
    }
    let sums =
        [(Expr::cust("COUNT(*)"), "number"), (Expr::cust("CAST(SUM(population) AS BIGINT)"), "people")];
    let rows: Vec<Sum> = reader
        .select::<organisation::Entity>()
        .filter(C::Kind.is_in([K::Municipality, K::IndependentCity]))
        .filter(store::in_force(reader))
        .filter_opt(below, |top| C::Id.in_subquery(subtree([top])))
        .filter_opt(among, |ids| C::Id.is_in(ids))
        .summarise(&[], sums)
        .await?;
    Ok(rows.first().map_or((0, 0), |sum| (sum.number, sum.people.unwrap_or_default())))
}
