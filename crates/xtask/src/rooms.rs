//! The plan of ARCHITECTURE.md as data: which room a crate is, and whom it may use.

/// Where a crate stands. The order of the variants is the direction: a crate uses what stands lower, never its like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Room {
    Kernel,
    /// Calendar, fields, intake: leaves on the kernel.
    Leaf,
    /// Documents, outbound, worker: beside the domains, on kernel and calendar.
    Beside,
    Domain,
    Projections,
    Workflows,
    Connectors,
    Api,
    Server,
    /// The change history of the database; only what starts or tests a database uses it.
    Migrations,
    /// Testkit, tests, xtask: may use anything, used by others as dev-dependency only.
    Tooling,
}

/// How one crate names another in its manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Normal,
    Build,
    Dev,
}

/// The room of `package` (`dienstweg-tickets`), or `None` if the plan has no such room.
pub fn room(package: &str) -> Option<Room> {
    let name = package.strip_prefix("dienstweg-")?;
    Some(match name {
        "kernel" => Room::Kernel,
        "calendar" | "fields" | "intake" => Room::Leaf,
        "documents" | "outbound" | "worker" => Room::Beside,
        "identity" | "customers" | "tickets" | "assets" | "approvals" | "rollouts" | "knowledge"
        | "trainings" => Room::Domain,
        "projections" => Room::Projections,
        "workflows" => Room::Workflows,
        "connectors" => Room::Connectors,
        "api" => Room::Api,
        "server" => Room::Server,
        "migrations" => Room::Migrations,
        "testkit" | "tests" | "load" | "xtask" => Room::Tooling,
        _ => return None,
    })
}

/// Why `from` may not use the crate `to` of this workspace, or `None` if it may.
pub fn objection(from: &str, to: &str, kind: Kind) -> Option<String> {
    let (Some(user), Some(used)) = (room(from), room(to)) else {
        return Some(format!("{to} has no room in the plan"));
    };
    let allowed = match (user, used) {
        (Room::Tooling, _) => true,
        (_, Room::Tooling) => kind == Kind::Dev,
        (_, Room::Migrations) => kind == Kind::Dev && user != Room::Domain || user == Room::Server,
        (Room::Migrations, Room::Kernel) => true,
        (Room::Migrations, _) | (_, Room::Server) => false,
        (Room::Beside, Room::Leaf) => to == "dienstweg-calendar",
        (Room::Domain, Room::Beside) => false,
        _ => used < user,
    };
    (!allowed).then(|| reason(to, user, used))
}

fn reason(to: &str, user: Room, used: Room) -> String {
    match (user, used) {
        (Room::Domain, Room::Domain) => format!("domains never import each other ({to}): use a workflow"),
        (_, Room::Server) => format!("nothing imports {to}"),
        (_, Room::Tooling) => format!("{to} may only be a dev-dependency"),
        (_, Room::Migrations) => format!("{to} is for the server and for tests"),
        (Room::Migrations, _) => format!("migrations never import {to}: it changes, history must not"),
        _ => format!("{user:?} does not stand above {used:?} ({to})"),
    }
}

/// Why `from` may not use the foreign crate `to`: only the edge of the house speaks HTTP.
pub fn foreign_objection(from: &str, to: &str) -> Option<String> {
    let user = room(from)?;
    let http = to.starts_with("actix") || to == "utoipa-actix-web";
    (http && (user < Room::Connectors || user == Room::Migrations))
        .then(|| format!("{to} belongs to the edge (connectors, api, server), not to {user:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ok(from: &str, to: &str, kind: Kind) -> bool {
        objection(&format!("dienstweg-{from}"), &format!("dienstweg-{to}"), kind).is_none()
    }

    #[test]
    fn the_direction_of_the_plan_holds() {
        let chain =
            ["kernel", "calendar", "tickets", "projections", "workflows", "connectors", "api", "server"];
        for (position, upper) in chain.iter().enumerate() {
            for (below, lower) in chain.iter().enumerate() {
                assert_eq!(ok(upper, lower, Kind::Normal), below < position, "{upper} -> {lower}");
            }
        }
    }

    #[test]
    fn siblings_stay_apart() {
        assert!(!ok("tickets", "customers", Kind::Normal));
        assert!(!ok("tickets", "customers", Kind::Dev));
        assert!(!ok("tickets", "worker", Kind::Normal));
        assert!(!ok("fields", "calendar", Kind::Normal));
        assert!(!ok("outbound", "worker", Kind::Normal));
    }

    #[test]
    fn rooms_beside_the_domains_use_kernel_and_calendar_only() {
        assert!(ok("worker", "kernel", Kind::Normal) && ok("worker", "calendar", Kind::Normal));
        assert!(!ok("worker", "intake", Kind::Normal) && !ok("documents", "tickets", Kind::Normal));
        assert!(ok("workflows", "outbound", Kind::Normal) && ok("projections", "documents", Kind::Normal));
    }

    #[test]
    fn tooling_is_for_tests() {
        assert!(ok("api", "testkit", Kind::Dev) && !ok("api", "testkit", Kind::Normal));
        assert!(ok("testkit", "server", Kind::Normal) && ok("tests", "server", Kind::Dev));
        assert!(!ok("api", "server", Kind::Dev));
    }

    #[test]
    fn migrations_stand_apart() {
        assert!(ok("server", "migrations", Kind::Normal) && ok("kernel", "migrations", Kind::Dev));
        assert!(!ok("tickets", "migrations", Kind::Dev) && !ok("api", "migrations", Kind::Normal));
        assert!(ok("migrations", "kernel", Kind::Normal) && !ok("migrations", "tickets", Kind::Normal));
    }

    #[test]
    fn only_the_edge_speaks_http() {
        assert!(foreign_objection("dienstweg-tickets", "actix-web").is_some());
        assert!(foreign_objection("dienstweg-workflows", "actix-rt").is_some());
        assert!(foreign_objection("dienstweg-api", "actix-web").is_none());
        assert!(foreign_objection("dienstweg-tickets", "sea-orm").is_none());
    }

    #[test]
    fn a_crate_the_plan_does_not_know_is_refused() {
        assert!(objection("dienstweg-api", "dienstweg-utils", Kind::Normal).is_some());
    }
}
