//! Full validation of a template: every fault at once, each with its place.

use super::faults::{Fault, Report};
use super::types::{Level, Milestone, OutcomeKey, Template};

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
            report.add(
                "/version".to_owned(),
                "version_below_one",
                "Die Version zählt ab 1.",
                "The version counts from 1.",
            );
        }
        for (at, role) in self.parties.iter().enumerate() {
            report.key(&format!("/parties/{at}"), &role.key);
            report.text(&format!("/parties/{at}/name"), &role.name);
        }
        for (at, kind) in self.waiting_kinds.iter().enumerate() {
            report.key(&format!("/waiting_kinds/{at}"), &kind.key);
            report.text(&format!("/waiting_kinds/{at}/name"), &kind.name);
            report.days(
                format!("/waiting_kinds/{at}/default_follow_up_working_days"),
                kind.default_follow_up_working_days,
                1,
            );
        }
        for (at, outcome) in self.outcomes.iter().enumerate() {
            report.text(&format!("/outcomes/{at}/name"), &outcome.name);
        }
        let limits = &self.limits;
        report.days("/limits/red_overdue_working_days".to_owned(), limits.red_overdue_working_days, 0);
        report.days(
            "/limits/yellow_due_within_working_days".to_owned(),
            limits.yellow_due_within_working_days,
            0,
        );
        report.days(
            "/limits/red_forecast_slip_working_days".to_owned(),
            limits.red_forecast_slip_working_days,
            0,
        );
        report.days("/limits/waiting_working_days".to_owned(), limits.waiting_working_days, 0);
    }

    fn check_unique(&self, report: &mut Report) {
        let keyed = |list: &'static str| move |at: usize| format!("/{list}/{at}");
        report.unique(self.parties.iter().enumerate().map(|(at, x)| (keyed("parties")(at), x.key.as_str())));
        report.unique(self.phases.iter().enumerate().map(|(at, x)| (keyed("phases")(at), x.key.as_str())));
        report.unique(
            self.waiting_kinds.iter().enumerate().map(|(at, x)| (keyed("waiting_kinds")(at), x.key.as_str())),
        );
        report.unique(self.placed().map(|(pointer, _, milestone)| (pointer, milestone.key.as_str())));
        for (at, outcome) in self.outcomes.iter().enumerate() {
            if self.outcomes.iter().take(at).any(|earlier| earlier.key == outcome.key) {
                report.add(
                    format!("/outcomes/{at}/key"),
                    "duplicate_key",
                    "Dieses Ergebnis steht schon da.",
                    "This outcome is already there.",
                );
            }
        }
        if !self.outcomes.iter().any(|outcome| outcome.key == OutcomeKey::Live) {
            report.add(
                "/outcomes".to_owned(),
                "live_outcome_missing",
                "Das Ergebnis „live“ fehlt.",
                "The outcome \"live\" is missing.",
            );
        }
    }

    fn check_phases(&self, report: &mut Report) {
        if self.phases.is_empty() {
            report.add(
                "/phases".to_owned(),
                "no_phase",
                "Die Vorlage hat keine Phase.",
                "The template has no phase.",
            );
        }
        let mut daughter_seen = false;
        for (at, phase) in self.phases.iter().enumerate() {
            let pointer = format!("/phases/{at}");
            report.key(&pointer, &phase.key);
            report.text(&format!("{pointer}/name"), &phase.name);
            report.days(format!("{pointer}/target_working_days"), phase.target_working_days, 0);
            if !phase.milestones.iter().any(|milestone| milestone.required) {
                let de = "Jede Phase braucht mindestens einen Pflicht-Meilenstein.";
                report.add(
                    format!("{pointer}/milestones"),
                    "no_required_milestone",
                    de,
                    "Every phase needs at least one required milestone.",
                );
            }
            if daughter_seen && phase.level == Level::Mother {
                let de = "Phasen der Mutter stehen vor denen der Tochter.";
                report.add(
                    format!("{pointer}/level"),
                    "mother_after_daughter",
                    de,
                    "Phases of the mother stand before those of the daughter.",
                );
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
            report.add(
                format!("{pointer}/weight"),
                "weight_below_one",
                "Das Gewicht ist mindestens 1.",
                "The weight is at least 1.",
            );
        }
        let target = self.phases.get(phase).map_or(0, |phase| phase.target_working_days);
        if milestone.offset_working_days.is_some_and(|offset| !(0..=target).contains(&offset)) {
            let (de, en) = (
                format!("Der Abstand liegt nicht in der Phase (0 bis {target})."),
                format!("The offset is not inside the phase (0 to {target})."),
            );
            report.add(format!("{pointer}/offset_working_days"), "offset_outside_phase", &de, &en);
        }
        let well_formed = |event: &str| {
            event.contains('.') && event.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '.' | '_'))
        };
        if milestone.form.is_some() && milestone.auto_complete_on.is_some() {
            let de = "Was Angaben braucht, erledigt sich nicht von selbst.";
            report.add(
                format!("{pointer}/auto_complete_on"),
                "form_and_event",
                de,
                "What needs answers does not complete by itself.",
            );
        }
        if milestone.auto_complete_on.as_deref().is_some_and(|event| !well_formed(event)) {
            let de = "Ereignisse heißen wie „order.received“.";
            report.add(
                format!("{pointer}/auto_complete_on"),
                "event_malformed",
                de,
                "Events are named like \"order.received\".",
            );
        }
    }

    fn check_roles(&self, report: &mut Report) {
        let mut role = |pointer: String, key: &str| {
            if self.role(key).is_none() {
                let (de, en) = (
                    format!("Die Rolle „{key}“ gibt es in der Vorlage nicht."),
                    format!("The template has no role \"{key}\"."),
                );
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

    /// All milestones with their JSON pointer and the index of their phase.
    pub(super) fn placed(&self) -> impl Iterator<Item = (String, usize, &Milestone)> {
        self.phases.iter().enumerate().flat_map(|(phase, x)| {
            x.milestones
                .iter()
                .enumerate()
                .map(move |(at, milestone)| (format!("/phases/{phase}/milestones/{at}"), phase, milestone))
        })
    }
}

/// A key as part of a JSON pointer (RFC 6901 section 3).
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
