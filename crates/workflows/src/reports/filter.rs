//! The filter of the list of rollouts behind a figure: counted by it, and linked with it.
use dienstweg_kernel::{Error, Result};
use dienstweg_projections::reports::{ReportScope, ReportScopeKind};
use dienstweg_rollouts::input::RolloutListParams;

/// Names and values as the list takes them.
#[derive(Clone, Debug)]
pub struct Filter(Vec<(&'static str, String)>);

impl Filter {
    /// All rollouts a report is about.
    pub fn of(scope: ReportScope) -> Self {
        let name = match scope.kind {
            ReportScopeKind::Programme => "programme",
            ReportScopeKind::Region => "below",
            ReportScopeKind::Municipality => "covers",
        };
        Self(vec![("kind", "daughter".to_owned()), (name, scope.id.to_string())])
    }

    pub fn with(&self, name: &'static str, value: impl ToString) -> Self {
        let mut all = self.0.clone();
        all.push((name, value.to_string()));
        Self(all)
    }

    /// The same with another value in place of what was said before.
    pub fn instead(&self, name: &'static str, value: impl ToString) -> Self {
        let others = self.0.iter().filter(|(known, _)| *known != name).cloned();
        Self(others.collect()).with(name, value)
    }

    /// Neither live nor come to another end.
    pub fn open(&self) -> Self {
        let states = ["not_started", "running", "deferred", "finished"];
        states.iter().fold(self.with("live", false), |all, state| all.with("state", state))
    }

    /// The list on screen.
    pub fn link(&self) -> Result<String> {
        Ok(format!("/rollouts?{}", self.query()?))
    }

    /// The same as the list takes it.
    pub fn params(&self) -> Result<RolloutListParams> {
        serde_html_form::from_str(&self.query()?).map_err(Error::internal)
    }

    fn query(&self) -> Result<String> {
        serde_html_form::to_string(&self.0).map_err(Error::internal)
    }
}
