//! Who sees and changes which reports.
use super::entity::{recipient, report};
use dienstweg_identity::roles_held;
use dienstweg_kernel::ctx::{Actor, ActorKind, Extent, Permission};
use dienstweg_kernel::guard::{Guarded, PartOf, Reach, Subject};
use dienstweg_kernel::ids::ReportId;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition};

/// To keep reports for oneself, and to see those one gets. Their figures need `rollout:read`.
pub const REPORT_READ: Permission = Permission("report:read");
/// To let others have reports, and to see and change all that others have.
pub const REPORT_SCHEDULE: Permission = Permission("report:schedule");

/// The permissions that roles can give.
pub const PERMISSIONS: &[Permission] = &[REPORT_READ, REPORT_SCHEDULE];

impl Guarded for report::Entity {
    const KIND: &'static str = "report";
    const READ: Permission = REPORT_READ;
    type Id = ReportId;
    const ID: Self::Column = report::Column::Id;
    const VERSION: Option<Self::Column> = Some(report::Column::Version);
    const UNAUDITED: &'static [Self::Column] = &[
        report::Column::SortKey,
        report::Column::NextAt,
        report::Column::LastRunId,
        report::Column::LastOn,
        report::Column::CreatedAt,
        report::Column::UpdatedAt,
    ];

    /// One's own; seen beside them is what one gets. Who schedules for everybody sees and changes all that others get, but
    /// nobody's own.
    fn rows(actor: &Actor, permission: Permission) -> Condition {
        use report::Column as C;
        // What sends them sends everybody's.
        if !actor.has(permission) || actor.kind == ActorKind::System {
            return Reach::of(actor, permission).rows();
        }
        let any = Condition::any().add(C::OwnerId.eq(actor.id));
        let got = (permission == REPORT_READ).then(|| C::Id.in_subquery(got_by(actor)));
        let managed = manages(actor).then(|| C::Id.in_subquery(shared()));
        Condition::all().add(any.add_option(got).add_option(managed))
    }

    fn subject(row: &report::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}

impl PartOf<report::Entity> for recipient::Entity {
    const ROOTS: &'static [Self::Column] = &[recipient::Column::ReportId];
}

pub(super) fn manages(actor: &Actor) -> bool {
    actor.extent(REPORT_SCHEDULE) == Some(Extent::Everything)
}

fn got_by(actor: &Actor) -> SelectStatement {
    let meant = Condition::any()
        .add(recipient::Column::HolderId.eq(actor.id.0))
        .add(recipient::Column::HolderId.in_subquery(roles_held(actor.id)));
    reports_with(meant)
}

/// Those that others than their owner get.
fn shared() -> SelectStatement {
    let owner = Expr::col(report::Column::OwnerId.as_column_ref());
    let mut select = reports_with(Condition::all());
    let (row, its) = (recipient::Column::ReportId.as_column_ref(), report::Column::Id.as_column_ref());
    select
        .inner_join(report::Entity, Expr::col(row).equals(its))
        .and_where(Expr::col(recipient::Column::HolderId.as_column_ref()).ne(owner))
        .take()
}

fn reports_with(condition: Condition) -> SelectStatement {
    Query::select()
        .column(recipient::Column::ReportId.as_column_ref())
        .from(recipient::Entity)
        .cond_where(condition)
        .take()
}
