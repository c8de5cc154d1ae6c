//! Everybody reaches the jobs they have begun, and nobody else's.
use super::entity::{item, job};
use dienstweg_kernel::ctx::{Actor, JOB_OWN, Permission};
use dienstweg_kernel::guard::{Guarded, Reach, Subject, within};
use dienstweg_kernel::ids::{JobId, JobItemId};
use sea_orm::Condition;

impl Guarded for job::Entity {
    const KIND: &'static str = "job";
    const READ: Permission = JOB_OWN;
    type Id = JobId;
    const ID: Self::Column = job::Column::Id;
    const VERSION: Option<Self::Column> = Some(job::Column::Version);
    const UNAUDITED: &'static [Self::Column] = &[
        job::Column::Params,
        job::Column::Total,
        job::Column::Passed,
        job::Column::Done,
        job::Column::Refused,
        job::Column::Reversible,
        job::Column::CreatedAt,
        job::Column::StartedAt,
        job::Column::FinishedAt,
    ];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        Reach::of(actor, permission).own(job::Column::Owner).rows()
    }

    fn subject(row: &job::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}

impl Guarded for item::Entity {
    const KIND: &'static str = "job_item";
    const READ: Permission = JOB_OWN;
    type Id = JobItemId;
    const ID: Self::Column = item::Column::Id;

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        within::<job::Entity>(item::Column::JobId, actor, permission)
    }

    fn subject(row: &item::Model) -> Subject {
        Subject { kind: job::Entity::KIND, id: row.job_id.0 }
    }
}
