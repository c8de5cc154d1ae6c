//! Reading while others write: several statements make a page, and it must never pass for newer than it is.
use super::stage::{ALONE, Stage, command_to, milestone, text};
use dienstweg_testkit::on_both;
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::BTreeMap;

const CHANGES: u64 = 15;
const READERS: usize = 4;

fn due(view: &Value) -> String {
    text(&milestone(view, "M2.1")["due"]).to_owned()
}

on_both! {
    /// Whoever changes something says by the version what was seen; so what came with it must not be older.
    async fn a_version_is_never_newer_than_what_came_with_it(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let path = format!("/rollouts/{rollout}");
        let over = Cell::new(false);
        let write = async {
            let mut known = BTreeMap::new();
            for day in 0..CHANGES {
                let due_on = chrono::NaiveDate::from_ymd_opt(2027, 1, 4).unwrap() + chrono::Days::new(day);
                let command = json!({"command": "set_due", "milestone": "M2.1", "due": due_on});
                let view = command_to(&stage.manager, &rollout, command).await.expect(200);
                known.insert(view["version"].as_i64().unwrap(), due(&view));
            }
            over.set(true);
            known
        };
        let read = async || {
            let mut seen = Vec::new();
            while !over.get() {
                let view = stage.coordinator.get(&path).await.expect(200);
                seen.push((view["version"].as_i64().unwrap(), due(&view)));
            }
            seen
        };
        let (known, seen) = futures_util::join!(write, futures_util::future::join_all((0..READERS).map(|_| read())));
        let seen: Vec<_> = seen.into_iter().flatten().collect();
        assert!(seen.len() > READERS, "nothing was read meanwhile");
        for (version, due) in seen {
            let Some(of_version) = known.get(&version) else { continue };
            assert!(&due >= of_version, "version {version} stands for {of_version}, but came with {due}");
        }
    }
}
