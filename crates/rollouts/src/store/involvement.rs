//! Who is involved in a rollout: kept in the table that row rules of all domains read.
use crate::policy::steer::INVOLVED_IN;
use crate::service::steer::Work;
use dienstweg_kernel::guard::tables::{COVERED, involvement};
use dienstweg_kernel::ids::{OrganisationId, RolloutId};
use dienstweg_kernel::{Reader, Result, Tx};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The kind of party that roles and coverage name.
const ORGANISATION: &str = "organisation";

/// The organisations involved in these rollouts, as the table of involvement says.
pub async fn involved_in(
    reader: &Reader,
    ids: &[RolloutId],
) -> Result<HashMap<RolloutId, BTreeSet<(OrganisationId, String)>>> {
    use involvement::Column as I;
    let select = involvement::Entity::find()
        .filter(I::SubjectKind.eq(INVOLVED_IN))
        .filter(I::PartyKind.eq(ORGANISATION))
        .filter(I::SubjectId.is_in(ids.iter().map(|id| id.0)));
    let mut all: HashMap<RolloutId, BTreeSet<(OrganisationId, String)>> = HashMap::new();
    for row in reader.unscoped("involvement is compared with what it follows from").all(select).await? {
        all.entry(RolloutId(row.subject_id)).or_default().insert((OrganisationId(row.party_id), row.role));
    }
    Ok(all)
}

/// A row of involvement in the ticket a rollout shares its id with.
pub fn involved(id: RolloutId, party: OrganisationId, role: &str) -> involvement::ActiveModel {
    use sea_orm::ActiveValue::Set;
    involvement::ActiveModel {
        subject_kind: Set(INVOLVED_IN.to_owned()),
        subject_id: Set(id.0),
        party_kind: Set(ORGANISATION.to_owned()),
        party_id: Set(party.0),
        role: Set(role.to_owned()),
    }
}

pub fn covered(id: RolloutId, municipality: OrganisationId) -> involvement::ActiveModel {
    involved(id, municipality, COVERED)
}

/// Makes the table of involvement say what the roles now say. Answers the organisations that have no role any more.
pub async fn involvement_follow(tx: &Tx, before: &Work, after: &Work) -> Result<Vec<OrganisationId>> {
    use involvement::Column as I;
    let (old, new) = (before.involved(), after.involved());
    let id = after.rollout.id;
    let write = tx.unscoped_write("involvement follows the parties of a rollout");
    for (party, role) in old.difference(&new) {
        let delete = involvement::Entity::delete_many()
            .filter(I::SubjectId.eq(id.0))
            .filter(I::SubjectKind.eq(INVOLVED_IN))
            .filter(I::PartyId.eq(party.0))
            .filter(I::Role.eq(*role))
            .into_query();
        write.run(&delete).await?;
    }
    write.insert_many(new.difference(&old).map(|(party, role)| involved(id, *party, role)).collect()).await?;
    let stays: HashSet<OrganisationId> = new.iter().map(|(party, _)| *party).collect();
    Ok(old.iter().map(|(party, _)| *party).filter(|party| !stays.contains(party)).collect())
}
