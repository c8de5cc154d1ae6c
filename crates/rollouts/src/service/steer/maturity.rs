//! How far a rollout has come: one level for each Reifegradmodell, with its day and who says so.
use super::Work;
use super::command::changeable;
use crate::entity::rollout;
use crate::events;
use crate::input::SteerCommand;
use crate::steering::SteeringError;
use crate::template::Lang;
use crate::types::{MaturityModel, RolloutKind};
use crate::view::MaturityView;
use chrono::NaiveDate;
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::events::Fact;

const ASSESSOR_MAX: usize = 200;

/// What is recorded in one model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub level: i32,
    pub on: NaiveDate,
    pub assessor: Option<String>,
}

/// What stands in the row for a model.
pub fn recorded(row: &rollout::Model, model: MaturityModel) -> Option<Recorded> {
    let (level, on, assessor) = match model {
        MaturityModel::One => (row.maturity_one_level, row.maturity_one_on, &row.maturity_one_assessor),
        MaturityModel::Two => (row.maturity_two_level, row.maturity_two_on, &row.maturity_two_assessor),
    };
    Some(Recorded { level: level?, on: on?, assessor: assessor.clone() })
}

/// The same for readers.
pub fn maturity_view(row: &rollout::Model, model: MaturityModel, lang: Lang) -> Option<MaturityView> {
    let Recorded { level, on, assessor } = recorded(row, model)?;
    Some(MaturityView { level, name: model.level_name(level, lang).into_owned(), date: on, assessor })
}

/// Enters it into the row; nothing where nothing is known any more.
pub fn record(work: &mut Work, model: MaturityModel, new: Option<Recorded>) -> Result<Fact, SteeringError> {
    changeable(work)?;
    let row = &mut work.rollout;
    let (level, on, assessor) = match model {
        MaturityModel::One => {
            (&mut row.maturity_one_level, &mut row.maturity_one_on, &mut row.maturity_one_assessor)
        }
        MaturityModel::Two => {
            (&mut row.maturity_two_level, &mut row.maturity_two_on, &mut row.maturity_two_assessor)
        }
    };
    *level = new.as_ref().map(|new| new.level);
    *on = new.as_ref().map(|new| new.on);
    *assessor = new.and_then(|new| new.assessor);
    Ok(events::maturity_recorded(model, *level))
}

/// What is wrong with a command that records a level; other commands pass.
pub fn maturity_faults(command: &SteerCommand, kind: RolloutKind, today: NaiveDate) -> Vec<Fault> {
    let SteerCommand::RecordMaturity { model, level, on, assessor } = command else { return Vec::new() };
    let mut faults = Vec::new();
    if kind == RolloutKind::Mother {
        let text = Text::new(
            "Die Mutter einer Stelle hat keinen Reifegrad.",
            "The mother of a body has no maturity.",
        );
        faults.push(Fault::new("/command/command", "no_service", text));
    }
    if level.is_some_and(|level| !(0..=model.highest()).contains(&level)) {
        let highest = model.highest();
        let text = Text::new(format!("Stufe 0 bis {highest}."), format!("Level 0 to {highest}."));
        faults.push(Fault::new("/command/level", "range", text));
    }
    if on.is_some_and(|on| on > today) {
        let text = Text::new("Der Tag liegt in der Zukunft.", "The day lies in the future.");
        faults.push(Fault::new("/command/on", "future", text));
    }
    if assessor.as_ref().is_some_and(|assessor| assessor.chars().count() > ASSESSOR_MAX) {
        let text = Text::new("Höchstens 200 Zeichen.", "At most 200 characters.");
        faults.push(Fault::new("/command/assessor", "length", text));
    }
    faults
}
