//! Letting the parties of rollouts follow the directory.
use super::run::{Change, store_parties, write};
use super::{Book, Work};
use crate::entity::{party, rollout};
use crate::policy::steer::ROLLOUT_STEER;
use crate::steering::MilestoneState;
use crate::store::parties::{Directory, Spot};
use crate::template::Template;
use crate::types::rollout::word;
use crate::view::Steered;
use crate::{events, store};
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::ctx::Ctx;
use dienstweg_kernel::ids::{EventId, OrganisationId, PersonId, RolloutId};
use dienstweg_kernel::{Reader, Result, Tx};
use sea_orm::{ColumnTrait, Condition};
use std::collections::HashMap;

/// The row of a role that nobody plays yet but whom the template names by itself.
pub fn blank_party(
    ctx: &Ctx,
    rollout_id: RolloutId,
    role: &str,
    default_id: Option<OrganisationId>,
) -> party::Model {
    party::Model {
        id: ctx.new_id::<EventId>().0,
        rollout_id,
        role: role.to_owned(),
        organisation_id: default_id,
        person_id: None,
        entry_id: None,
        fixed: false,
        default_id,
    }
}

/// The row of a role, made where there is none yet.
pub fn party_row<'w>(work: &'w mut Work, role: &str, ctx: &Ctx) -> &'w mut party::Model {
    let at = work.parties.iter().position(|party| party.role == role);
    let at = at.unwrap_or_else(|| {
        work.parties.push(blank_party(ctx, work.rollout.id, role, None));
        work.parties.len() - 1
    });
    &mut work.parties[at]
}

/// Gives the open milestones of a role to who plays it now, but for those that were given to somebody by themselves.
pub fn hand_on(work: &mut Work, role: &str) {
    let Some(party) = work.parties.iter().find(|party| party.role == role) else { return };
    let now_playing = (party.organisation_id, party.person_id);
    let open = word(MilestoneState::Open);
    for row in &mut work.milestones {
        if row.role == role && row.status == open && !row.party_fixed {
            (row.party_id, row.person_id) = now_playing;
        }
    }
}

/// The roles of one rollout, apart from everything else of it.
pub struct Roles<'a> {
    pub rollout: RolloutId,
    pub spot: Spot,
    pub template: &'a Template,
    pub parties: &'a mut Vec<party::Model>,
}

/// What the directory says of one role, or of all.
#[derive(Clone, Copy)]
pub struct Following<'a> {
    pub directory: &'a Directory,
    pub role: Option<&'a str>,
}

/// What came of following.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// Roles that somebody else plays now.
    pub moved: Vec<String>,
    /// Rows were added, or the same party comes from elsewhere: nothing that anybody is told.
    pub quietly: bool,
}

impl Following<'_> {
    /// Lets the rows follow: each role of the template has one afterwards, and those not set by hand say what the
    /// directory says, or else the template.
    pub fn rows(&self, of: &mut Roles<'_>, ctx: &Ctx) -> Followed {
        let mut followed = Followed::default();
        let wanted = of.template.parties.iter().filter(|role| self.role.is_none_or(|one| one == role.key));
        for role in wanted {
            let at = of.parties.iter().position(|party| party.role == role.key).unwrap_or_else(|| {
                of.parties.push(blank_party(ctx, of.rollout, &role.key, None));
                followed.quietly = true;
                of.parties.len() - 1
            });
            let Some(row) = of.parties.get_mut(at).filter(|row| !row.fixed) else { continue };
            let entry = self.directory.of(&role.key, &of.spot);
            let (organisation, person) = match entry {
                Some(entry) => (Some(entry.organisation), entry.person),
                None => (row.default_id, None),
            };
            let entry = entry.map(|entry| entry.id);
            if (row.organisation_id, row.person_id) != (organisation, person) {
                followed.moved.push(role.key.clone());
            } else if row.entry_id != entry {
                followed.quietly = true;
            }
            (row.organisation_id, row.person_id, row.entry_id) = (organisation, person, entry);
        }
        followed
    }

    /// The same for a rollout with its open milestones.
    pub fn work(&self, work: &mut Work, ctx: &Ctx) -> Followed {
        let (template, spot) = (std::sync::Arc::clone(&work.template), work.spot());
        let mut roles =
            Roles { rollout: work.rollout.id, spot, template: &template, parties: &mut work.parties };
        let followed = self.rows(&mut roles, ctx);
        for role in &followed.moved {
            hand_on(work, role);
        }
        followed
    }
}

/// Lets these rollouts follow the directory in one role or all; their tickets are locked by the caller. `many` says that
/// the cause concerns many more. Answers those in which somebody else plays a role now.
pub async fn parties_apply(
    tx: &Tx,
    ids: Vec<RolloutId>,
    role: Option<&str>,
    many: bool,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<Vec<Steered>> {
    let changing = Changing::load(tx, ids).await?;
    let spots: Vec<Spot> = changing.works.iter().map(Work::spot).collect();
    let directory = Directory::load(tx, spots, role).await?;
    let following = Following { directory: &directory, role };
    changing.apply(tx, many, calendars, |work| following.work(work, tx.ctx()).moved).await
}

/// Gives what a person does by hand in these rollouts to another one: roles, and open milestones of their own.
pub async fn persons_apply(
    tx: &Tx,
    ids: Vec<RolloutId>,
    (from, to): (PersonId, PersonId),
    many: bool,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<Vec<Steered>> {
    let open = word(MilestoneState::Open);
    let hand_over = |work: &mut Work| {
        let mut moved = Vec::new();
        for party in work.parties.iter_mut().filter(|row| row.fixed && row.person_id == Some(from)) {
            party.person_id = Some(to);
            moved.push(party.role.clone());
        }
        for role in &moved {
            hand_on(work, role);
        }
        let own = |row: &&mut crate::entity::milestone::Model| {
            row.party_fixed && row.status == open && row.person_id == Some(from)
        };
        for row in work.milestones.iter_mut().filter(own) {
            row.person_id = Some(to);
        }
        moved
    };
    Changing::load(tx, ids).await?.apply(tx, many, calendars, hand_over).await
}

/// Rollouts that are changed together.
struct Changing {
    rows: Vec<dienstweg_kernel::guard::Locked<rollout::Entity>>,
    works: Vec<Work>,
}

impl Changing {
    async fn load(tx: &Tx, ids: Vec<RolloutId>) -> Result<Self> {
        let ended = word(crate::steering::CourseState::Ended);
        let these =
            Condition::all().add(rollout::Column::Id.is_in(ids)).add(rollout::Column::State.ne(ended));
        let rows = tx.lock_all::<rollout::Entity>(ROLLOUT_STEER, these).await?;
        let works = store::steer::load(tx, rows.iter().map(|row| (**row).clone()).collect()).await?;
        Ok(Self { rows, works })
    }

    /// `change` answers the roles that changed hands.
    async fn apply(
        self,
        tx: &Tx,
        many: bool,
        calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
        change: impl Fn(&mut Work) -> Vec<String>,
    ) -> Result<Vec<Steered>> {
        let mut after = self.works.clone();
        let moved: Vec<Vec<String>> = after.iter_mut().map(change).collect();
        let book = Book::load(tx, self.works.iter().chain(&after), calendars).await?;
        let mut steered = Vec::new();
        for (((row, before), work), moved) in self.rows.into_iter().zip(&self.works).zip(after).zip(moved) {
            if moved.is_empty() && before.milestones == work.milestones {
                store_parties(tx, before, &work).await?;
                continue;
            }
            let left = store::involvement::involvement_follow(tx, before, &work).await?;
            let told = moved.iter().map(|role| {
                let party = work.parties.iter().find(|party| party.role == *role);
                let fact = events::party_set(role, None, work.party(role)).with("many", many);
                fact.with("entry", party.and_then(|party| party.entry_id))
            });
            let told = told.collect();
            let change = Change { row, milestones: Vec::new(), fact: None, told, many, before, work, left };
            steered.push(write(tx, change, &book).await?);
        }
        Ok(steered)
    }
}

/// Compares who plays the roles of rollouts with what directory and template say, and who owes open milestones with who
/// plays their role: at most `limit` rollouts after `after`. Answers what differs and where to go on.
pub async fn parties_check(
    reader: &Reader,
    after: Option<RolloutId>,
    limit: u64,
) -> Result<(Vec<super::Drift>, Option<RolloutId>)> {
    use rollout::Column as C;
    let scoped = reader.select::<rollout::Entity>().filter_opt(after, |after| C::Id.gt(after));
    let running = scoped.filter(C::State.ne(word(crate::steering::CourseState::Ended)));
    let rows = running.order(C::Id, sea_orm::Order::Asc).limit(limit).all().await?;
    let works = store::steer::load(reader, rows.iter().map(|row| (**row).clone()).collect()).await?;
    let directory = Directory::load(reader, works.iter().map(Work::spot), None).await?;
    let following = Following { directory: &directory, role: None };
    let mut drift = Vec::new();
    for stored in &works {
        let mut rebuilt = stored.clone();
        following.work(&mut rebuilt, reader.ctx());
        drift.extend(differences(stored, &rebuilt));
    }
    Ok((drift, works.last().map(|work| work.rollout.id)))
}

fn differences(stored: &Work, rebuilt: &Work) -> Vec<super::Drift> {
    let id = stored.rollout.id;
    let without = |party: &&party::Model| !stored.parties.contains(party);
    let roles = rebuilt.parties.iter().filter(without).map(|party| format!("party {}", party.role));
    let mut owed = rebuilt.clone();
    for party in &rebuilt.parties {
        hand_on(&mut owed, &party.role);
    }
    let pairs = stored.milestones.iter().zip(&owed.milestones);
    let milestones = pairs.filter(|(old, new)| old != new).map(|(old, _)| format!("{} party", old.key));
    let fields: Vec<String> = roles.chain(milestones).collect();
    fields.into_iter().map(|field| super::Drift { id, field }).collect()
}
