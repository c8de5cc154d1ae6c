//! What became of a service at a body: of all pairs 30 % are live, 40 % running, 5 % came out otherwise, 2 % are orders to
//! be clarified, and of the rest nothing is known.
use crate::land::Dice;
use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, Utc};
use dienstweg_kernel::Ctx;
use dienstweg_rollouts::input::{Prior, PriorWhat};
use dienstweg_rollouts::template::{Level, OutcomeKey, Template};

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Live,
    Running,
    CameOut(OutcomeKey),
    Clarification,
    NotOrdered,
}

impl Fate {
    /// The same in every run.
    pub fn of(body: usize, service: usize) -> Self {
        let roll = Dice::new((body * 211 + service) as u64 + 1).roll(1_000);
        match roll {
            0..300 => Self::Live,
            300..700 => Self::Running,
            700..720 => Self::CameOut(OutcomeKey::OwnSolution),
            720..740 => Self::CameOut(OutcomeKey::Cancelled),
            740..745 => Self::CameOut(OutcomeKey::NotCompetent),
            745..750 => Self::CameOut(OutcomeKey::Replaced),
            750..770 => Self::Clarification,
            _ => Self::NotOrdered,
        }
    }

    /// Whether there is a rollout of it.
    pub fn has_rollout(self) -> bool {
        !matches!(self, Self::Clarification | Self::NotOrdered)
    }
}

/// When a rollout began and what had happened in it.
pub fn course(ctx: &Ctx, template: &Template, fate: Fate, dice: &mut Dice) -> (NaiveDate, Vec<Prior>) {
    let began = match fate {
        Fate::Live => 150 + dice.roll(450),
        Fate::Running => dice.roll(150),
        _ => 60 + dice.roll(300),
    };
    let began = ctx.today() - Days::new(began);
    let reached = match fate {
        Fate::Live => template.go_live().map(|milestone| milestone.key.clone()),
        _ => None,
    };
    let keys: Vec<&str> = template
        .phases
        .iter()
        .filter(|phase| phase.level == Level::Daughter)
        .flat_map(|phase| &phase.milestones)
        .map(|milestone| milestone.key.as_str())
        .collect();
    let go_live = keys.iter().position(|key| reached.as_deref() == Some(key));
    // What runs has come anywhere before its go-live; every second one that is live has been handed over.
    let done = match (fate, go_live) {
        (Fate::Live, Some(_)) if dice.roll(2) == 0 => keys.len(),
        (Fate::Live, Some(at)) => at + 1,
        _ => 1 + dice.roll(keys.len() as u64 * 2 / 3) as usize,
    };
    let (mut at, mut prior) = (morning(began), Vec::with_capacity(done + 1));
    for key in keys.into_iter().take(done) {
        let what = PriorWhat::Done(key.to_owned());
        at += Duration::hours(2 + dice.roll(200) as i64);
        if at >= ctx.now() {
            break;
        }
        prior.push(Prior { what, at, actor: ctx.actor.id });
    }
    if let Fate::CameOut(key) = fate {
        prior.push(Prior { what: PriorWhat::CameOut(key, None), at, actor: ctx.actor.id });
    }
    (began, prior)
}

fn morning(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc() + Duration::hours(8)
}
