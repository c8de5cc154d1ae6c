//! Why somebody plays a role in a rollout.
use crate::directory::{Entry, Place, Step, Target, steps};
use crate::entity::party;
use crate::policy::PARTY_READ;
use crate::service::steer::{Work, lang};
use crate::steering::CourseState;
use crate::store;
use crate::store::parties::{Directory, Spot};
use crate::store::whole::whole;
use crate::template::PartyRole;
use crate::types::PartyOrigin;
use crate::types::rollout::word;
use crate::view::{PartyStep, PartyStepEntry, RolloutPartyView};
use dienstweg_kernel::ids::{OrganisationId, RolloutId};
use dienstweg_kernel::labels::Labels;
use dienstweg_kernel::{Reader, Result};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Each role of a rollout: who plays it, from where, and where that was looked up. Who does not read the directory is
/// told of the entry that counts alone.
pub async fn rollout_parties(reader: &Reader, id: RolloutId) -> Result<Vec<RolloutPartyView>> {
    let whole = whole(reader, id).await?;
    let spot = whole.work.spot();
    let directory = Directory::load(reader, [spot], None).await?;
    let mut paths = store::parties::paths(reader, &BTreeSet::from([spot.body])).await?;
    let path = paths.remove(&spot.body).unwrap_or_else(|| vec![spot.body]);
    let labels = reader.labels(named(&whole.work, &directory, &path)).await?;
    let ended = whole.work.rollout.state == word(CourseState::Ended);
    let all = reader.ctx().actor.has(PARTY_READ);
    let told = Told { work: &whole.work, directory: &directory, path: &path, labels: &labels, all };
    let roles = whole.work.template.parties.iter();
    let view = |role: &PartyRole| RolloutPartyView {
        role_name: role.name.get(lang(reader)).to_owned(),
        ..told.role(role, whole.steers && !ended)
    };
    Ok(roles.map(view).collect())
}

fn named(work: &Work, directory: &Directory, path: &[OrganisationId]) -> Vec<Uuid> {
    let Spot { service, programme, .. } = work.spot();
    let of_place = [service.map(|id| id.0), programme.map(|id| id.0)].into_iter().flatten();
    let parties = work.parties.iter().map(|row| (row.organisation_id, row.person_id));
    let entries = work.template.parties.iter().flat_map(|role| directory.entries(&role.key));
    let entries = entries.map(|entry| (Some(entry.organisation), entry.person));
    let who = parties.chain(entries).flat_map(|(organisation, person)| {
        [organisation.map(|id| id.0), person.map(|id| id.0)].into_iter().flatten()
    });
    of_place.chain(path.iter().map(|id| id.0)).chain(who).collect()
}

struct Told<'a> {
    work: &'a Work,
    directory: &'a Directory,
    path: &'a [OrganisationId],
    labels: &'a Labels,
    /// Also the places that do not count.
    all: bool,
}

impl Told<'_> {
    fn role(&self, role: &PartyRole, may: bool) -> RolloutPartyView {
        let row = self.work.parties.iter().find(|party| party.role == role.key);
        let origin = origin(row);
        let fixed = origin == PartyOrigin::Hand;
        let mut can = Vec::new();
        can.extend(may.then_some("set_party"));
        can.extend((may && fixed).then_some("follow_party"));
        RolloutPartyView {
            role: role.key.clone(),
            role_name: String::new(),
            organisation: self.labels.named_opt(row.and_then(|row| row.organisation_id)),
            person: self.labels.named_opt(row.and_then(|row| row.person_id)),
            origin,
            steps: self.steps(&role.key, fixed),
            can,
        }
    }

    /// Where it is looked up; a service at what stands above the body is told only where an entry stands there.
    fn steps(&self, role: &str, fixed: bool) -> Vec<PartyStep> {
        let Spot { service, programme, .. } = self.work.spot();
        let place = Place { path: self.path, service, programme };
        let entries = self.directory.entries(role);
        let mut found = false;
        let mut told = Vec::new();
        for step in steps(&place) {
            let entry = entries.iter().find(|entry| entry.target == step.target);
            if entry.is_none() && hidden(&step) {
                continue;
            }
            let counts = entry.is_some() && !found && !fixed;
            found |= entry.is_some();
            if counts || self.all {
                told.extend(self.step(&step.target, entry, counts));
            }
        }
        told
    }

    fn step(&self, target: &Target, entry: Option<&Entry>, counts: bool) -> Option<PartyStep> {
        Some(PartyStep {
            scope: target.scope()?,
            body: self.labels.named_opt(target.body),
            service: self.labels.named_opt(target.service),
            programme: self.labels.named_opt(target.programme),
            entry: entry.map(|entry| PartyStepEntry {
                id: entry.id,
                organisation: self.labels.named(entry.organisation),
                person: self.labels.named_opt(entry.person),
                valid_from: entry.valid_from,
            }),
            counts,
        })
    }
}

fn hidden(step: &Step) -> bool {
    step.depth > 0 && step.target.service.is_some()
}

fn origin(row: Option<&party::Model>) -> PartyOrigin {
    match row {
        Some(row) if row.fixed => PartyOrigin::Hand,
        Some(row) if row.entry_id.is_some() => PartyOrigin::Entry,
        Some(row) if row.organisation_id.is_some() => PartyOrigin::Default,
        _ => PartyOrigin::Nobody,
    }
}
