//! Queries of terms.
use crate::entity::term;
use crate::input::TermListParams;
use crate::policy::{MILESTONE_COMPLETE, ROLLOUT_STEER};
use crate::types::TermState;
use chrono::NaiveDate;
use dienstweg_kernel::db::{Scoped, Whole};
use dienstweg_kernel::guard::tables::subtree;
use dienstweg_kernel::ids::{OrganisationId, TermId};
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::{Reader, Result};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, FromQueryResult};

const SORTS: &[(&str, term::Column)] = &[("valid_until", term::Column::ValidUntil)];

/// Whether the caller renews one, and steers rollouts of its body.
pub const RENEWS: &str = "renews";
pub const STEERS: &str = "steers";

/// Terms of the caller's sight, with what it may do about each.
pub fn terms(reader: &Reader) -> Scoped<'_, term::Entity> {
    reader.select::<term::Entity>().reach(RENEWS, MILESTONE_COMPLETE).reach(STEERS, ROLLOUT_STEER)
}

pub async fn listed(
    reader: &Reader,
    params: &TermListParams,
    request: &PageRequest,
) -> Result<Page<Whole<term::Entity>>> {
    use term::Column as C;
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("valid_until"), SORTS)?;
    let today = reader.ctx().today();
    let any = params.state.iter().fold(Condition::any(), |any, state| any.add(is(*state, today)));
    let mut scoped = terms(reader);
    if !params.state.is_empty() {
        scoped = scoped.filter(any);
    }
    let scoped = scoped
        .filter_any(C::Kind, params.kind.clone())
        .filter_any(C::ServiceId, params.service.clone())
        .filter_opt(params.below, |top| C::BodyId.in_subquery(subtree([top])))
        .filter_opt(params.party, |party| C::PartyId.eq(party))
        .filter_opt(params.until, |day| C::ValidUntil.lte(day))
        .filter_opt(params.raised_between, |(from, until)| C::RaisedAt.gte(from).and(C::RaisedAt.lt(until)));
    scoped.page_whole(sort, request).await
}

fn is(state: TermState, today: NaiveDate) -> Condition {
    use term::Column as C;
    let running = Condition::all().add(C::EndedAt.is_null());
    match state {
        TermState::Ended => Condition::all().add(C::EndedAt.is_not_null()),
        TermState::Expired => running.add(C::ValidUntil.lt(today)),
        TermState::Due => running.add(C::ValidUntil.gte(today)).add(C::RaiseOn.lte(today)),
        TermState::Valid => running.add(C::RaiseOn.gt(today)),
    }
}

/// Who renews terms, and whom they concern.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct TermPlace {
    pub id: TermId,
    pub body_id: OrganisationId,
    pub party_id: OrganisationId,
    pub valid_until: NaiveDate,
}

/// Of running terms the caller sees.
pub async fn places(reader: &Reader, which: Condition) -> Result<Vec<TermPlace>> {
    use term::Column as C;
    let running = which.add(C::EndedAt.is_null());
    let scoped = reader.select::<term::Entity>().filter(running);
    scoped.summarise(&[C::Id, C::BodyId, C::PartyId, C::ValidUntil], []).await
}

/// Terms whose day has come and that nobody was told of, the oldest first.
pub fn due(today: NaiveDate) -> Condition {
    use term::Column as C;
    Condition::all().add(C::EndedAt.is_null()).add(C::RaisedAt.is_null()).add(C::RaiseOn.lte(today))
}
