//! Dependency direction: every edge between crates of the workspace against the plan in [`crate::rooms`].

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::report::Report;
use crate::rooms::{Kind, foreign_objection, objection, room};

const RULE: &str = "direction";

/// Checks the answer of `cargo metadata --no-deps`. Fails with a message when the answer has another shape.
pub fn check(metadata: &Value, root: &Path, report: &mut Report) -> Result<(), String> {
    let packages = metadata["packages"].as_array().ok_or("cargo metadata has no packages")?;
    for package in packages {
        let name = package["name"].as_str().ok_or("a package without a name")?;
        let manifest = Path::new(package["manifest_path"].as_str().ok_or("a package without a manifest")?);
        let shown = manifest.strip_prefix(root).unwrap_or(manifest).to_string_lossy().into_owned();
        let text = fs::read_to_string(manifest).unwrap_or_default();
        if room(name).is_none() {
            report.fail(&shown, line_of(&text, "name"), RULE, format!("{name} has no room in the plan"));
            continue;
        }
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let to = dependency["name"].as_str().ok_or("a dependency without a name")?;
            let kind = match dependency["kind"].as_str() {
                Some("dev") => Kind::Dev,
                Some("build") => Kind::Build,
                _ => Kind::Normal,
            };
            let ours = to.starts_with("dienstweg-");
            let against = if ours { objection(name, to, kind) } else { foreign_objection(name, to) };
            if let Some(reason) = against {
                report.fail(&shown, line_of(&text, to), RULE, reason);
            }
        }
    }
    Ok(())
}

/// The line of a manifest that begins with `key`, 1 if there is none.
fn line_of(manifest: &str, key: &str) -> usize {
    let is_key = |line: &str| {
        line.trim_start().strip_prefix(key).is_some_and(|rest| rest.starts_with([' ', '.', '=']))
    };
    manifest.lines().position(is_key).map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn failures(metadata: &Value) -> Vec<String> {
        let mut report = Report::default();
        check(metadata, Path::new("/r"), &mut report).unwrap();
        report.failures().map(|finding| format!("{}: {}", finding.file, finding.message)).collect()
    }

    #[test]
    fn reads_edges_and_kinds() {
        let metadata = json!({"packages": [{
            "name": "dienstweg-tickets", "manifest_path": "/r/crates/tickets/Cargo.toml",
            "dependencies": [
                {"name": "dienstweg-kernel", "kind": null},
                {"name": "dienstweg-testkit", "kind": "dev"},
                {"name": "serde", "kind": null},
                {"name": "dienstweg-customers", "kind": null},
                {"name": "actix-web", "kind": null},
            ],
        }]});
        let found = failures(&metadata);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("crates/tickets/Cargo.toml: domains never"), "{found:?}");
        assert!(found[1].contains("actix-web"), "{found:?}");
    }

    #[test]
    fn a_room_that_is_not_in_the_plan_fails() {
        let metadata = json!({"packages": [{
            "name": "dienstweg-helpers", "manifest_path": "/r/crates/helpers/Cargo.toml", "dependencies": [],
        }]});
        assert_eq!(failures(&metadata).len(), 1);
    }

    #[test]
    fn finds_the_line_of_a_dependency() {
        let manifest = "[dependencies]\nactix-web-x = \"1\"\nactix-web.workspace = true\n";
        assert_eq!(line_of(manifest, "actix-web"), 3);
    }
}
