//! Validation of what binds milestones together: gates and the go-live.

use std::collections::HashMap;

use super::faults::Report;
use super::types::{Level, Milestone, Template};

impl Template {
    /// Gates look back or inside their phase, and never across levels: mother and daughter are two tickets under two locks.
    pub(super) fn check_gates(&self, report: &mut Report) {
        let places: HashMap<&str, usize> =
            self.milestones().map(|(phase, milestone)| (milestone.key.as_str(), phase)).collect();
        let level = |phase: usize| self.phases.get(phase).map(|phase| phase.level);
        for (pointer, phase, milestone) in self.placed() {
            for (at, key) in milestone.gate.iter().enumerate() {
                let (code, de, en) = match places.get(key.as_str()) {
                    None => ("gate_unknown", "gibt es nicht", "does not exist"),
                    Some(_) if *key == milestone.key => {
                        ("gate_on_itself", "ist der Meilenstein selbst", "is the milestone itself")
                    }
                    Some(_) if milestone.gate.iter().take(at).any(|earlier| earlier == key) => {
                        ("gate_twice", "steht doppelt", "stands twice")
                    }
                    Some(there) if *there > phase => {
                        ("gate_later", "liegt in einer späteren Phase", "lies in a later phase")
                    }
                    Some(there) if level(*there) != level(phase) => {
                        ("gate_crosses_levels", "liegt auf der anderen Ebene", "lies on the other level")
                    }
                    Some(_) => continue,
                };
                report.add(
                    format!("{pointer}/gate/{at}"),
                    code,
                    &format!("Die Schranke „{key}“ {de}."),
                    &format!("The gate \"{key}\" {en}."),
                );
            }
        }
    }

    /// Takes away milestones that wait for nobody left, or that nobody left waits for, until nothing moves: what stays is in a circle.
    pub(super) fn check_cycles(&self, report: &mut Report) {
        let mut left: Vec<(String, &Milestone)> =
            self.placed().map(|(pointer, _, milestone)| (pointer, milestone)).collect();
        loop {
            let keys: Vec<&str> = left.iter().map(|(_, m)| m.key.as_str()).collect();
            let gates: Vec<(&str, &str)> = left
                .iter()
                .flat_map(|(_, m)| m.gate.iter().map(|key| (m.key.as_str(), key.as_str())))
                .filter(|(key, gate)| key != gate && keys.contains(gate))
                .collect();
            let before = left.len();
            left.retain(|(_, m)| {
                gates.iter().any(|(key, _)| *key == m.key) && gates.iter().any(|(_, gate)| *gate == m.key)
            });
            if left.len() == before {
                break;
            }
        }
        for (pointer, milestone) in left {
            let (de, en) =
                ("Die Schranken warten im Kreis aufeinander:", "The gates wait for each other in a circle:");
            report.add(
                format!("{pointer}/gate"),
                "gate_cycle",
                &format!("{de} {}.", milestone.key),
                &format!("{en} {}.", milestone.key),
            );
        }
    }

    pub(super) fn check_go_live(&self, report: &mut Report) {
        let marked: Vec<_> = self.placed().filter(|(_, _, milestone)| milestone.go_live).collect();
        if marked.is_empty() {
            let de = "Ein Meilenstein muss den Go-Live bedeuten.";
            report.add("/phases".to_owned(), "go_live_missing", de, "One milestone must mean the go-live.");
        }
        for (pointer, _, _) in marked.iter().skip(1) {
            let de = "Nur ein Meilenstein darf den Go-Live bedeuten.";
            report.add(
                format!("{pointer}/go_live"),
                "go_live_twice",
                de,
                "Only one milestone may mean the go-live.",
            );
        }
        for (pointer, phase, milestone) in &marked {
            let daughter = self.phases.get(*phase).is_some_and(|phase| phase.level == Level::Daughter);
            if !milestone.required || !daughter {
                let de = "Der Go-Live ist ein Pflicht-Meilenstein der Tochter.";
                report.add(
                    format!("{pointer}/go_live"),
                    "go_live_not_required_daughter",
                    de,
                    "The go-live is a required milestone of the daughter.",
                );
            }
        }
    }
}
