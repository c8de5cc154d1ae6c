//! Every permission there is, in words. A test holds this list and the domains' own lists together.
use dienstweg_identity::PermissionInfo;

macro_rules! catalogue {
    ($($name:literal, $de:literal, $en:literal;)*) => {
        &[$(PermissionInfo { name: $name, de: $de, en: $en }),*]
    };
}

/// Name, German, English.
pub const CATALOGUE: &[PermissionInfo] = catalogue! {
    "organisation:read", "Organisationen sehen", "See organisations";
    "organisation:write", "Organisationen pflegen", "Maintain organisations";
    "person:read", "Personen sehen", "See persons";
    "person:contact", "Kontaktdaten von Personen sehen", "See contact data of persons";
    "person:write", "Personen pflegen", "Maintain persons";
    "register:import", "Gemeindeverzeichnis einlesen", "Import the register of municipalities";
    "service:read", "Dienste sehen", "See services";
    "service:write", "Dienste pflegen", "Maintain services";
    "programme:read", "Programme sehen", "See programmes";
    "programme:write", "Programme pflegen", "Maintain programmes";
    "template:read", "Phasenmodelle sehen", "See phase templates";
    "template:write", "Phasenmodelle pflegen", "Maintain phase templates";
    "rollout:read", "Rollouts sehen", "See rollouts";
    "rollout:steer", "Rollouts steuern", "Steer rollouts";
    "milestone:complete", "Meilensteine erledigen", "Complete milestones";
    "order:read", "Bestellungen sehen", "See orders";
    "order:write", "Bestellungen aufgeben und klären", "Place and clarify orders";
    "order:release", "Bestellungen freigeben", "Release orders";
    "order:place", "Bestellungen über die Schnittstelle aufgeben", "Place orders through the interface";
    "party:read", "Zuständigkeiten im Rollout sehen", "See the party directory";
    "party:maintain", "Zuständigkeiten im Rollout pflegen", "Maintain the party directory";
    "ticket:read", "Vorgänge sehen", "See tickets";
    "ticket:create", "Vorgänge anlegen", "Create tickets";
    "ticket:write", "Vorgänge bearbeiten", "Work on tickets";
    "ticket:assign", "Vorgänge zuweisen", "Assign tickets";
    "article:write", "Nachrichten schreiben", "Write messages";
    "article:internal", "Interne Nachrichten lesen und schreiben", "Read and write internal messages";
    "user:read", "Benutzer sehen", "See users";
    "user:contact", "E-Mail-Adressen von Benutzern sehen", "See e-mail addresses of users";
    "user:write", "Benutzer pflegen", "Maintain users";
    "role:read", "Rollen sehen", "See roles";
    "role:write", "Rollen pflegen", "Maintain roles";
    "grant:write", "Rechte vergeben", "Grant rights";
    "api_client:read", "API-Clients sehen", "See API clients";
    "api_client:write", "API-Clients pflegen", "Maintain API clients";
    "session:revoke", "Anmeldungen anderer beenden", "End sessions of others";
    "webhook:read", "Webhooks sehen", "See webhooks";
    "webhook:write", "Webhooks pflegen", "Maintain webhooks";
    "mail:read", "E-Mail-Protokoll sehen", "See the log of mail";
    "mail:write", "E-Mails erneut senden und Adressen sehen", "Send mail again and see addresses";
    "report:read", "Statusberichte sehen und für sich selbst anlegen", "See status reports and keep them for oneself";
    "report:schedule", "Statusberichte an andere senden", "Send status reports to others";
    "saved_view:share", "Ansichten mit Rollen teilen", "Share views with roles";
    "saved_view:manage", "Geteilte Ansichten anderer pflegen", "Maintain views that others have shared";
    "metrics:read", "Betriebsdaten sehen", "See operational data";
};
