//! Who reaches forms and what is answered to them.
use crate::entity::{answer, form, milestone, questionnaire, rollout};
use crate::policy::catalogue::{TEMPLATE_READ, shared};
use crate::policy::steer::{MILESTONE_COMPLETE, ROLLOUT_READ, ROLLOUT_STEER};
use dienstweg_kernel::ctx::{Actor, Permission};
use dienstweg_kernel::guard::{Guarded, PartOf, Subject, within};
use dienstweg_kernel::ids::{FormId, QuestionnaireId};
use sea_orm::Condition;

impl Guarded for form::Entity {
    const KIND: &'static str = "form";
    const READ: Permission = TEMPLATE_READ;
    type Id = FormId;
    const ID: Self::Column = form::Column::Id;
    const VERSION: Option<Self::Column> = Some(form::Column::Revision);
    const UNAUDITED: &'static [Self::Column] = &[
        form::Column::SortKey,
        // Told by its hash; stays with the row for good.
        form::Column::Definition,
        form::Column::CreatedAt,
        form::Column::UpdatedAt,
    ];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        shared::<Self>(actor, permission).rows()
    }

    fn subject(row: &form::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}

impl Guarded for questionnaire::Entity {
    const KIND: &'static str = "questionnaire";
    const READ: Permission = ROLLOUT_READ;
    type Id = QuestionnaireId;
    const ID: Self::Column = questionnaire::Column::Id;
    const VERSION: Option<Self::Column> = Some(questionnaire::Column::Version);
    const UNAUDITED: &'static [Self::Column] =
        &[questionnaire::Column::CreatedAt, questionnaire::Column::UpdatedAt];

    /// Whoever sees the rollout sees what is answered in it. Those of its body, the party of the milestone and whoever
    /// steers the rollout answer.
    fn rows(actor: &Actor, permission: Permission) -> Condition {
        use questionnaire::Column as C;
        if permission != MILESTONE_COMPLETE {
            return within::<rollout::Entity>(C::RolloutId, actor, permission);
        }
        let ways = [
            within::<rollout::Entity>(C::RolloutId, actor, MILESTONE_COMPLETE),
            within::<milestone::Entity>(C::MilestoneId, actor, MILESTONE_COMPLETE),
            within::<rollout::Entity>(C::RolloutId, actor, ROLLOUT_STEER),
        ];
        // An empty condition is no restriction, and must not disappear among others.
        if ways.iter().any(Condition::is_empty) {
            return Condition::all();
        }
        ways.into_iter().fold(Condition::any(), Condition::add)
    }

    fn subject(row: &questionnaire::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}

impl PartOf<questionnaire::Entity> for answer::Entity {
    const ROOTS: &'static [Self::Column] = &[answer::Column::QuestionnaireId];
}
