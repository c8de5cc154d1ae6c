//! Problems of this domain.
use dienstweg_kernel::error::Code;

/// The place below itself or below a descendant.
pub const ORGANISATION_CYCLE: Code = Code::new(
    "organisation-cycle",
    409,
    "Eine Organisation kann nicht unter sich selbst stehen",
    "An organisation cannot stand below itself",
);
/// An import that is not (or no longer) waiting to be applied.
pub const IMPORT_NOT_WAITING: Code = Code::new(
    "register-import-not-waiting",
    409,
    "Dieser Import wartet nicht auf die Übernahme",
    "This import is not waiting to be applied",
);

pub const CODES: &[Code] = &[ORGANISATION_CYCLE, IMPORT_NOT_WAITING];
