//! Who reaches which rollouts and milestones.
use crate::entity::{cover, forecast, interval, milestone, party, rollout};
use dienstweg_kernel::ctx::{Actor, Extent, Permission};
use dienstweg_kernel::guard::{Guarded, PartOf, Reach, Subject, within};
use dienstweg_kernel::ids::{MilestoneId, RolloutId, WaitingId};
use sea_orm::{ColumnTrait, Condition};

pub const ROLLOUT_READ: Permission = Permission("rollout:read");
/// Everything about a rollout but what its parties owe.
pub const ROLLOUT_STEER: Permission = Permission("rollout:steer");
/// Completes the milestones one owes.
pub const MILESTONE_COMPLETE: Permission = Permission("milestone:complete");

/// Every permission of steering.
pub const PERMISSIONS: &[Permission] = &[ROLLOUT_READ, ROLLOUT_STEER, MILESTONE_COMPLETE];

/// Rollouts share their id with a ticket, and who is involved is recorded once, for the ticket.
pub const INVOLVED_IN: &str = "ticket";

impl Guarded for rollout::Entity {
    const KIND: &'static str = "rollout";
    const READ: Permission = ROLLOUT_READ;
    type Id = RolloutId;
    const ID: Self::Column = rollout::Column::Id;
    const SEALED: &'static [Self::Column] = &[rollout::Column::OutcomeReason];
    const UNAUDITED: &'static [Self::Column] = &[
        rollout::Column::State,
        rollout::Column::Phase,
        rollout::Column::ProgressDone,
        rollout::Column::ProgressTotal,
        rollout::Column::PlanGoLive,
        rollout::Column::MovedGoLive,
        rollout::Column::ForecastGoLive,
        rollout::Column::LiveOn,
        rollout::Column::EndedOn,
        rollout::Column::BallRole,
        rollout::Column::BallPartyId,
        rollout::Column::BallSince,
        rollout::Column::BallGivenAt,
        rollout::Column::NextMilestone,
        rollout::Column::NextDue,
        rollout::Column::YellowFrom,
        rollout::Column::RedFrom,
        rollout::Column::Grey,
        rollout::Column::GreyUntil,
        rollout::Column::DeferredUntil,
        rollout::Column::BlockedSince,
        rollout::Column::RecomputeAt,
        rollout::Column::EvaluatedAt,
        rollout::Column::Schedule,
        rollout::Column::BodySort,
        rollout::Column::ServiceSort,
        rollout::Column::CreatedAt,
        rollout::Column::UpdatedAt,
    ];

    /// Those of bodies in reach; for reading also those one is a party to, and those that cover a municipality in reach.
    fn rows(actor: &Actor, permission: Permission) -> Condition {
        use rollout::Column as C;
        let reach = Reach::of(actor, permission).organisation(C::BodyId);
        let reach = if permission == ROLLOUT_READ { beside(reach) } else { reach };
        reach.rows_of::<Self>()
    }

    /// Why it came out as it did is told to others in the conversation, as far as they are meant.
    fn opens(actor: &Actor) -> Condition {
        Self::rows(actor, ROLLOUT_STEER)
    }

    fn subject(row: &rollout::Model) -> Subject {
        subject(row.id)
    }
}

/// What is read beside the rollouts of bodies in reach.
fn beside(reach: Reach) -> Reach {
    reach.involved(INVOLVED_IN, rollout::Column::Id).covering(INVOLVED_IN, rollout::Column::Id)
}

/// The rollouts the actor reads though their bodies may not be in its reach, for who does not read everything.
pub fn read_beside(actor: &Actor) -> Reach {
    beside(Reach::of(actor, ROLLOUT_READ))
}

/// What the history and the events of a rollout and of all its parts belong to.
pub fn subject(id: RolloutId) -> Subject {
    Subject { kind: rollout::Entity::KIND, id: id.0 }
}

impl PartOf<rollout::Entity> for milestone::Entity {
    const ROOTS: &'static [Self::Column] = &[milestone::Column::RolloutId];
}

impl PartOf<rollout::Entity> for interval::Entity {
    const ROOTS: &'static [Self::Column] = &[interval::Column::RolloutId];
}

impl PartOf<rollout::Entity> for party::Entity {
    const ROOTS: &'static [Self::Column] = &[party::Column::RolloutId];
}

impl PartOf<rollout::Entity> for cover::Entity {
    const ROOTS: &'static [Self::Column] = &[cover::Column::RolloutId];
}

impl Guarded for milestone::Entity {
    const KIND: &'static str = "milestone";
    const READ: Permission = ROLLOUT_READ;
    type Id = MilestoneId;
    const ID: Self::Column = milestone::Column::Id;
    const VERSION: Option<Self::Column> = Some(milestone::Column::Version);
    const UNAUDITED: &'static [Self::Column] = &[
        milestone::Column::Entries,
        milestone::Column::DueOriginal,
        milestone::Column::Due,
        milestone::Column::Ready,
        milestone::Column::ReadyOn,
        milestone::Column::Took,
        milestone::Column::Rank,
    ];

    /// Those of rollouts in reach. To complete: one's own ones, and all of rollouts one steers.
    fn rows(actor: &Actor, permission: Permission) -> Condition {
        use milestone::Column as C;
        if permission != MILESTONE_COMPLETE {
            return within::<rollout::Entity>(C::RolloutId, actor, permission);
        }
        let everything = Some(Extent::Everything);
        if actor.extent(permission) == everything || actor.extent(ROLLOUT_STEER) == everything {
            return Condition::all();
        }
        let own = Reach::of(actor, permission).organisation(C::PartyId).party(C::PartyId).rows();
        if actor.has(ROLLOUT_STEER) {
            Condition::any().add(own).add(within::<rollout::Entity>(C::RolloutId, actor, ROLLOUT_STEER))
        } else {
            own
        }
    }

    fn subject(row: &milestone::Model) -> Subject {
        subject(row.rollout_id)
    }
}

impl Guarded for interval::Entity {
    const KIND: &'static str = "rollout_interval";
    const READ: Permission = ROLLOUT_READ;
    type Id = WaitingId;
    const ID: Self::Column = interval::Column::Id;

    /// Those of rollouts in reach.
    fn rows(actor: &Actor, permission: Permission) -> Condition {
        within::<rollout::Entity>(interval::Column::RolloutId, actor, permission)
    }

    fn subject(row: &interval::Model) -> Subject {
        subject(row.rollout_id)
    }
}

impl Guarded for forecast::Entity {
    const KIND: &'static str = "go_live_forecast";
    const READ: Permission = ROLLOUT_READ;
    type Id = RolloutId;
    const ID: Self::Column = forecast::Column::RolloutId;

    /// Those of rollouts in reach.
    fn rows(actor: &Actor, permission: Permission) -> Condition {
        within::<rollout::Entity>(forecast::Column::RolloutId, actor, permission)
    }

    fn subject(row: &forecast::Model) -> Subject {
        subject(row.rollout_id)
    }
}

/// Rollouts in which the caller asks after who is waited for, or is waited for itself.
pub fn my_follow_ups(actor: &Actor) -> Condition {
    let steered = rollout::Entity::rows(actor, ROLLOUT_STEER);
    // An empty condition is no restriction, and must not disappear among others.
    if steered.is_empty() { steered } else { Condition::any().add(steered).add(my_turn(actor)) }
}

/// Running rollouts in which the caller must act: one of its organisations holds the ball, or nobody but the rollout
/// team does and the caller steers the rollout.
pub fn my_turn(actor: &Actor) -> Condition {
    use rollout::Column as C;
    let team = Condition::all()
        .add(C::BallPartyId.is_null())
        .add(C::BallRole.is_not_null())
        .add(rollout::Entity::rows(actor, ROLLOUT_STEER));
    let mut any = Condition::any().add(team);
    if actor.extent(MILESTONE_COMPLETE) == Some(Extent::Scoped) {
        let own = Reach::of(actor, MILESTONE_COMPLETE).organisation(C::BallPartyId).party(C::BallPartyId);
        any = any.add(own.rows());
    }
    any
}

/// Milestones the caller itself owes, by the same rule.
pub fn my_milestones(actor: &Actor) -> Condition {
    use milestone::Column as C;
    let team = Condition::all().add(C::PartyId.is_null()).add(milestone::Entity::rows(actor, ROLLOUT_STEER));
    let mut any = Condition::any().add(team);
    if actor.extent(MILESTONE_COMPLETE) == Some(Extent::Scoped) {
        let own = Reach::of(actor, MILESTONE_COMPLETE).organisation(C::PartyId).party(C::PartyId);
        any = any.add(own.rows());
    }
    any
}
