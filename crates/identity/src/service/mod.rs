//! The use cases.
pub mod actor;
mod administrators;
pub mod client;
pub mod client_login;
pub mod client_retire;
pub mod client_secret;
pub mod deputies;
pub mod explain;
pub mod grant;
pub mod leftovers;
mod limits;
pub mod links;
pub mod login;
pub mod me;
pub mod notices;
pub mod password;
pub mod refresh;
pub mod rights;
pub mod role;
pub mod roles_held;
pub mod session;
pub mod team;
pub mod user;
pub mod visible;

use crate::types::{keep, parse_name};
use dienstweg_kernel::ctx::{Actor, Extent, Permission};
use dienstweg_kernel::error::{Error, Fault, Text, codes};
use dienstweg_kernel::patch::Patch;

/// Whether a permission reaches every row, as those of this domain do or do nothing.
fn reaches_all(actor: &Actor, permission: Permission) -> bool {
    actor.extent(permission) == Some(Extent::Everything)
}

/// Says which member was not unique.
fn taken(pointer: &'static str) -> impl FnOnce(Error) -> Error {
    move |error| {
        if !error.is(codes::DUPLICATE) {
            return error;
        }
        error.with_faults(vec![Fault::new(
            pointer,
            "taken",
            Text::new(
                "Das ist schon vergeben. Bitte wählen Sie etwas anderes.",
                "This is taken already. Please choose something else.",
            ),
        )])
    }
}

/// The name a patch gives, parsed.
fn patched_name(faults: &mut Vec<Fault>, pointer: &'static str, name: Patch<String>) -> Option<String> {
    match name {
        Patch::Absent => None,
        Patch::Null => {
            faults.push(Fault::required(pointer));
            None
        }
        Patch::Value(name) => keep(faults, parse_name(pointer, &name)),
    }
}
