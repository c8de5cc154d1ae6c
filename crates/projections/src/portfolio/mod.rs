//! How all rollouts stand, kept in memory by each process: a picture of the whole is wanted often and changes little. What
//! changed since the last look is read before each picture; which of it a caller sees is asked of the database each time.
mod names;
mod stances;

pub use stances::{Fact, Stances};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use dienstweg_kernel::ctx::Extent;
use dienstweg_kernel::ids::{OrganisationId, RolloutId};
use dienstweg_kernel::{Reader, Result};
use dienstweg_rollouts::policy::ROLLOUT_READ;
use dienstweg_rollouts::service::{Stamped, stances, stances_seen, stances_stamped};
use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use tokio::sync::Mutex;

/// What a transaction says it happened at may lie this far before its commit, or clocks of machines apart.
const OVERLAP: Duration = Duration::minutes(2);
/// So often everything is read anew, whatever changed.
const ANEW: Duration = Duration::hours(1);

/// Which rollouts a caller sees.
pub enum Sight {
    All,
    /// All of these bodies, and these.
    Some {
        bodies: HashSet<OrganisationId>,
        rollouts: Vec<RolloutId>,
    },
}

impl Sight {
    /// What the row rule of rollouts shows to whom the reader reads for. Two statements at most.
    pub async fn load(reader: &Reader) -> Result<Self> {
        if reader.ctx().actor.extent(ROLLOUT_READ) == Some(Extent::Everything) {
            return Ok(Self::All);
        }
        let (bodies, rollouts) =
            tokio::try_join!(reader.organisations_in_reach(ROLLOUT_READ), stances_seen(reader))?;
        Ok(Self::Some { bodies, rollouts })
    }
}

/// See the module. Cheap to clone.
#[derive(Clone, Default)]
pub struct Portfolio {
    stances: Arc<RwLock<Stances>>,
    /// When was read, and when everything.
    read: Arc<Mutex<Option<Read>>>,
}

#[derive(Clone, Copy)]
struct Read {
    at: DateTime<Utc>,
    all_at: DateTime<Utc>,
    day: NaiveDate,
}

impl Portfolio {
    /// Reads everything anew next time: for whoever has written with another clock than that of the process.
    pub async fn forget(&self) {
        *self.read.lock().await = None;
    }

    /// What is kept; to be renewed before.
    pub fn stances(&self) -> RwLockReadGuard<'_, Stances> {
        self.stances.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads what changed, or everything at the beginning of a process and of a day: coverage is dated. Callers wait for each
    /// other, so that a process reads everything once.
    pub async fn renew(&self, reader: &Reader) -> Result<()> {
        let (now, day) = (reader.ctx().now(), reader.ctx().today());
        let mut read = self.read.lock().await;
        match read.filter(|read| read.day == day && read.at <= now) {
            None => {
                self.replace(whole(reader).await?);
                *read = Some(Read { at: now, all_at: now, day });
            }
            Some(known) => {
                self.catch_up(reader, known.at).await?;
                *read = Some(Read { at: now, ..known });
            }
        }
        Ok(())
    }

    /// Reads everything anew where that is due, while others go on with what is there.
    pub async fn refresh(&self, reader: &Reader) -> Result<()> {
        let (now, day) = (reader.ctx().now(), reader.ctx().today());
        let fresh = |read: &Read| read.day == day && now < read.all_at + ANEW && read.at <= now;
        if self.read.lock().await.is_some_and(|read| fresh(&read)) {
            return self.renew(reader).await;
        }
        let all = whole(reader).await?;
        let mut read = self.read.lock().await;
        self.replace(all);
        // What changed meanwhile is caught up with before the next picture.
        *read = Some(Read { at: now, all_at: now, day });
        Ok(())
    }

    fn replace(&self, all: Stances) {
        *self.stances.write().unwrap_or_else(PoisonError::into_inner) = all;
    }

    /// Reads what was stored since a moment, where it is not known.
    async fn catch_up(&self, reader: &Reader, from: DateTime<Utc>) -> Result<()> {
        let Some(since) = self.behind(&stances_stamped(reader, from - OVERLAP).await?) else { return Ok(()) };
        let (mut changed, mut covering) = (Vec::new(), Vec::new());
        stances(reader, Some(since), |stance| changed.push(stance), |one| covering.push(one)).await?;
        let mut all = self.stances.write().unwrap_or_else(PoisonError::into_inner);
        changed.into_iter().for_each(|stance| all.enter(stance));
        all.cover(covering);
        Ok(())
    }

    /// The moment of the oldest of these states that is not known.
    fn behind(&self, stored: &[Stamped]) -> Option<DateTime<Utc>> {
        let stances = self.stances();
        stored.iter().filter(|one| !stances.knows(one)).map(|one| one.stamp.at()).min()
    }
}

async fn whole(reader: &Reader) -> Result<Stances> {
    let (mut all, mut covering) = (Stances::default(), Vec::new());
    stances(reader, None, |stance| all.enter(stance), |one| covering.push(one)).await?;
    all.cover(covering);
    Ok(all)
}
