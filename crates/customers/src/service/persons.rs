//! Persons and what they speak for.
use crate::entity::{function, organisation, person};
use crate::input::{FunctionCreate, PersonCreate, PersonListParams, PersonPatch};
use crate::policy::PERSON_WRITE;
use crate::view::{FunctionView, PersonView};
use crate::{events, store};
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::guard::{Guarded, Sealed, Shown, Visible};
use dienstweg_kernel::ids::{FunctionId, OrganisationId, PersonId};
use dienstweg_kernel::labels::Label;
use dienstweg_kernel::page::{Page, PageRequest};
use dienstweg_kernel::patch::Patch;
use dienstweg_kernel::{Error, Reader, Result, Tx, text};
use sea_orm::{ColumnTrait, Set};
use std::collections::HashMap;
use uuid::Uuid;
use validator::ValidateEmail as _;

type Row = Visible<person::Entity>;

pub async fn person_list(
    reader: &Reader,
    params: &PersonListParams,
    request: &PageRequest,
) -> Result<Page<PersonView>> {
    let mut page = store::persons(reader, params, request).await?;
    let views = views(reader, std::mem::take(&mut page.items)).await?;
    Ok(page.with_items(views))
}

pub async fn person_get(reader: &Reader, id: PersonId) -> Result<PersonView> {
    let row = reader.get::<person::Entity>(id).await?;
    one(reader, row).await
}

pub async fn person_history(
    reader: &Reader,
    id: PersonId,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<HistoryEntry>> {
    let row = reader.get::<person::Entity>(id).await?;
    reader.history(&row, before, limit).await
}

async fn one(reader: &Reader, row: Row) -> Result<PersonView> {
    views(reader, vec![row]).await?.pop().ok_or_else(Error::not_found)
}

async fn views(reader: &Reader, rows: Vec<Row>) -> Result<Vec<PersonView>> {
    let ids: Vec<PersonId> = rows.iter().map(|row| row.id).collect();
    let functions = reader
        .select::<function::Entity>()
        .filter(function::Column::PersonId.is_in(ids))
        .filter(function::Column::ValidTo.is_null())
        .all()
        .await?;
    let labels = reader.labels(functions.iter().map(|function| function.organisation_id.0)).await?;
    let mut of: HashMap<PersonId, Vec<FunctionView>> = HashMap::new();
    for function in &functions {
        of.entry(function.person_id).or_default().push(FunctionView {
            id: function.id,
            organisation: labels.named(function.organisation_id),
            function: function.function,
            valid_from: function.valid_from,
            valid_to: function.valid_to,
        });
    }
    let writes = reader.ctx().actor.has(PERSON_WRITE);
    Ok(rows
        .into_iter()
        .map(|row| {
            let functions = of.remove(&row.id).unwrap_or_default();
            view(&row, functions, writes)
        })
        .collect())
}

fn view(row: &Row, functions: Vec<FunctionView>, writes: bool) -> PersonView {
    let email = row.open(|row| row.email.as_ref());
    let phone = row.open(|row| row.phone.as_ref());
    let hidden = if email == Shown::Hidden { vec!["email", "phone"] } else { Vec::new() };
    PersonView {
        id: row.id,
        title: row.title.clone(),
        given_name: row.given_name.clone(),
        family_name: row.family_name.clone(),
        name: full_name(row.title.as_deref(), row.given_name.as_deref(), &row.family_name),
        email,
        phone,
        hidden,
        functions,
        can: if writes { vec!["update", "add_function"] } else { Vec::new() },
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

pub(super) fn full_name(title: Option<&str>, given: Option<&str>, family: &str) -> String {
    [title, given, Some(family)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Checks a part of a name against DIN 91379, data type A.
fn check_name(pointer: &str, name: &str, faults: &mut Vec<Fault>) {
    if let Err(fault) = text::valid_person_name(name) {
        let english = "A name is made of letters and the marks of DIN 91379, composed (NFC), at most 200.";
        faults.push(Fault::new(pointer, "invalid_name", Text::new(fault.to_string(), english)));
    }
}

/// What a new person's input says of itself, for what a patch sets.
fn check_contact(patch: &PersonPatch, faults: &mut Vec<Fault>) {
    if let Patch::Value(email) = &patch.email
        && !email.validate_email()
    {
        let text = Text::new(
            "Bitte geben Sie eine E-Mail-Adresse ein, zum Beispiel name@gemeinde.example.",
            "Please enter an e-mail address, for example name@town.example.",
        );
        faults.push(Fault::new("/email", "email", text));
    }
    for (pointer, value) in [("/title", &patch.title), ("/phone", &patch.phone)] {
        if let Patch::Value(value) = value
            && value.chars().count() > 60
        {
            faults.push(Fault::new(
                pointer,
                "length",
                Text::new("Bitte geben Sie höchstens 60 Zeichen ein.", "Please enter at most 60 characters."),
            ));
        }
    }
}

pub async fn person_create(tx: &Tx, input: PersonCreate) -> Result<PersonView> {
    let mut faults = Vec::new();
    if let Some(given) = &input.given_name {
        check_name("/given_name", given, &mut faults);
    }
    check_name("/family_name", &input.family_name, &mut faults);
    for (index, function) in input.functions.iter().enumerate() {
        if !in_reach(tx, function.organisation_id).await? {
            faults.push(Fault::unknown_reference(format!("/functions/{index}/organisation_id")));
        }
    }
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let id: PersonId = tx.ctx().new_id();
    let now = tx.ctx().now();
    let name = full_name(None, input.given_name.as_deref(), &input.family_name);
    let row = person::ActiveModel {
        id: Set(id),
        title: Set(input.title),
        search_form: Set(text::search_form(&name)),
        sort_key: Set(sort_key(&input.family_name, input.given_name.as_deref())),
        given_name: Set(input.given_name),
        family_name: Set(input.family_name),
        email: Set(input.email.map(Sealed::new)),
        phone: Set(input.phone.map(Sealed::new)),
        user_id: Set(None),
        valid_to: Set(None),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let row = tx.insert::<person::Entity>(PERSON_WRITE, row, events::person_created()).await?;
    tx.label(Label::new(person::Entity::KIND, id, name));
    for function in input.functions {
        insert_function(tx, id, function).await?;
    }
    one(tx, row).await
}

fn sort_key(family: &str, given: Option<&str>) -> String {
    text::sort_key(&format!("{family} {}", given.unwrap_or_default()))
}

async fn in_reach(tx: &Tx, id: OrganisationId) -> Result<bool> {
    tx.select_with::<organisation::Entity>(PERSON_WRITE)
        .filter(organisation::Column::Id.eq(id))
        .exists()
        .await
}

async fn insert_function(tx: &Tx, person: PersonId, input: FunctionCreate) -> Result<()> {
    let row = function::ActiveModel {
        id: Set(tx.ctx().new_id()),
        person_id: Set(person),
        organisation_id: Set(input.organisation_id),
        function: Set(input.function),
        valid_from: Set(input.valid_from.or(Some(tx.ctx().today()))),
        valid_to: Set(input.valid_to),
    };
    let fact = events::function_added(input.organisation_id);
    tx.insert::<function::Entity>(PERSON_WRITE, row, fact).await.map(|_| ())
}

pub async fn person_patch(tx: &Tx, id: PersonId, seen: IfMatch, patch: PersonPatch) -> Result<PersonView> {
    let row = tx.lock::<person::Entity>(id, PERSON_WRITE, seen).await?;
    let mut faults = Vec::new();
    check_contact(&patch, &mut faults);
    let mut change = row.change();
    let given = patch.given_name.into_change().unwrap_or_else(|| row.given_name.clone());
    let family = match patch.family_name {
        Patch::Value(name) => name,
        Patch::Null => String::new(),
        Patch::Absent => row.family_name.clone(),
    };
    if let Some(given) = &given {
        check_name("/given_name", given, &mut faults);
    }
    check_name("/family_name", &family, &mut faults);
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let name = full_name(None, given.as_deref(), &family);
    change.search_form = Set(text::search_form(&name));
    change.sort_key = Set(sort_key(&family, given.as_deref()));
    change.given_name = Set(given);
    change.family_name = Set(family);
    if let Some(title) = patch.title.into_change() {
        change.title = Set(title);
    }
    if let Some(email) = patch.email.into_change() {
        change.email = Set(email.map(Sealed::new));
    }
    if let Some(phone) = patch.phone.into_change() {
        change.phone = Set(phone.map(Sealed::new));
    }
    change.updated_at = Set(tx.ctx().now());
    let row = tx.update(row, change, events::person_updated()).await?;
    tx.label(Label::new(person::Entity::KIND, id, name));
    one(tx, row).await
}

/// Lets a person speak for one more organisation.
pub async fn function_add(tx: &Tx, id: PersonId, input: FunctionCreate) -> Result<PersonView> {
    let row = tx.lock::<person::Entity>(id, PERSON_WRITE, IfMatch::Any).await?;
    if !in_reach(tx, input.organisation_id).await? {
        return Err(Error::invalid(vec![Fault::unknown_reference("/organisation_id")]));
    }
    insert_function(tx, id, input).await?;
    one(tx, row.unchanged()).await
}

/// Ends a function today; what was done under it stays.
pub async fn function_end(tx: &Tx, id: PersonId, function_id: FunctionId) -> Result<PersonView> {
    let person = tx.lock::<person::Entity>(id, PERSON_WRITE, IfMatch::Any).await?;
    let row = tx.lock::<function::Entity>(function_id, PERSON_WRITE, IfMatch::Any).await?;
    if row.person_id != id {
        return Err(Error::not_found());
    }
    let mut change = row.change();
    change.valid_to = Set(Some(tx.ctx().today()));
    let fact = events::function_ended(row.organisation_id);
    tx.update(row, change, fact).await?;
    one(tx, person.unchanged()).await
}

/// E-mail addresses of those of these persons whose contact data the caller may read.
pub async fn person_addresses(reader: &Reader, ids: Vec<PersonId>) -> Result<HashMap<PersonId, String>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = reader.select::<person::Entity>().filter(person::Column::Id.is_in(ids)).all().await?;
    let address = |row: &Visible<person::Entity>| row.open(|row| row.email.as_ref()).into_option();
    Ok(rows.iter().filter_map(|row| Some((row.id, address(row)?))).collect())
}
