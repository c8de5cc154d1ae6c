//! Queries of forms and questionnaires.
use crate::entity::{answer, form, questionnaire};
use crate::input::FormListParams;
use crate::types::{AttachedTo, FormStatus};
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::{FormId, OrganisationId, RolloutId};
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::{Reader, Result, Tx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, Order, QueryFilter, QueryTrait,
};

const FORM_SORTS: &[(&str, form::Column)] =
    &[("title", form::Column::SortKey), ("updated_at", form::Column::UpdatedAt)];

/// Earlier questionnaires that are looked into for proposals.
const EARLIER: u64 = 20;

pub async fn forms(
    reader: &Reader,
    params: &FormListParams,
    request: &PageRequest,
) -> Result<Page<Visible<form::Entity>>> {
    use form::Column as C;
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("title"), FORM_SORTS)?;
    let scoped = reader
        .select::<form::Entity>()
        .filter_any(C::Status, params.status.clone())
        .filter_any(C::AttachedTo, params.attached_to.clone())
        .filter_opt(params.key.as_deref(), |key| C::Key.eq(key));
    scoped.page(sort, request).await
}

/// Which forms are asked for: these versions, the published ones of these keys, those about bodies.
#[derive(Debug, Default)]
pub struct Wanted {
    pub ids: Vec<FormId>,
    pub keys: Vec<String>,
    pub of_bodies: bool,
}

pub async fn forms_wanted(reader: &Reader, wanted: Wanted) -> Result<Vec<form::Model>> {
    use form::Column as C;
    if wanted.ids.is_empty() && wanted.keys.is_empty() && !wanted.of_bodies {
        return Ok(Vec::new());
    }
    let mut kinds = Condition::any().add(C::Key.is_in(wanted.keys));
    if wanted.of_bodies {
        kinds = kinds.add(C::AttachedTo.eq(AttachedTo::Body));
    }
    let published = Condition::all().add(C::Status.eq(FormStatus::Published)).add(kinds);
    let select = form::Entity::find().filter(Condition::any().add(C::Id.is_in(wanted.ids)).add(published));
    reader.unscoped("the form of a questionnaire, for whoever sees the rollout").all(select).await
}

/// A questionnaire with its answers.
#[derive(Debug)]
pub struct Kept {
    pub row: Visible<questionnaire::Entity>,
    pub answers: Vec<answer::Model>,
}

/// What was begun in a rollout.
pub async fn of_rollout(reader: &Reader, id: RolloutId) -> Result<Vec<Kept>> {
    kept(reader, Condition::all().add(questionnaire::Column::RolloutId.eq(id)), 100).await
}

/// What the same body answered to a form elsewhere, newest first.
pub async fn earlier(reader: &Reader, body: OrganisationId, form: &str, but: RolloutId) -> Result<Vec<Kept>> {
    use questionnaire::Column as C;
    let same = Condition::all().add(C::BodyId.eq(body)).add(C::FormKey.eq(form)).add(C::RolloutId.ne(but));
    kept(reader, same, EARLIER).await
}

pub async fn kept(reader: &Reader, condition: Condition, limit: u64) -> Result<Vec<Kept>> {
    let found = reader
        .select::<questionnaire::Entity>()
        .filter(condition)
        .order(questionnaire::Column::UpdatedAt, Order::Desc)
        .order(questionnaire::Column::Id, Order::Asc)
        .limit(limit)
        .with::<answer::Entity>()
        .wholes()
        .await?;
    found
        .into_iter()
        .map(|whole| {
            let mut answers = whole.parts::<answer::Entity>()?;
            answers.sort_by(|one, other| one.field.cmp(&other.field));
            Ok(Kept { answers, row: whole.row })
        })
        .collect()
}

/// Stores answers, new and changed ones in one statement.
pub async fn answers_write(tx: &Tx, rows: Vec<answer::Model>) -> Result<()> {
    use answer::Column as C;
    if rows.is_empty() {
        return Ok(());
    }
    let mut conflict = OnConflict::columns([C::QuestionnaireId, C::Field]);
    conflict.update_columns([C::Value, C::Origin, C::AnsweredBy, C::AnsweredAt, C::Version]);
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
    let insert = answer::Entity::insert_many(rows).on_conflict(conflict).into_query();
    tx.unscoped_write("answers of a questionnaire the caller fills in").run(&insert).await.map(drop)
}
