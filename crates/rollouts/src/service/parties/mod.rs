//! The party directory: who plays which role where, and letting rollouts follow it.
mod bulk;
mod change;
mod compare;
mod entries;
mod explain;
mod gaps;
mod handover;
mod import;
mod import_rows;
mod roles;
mod sweeps;

pub use bulk::party_entries_bulk;
pub use entries::{
    party_entry_create, party_entry_end, party_entry_get, party_entry_history, party_entry_list,
    party_entry_patch,
};
pub use explain::rollout_parties;
pub use gaps::party_gaps;
pub use handover::{OfAccount, person_handover};
pub use import::{PartyRowRead, party_entries_import};
pub use import_rows::{PartyRow, PartyRows, Said, read as party_rows_read};
pub use roles::{PartyRole, PartyRoles};
pub use sweeps::{Portion, sweep_portion, sweep_portion_done, sweeps_due, sweeps_of_moved};
