//! Problems of this domain.
use dienstweg_kernel::error::Code;

pub const LOGIN_FAILED: Code =
    Code::new("login-failed", 401, "Anmeldename oder Passwort stimmt nicht", "Login or password is wrong");
pub const LOGIN_LOCKED: Code = Code::new(
    "login-locked",
    429,
    "Zu viele Fehlversuche, die Anmeldung ist gesperrt",
    "Too many failures, log-in is locked",
);
pub const SESSION_OVER: Code = Code::new(
    "session-over",
    401,
    "Die Sitzung ist beendet, bitte neu anmelden",
    "The session is over, please log in again",
);
pub const EXCEEDS_OWN_RIGHTS: Code = Code::new(
    "exceeds-own-rights",
    403,
    "Niemand kann Rechte vergeben oder übernehmen, die er selbst nicht hat",
    "Nobody can give or take over rights they do not have",
);
pub const OWN_ACCOUNT: Code = Code::new(
    "own-account",
    409,
    "Mit dem eigenen Konto geht das nicht",
    "This cannot be done to one's own account",
);
pub const ROLE_SHIPPED: Code = Code::new(
    "role-shipped",
    409,
    "Mitgelieferte Rollen ändert nur Dienstweg selbst; legen Sie eine eigene an",
    "Shipped roles are changed by Dienstweg alone; create your own",
);
pub const LAST_ADMINISTRATOR: Code = Code::new(
    "last-administrator",
    409,
    "Die letzte Person, die alles verwalten kann, bleibt",
    "The last person who can manage everything stays",
);
pub const CLIENT_RETIRED: Code = Code::new(
    "client-retired",
    409,
    "Dieser API-Zugang ist endgültig stillgelegt; legen Sie einen neuen an",
    "This API client has been retired for good; create a new one",
);

pub const LINK_OVER: Code = Code::new(
    "link-over",
    409,
    "Dieser Link gilt nicht mehr; fordern Sie einen neuen an",
    "This link does not work any more; please ask for a new one",
);

/// All of them, for the page of the docs and the contract.
pub const CODES: &[Code] = &[
    LOGIN_FAILED,
    LOGIN_LOCKED,
    SESSION_OVER,
    EXCEEDS_OWN_RIGHTS,
    OWN_ACCOUNT,
    ROLE_SHIPPED,
    LAST_ADMINISTRATOR,
    CLIENT_RETIRED,
    LINK_OVER,
];
