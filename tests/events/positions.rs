//! Positions under concurrency: dense, in causal order per subject, and no reader ever skips an event.
use dienstweg_kernel::clock::SystemClock;
use dienstweg_kernel::ctx::Actor;
use dienstweg_kernel::db::Leader;
use dienstweg_kernel::events::{Event, Fact};
use dienstweg_kernel::guard::Subject;
use dienstweg_kernel::{Ctx, Db, Tx};
use dienstweg_testkit::on_both;
use futures_util::future::{join, join_all};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

const WRITERS: u32 = 8;
const EACH: u32 = 150;

fn ctx() -> Ctx {
    Ctx::system(Actor::operator(), Arc::new(SystemClock))
}

fn subject(writer: u32) -> Subject {
    Subject { kind: "probe", id: Uuid::from_u128(writer.into()) }
}

async fn emit(db: &Db, writer: u32, numbers: std::ops::Range<u32>) {
    let work = async |tx: &Tx| {
        for number in numbers.clone() {
            tx.emit(subject(writer), Fact::new("probe.counted").with("number", number));
        }
        Ok(())
    };
    db.write(&ctx(), work).await.unwrap();
}

/// Numbers for ever, as one of several processes; with `dies`, it is cut off half-way again and again.
async fn number(db: &Db, dies: bool) {
    loop {
        let leader = Leader::new(db);
        for round in 1..=20 {
            let patience = Duration::from_micros(if dies { 700 * round } else { 5_000_000 });
            if let Ok(outcome) = tokio::time::timeout(patience, leader.stamp_positions()).await {
                outcome.unwrap();
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        if !dies {
            // Standing by is part of the game: only one of them leads.
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Numbers what the beginning of the world has left behind, and says where that ends.
async fn begin(db: &Db) -> i64 {
    Leader::new(db).stamp_positions().await.unwrap();
    db.read(&ctx()).last_position().await.unwrap()
}

async fn follow(db: &Db, start: i64) -> Vec<Event> {
    let mut seen: Vec<Event> = Vec::new();
    while seen.len() < (WRITERS * EACH) as usize {
        let last = seen.last().map_or(start, |event| event.position);
        seen.extend(db.read(&ctx()).events_after(last, 50).await.unwrap());
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    seen
}

/// Writers commit at the same time while three processes want to number and one of them keeps dying.
async fn a_follower_sees_every_event_once_and_in_order(db: &Db) {
    let start = begin(db).await;
    let write = async |writer: u32| {
        for number in (0..EACH).step_by(3) {
            emit(db, writer, number..number + 3).await;
        }
    };
    let writers = join_all((0..WRITERS).map(write));
    let numbering = join_all([number(db, false), number(db, false), number(db, true)].map(Box::pin));
    let (_, seen) = tokio::select! {
        done = join(writers, follow(db, start)) => done,
        _ = numbering => unreachable!("they number for ever"),
        () = tokio::time::sleep(Duration::from_secs(60)) => panic!("not everything was seen within a minute"),
    };
    let positions: Vec<i64> = seen.iter().map(|event| event.position).collect();
    assert_eq!(positions, (start + 1..=start + i64::from(WRITERS * EACH)).collect::<Vec<_>>());
    for writer in 0..WRITERS {
        let own = seen.iter().filter(|event| event.subject_id == subject(writer).id);
        let numbers: Vec<u64> = own.map(|event| event.data["number"].as_u64().unwrap()).collect();
        assert_eq!(numbers, (0..u64::from(EACH)).collect::<Vec<_>>());
    }
}

/// Deleting old events leaves what a subscriber has not read, and always the newest.
async fn the_newest_event_and_unread_ones_are_never_deleted(db: &Db) {
    let start = begin(db).await;
    emit(db, 1, 0..10).await;
    Leader::new(db).stamp_positions().await.unwrap();
    let purge = async |read: i64| {
        let work = async |tx: &Tx| {
            tx.subscriber_position("probe").await?;
            tx.subscriber_advance("probe", start + read).await?;
            tx.purge_events(tx.ctx().now() + chrono::Duration::days(1)).await
        };
        let purged = db.write(&ctx(), work).await.unwrap();
        (purged, db.read(&ctx()).first_position().await.unwrap())
    };
    assert_eq!(purge(4).await, (u64::try_from(start).unwrap() + 4, start + 5));
    assert_eq!(purge(10).await, (5, start + 10));
    emit(db, 1, 10..11).await;
    Leader::new(db).stamp_positions().await.unwrap();
    assert_eq!(db.read(&ctx()).last_position().await.unwrap(), start + 11);
}

on_both! {
    async fn followers(world) {
        a_follower_sees_every_event_once_and_in_order(world.db()).await;
    }

    async fn purging(world) {
        the_newest_event_and_unread_ones_are_never_deleted(world.db()).await;
    }
}
