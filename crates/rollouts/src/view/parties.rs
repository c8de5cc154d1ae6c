//! What callers get to see of the party directory.
use crate::directory::Scope;
use crate::types::PartyOrigin;
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_intake::FaultView;
use dienstweg_kernel::ids::PartyEntryId;
use dienstweg_kernel::labels::Named;
use serde::Serialize;
use utoipa::ToSchema;

/// An entry of the party directory, in lists too.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PartyEntryView {
    pub id: PartyEntryId,
    pub role: String,
    pub role_name: String,
    pub scope: Scope,
    /// With all below it.
    pub body: Option<Named>,
    pub service: Option<Named>,
    pub programme: Option<Named>,
    pub organisation: Named,
    pub person: Option<Named>,
    pub valid_from: NaiveDate,
    /// First day on which it is no longer so.
    pub valid_to: Option<NaiveDate>,
    pub in_force: bool,
    /// How many rollouts follow it now.
    pub rollouts: i64,
    /// Rollouts are being looked at, or will be from a day on; `null`: all have followed.
    pub following: Option<FollowingView>,
    pub note: Option<String>,
    pub can: Vec<&'static str>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// How far rollouts have followed an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PartyFollowing)]
pub struct FollowingView {
    /// The day on which it acts.
    pub due_on: NaiveDate,
    pub done: i32,
    /// `null` until it has begun.
    pub total: Option<i32>,
}

/// A role that entries may be made for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartyRoleView {
    pub key: String,
    pub name: String,
    /// A body names who plays it for itself; other roles take a right without limits.
    pub of_body: bool,
    /// `give` where the caller may make entries for it.
    pub can: Vec<&'static str>,
}

/// What a change of many entries does, or would do.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PartyEntriesBulkView {
    pub preview: bool,
    /// Entries that change.
    pub entries: usize,
    /// Entries that are over by that day, or say the same already.
    pub unchanged: usize,
    /// Rollouts that follow them now.
    pub rollouts: i64,
    /// Some of the entries.
    pub sample: Vec<PartyEntryView>,
}

/// The outcome of an import of entries. With faults, nothing was taken over.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PartyEntriesImportView {
    pub dry_run: bool,
    pub new: usize,
    pub changed: usize,
    /// Entries that end because another one takes their place.
    pub ended: usize,
    pub unchanged: usize,
    pub changes: Vec<PartyEntryChange>,
    /// How many faults there are; `faults` may list fewer.
    pub total_faults: usize,
    pub faults: Vec<FaultView>,
}

/// What an import does to one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartyEntryChange {
    /// `new`, `changed` or `ended`.
    pub change: &'static str,
    pub role: String,
    pub body: Option<Named>,
    pub service: Option<Named>,
    pub programme: Option<Named>,
    pub organisation: Named,
    pub person: Option<Named>,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}

/// Who plays a role in one rollout, and why.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RolloutPartyView {
    pub role: String,
    pub role_name: String,
    pub organisation: Option<Named>,
    pub person: Option<Named>,
    pub origin: PartyOrigin,
    /// Where it was looked up, in this order; the first that says somebody counts, unless it was set by hand.
    pub steps: Vec<PartyStep>,
    pub can: Vec<&'static str>,
}

/// One place at which a role was looked up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartyStep {
    pub scope: Scope,
    pub body: Option<Named>,
    pub service: Option<Named>,
    pub programme: Option<Named>,
    /// The entry that stands there today.
    pub entry: Option<PartyStepEntry>,
    /// It is the one that counts.
    pub counts: bool,
}

/// An entry, as far as it explains something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartyStepEntry {
    pub id: PartyEntryId,
    pub organisation: Named,
    pub person: Option<Named>,
    pub valid_from: NaiveDate,
}

/// Rollouts in which nobody plays a role, counted.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PartyGapRow {
    pub role: String,
    pub role_name: String,
    /// District or independent city the bodies lie in; `null` for what stands above.
    pub district: Option<Named>,
    /// `null` for mothers.
    pub service: Option<Named>,
    pub rollouts: i64,
}

/// What goes over to somebody else.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HandoverView {
    pub preview: bool,
    pub from: Named,
    pub to: Named,
    pub from_day: NaiveDate,
    /// Entries of the directory.
    pub entries: HandoverPart,
    /// Rollouts in which the person plays a role set by hand.
    pub parties: HandoverPart,
    /// Rollouts with open milestones that were given to the person.
    pub milestones: HandoverPart,
    /// Open tickets assigned to the person's account, as far as the caller sees them; without an account of who takes over they
    /// go back to their teams.
    pub tickets: HandoverPart,
    /// Colleagues for whom the person stands in on that day or later, as far as the caller sees them; where who takes over may not
    /// stand in, the absence lapses.
    pub absences: HandoverPart,
}

/// One kind of what goes over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HandoverPart {
    pub count: i64,
    /// Some of them: bodies or organisations of entries, bodies of rollouts, tickets, users.
    pub sample: Vec<Named>,
}
