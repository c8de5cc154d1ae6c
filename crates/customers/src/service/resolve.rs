//! Which organisation is meant by a key, and which body is responsible for it.
use crate::entity::organisation;
use crate::store;
use crate::types::{MunicipalFlag, OrganisationKind, calendar_of};
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::guard::tables::scope_closure;
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::search::found;
use dienstweg_kernel::{Reader, Result};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;

/// What others need to know of an organisation in the tree.
#[derive(Clone, Debug)]
pub struct Body {
    pub id: OrganisationId,
    pub kind: OrganisationKind,
    pub name: String,
    /// AGS, or the register key of what has none.
    pub key: Option<String>,
    pub population: i64,
    /// From its parent up to the Land.
    pub above: Vec<(OrganisationId, OrganisationKind)>,
    pub calendar: WorkCalendar,
    pub in_force: bool,
}

/// An organisation a key or name may mean.
#[derive(Clone, Debug)]
pub struct BodyMatch {
    pub id: OrganisationId,
    pub name: String,
    pub key: Option<String>,
    pub kind: OrganisationKind,
    /// Whether the key fits exactly; otherwise it is a suggestion.
    pub exact: bool,
}

impl BodyMatch {
    fn of(row: &organisation::Model, exact: bool) -> Self {
        let key = row.ags.clone().or_else(|| row.register_key.clone()).or_else(|| row.own_key.clone());
        Self { id: row.id, name: row.name.clone(), key, kind: row.kind, exact }
    }
}

/// Organisations in force that carry this key (ARS, AGS, fictive AGS, own key), or else those whose name or key comes
/// near. An ARS of a district or association (padded with zeros) means that body.
pub async fn body_by_key(
    reader: &Reader,
    key: Option<&str>,
    name: Option<&str>,
    limit: u64,
) -> Result<Vec<BodyMatch>> {
    let in_force = || reader.select::<organisation::Entity>().filter(store::in_force(reader));
    if let Some(key) = key.map(str::trim).filter(|key| !key.is_empty()) {
        let exact = in_force().filter(store::by_key(key)).limit(limit).all().await?;
        // The Land, its government district and the Bezirk share a key by prefix: the municipal body is meant.
        let municipal: Vec<_> =
            exact.iter().filter(|row| is_body(row.kind)).map(|row| BodyMatch::of(row, true)).collect();
        if !municipal.is_empty() {
            return Ok(municipal);
        }
    }
    let words = [name, key].into_iter().flatten().find(|words| !words.trim().is_empty());
    let Some(words) = words else { return Ok(Vec::new()) };
    let near =
        in_force().filter(found(organisation::Column::Id, reader.find("organisation", words))).limit(limit);
    Ok(near.all().await?.iter().map(|row| BodyMatch::of(row, false)).collect())
}

fn is_body(kind: OrganisationKind) -> bool {
    !matches!(kind, OrganisationKind::Land | OrganisationKind::GovernmentDistrict)
}

/// These organisations with what stands above each, in three statements.
pub async fn bodies(reader: &Reader, ids: Vec<OrganisationId>) -> Result<HashMap<OrganisationId, Body>> {
    let rows = reader
        .select::<organisation::Entity>()
        .filter(organisation::Column::Id.is_in(ids.clone()))
        .all()
        .await?;
    let all = reader.unscoped("the place in the tree of bodies the caller sees");
    let closure = all
        .all(
            scope_closure::Entity::find()
                .filter(scope_closure::Column::Node.is_in(ids.iter().map(|id| id.0))),
        )
        .await?;
    let above: Vec<_> = closure.iter().map(|row| row.ancestor).collect();
    let kinds = all.all(organisation::Entity::find().filter(organisation::Column::Id.is_in(above))).await?;
    let kinds: HashMap<_, _> = kinds.iter().map(|row| (row.id.0, row.kind)).collect();
    let today = reader.ctx().today();
    let body = |row: &Visible<organisation::Entity>| {
        let mut path: Vec<_> =
            closure.iter().filter(|pair| pair.node == row.id.0 && pair.depth > 0).collect();
        path.sort_by_key(|pair| pair.depth);
        let above = path
            .iter()
            .filter_map(|pair| Some((OrganisationId(pair.ancestor), *kinds.get(&pair.ancestor)?)))
            .collect();
        Body {
            id: row.id,
            kind: row.kind,
            name: row.name.clone(),
            key: row.ags.clone().or_else(|| row.register_key.clone()).or_else(|| row.own_key.clone()),
            population: row.population,
            above,
            calendar: calendar(row),
            in_force: row.valid_to.is_none_or(|end| end > today),
        }
    };
    Ok(rows.iter().map(|row| (row.id, body(row))).collect())
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

/// The body that does a task of this tier for `body`, derived from the register. Nothing where the tree has none, such
/// as for a district that asks for a task of municipalities.
pub async fn responsible(reader: &Reader, body: &Body, tier: Tier) -> Result<Option<OrganisationId>> {
    use OrganisationKind as K;
    let above = |kind: K| body.above.iter().find(|(_, other)| *other == kind).map(|(id, _)| *id);
    let own = |kinds: &[K]| kinds.contains(&body.kind).then_some(body.id);
    Ok(match tier {
        Tier::Municipality => own(&[K::Municipality, K::IndependentCity]),
        Tier::Association if body.kind == K::Municipality => above(K::Association).or(Some(body.id)),
        Tier::Association => own(&[K::Association, K::IndependentCity]),
        Tier::District => own(&[K::District, K::IndependentCity]).or_else(|| above(K::District)),
        Tier::Bezirk if body.kind == K::Bezirk => Some(body.id),
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

/// The municipalities in force that `body` stands for: itself, the members of an association, all of a district. A
/// Bezirk stands for those of its government district.
pub async fn covered(reader: &Reader, body: &Body) -> Result<Vec<OrganisationId>> {
    use OrganisationKind as K;
    use organisation::Column as C;
    if matches!(body.kind, K::Municipality | K::IndependentCity) {
        return Ok(vec![body.id]);
    }
    let top = match body.kind {
        K::Bezirk => body.above.first().map_or(body.id, |(id, _)| *id),
        _ => body.id,
    };
    let members = organisation::Entity::find()
        .filter(Expr::col(C::Id).in_subquery(store::subtree(top)))
        .filter(C::Kind.is_in([K::Municipality, K::IndependentCity]))
        .filter(store::in_force(reader));
    let rows = reader.unscoped("the municipalities a responsible body stands for").all(members).await?;
    // A district does not stand for the independent cities beside it, a Bezirk does.
    Ok(rows
        .iter()
        .filter(|row| body.kind == K::Bezirk || row.kind == K::Municipality)
        .map(|row| row.id)
        .collect())
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
        .filter_opt(below, |top| C::Id.in_subquery(store::subtree(top)))
        .filter_opt(among, |ids| C::Id.is_in(ids))
        .summarise(&[], sums)
        .await?;
    Ok(rows.first().map_or((0, 0), |sum| (sum.number, sum.people.unwrap_or_default())))
}
