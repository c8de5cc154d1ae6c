//! The roles that come with Dienstweg. One place, data only; `roles_seed` brings the database in line with it.

/// A role with the names of its permissions.
#[derive(Clone, Copy, Debug)]
pub struct ShippedRole {
    pub key: &'static str,
    pub de: &'static str,
    pub en: &'static str,
    pub permissions: Permissions,
}

/// Which permissions a shipped role has.
#[derive(Clone, Copy, Debug)]
pub enum Permissions {
    /// All there are.
    All,
    /// All `…:read` there are, and these.
    Reads(&'static [&'static str]),
    These(&'static [&'static str]),
}

const fn role(
    key: &'static str,
    de: &'static str,
    en: &'static str,
    permissions: Permissions,
) -> ShippedRole {
    ShippedRole { key, de, en, permissions }
}

/// What those get who are party to single rollouts; granted with the scope "where involved" of their organisation.
const PARTY: Permissions = Permissions::These(&[
    "service:read",
    "rollout:read",
    "report:read",
    "milestone:complete",
    "ticket:read",
    "article:write",
    "organisation:read",
]);

/// All shipped roles.
pub const SHIPPED: &[ShippedRole] = &[
    role("administrator", "Administration", "Administrator", Permissions::All),
    role("rollout_manager", "Rollout-Management", "Rollout manager", ROLLOUT_MANAGER),
    role("coordinator", "Koordination der Kommune", "Municipality coordinator", COORDINATOR),
    role("multiplier", "Multiplikator im Landkreis", "District multiplier", MULTIPLIER),
    role("it_provider", "IT-Dienstleister", "IT service provider", PARTY),
    role("vendor", "Hersteller", "Vendor", PARTY),
    role("operator", "Dienst-Betreiber", "Service operator", PARTY),
    role("agent", "Sachbearbeitung", "Agent", AGENT),
    role("employee", "Beschäftigte", "Employee", EMPLOYEE),
    role("auditor", "Revision", "Auditor", Permissions::Reads(&[])),
    role("integrator", "Schnittstelle", "Integrator", INTEGRATOR),
];

/// Everything of rollouts, tickets and customers. That nobody releases alone what they placed themselves is a rule of
/// orders, not of this list.
const ROLLOUT_MANAGER: Permissions = Permissions::These(&[
    "organisation:read",
    "organisation:write",
    "person:read",
    "person:contact",
    "person:write",
    "register:import",
    "service:read",
    "service:write",
    "programme:read",
    "programme:write",
    "template:read",
    "template:write",
    "rollout:read",
    "report:read",
    "rollout:steer",
    "milestone:complete",
    "order:read",
    "order:write",
    "order:release",
    "party:read",
    "party:maintain",
    "ticket:read",
    "ticket:create",
    "ticket:write",
    "article:write",
    "article:internal",
    "ticket:assign",
    "user:read",
    "report:schedule",
    "saved_view:share",
    "metrics:read",
]);

/// For its own body: sees all of it, completes its milestones, writes along, orders.
const COORDINATOR: Permissions = Permissions::These(&[
    "organisation:read",
    "person:read",
    "person:contact",
    "person:write",
    "service:read",
    "programme:read",
    "template:read",
    "rollout:read",
    "report:read",
    "milestone:complete",
    "ticket:read",
    "ticket:create",
    "article:write",
    "order:read",
    "order:write",
    "party:read",
    "party:maintain",
]);

/// A Landkreis that looks after its municipalities and writes nothing.
const MULTIPLIER: Permissions = Permissions::These(&[
    "organisation:read",
    "person:read",
    "service:read",
    "programme:read",
    "template:read",
    "rollout:read",
    "report:read",
    "ticket:read",
    "order:read",
    "party:read",
]);

const AGENT: Permissions = Permissions::These(&[
    "organisation:read",
    "person:read",
    "person:contact",
    "person:write",
    "service:read",
    "programme:read",
    "template:read",
    "rollout:read",
    "report:read",
    "milestone:complete",
    "ticket:read",
    "ticket:create",
    "ticket:write",
    "article:write",
    "article:internal",
    "ticket:assign",
    "order:read",
    "party:read",
    "user:read",
    "saved_view:share",
]);

const EMPLOYEE: Permissions = Permissions::These(&[
    "organisation:read",
    "service:read",
    "ticket:read",
    "ticket:create",
    "article:write",
]);

const INTEGRATOR: Permissions =
    Permissions::These(&["order:place", "order:read", "service:read", "organisation:read", "webhook:read"]);

impl ShippedRole {
    /// The names of its permissions among those there are.
    pub fn names<'n>(&self, all: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
        let is_mine = |name: &&str| match self.permissions {
            Permissions::All => true,
            Permissions::Reads(more) => name.ends_with(":read") || more.contains(name),
            Permissions::These(these) => these.contains(name),
        };
        all.into_iter().filter(is_mine).collect()
    }

    /// Names it asks for that are not among those there are: a slip in this file. For a test over all domains.
    pub fn unknown<'n>(&self, all: impl IntoIterator<Item = &'n str>) -> Vec<&'static str> {
        let (Permissions::Reads(named) | Permissions::These(named)) = self.permissions else {
            return Vec::new();
        };
        let all: std::collections::HashSet<&str> = all.into_iter().collect();
        named.iter().copied().filter(|name| !all.contains(name)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &[&str] =
        &["metrics:read", "rollout:read", "rollout:steer", "order:place", "milestone:complete"];

    fn names(key: &str) -> Vec<&'static str> {
        SHIPPED.iter().find(|role| role.key == key).unwrap().names(ALL.iter().copied())
    }

    #[test]
    fn roles_take_what_there_is_of_what_they_name() {
        assert_eq!(names("administrator"), ALL);
        assert_eq!(names("auditor"), ["metrics:read", "rollout:read"]);
        assert_eq!(names("multiplier"), ["rollout:read"]);
        assert_eq!(names("integrator"), ["order:place"]);
        assert_eq!(names("vendor"), ["rollout:read", "milestone:complete"]);
    }

    #[test]
    fn the_multiplier_writes_nothing_and_no_role_names_a_permission_twice() {
        for role in SHIPPED {
            let (Permissions::Reads(named) | Permissions::These(named)) = role.permissions else { continue };
            let once: std::collections::HashSet<_> = named.iter().collect();
            assert_eq!(once.len(), named.len(), "{}", role.key);
        }
        let multiplier = SHIPPED.iter().find(|role| role.key == "multiplier").unwrap();
        assert!(multiplier.unknown([]).iter().all(|name| name.ends_with(":read")));
    }
}
