//! Building a row rule out of the caller's grants. All facts come from sub-selects, never as lists of ids.
use super::tables::{COVERED, ScopeKind, actor_grant, involvement, scope_closure};
use super::{Guarded, reachable};
use crate::ctx::{Actor, Breadth, Extent, Permission};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, IntoColumnRef, Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, Condition, EntityTrait, IdenStatic};
use uuid::Uuid;

/// What a select of ids calls its only column.
pub(crate) const REACHED: &str = "reached";

/// The rows an actor reaches with one permission: the union of the branches that are added.
///
/// Everything → no condition at all, so an unlimited caller pays nothing. No grant → no row. How the rule is put follows
/// the [`Breadth`] of the actor (ADR 0009): no database can estimate it.
pub struct Reach {
    actor: Uuid,
    permission: Permission,
    extent: Option<Extent>,
    breadth: Breadth,
    branches: Vec<Branch>,
}

enum Branch {
    /// Rows where this column, of this name, is one of these.
    In(&'static str, Expr, Box<SelectStatement>),
    Where(Expr),
}

impl Reach {
    pub fn of(actor: &Actor, permission: Permission) -> Self {
        let extent = actor.extent(permission);
        Self { actor: actor.id.0, permission, extent, breadth: actor.breadth(), branches: Vec::new() }
    }

    fn or(mut self, branch: impl FnOnce(&Self) -> Expr) -> Self {
        if self.extent == Some(Extent::Scoped) {
            let branch = Branch::Where(branch(&self));
            self.branches.push(branch);
        }
        self
    }

    fn or_in(mut self, column: impl ColumnTrait, among: impl FnOnce(&Self) -> SelectStatement) -> Self {
        if self.extent == Some(Extent::Scoped) {
            let branch = Branch::In(column.as_str(), column_of(column), Box::new(among(&self)));
            self.branches.push(branch);
        }
        self
    }

    /// Rows whose organisation lies in the subtree of a granted one.
    pub fn organisation(self, column: impl ColumnTrait) -> Self {
        self.or_in(column, Self::organisations)
    }

    /// Subjects in which a granted organisation is a party, or the actor itself is involved.
    pub fn involved(self, kind: &'static str, id: impl ColumnTrait) -> Self {
        self.or_in(id, |reach| {
            // One list of parties rather than two conditions: only so do both databases find the subjects by index.
            let itself = Query::select().expr(Expr::val(reach.actor)).take();
            let parties = reach.scopes(ScopeKind::Involved).union(UnionType::All, itself).take();
            subjects(kind, Condition::all().add(involvement::Column::PartyId.in_subquery(parties)))
        })
    }

    /// Subjects that cover a municipality in the subtree of a granted organisation.
    pub fn covering(self, kind: &'static str, id: impl ColumnTrait) -> Self {
        self.or_in(id, |reach| {
            let covered = Condition::all()
                .add(involvement::Column::Role.eq(COVERED))
                .add(involvement::Column::PartyId.in_subquery(reach.organisations()));
            subjects(kind, covered)
        })
    }

    /// Rows that a link table ties to an organisation in the subtree of a granted one.
    pub fn linked<L: EntityTrait>(
        self,
        id: impl ColumnTrait,
        link: L,
        row: L::Column,
        organisation: L::Column,
    ) -> Self {
        self.or_in(id, |reach| {
            Query::select()
                .expr_as(column_of(row), REACHED)
                .from(link)
                .and_where(column_of(organisation).in_subquery(reach.organisations()))
                .take()
        })
    }

    /// Rows that name a party organisation for which the grant was given.
    pub fn party(self, column: impl ColumnTrait) -> Self {
        self.or_in(column, |reach| reach.scopes(ScopeKind::Involved))
    }

    /// Rows of a granted team.
    pub fn team(self, column: impl ColumnTrait) -> Self {
        self.or_in(column, |reach| reach.scopes(ScopeKind::Team))
    }

    /// Rows of a granted queue.
    pub fn queue(self, column: impl ColumnTrait) -> Self {
        self.or_in(column, |reach| reach.scopes(ScopeKind::Queue))
    }

    /// Rows that are the actor's own.
    pub fn own(self, column: impl ColumnTrait) -> Self {
        self.or(|reach| column_of(column).eq(reach.actor))
    }

    /// Rows that meet a condition of the entity itself, such as being public to all who hold the permission.
    pub fn also(self, condition: Condition) -> Self {
        self.or(|_| condition.into())
    }

    pub fn rows(self) -> Condition {
        match self.extent {
            Some(Extent::Everything) => Condition::all(),
            Some(Extent::Scoped) if !self.branches.is_empty() => Condition::all().add(self.any()),
            _ => Condition::all().add(Expr::cust("1 = 2")),
        }
    }

    /// The same for a table that may be large: what a narrow caller reaches is gathered first and looked up by key. Each
    /// branch needs an index of its own.
    pub fn rows_of<E: Guarded>(self) -> Condition {
        if self.extent != Some(Extent::Scoped) || self.breadth == Breadth::Wide {
            return self.rows();
        }
        let among = self.ids_of::<E>().map(|ids| column_of(E::ID).in_subquery(ids));
        Condition::all().add(among.unwrap_or_else(|| Expr::cust("1 = 2")))
    }

    /// The ids of the rows that are reached, as [`REACHED`], some more than once; branches that name ids do not look at the
    /// rows, so that ids of other things of the same kind of subject may be among them. Nothing where nothing is reached; not
    /// for a caller who reaches everything.
    pub(crate) fn ids_of<E: Guarded>(self) -> Option<SelectStatement> {
        let ids = self.branches.into_iter().map(|branch| match branch {
            Branch::In(name, _, among) if name == E::ID.as_str() => *among,
            Branch::In(_, column, among) => ids_where::<E>(column.in_subquery(*among)),
            Branch::Where(condition) => ids_where::<E>(condition),
        });
        ids.reduce(|mut all, more| all.union(UnionType::All, more).take())
    }

    fn any(self) -> Condition {
        let wide = self.breadth == Breadth::Wide;
        let branch = |branch| match branch {
            // An index on the column would be used to gather all rows; a wide caller's page is found sooner in its order.
            Branch::In(_, column, among) if wide => without_index(column).in_subquery(*among),
            Branch::In(_, column, among) => column.in_subquery(*among),
            Branch::Where(condition) => condition,
        };
        self.branches.into_iter().map(branch).fold(Condition::any(), Condition::add)
    }

    /// The scopes of one kind that were granted.
    fn scopes(&self, kind: ScopeKind) -> SelectStatement {
        Query::select()
            .expr_as(column_of(actor_grant::Column::ScopeId), REACHED)
            .from(actor_grant::Entity)
            .cond_where(self.grants(kind))
            .take()
    }

    /// The subtrees of all granted organisations.
    pub fn organisations(&self) -> SelectStatement {
        Query::select()
            .expr_as(column_of(scope_closure::Column::Node), REACHED)
            .from(actor_grant::Entity)
            .inner_join(
                scope_closure::Entity,
                column_of(scope_closure::Column::Ancestor).equals(column_ref(actor_grant::Column::ScopeId)),
            )
            .cond_where(self.grants(ScopeKind::Organisation))
            .take()
    }

    fn grants(&self, kind: ScopeKind) -> Condition {
        Condition::all()
            .add(actor_grant::Column::Actor.eq(self.actor))
            .add(actor_grant::Column::Permission.eq(self.permission.0))
            .add(actor_grant::Column::ScopeKind.eq(kind.as_str()))
    }
}

/// The rule of a part that follows its whole: rows whose parent the actor reaches with `permission`.
pub fn within<Parent: Guarded>(column: impl ColumnTrait, actor: &Actor, permission: Permission) -> Condition {
    if Parent::rows(actor, permission).is_empty() {
        return Condition::all();
    }
    Condition::all().add(column_of(column).in_subquery(reachable::<Parent>(actor, permission)))
}

fn subjects(kind: &'static str, parties: Condition) -> SelectStatement {
    Query::select()
        .expr_as(column_of(involvement::Column::SubjectId), REACHED)
        .from(involvement::Entity)
        .cond_where(Condition::all().add(involvement::Column::SubjectKind.eq(kind)).add(parties))
        .take()
}

fn ids_where<E: Guarded>(condition: Expr) -> SelectStatement {
    Query::select().expr_as(column_of(E::ID), REACHED).from(E::default()).and_where(condition).take()
}

/// The same value in a form that SQLite matches with no index. PostgreSQL sees through it.
fn without_index(column: Expr) -> Expr {
    Expr::Case(Box::new(CaseStatement::new().case(Expr::cust("TRUE"), column)))
}

/// Columns are named with their table: a rule is used in joins and sub-selects too.
fn column_of(column: impl ColumnTrait) -> Expr {
    Expr::col(column_ref(column))
}

fn column_ref(column: impl ColumnTrait) -> impl IntoColumnRef {
    column.as_column_ref()
}
