//! Which calls matter most: delay times people. Pure.
use crate::steering::local_date;
use crate::store::calls::{Candidate, Covered};
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::ids::{OrganisationId, RolloutId};
use std::collections::{HashMap, HashSet};

/// A rollout with what it weighs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    pub id: RolloutId,
    /// The day to ask again has come.
    pub due: bool,
    /// Working days of delay times people.
    pub weight: i64,
    /// The municipalities it is for, with their people.
    pub municipalities: Vec<(OrganisationId, i64)>,
}

impl Weighed {
    fn people(&self) -> i64 {
        self.municipalities.iter().map(|(_, people)| people).sum()
    }
}

/// An organisation to be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyCalls {
    pub party: OrganisationId,
    /// The heaviest first.
    pub rollouts: Vec<Weighed>,
}

/// What counts for the order of rollouts and of calls: agreed days first, then weight, then people.
pub fn order<'w>(rollouts: impl IntoIterator<Item = &'w Weighed>) -> (bool, i64, i64) {
    rollouts.into_iter().fold((false, 0, 0), |(due, weight, people), one| {
        (due || one.due, weight.saturating_add(one.weight), people.saturating_add(one.people()))
    })
}

/// The people these rollouts are for, each counted once.
pub fn population<'w>(rollouts: impl IntoIterator<Item = &'w Weighed>) -> i64 {
    let once: HashMap<OrganisationId, i64> =
        rollouts.into_iter().flat_map(|one| one.municipalities.iter().copied()).collect();
    once.into_values().sum()
}

/// What rollouts are weighed by.
pub struct Scales<'a> {
    pub calendar: &'a WorkCalendar,
    pub now: DateTime<Utc>,
    /// The population of municipalities.
    pub people: &'a HashMap<OrganisationId, i64>,
    /// Rollouts whose agreed day has come.
    pub due: &'a HashSet<RolloutId>,
}

impl Scales<'_> {
    /// Organisations to be called with their rollouts, those first that weigh most.
    pub fn parties(&self, found: &[Candidate], covers: &[Covered]) -> Vec<PartyCalls> {
        let mut covered: HashMap<RolloutId, Vec<(OrganisationId, i64)>> = HashMap::new();
        for cover in covers {
            covered.entry(cover.rollout_id).or_default().push(self.people_of(cover.organisation_id));
        }
        let mut parties: HashMap<OrganisationId, Vec<Weighed>> = HashMap::new();
        for one in found {
            let municipalities = covered.remove(&one.id).unwrap_or_else(|| vec![self.people_of(one.body_id)]);
            let due = self.due.contains(&one.id);
            let mut weighed = Weighed { id: one.id, due, weight: 0, municipalities };
            weighed.weight = self.delay(one).saturating_mul(weighed.people());
            parties.entry(one.ball_party_id).or_default().push(weighed);
        }
        let mut parties: Vec<PartyCalls> =
            parties.into_iter().map(|(party, rollouts)| PartyCalls { party, rollouts }).collect();
        for one in &mut parties {
            one.rollouts.sort_by_key(|row| std::cmp::Reverse((order([row]), row.id)));
        }
        parties.sort_by_key(|one| std::cmp::Reverse((order(&one.rollouts), one.party)));
        parties
    }

    fn people_of(&self, organisation: OrganisationId) -> (OrganisationId, i64) {
        (organisation, self.people.get(&organisation).copied().unwrap_or_default())
    }

    /// Working days since the first thing that is wrong: a due date or a light.
    fn delay(&self, one: &Candidate) -> i64 {
        let today = local_date(self.now);
        let turned = [one.yellow_from, one.red_from].into_iter().flatten().filter(|at| *at <= self.now);
        let due = Some(one.next_due).filter(|due| *due < today);
        let since: Option<NaiveDate> = turned.map(local_date).chain(due).min();
        since.map_or(0, |day| self.calendar.working_days_between(day, today).max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dienstweg_calendar::WorkCalendar;
    use uuid::Uuid;

    fn candidate(id: u128, party: u128, due: &str) -> Candidate {
        Candidate {
            id: RolloutId(Uuid::from_u128(id)),
            body_id: OrganisationId(Uuid::from_u128(id)),
            ball_party_id: OrganisationId(Uuid::from_u128(party)),
            next_due: due.parse().unwrap(),
            yellow_from: None,
            red_from: None,
        }
    }

    #[test]
    fn agreed_days_come_first_then_delay_times_people_over_all_rollouts_of_a_party() {
        let people =
            (1..=4).map(|id| (OrganisationId(Uuid::from_u128(id)), 1000 * i64::try_from(id).unwrap()));
        let (people, calendar) = (people.collect(), WorkCalendar::bavarian());
        let found = [
            candidate(1, 10, "2026-03-02"),
            candidate(2, 10, "2026-03-05"),
            candidate(3, 20, "2026-03-05"),
            candidate(4, 30, "2030-01-01"),
        ];
        let due = HashSet::from([RolloutId(Uuid::from_u128(4))]);
        let now = "2026-03-06T12:00:00Z".parse().unwrap();
        let parties = Scales { calendar: &calendar, now, people: &people, due: &due }.parties(&found, &[]);
        let told: Vec<(u128, i64)> =
            parties.iter().map(|one| (one.party.0.as_u128(), order(&one.rollouts).1)).collect();
        assert_eq!(told, [(30, 0), (10, 4 * 1000 + 2000), (20, 3000)]);
        assert_eq!(parties[1].rollouts[0].id.0.as_u128(), 1);
        let twice = parties[1].rollouts.iter().chain(&parties[1].rollouts);
        assert_eq!(population(twice), 1000 + 2000, "nobody is counted once per service");
    }
}
