//! What the index says, for people.
use crate::entity::{publication, rollout};
use crate::input::PublicationListParams;
use crate::policy::ROLLOUT_STEER;
use crate::service::steer::{Context, lang, rollouts_steered};
use crate::steering::MilestoneState;
use crate::store;
use crate::types::PublicationState;
use crate::view::{MilestoneName, PublicationCounts, PublicationRow};
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::{OrganisationId, RolloutId};
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{ColumnTrait, FromQueryResult};
use std::collections::HashMap;

const SORTS: &[(&str, publication::Column)] = &[("since", publication::Column::Since)];

/// What the index says of the rollouts the caller sees, the newest change first.
pub async fn publication_list(
    reader: &Reader,
    params: &PublicationListParams,
    request: &PageRequest,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<Page<PublicationRow>> {
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("-since"), SORTS)?;
    let page = store::publication::listed(reader, params).page(sort, request).await?;
    let ids: Vec<RolloutId> = page.items.iter().map(|row| row.rollout_id).collect();
    let rollouts =
        reader.select::<rollout::Entity>().filter(rollout::Column::Id.is_in(ids.clone())).all().await?;
    let of_rows: Vec<&rollout::Model> = rollouts.iter().map(|row| &**row).collect();
    let context = Context::load(reader, &of_rows, [], calendars).await?;
    let rows: Vec<&publication::Model> = page.items.iter().map(|row| &**row).collect();
    let states = store::publication::milestones(reader, &rows).await?;
    let steered = rollouts_steered(reader, ids).await?;
    let shown = |row: &Visible<publication::Entity>| {
        let of = of_rows.iter().find(|of| of.id == row.rollout_id)?;
        let milestone = context.template(of).and_then(|template| template.milestone(&row.milestone));
        let name = milestone.map_or(row.milestone.as_str(), |milestone| milestone.name.get(lang(reader)));
        let milestone_state = *states.get(&row.rollout_id)?;
        Some(PublicationRow {
            rollout: context.row(of),
            milestone: MilestoneName { key: row.milestone.clone(), name: name.to_owned() },
            milestone_state,
            state: row.state,
            since: row.since,
            url: row.url.clone(),
            found_at: row.found_at,
            asked_at: row.asked_at,
            problem: row.problem,
            contradicted: row.state == PublicationState::Missing && milestone_state == MilestoneState::Done,
            due_at: row.due_at,
            can: if steered.contains(&row.rollout_id) { vec!["check"] } else { Vec::new() },
        })
    };
    let items = page.items.iter().filter_map(shown).collect();
    Ok(page.with_items(items))
}

#[derive(FromQueryResult)]
struct Count {
    state: PublicationState,
    total: i64,
    contradicted: i64,
}

/// How many of the rollouts the caller sees are in each state.
pub async fn publication_counts(reader: &Reader) -> Result<PublicationCounts> {
    let contradicted = Expr::case(store::publication::contradicted(), 1).finally(0);
    let sums =
        [(Func::count(Expr::val(1)).into(), "total"), (Func::sum(contradicted).into(), "contradicted")];
    let all = PublicationListParams::default();
    let counts: Vec<Count> =
        store::publication::listed(reader, &all).summarise(&[publication::Column::State], sums).await?;
    let mut answer = PublicationCounts::default();
    for count in counts {
        answer.contradicted += count.contradicted;
        match count.state {
            PublicationState::Pending => answer.pending = count.total,
            PublicationState::Found => answer.found = count.total,
            PublicationState::Missing => answer.missing = count.total,
            PublicationState::Unmatched => answer.unmatched = count.total,
        }
    }
    Ok(answer)
}

/// The index is asked about a rollout next.
///
/// # Errors
/// `not-found`, `forbidden`; `publication-not-asked` where it is not asked about it at all.
pub async fn publication_hurry(tx: &Tx, id: RolloutId) -> Result<()> {
    tx.lock::<rollout::Entity>(id, ROLLOUT_STEER, IfMatch::Any).await?;
    match store::publication::hurry(tx, id, tx.ctx().now()).await? {
        0 => Err(Error::new(crate::error::PUBLICATION_NOT_ASKED)),
        _ => Ok(()),
    }
}
