//! Organisations and persons by what a file calls them, many at once.
use crate::entity::{organisation, person};
use crate::store;
use crate::types::OrganisationKind;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::{OrganisationId, PersonId};
use dienstweg_kernel::{Reader, Result};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, Condition};
use std::collections::HashMap;

/// Keys asked for in one statement; both databases limit how many values one takes.
const PORTION: usize = 2_000;

/// The organisations in force that the caller sees under these keys (AGS, fictive AGS, own key, register key, ARS). A key
/// that several carry means the municipal body before what stands above it; where that does not decide, it means none.
pub async fn organisations_by_keys(
    reader: &Reader,
    keys: &[String],
) -> Result<HashMap<String, OrganisationId>> {
    use organisation::Column as C;
    let mut found: HashMap<String, Vec<(u8, OrganisationId)>> = HashMap::new();
    for portion in keys.chunks(PORTION) {
        let any = [C::Ags, C::FictiveAgs, C::OwnKey, C::RegisterKey, C::Ars]
            .iter()
            .fold(Condition::any(), |any, column| any.add(column.is_in(portion.iter().cloned())));
        let rows = reader.select::<organisation::Entity>().filter(store::in_force(reader)).filter(any);
        for row in rows.all().await? {
            for key in portion {
                if let Some(rank) = rank(&row, key) {
                    found.entry(key.clone()).or_default().push((rank, row.id));
                }
            }
        }
    }
    Ok(found.into_iter().filter_map(|(key, all)| Some((key, the_one(all)?))).collect())
}

/// How well a key fits; small is well.
fn rank(row: &organisation::Model, key: &str) -> Option<u8> {
    use OrganisationKind as K;
    let is = |own: &Option<String>| own.as_deref() == Some(key);
    if is(&row.own_key) || is(&row.ags) || is(&row.fictive_ags) {
        return Some(0);
    }
    if is(&row.register_key) {
        return Some(if matches!(row.kind, K::Land | K::GovernmentDistrict) { 3 } else { 1 });
    }
    is(&row.ars).then(|| if row.kind.is_municipal() { 2 } else { 4 })
}

fn the_one(mut all: Vec<(u8, OrganisationId)>) -> Option<OrganisationId> {
    all.sort_unstable();
    match all.as_slice() {
        [(rank, _), (other, _), ..] if rank == other => None,
        [(_, id), ..] => Some(*id),
        [] => None,
    }
}

/// The persons with these addresses, in any case, as far as the caller may read addresses. Where several share one, it
/// means none.
pub async fn persons_by_email(reader: &Reader, emails: &[String]) -> Result<HashMap<String, PersonId>> {
    let mut found: HashMap<String, Vec<PersonId>> = HashMap::new();
    let wanted: Vec<String> = emails.iter().map(|email| email.to_lowercase()).collect();
    for portion in wanted.chunks(PORTION) {
        let email = Func::lower(Expr::col(person::Column::Email.as_column_ref()));
        let rows = reader
            .select::<person::Entity>()
            .filter(Expr::from(email).is_in(portion.iter().cloned()))
            .filter(person::Column::ValidTo.is_null());
        for row in rows.all().await? {
            let address = |row: &Visible<person::Entity>| row.open(|row| row.email.as_ref()).into_option();
            if let Some(address) = address(&row) {
                found.entry(address.to_lowercase()).or_default().push(row.id);
            }
        }
    }
    let the_one = |(email, ids): (String, Vec<PersonId>)| match ids.as_slice() {
        [id] => Some((email, *id)),
        _ => None,
    };
    Ok(found.into_iter().filter_map(the_one).collect())
}
