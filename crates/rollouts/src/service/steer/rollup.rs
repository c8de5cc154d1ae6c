//! Roll-ups: queries over rollouts the caller sees, never counters.
use super::list::{lang, phase_name};
use crate::entity::{cover, rollout};
use crate::input::RolloutListParams;
use crate::steering::{CourseState, Light};
use crate::store;
use crate::store::lists::{is_live, light_is};
use crate::types::rollout::word;
use crate::view::RollupRow;
use dienstweg_kernel::guard::tables::scope_closure;
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, ServiceId, TemplateId};
use dienstweg_kernel::{Reader, Result};
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, FromQueryResult};
use std::sync::Arc;

/// By what rollouts are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RollupBy {
    Phase,
    Service,
    Programme,
    Wave,
    /// The subtrees of these organisations.
    Region(Vec<OrganisationId>),
}

#[derive(Debug, Default, FromQueryResult)]
struct Counts {
    total: i64,
    green: Option<i64>,
    yellow: Option<i64>,
    red: Option<i64>,
    grey: Option<i64>,
    live: Option<i64>,
    ended: Option<i64>,
    progress_done: Option<i64>,
    progress_total: Option<i64>,
}

impl Counts {
    fn row(&self, key: Option<String>, name: Option<String>) -> RollupRow {
        RollupRow {
            key,
            name,
            total: self.total,
            green: self.green.unwrap_or_default(),
            yellow: self.yellow.unwrap_or_default(),
            red: self.red.unwrap_or_default(),
            grey: self.grey.unwrap_or_default(),
            live: self.live.unwrap_or_default(),
            ended: self.ended.unwrap_or_default(),
            progress_done: self.progress_done.unwrap_or_default(),
            progress_total: self.progress_total.unwrap_or_default(),
        }
    }
}

fn sums(reader: &Reader) -> [(Expr, &'static str); 9] {
    use rollout::Column as C;
    let now = reader.ctx().now();
    let number = |condition: Condition| -> Expr {
        let case = CaseStatement::new().case(condition, Expr::val(1)).finally(Expr::val(0));
        Func::sum(Expr::Case(Box::new(case))).into()
    };
    let ended = Condition::all().add(C::State.eq(word(CourseState::Ended)));
    [
        (Func::count(Expr::val(1)).into(), "total"),
        (number(light_is(Light::Green, now)), "green"),
        (number(light_is(Light::Yellow, now)), "yellow"),
        (number(light_is(Light::Red, now)), "red"),
        (number(light_is(Light::Grey, now)), "grey"),
        (number(is_live()), "live"),
        (number(ended), "ended"),
        (Func::sum(Expr::col(C::ProgressDone.as_column_ref())).into(), "progress_done"),
        (Func::sum(Expr::col(C::ProgressTotal.as_column_ref())).into(), "progress_total"),
    ]
}

/// All rollouts the parameters name, together.
pub async fn totals(reader: &Reader, params: &RolloutListParams) -> Result<RollupRow> {
    let counts: Vec<Counts> = store::lists::selected(reader, params).summarise(&[], sums(reader)).await?;
    Ok(counts.first().map(|counts| counts.row(None, None)).unwrap_or_default())
}

/// By what word of a rollout it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TallyBy {
    /// The role that must act.
    BallRole,
    /// How it came out.
    Outcome,
}

/// How many of the rollouts the parameters name there are of each word, the most first; those without one are left out. One
/// statement.
pub async fn tally(reader: &Reader, params: &RolloutListParams, by: TallyBy) -> Result<Vec<(String, i64)>> {
    #[derive(FromQueryResult)]
    struct Row {
        key: Option<String>,
        total: i64,
    }
    let column = match by {
        TallyBy::BallRole => rollout::Column::BallRole,
        TallyBy::Outcome => rollout::Column::Outcome,
    };
    let key: Expr = Func::max(Expr::col(column.as_column_ref())).into();
    let sums = [(key, "key"), (Func::count(Expr::val(1)).into(), "total")];
    let rows: Vec<Row> = store::lists::selected(reader, params).summarise(&[column], sums).await?;
    let mut tallied: Vec<(String, i64)> =
        rows.into_iter().filter_map(|row| Some((row.key?, row.total))).collect();
    tallied.sort_by(|(one, few), (other, many)| many.cmp(few).then_with(|| one.cmp(other)));
    Ok(tallied)
}

/// Rollouts the parameters name, counted by light, state and progress; one statement, one more for names.
pub async fn rollup(reader: &Reader, params: &RolloutListParams, by: RollupBy) -> Result<Vec<RollupRow>> {
    use rollout::Column as C;
    match by {
        RollupBy::Phase => by_phase(reader, params).await,
        RollupBy::Service => {
            let rows: Vec<ById> = grouped(reader, params, C::ServiceId).await?;
            named(reader, rows).await
        }
        RollupBy::Programme => {
            let rows: Vec<ById> = grouped(reader, params, C::ProgrammeId).await?;
            named(reader, rows).await
        }
        RollupBy::Wave => {
            let rows: Vec<ById> = grouped(reader, params, C::WaveId).await?;
            named(reader, rows).await
        }
        RollupBy::Region(regions) => {
            let rows: Vec<ById> = reader
                .unscoped("rollouts the caller sees, by the regions their bodies lie in")
                .rows(&by_region(reader, params, &regions))
                .await?;
            named(reader, rows).await
        }
    }
}

#[derive(FromQueryResult)]
struct ById {
    group_id: Option<uuid::Uuid>,
    #[sea_orm(nested)]
    counts: Counts,
}

async fn named(reader: &Reader, rows: Vec<ById>) -> Result<Vec<RollupRow>> {
    let rows = rows.iter().map(|row| (row.group_id, row.counts.row(None, None))).collect();
    rollup_named(reader, rows).await
}

/// Sums with what their ids are called, in this order.
pub async fn rollup_named(
    reader: &Reader,
    rows: Vec<(Option<uuid::Uuid>, RollupRow)>,
) -> Result<Vec<RollupRow>> {
    let labels = reader.labels(rows.iter().filter_map(|(id, _)| *id)).await?;
    let named = |(id, sum): (Option<uuid::Uuid>, RollupRow)| RollupRow {
        key: id.map(|id| id.to_string()),
        name: labels.named_opt(id).and_then(|named| named.name),
        ..sum
    };
    let mut rows: Vec<RollupRow> = rows.into_iter().map(named).collect();
    rows.sort_by(|one, other| (&one.name, &one.key).cmp(&(&other.name, &other.key)));
    Ok(rows)
}

#[derive(FromQueryResult)]
struct ByPhase {
    phase: Option<String>,
    template_id: TemplateId,
    #[sea_orm(nested)]
    counts: Counts,
}

async fn by_phase(reader: &Reader, params: &RolloutListParams) -> Result<Vec<RollupRow>> {
    use rollout::Column as C;
    let scoped = store::lists::selected(reader, params);
    let rows: Vec<ByPhase> = scoped.summarise(&[C::Phase, C::TemplateId], sums(reader)).await?;
    let sum = |row: ByPhase| (row.phase, row.template_id, row.counts.row(None, None));
    rollup_of_phases(reader, rows.into_iter().map(sum).collect()).await
}

/// One row per phase out of sums per phase and template, in the order of the course; those without a phase come last. Where
/// templates name a phase differently, the one most rollouts follow gives name and place.
pub async fn rollup_of_phases(
    reader: &Reader,
    mut sums: Vec<(Option<String>, TemplateId, RollupRow)>,
) -> Result<Vec<RollupRow>> {
    sums.sort_by_key(|(_, template, sum)| (-sum.total, *template));
    let templates = store::steer::templates(reader, sums.iter().map(|(_, template, _)| *template)).await?;
    let mut phases: Vec<(usize, RollupRow)> = Vec::new();
    for (phase, template, sum) in sums {
        if let Some((_, known)) = phases.iter_mut().find(|(_, known)| known.key == phase) {
            known.add(&sum);
            continue;
        }
        let template = templates.get(&template).map(Arc::as_ref);
        let place = |key: &str| template.and_then(|one| one.phases.iter().position(|phase| phase.key == key));
        let at = phase.as_deref().and_then(place).unwrap_or(usize::MAX);
        let name = phase.as_deref().map(|key| phase_name(template, key, lang(reader)));
        phases.push((at, RollupRow { key: phase, name, ..sum }));
    }
    phases.sort_by(|(at, a), (other, b)| at.cmp(other).then_with(|| a.key.cmp(&b.key)));
    Ok(phases.into_iter().map(|(_, row)| row).collect())
}

/// Counts of the rollouts the caller sees, grouped by an expression over them.
fn counted(reader: &Reader, params: &RolloutListParams, group: Expr) -> SelectStatement {
    let seen = store::lists::selected(reader, params).into_ids();
    let mut select = Query::select();
    select.expr_as(group.clone(), Alias::new("group_id")).from(rollout::Entity);
    for (sum, name) in sums(reader) {
        select.expr_as(sum, Alias::new(name));
    }
    select
        .and_where(Expr::col(rollout::Column::Id.as_column_ref()).in_subquery(seen))
        .add_group_by([group])
        .take()
}

async fn grouped(reader: &Reader, params: &RolloutListParams, column: rollout::Column) -> Result<Vec<ById>> {
    let group = (Expr::col(column.as_column_ref()), "group_id");
    store::lists::selected(reader, params).summarise(&[column], sums(reader).into_iter().chain([group])).await
}

fn by_region(reader: &Reader, params: &RolloutListParams, regions: &[OrganisationId]) -> SelectStatement {
    use scope_closure::Column as T;
    let ancestor = Expr::col(T::Ancestor.as_column_ref());
    let body = Expr::col(rollout::Column::BodyId.as_column_ref());
    let mut select = counted(reader, params, ancestor.clone());
    select
        .inner_join(scope_closure::Entity, body.equals(T::Node.as_column_ref()))
        .and_where(ancestor.is_in(regions.iter().map(|id| id.0)))
        .take()
}

#[derive(FromQueryResult)]
struct Covered {
    organisation_id: OrganisationId,
}

/// Municipalities covered today by a live rollout the caller sees; of one service or programme, or of any.
pub async fn live_cover(
    reader: &Reader,
    service: Option<ServiceId>,
    programme: Option<ProgrammeId>,
) -> Result<Vec<OrganisationId>> {
    let select = live_covered(reader, service, programme);
    let rows: Vec<Covered> = reader.unscoped("coverage of rollouts the caller sees").rows(&select).await?;
    Ok(rows.into_iter().map(|row| row.organisation_id).collect())
}

/// The same for use as a sub-select.
pub fn live_covered(
    reader: &Reader,
    service: Option<ServiceId>,
    programme: Option<ProgrammeId>,
) -> SelectStatement {
    use rollout::Column as C;
    let live = reader
        .select::<rollout::Entity>()
        .filter(is_live())
        .filter_opt(service, |service| C::ServiceId.eq(service))
        .filter_opt(programme, |programme| C::ProgrammeId.eq(programme));
    Query::select()
        .distinct()
        .column(cover::Column::OrganisationId)
        .from(cover::Entity)
        .and_where(cover::Column::RolloutId.in_subquery(live.into_ids()))
        .cond_where(store::cover::covers_on(reader))
        .take()
}
