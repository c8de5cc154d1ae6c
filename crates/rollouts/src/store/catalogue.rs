//! Queries of the catalogue.
use crate::entity::{competence_override, programme, programme_service, service, service_leika, template};
use crate::input::{
    CompetenceOverrideListParams, ProgrammeListParams, ServiceColumnParams, ServiceListParams,
    TemplateListParams,
};
use chrono::NaiveDate;
use dienstweg_intake::keys::LeikaKey;
use dienstweg_kernel::guard::{Guarded, Visible};
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, ServiceId};
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::search::found;
use dienstweg_kernel::{Reader, Result, Tx, text};
use sea_orm::sea_query::{ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryTrait, Set};

const SERVICE_SORTS: &[(&str, service::Column)] = &[
    ("name", service::Column::SortKey),
    ("key", service::Column::Key),
    ("updated_at", service::Column::UpdatedAt),
];
const OVERRIDE_SORTS: &[(&str, competence_override::Column)] =
    &[("created_at", competence_override::Column::CreatedAt)];
const TEMPLATE_SORTS: &[(&str, template::Column)] = &[
    ("name", template::Column::SortKey),
    ("version", template::Column::Version),
    ("updated_at", template::Column::UpdatedAt),
];
const PROGRAMME_SORTS: &[(&str, programme::Column)] = &[
    ("name", programme::Column::SortKey),
    ("key", programme::Column::Key),
    ("updated_at", programme::Column::UpdatedAt),
];

fn words(q: Option<&str>) -> Option<&str> {
    q.filter(|q| !q.trim().is_empty())
}

/// Beginning on or before the day, or never begun to count.
fn begun(from: impl ColumnTrait, day: NaiveDate) -> Condition {
    Condition::any().add(from.is_null()).add(from.lte(day))
}

fn not_over(to: impl ColumnTrait, day: NaiveDate) -> Condition {
    Condition::any().add(to.is_null()).add(to.gt(day))
}

pub async fn services(
    reader: &Reader,
    params: &ServiceListParams,
    request: &PageRequest,
) -> Result<Page<Visible<service::Entity>>> {
    use service::Column as C;
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("name"), SERVICE_SORTS)?;
    let mut scoped = reader
        .select::<service::Entity>()
        .filter_any(C::Level, params.level.clone())
        .filter_any(C::Package, params.package.clone())
        .filter_opt(params.key.as_deref(), |key| C::Key.eq(key.trim()))
        .filter_opt(params.ozg_id.as_deref(), |ozg_id| C::OzgId.eq(ozg_id.trim()))
        .filter_opt(params.leika, |key| C::Id.in_subquery(services_with([&key])))
        .filter_opt(words(params.q.as_deref()), |q| found(C::Id, reader.find(service::Entity::KIND, q)));
    if let Some(active) = params.active {
        let day = reader.ctx().today();
        let is = Condition::all().add(begun(C::ActiveFrom, day)).add(not_over(C::ActiveTo, day));
        scoped = scoped.filter(if active { is } else { is.not() });
    }
    scoped.page(sort, request).await
}

/// Services in force today of which a picture of the whole has columns, or those that are named.
pub async fn service_columns<T: FromQueryResult>(
    reader: &Reader,
    params: &ServiceColumnParams,
    columns: &[service::Column],
) -> Result<Vec<T>> {
    use service::Column as C;
    let day = reader.ctx().today();
    let mut scoped = reader
        .select::<service::Entity>()
        .filter(begun(C::ActiveFrom, day))
        .filter(not_over(C::ActiveTo, day))
        .filter_any(C::Id, params.service.clone())
        .filter_any(C::Level, params.level.clone())
        .filter_any(C::Package, params.package.clone());
    if !params.programme.is_empty() {
        let belongs = Query::select()
            .column(programme_service::Column::ServiceId)
            .from(programme_service::Entity)
            .and_where(programme_service::Column::ProgrammeId.is_in(params.programme.iter().copied()))
            .take();
        scoped = scoped.filter(C::Id.in_subquery(belongs));
    }
    scoped.summarise(columns, []).await
}

/// The services that carry a LeiKa key.
pub fn services_with<'k>(keys: impl IntoIterator<Item = &'k LeikaKey>) -> SelectStatement {
    Query::select()
        .column(service_leika::Column::ServiceId)
        .from(service_leika::Entity)
        .and_where(service_leika::Column::LeikaKey.is_in(keys.into_iter().map(LeikaKey::as_str)))
        .take()
}

/// Brings `service_leika` in line with the keys of a service.
pub async fn leika_write(tx: &Tx, id: ServiceId, keys: &[String]) -> Result<()> {
    use service_leika::Column as C;
    let write = tx.unscoped_write("LeiKa keys of a service the caller may write");
    write.run(&service_leika::Entity::delete_many().filter(C::ServiceId.eq(id)).into_query()).await?;
    leika_add(tx, leika_rows(id, keys)).await
}

/// Adds rows to `service_leika`; none of them may be there yet.
pub async fn leika_add(tx: &Tx, rows: Vec<service_leika::ActiveModel>) -> Result<()> {
    tx.unscoped_write("LeiKa keys of services the caller may write").insert_many(rows).await
}

pub fn leika_rows(id: ServiceId, keys: &[String]) -> Vec<service_leika::ActiveModel> {
    let row = |key: &String| service_leika::ActiveModel { service_id: Set(id), leika_key: Set(key.clone()) };
    keys.iter().map(row).collect()
}

pub async fn overrides(
    reader: &Reader,
    params: &CompetenceOverrideListParams,
    request: &PageRequest,
) -> Result<Page<Visible<competence_override::Entity>>> {
    use competence_override::Column as C;
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("-created_at"), OVERRIDE_SORTS)?;
    let mut scoped = reader
        .select::<competence_override::Entity>()
        .filter_opt(params.service, |id| C::ServiceId.eq(id))
        .filter_opt(params.organisation, |id| C::OrganisationId.eq(id))
        .filter_opt(params.responsible, |id| C::ResponsibleId.eq(id));
    if params.in_force.unwrap_or(true) {
        scoped = scoped.filter(override_in_force(reader.ctx().today()));
    }
    scoped.page(sort, request).await
}

/// In force on a day.
pub fn override_in_force(day: NaiveDate) -> Condition {
    use competence_override::Column as C;
    Condition::all().add(C::ValidFrom.lte(day)).add(not_over(C::ValidTo, day))
}

pub async fn templates(
    reader: &Reader,
    params: &TemplateListParams,
    request: &PageRequest,
) -> Result<Page<Visible<template::Entity>>> {
    use template::Column as C;
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("name"), TEMPLATE_SORTS)?;
    let scoped = reader
        .select::<template::Entity>()
        .filter_any(C::Status, params.status.clone())
        .filter_opt(params.key.as_deref(), |key| C::Key.eq(key));
    scoped.page(sort, request).await
}

pub async fn programmes(
    reader: &Reader,
    params: &ProgrammeListParams,
    request: &PageRequest,
) -> Result<Page<Visible<programme::Entity>>> {
    use programme::Column as C;
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("name"), PROGRAMME_SORTS)?;
    let scoped = reader
        .select::<programme::Entity>()
        .filter_any(C::Status, params.status.clone())
        .filter_opt(params.service, |id| C::Id.in_subquery(programmes_with([id])))
        .filter_opt(params.template, |id| C::TemplateId.eq(id))
        .filter_opt(words(params.q.as_deref()), |q| {
            C::SortKey.contains(text::sort_key(q)).or(C::Key.contains(q.trim()))
        });
    scoped.page(sort, request).await
}

/// The programmes that contain a service.
pub fn programmes_with(ids: impl IntoIterator<Item = ServiceId>) -> SelectStatement {
    Query::select()
        .column(programme_service::Column::ProgrammeId)
        .from(programme_service::Entity)
        .and_where(programme_service::Column::ServiceId.is_in(ids))
        .take()
}

/// Brings `programme_service` in line with the services of a programme.
pub async fn programme_services_write(tx: &Tx, id: ProgrammeId, services: &[ServiceId]) -> Result<()> {
    use programme_service::Column as C;
    let write = tx.unscoped_write("services of a programme the caller may write");
    write.run(&programme_service::Entity::delete_many().filter(C::ProgrammeId.eq(id)).into_query()).await?;
    programme_services_add(tx, id, services).await
}

/// Adds rows to `programme_service`; none of them may be there yet.
pub async fn programme_services_add(tx: &Tx, id: ProgrammeId, services: &[ServiceId]) -> Result<()> {
    let row = |service: &ServiceId| programme_service::ActiveModel {
        programme_id: Set(id),
        service_id: Set(*service),
    };
    let write = tx.unscoped_write("services of a programme the caller may write");
    write.insert_many(services.iter().map(row).collect()).await
}

/// Which of these services the caller sees.
pub async fn services_seen(reader: &Reader, ids: &[ServiceId]) -> Result<Vec<ServiceId>> {
    let seen =
        reader.select::<service::Entity>().filter(service::Column::Id.is_in(ids.to_vec())).all().await?;
    Ok(seen.iter().map(|row| row.id).collect())
}

/// Which of these organisations exist. Their rows belong to another domain; what is there has a label.
pub async fn organisations_named(reader: &Reader, ids: &[OrganisationId]) -> Result<Vec<OrganisationId>> {
    let labels = reader.labels(ids.iter().map(|id| id.0)).await?;
    Ok(ids.iter().copied().filter(|id| labels.named(*id).name.is_some()).collect())
}
