//! Full validation of a template: every fault at once, each with its place.

use std::collections::HashMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::types::{Level, Milestone, OutcomeKey, Template, Text};

/// No phase and no limit is longer than this; ten years of working days catches slips of the pen.
const MOST_DAYS: i64 = 2500;

/// One fault of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TemplateFault)]
pub struct Fault {
    /// JSON pointer (RFC 6901) to the faulty value.
    pub pointer: String,
    /// Stable code in snake case.
    pub code: &'static str,
    pub message: Text,
}

/// All faults of a template, in reading order by kind of check.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("template has {} fault(s), first: {}", .0.len(), .0.first().map_or("", |fault| fault.message.en.as_str()))]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    pub(super) fn not_readable(cause: &serde_json::Error) -> Self {
        let mut report = Report::default();
        report.add(String::new(), "not_readable", &format!("Vorlage nicht lesbar: {cause}"), &format!("Template not readable: {cause}"));
        Self(report.0)
    }
}

#[derive(Default)]
struct Report(Vec<Fault>);

impl Report {
    fn add(&mut self, pointer: String, code: &'static str, de: &str, en: &str) {
        self.0.push(Fault { pointer, code, message: Text { de: de.to_owned(), en: en.to_owned() } });
    }

    fn text(&mut self, pointer: &str, text: &Text) {
        for (lang, value) in [("de", &text.de), ("en", &text.en)] {
            if value.trim().is_empty() {
                self.add(format!("{pointer}/{lang}"), "blank", "Der Text fehlt.", "The text is missing.");
            }
        }
    }

    fn key(&mut self, pointer: &str, key: &str) {
        if key.trim().is_empty() {
            self.add(format!("{pointer}/key"), "blank", "Der Schlüssel fehlt.", "The key is missing.");
        }
    }

    fn days(&mut self, pointer: String, days: i64, least: i64) {
        if !(least..=MOST_DAYS).contains(&days) {
            let de = format!("{days} liegt nicht zwischen {least} und {MOST_DAYS} Arbeitstagen.");
            self.add(pointer, "days_out_of_range", &de, &format!("{days} is not within {least} to {MOST_DAYS} working days."));
        }
    }

    fn unique<'a>(&mut self, keys: impl Iterator<Item = (String, &'a str)>) {
        let mut seen: HashMap<&str, String> = HashMap::new();
        for (pointer, key) in keys {
            if let Some(first) = seen.get(key) {
                let (de, en) = (format!("„{key}“ steht schon unter {first}."), format!("\"{key}\" already stands at {first}."));
                self.add(format!("{pointer}/key"), "duplicate_key", &de, &en);
            } else {
                seen.insert(key, pointer);
            }
        }
    }
}

impl Template {
    /// Every fault of the template; empty when it may be published.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let mut report = Report::default();
        self.check_head(&mut report);
        self.check_unique(&mut report);
        self.check_phases(&mut report);
        self.check_roles(&mut report);
        self.check_gates(&mut report);
        self.check_cycles(&mut report);
        self.check_go_live(&mut report);
        report.0
    }

    fn check_head(&self, report: &mut Report) {
        report.key("", &self.key);
        report.text("/name", &self.name);
        if self.version < 1 {
            report.add("/version".to_owned(), "version_below_one", "Die Version zählt ab 1.", "The version counts from 1.");
        }
        for (at, role) in self.parties.iter().enumerate() {
            report.key(&format!("/parties/{at}"), &role.key);
            report.text(&format!("/parties/{at}/name"), &role.name);
        }
        for (at, kind) in self.waiting_kinds.iter().enumerate() {
            report.key(&format!("/waiting_kinds/{at}"), &kind.key);
            report.text(&format!("/waiting_kinds/{at}/name"), &kind.name);
            report.days(format!("/waiting_kinds/{at}/default_follow_up_working_days"), kind.default_follow_up_working_days, 1);
        }
        for (at, outcome) in self.outcomes.iter().enumerate() {
            report.text(&format!("/outcomes/{at}/name"), &outcome.name);
        }
        let limits = &self.limits;
        report.days("/limits/red_overdue_working_days".to_owned(), limits.red_overdue_working_days, 0);
        report.days("/limits/yellow_due_within_working_days".to_owned(), limits.yellow_due_within_working_days, 0);
        report.days("/limits/red_forecast_slip_working_days".to_owned(), limits.red_forecast_slip_working_days, 0);
        report.days("/limits/waiting_working_days".to_owned(), limits.waiting_working_days, 0);
    }

    fn check_unique(&self, report: &mut Report) {
        let keyed = |list: &'static str| move |at: usize| format!("/{list}/{at}");
        report.unique(self.parties.iter().enumerate().map(|(at, x)| (keyed("parties")(at), x.key.as_str())));
        report.unique(self.phases.iter().enumerate().map(|(at, x)| (keyed("phases")(at), x.key.as_str())));
        report.unique(self.waiting_kinds.iter().enumerate().map(|(at, x)| (keyed("waiting_kinds")(at), x.key.as_str())));
        report.unique(self.placed().map(|(pointer, _, milestone)| (pointer, milestone.key.as_str())));
        for (at, outcome) in self.outcomes.iter().enumerate() {
            if self.outcomes.iter().take(at).any(|earlier| earlier.key == outcome.key) {
                report.add(format!("/outcomes/{at}/key"), "duplicate_key", "Dieses Ergebnis steht schon da.", "This outcome is already there.");
            }
        }
        if !self.outcomes.iter().any(|outcome| outcome.key == OutcomeKey::Live) {
            report.add("/outcomes".to_owned(), "live_outcome_missing", "Das Ergebnis „live“ fehlt.", "The outcome \"live\" is missing.");
        }
    }

    fn check_phases(&self, report: &mut Report) {
        if self.phases.is_empty() {
            report.add("/phases".to_owned(), "no_phase", "Die Vorlage hat keine Phase.", "The template has no phase.");
        }
        let mut daughter_seen = false;
        for (at, phase) in self.phases.iter().enumerate() {
            let pointer = format!("/phases/{at}");
            report.key(&pointer, &phase.key);
            report.text(&format!("{pointer}/name"), &phase.name);
            report.days(format!("{pointer}/target_working_days"), phase.target_working_days, 0);
            if !phase.milestones.iter().any(|milestone| milestone.required) {
                let de = "Jede Phase braucht mindestens einen Pflicht-Meilenstein.";
                report.add(format!("{pointer}/milestones"), "no_required_milestone", de, "Every phase needs at least one required milestone.");
            }
            if daughter_seen && phase.level == Level::Mother {
                let de = "Phasen der Mutter stehen vor denen der Tochter.";
                report.add(format!("{pointer}/level"), "mother_after_daughter", de, "Phases of the mother stand before those of the daughter.");
            }
            daughter_seen |= phase.level == Level::Daughter;
        }
        for (pointer, phase, milestone) in self.placed() {
            self.check_milestone(report, &pointer, phase, milestone);
        }
    }

    fn check_milestone(&self, report: &mut Report, pointer: &str, phase: usize, milestone: &Milestone) {
        report.key(pointer, &milestone.key);
        report.text(&format!("{pointer}/name"), &milestone.name);
        if let Some(text) = &milestone.description {
            report.text(&format!("{pointer}/description"), text);
        }
        for (at, criterion) in milestone.exit_criteria.iter().enumerate() {
            report.text(&format!("{pointer}/exit_criteria/{at}"), criterion);
        }
        if milestone.weight < 1 {
            report.add(format!("{pointer}/weight"), "weight_below_one", "Das Gewicht ist mindestens 1.", "The weight is at least 1.");
        }
        let target = self.phases.get(phase).map_or(0, |phase| phase.target_working_days);
        if milestone.offset_working_days.is_some_and(|offset| !(0..=target).contains(&offset)) {
            let (de, en) = (format!("Der Abstand liegt nicht in der Phase (0 bis {target})."), format!("The offset is not inside the phase (0 to {target})."));
            report.add(format!("{pointer}/offset_working_days"), "offset_outside_phase", &de, &en);
        }
        let well_formed = |event: &str| event.contains('.') && event.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '.' | '_'));
        if milestone.auto_complete_on.as_deref().is_some_and(|event| !well_formed(event)) {
            let de = "Ereignisse heißen wie „order.received“.";
            report.add(format!("{pointer}/auto_complete_on"), "event_malformed", de, "Events are named like \"order.received\".");
        }
    }

    fn check_roles(&self, report: &mut Report) {
        let mut role = |pointer: String, key: &str| {
            if self.role(key).is_none() {
                let (de, en) = (format!("Die Rolle „{key}“ gibt es in der Vorlage nicht."), format!("The template has no role \"{key}\"."));
                report.add(pointer, "unknown_role", &de, &en);
            }
        };
        for (pointer, _, milestone) in self.placed() {
            role(format!("{pointer}/role"), &milestone.role);
        }
        for (at, kind) in self.waiting_kinds.iter().enumerate() {
            role(format!("/waiting_kinds/{at}/role"), &kind.role);
        }
        for key in self.limits.waiting_by_role.keys() {
            role(format!("/limits/waiting_by_role/{}", escaped(key)), key);
        }
        for (key, days) in &self.limits.waiting_by_role {
            report.days(format!("/limits/waiting_by_role/{}", escaped(key)), *days, 0);
        }
    }

    /// Gates look back or inside their phase, and never across levels: mother and daughter are two tickets under two locks.
    fn check_gates(&self, report: &mut Report) {
        let places: HashMap<&str, usize> = self.milestones().map(|(phase, milestone)| (milestone.key.as_str(), phase)).collect();
        let level = |phase: usize| self.phases.get(phase).map(|phase| phase.level);
        for (pointer, phase, milestone) in self.placed() {
            for (at, key) in milestone.gate.iter().enumerate() {
                let (code, de, en) = match places.get(key.as_str()) {
                    None => ("gate_unknown", "gibt es nicht", "does not exist"),
                    Some(_) if *key == milestone.key => ("gate_on_itself", "ist der Meilenstein selbst", "is the milestone itself"),
                    Some(_) if milestone.gate.iter().take(at).any(|earlier| earlier == key) => ("gate_twice", "steht doppelt", "stands twice"),
                    Some(there) if *there > phase => ("gate_later", "liegt in einer späteren Phase", "lies in a later phase"),
                    Some(there) if level(*there) != level(phase) => ("gate_crosses_levels", "liegt auf der anderen Ebene", "lies on the other level"),
                    Some(_) => continue,
                };
                report.add(format!("{pointer}/gate/{at}"), code, &format!("Die Schranke „{key}“ {de}."), &format!("The gate \"{key}\" {en}."));
            }
        }
    }

    /// Takes away milestones that wait for nobody left, or that nobody left waits for, until nothing moves: what stays is in a circle.
    fn check_cycles(&self, report: &mut Report) {
        let mut left: Vec<(String, &Milestone)> = self.placed().map(|(pointer, _, milestone)| (pointer, milestone)).collect();
        loop {
            let keys: Vec<&str> = left.iter().map(|(_, m)| m.key.as_str()).collect();
            let gates: Vec<(&str, &str)> = left
                .iter()
                .flat_map(|(_, m)| m.gate.iter().map(|key| (m.key.as_str(), key.as_str())))
                .filter(|(key, gate)| key != gate && keys.contains(gate))
                .collect();
            let before = left.len();
            left.retain(|(_, m)| gates.iter().any(|(key, _)| *key == m.key) && gates.iter().any(|(_, gate)| *gate == m.key));
            if left.len() == before {
                break;
            }
        }
        for (pointer, milestone) in left {
            let (de, en) = ("Die Schranken warten im Kreis aufeinander:", "The gates wait for each other in a circle:");
            report.add(format!("{pointer}/gate"), "gate_cycle", &format!("{de} {}.", milestone.key), &format!("{en} {}.", milestone.key));
        }
    }

    fn check_go_live(&self, report: &mut Report) {
        let marked: Vec<_> = self.placed().filter(|(_, _, milestone)| milestone.go_live).collect();
        if marked.is_empty() {
            let de = "Ein Meilenstein muss den Go-Live bedeuten.";
            report.add("/phases".to_owned(), "go_live_missing", de, "One milestone must mean the go-live.");
        }
        for (pointer, _, _) in marked.iter().skip(1) {
            let de = "Nur ein Meilenstein darf den Go-Live bedeuten.";
            report.add(format!("{pointer}/go_live"), "go_live_twice", de, "Only one milestone may mean the go-live.");
        }
        for (pointer, phase, milestone) in &marked {
            let daughter = self.phases.get(*phase).is_some_and(|phase| phase.level == Level::Daughter);
            if !milestone.required || !daughter {
                let de = "Der Go-Live ist ein Pflicht-Meilenstein der Tochter.";
                report.add(format!("{pointer}/go_live"), "go_live_not_required_daughter", de, "The go-live is a required milestone of the daughter.");
            }
        }
    }

    /// All milestones with their JSON pointer and the index of their phase.
    fn placed(&self) -> impl Iterator<Item = (String, usize, &Milestone)> {
        self.phases.iter().enumerate().flat_map(|(phase, x)| {
            x.milestones.iter().enumerate().map(move |(at, milestone)| (format!("/phases/{phase}/milestones/{at}"), phase, milestone))
        })
    }
}

/// A key as part of a JSON pointer (RFC 6901 section 3).
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
