//! The files of the repository: what git knows plus what it would take, read once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One text file, its path relative to the root of the repository with `/` between the parts.
#[derive(Debug, Clone)]
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Whether the whole file is test code, by where it lies or what it is called.
    pub fn is_test(&self) -> bool {
        let path = self.path.as_str();
        let name = path.rsplit('/').next().unwrap_or(path);
        let by_place = ["tests/", "crates/testkit/", "frontend/e2e/"].iter().any(|at| path.starts_with(at));
        by_place
            || ["/tests/", "/benches/"].iter().any(|part| path.contains(part))
            || ["tests.rs", "test.rs", "benches.rs"].contains(&name)
            || ["_test.rs", "_tests.rs", ".test.ts", ".test.tsx", ".spec.ts", ".spec.tsx"]
                .iter()
                .any(|end| name.ends_with(end))
    }
}

/// The root of the repository this crate lies in.
pub fn root() -> Result<PathBuf, String> {
    let here = std::env::current_dir().map_err(|error| format!("no current folder: {error}"))?;
    let found = here.ancestors().find(|at| at.join("crates/xtask/Cargo.toml").is_file());
    found.map(Path::to_path_buf).ok_or_else(|| "not inside the repository".to_owned())
}

/// Every text file of the repository, sorted by path. Files that are not UTF-8 are left out.
pub fn files(root: &Path) -> Result<Vec<File>, String> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "-z"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("git did not start: {error}"))?;
    if !output.status.success() {
        return Err(format!("git ls-files failed: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let listing = String::from_utf8_lossy(&output.stdout);
    let mut paths: Vec<&str> =
        listing.split('\0').filter(|path| !path.is_empty() && !skipped(path)).collect();
    paths.sort_unstable();
    // A path git knows may be gone from the folder, or be no text: neither has a size to check.
    let read = |path: &str| {
        let text = fs::read_to_string(root.join(path)).ok()?;
        Some(File { path: path.to_owned(), text })
    };
    Ok(paths.into_iter().filter_map(read).collect())
}

/// Built, fetched or generated, so not written by hand.
fn skipped(path: &str) -> bool {
    let folders = ["target", "node_modules", "dist"];
    path.split('/').any(|part| folders.contains(&part))
        || path.ends_with("schema.ts")
        || ["Cargo.lock", "package-lock.json"].iter().any(|name| path.ends_with(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_test(path: &str) -> bool {
        File { path: path.to_owned(), text: String::new() }.is_test()
    }

    #[test]
    fn knows_test_code_by_its_place() {
        assert!(is_test("tests/api/tickets.rs") && is_test("crates/kernel/tests/laws.rs"));
        assert!(is_test("crates/kernel/src/db/tests.rs") && is_test("crates/testkit/src/lib.rs"));
        assert!(is_test("frontend/src/lib/date.test.ts") && is_test("frontend/e2e/order.ts"));
        assert!(!is_test("crates/kernel/src/latest.rs") && !is_test("frontend/src/app/router.tsx"));
    }

    #[test]
    fn generated_and_fetched_files_are_left_out() {
        assert!(skipped("frontend/src/api/schema.ts") && skipped("frontend/dist/a.css"));
        assert!(!skipped("crates/server/src/distribution.rs"));
    }
}
