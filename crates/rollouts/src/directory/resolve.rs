use super::Target;
use chrono::NaiveDate;
use dienstweg_kernel::ids::{OrganisationId, PartyEntryId, PersonId, ProgrammeId, ServiceId};

/// An entry of the directory, as far as it decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: PartyEntryId,
    pub role: String,
    pub target: Target,
    pub organisation: OrganisationId,
    pub person: Option<PersonId>,
    pub valid_from: NaiveDate,
    /// First day on which it is no longer so.
    pub valid_to: Option<NaiveDate>,
}

impl Entry {
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| end > day)
    }
}

/// Where a rollout stands.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The body and what stands above it, the nearest first.
    pub path: &'a [OrganisationId],
    /// Nothing for mothers.
    pub service: Option<ServiceId>,
    pub programme: Option<ProgrammeId>,
}

/// One place at which a role is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub target: Target,
    /// How far above the rollout's body; 0 for itself and for what is not looked up by body.
    pub depth: usize,
}

/// The places at which a role is looked up, in their order.
pub fn steps<'p>(place: &Place<'p>) -> impl Iterator<Item = Step> + use<'p> {
    let Place { path, service, programme } = *place;
    let of_body = path.iter().enumerate().flat_map(move |(depth, body)| {
        let body = Target { body: Some(*body), ..Target::default() };
        let with_service = service.map(|id| Target { service: Some(id), ..body });
        with_service.into_iter().chain([body]).map(move |target| Step { target, depth })
    });
    let service = service.map(|id| Target { service: Some(id), ..Target::default() });
    let programme = programme.map(|id| Target { programme: Some(id), ..Target::default() });
    of_body.chain(service.into_iter().chain(programme).map(|target| Step { target, depth: 0 }))
}

/// The entry that says who plays a role in a rollout on a day.
pub fn resolve<'e>(role: &str, place: &Place<'_>, entries: &'e [Entry], day: NaiveDate) -> Option<&'e Entry> {
    let fits = |target: &Target| {
        entries.iter().find(|entry| entry.role == role && entry.target == *target && entry.is_in_force(day))
    };
    steps(place).find_map(|step| fits(&step.target))
}
