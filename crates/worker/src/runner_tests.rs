use super::*;
use dienstweg_kernel::clock::SystemClock;
use dienstweg_kernel::db::{Db, Settings};
use std::sync::atomic::{AtomicU64, Ordering};

async fn leader() -> Arc<Leader> {
    let db = Db::connect(&Settings { connections: 1, ..Settings::new("sqlite::memory:") }).await.unwrap();
    Arc::new(Leader::new(&db))
}

/// Works off a number, one at a time; with `fault` the first run goes wrong in that way.
fn countdown(name: &'static str, left: &Arc<AtomicU64>, fault: Option<fn() -> Error>) -> Reconciler {
    let (left, runs) = (left.clone(), Arc::new(AtomicU64::new(0)));
    Reconciler::new(name, Duration::from_millis(20), Wake::Timer, move || {
        let (left, run) = (left.clone(), runs.fetch_add(1, Ordering::Relaxed));
        async move {
            if let (0, Some(fault)) = (run, fault) {
                return Err(fault());
            }
            let one = |left: u64| left.checked_sub(1);
            Ok(left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one).map_or(0, |_| 1))
        }
    })
}

#[tokio::test]
async fn it_comes_to_rest_when_a_whole_round_found_nothing() {
    let left = Arc::new(AtomicU64::new(7));
    let works = vec![countdown("a", &left, None).leased(), countdown("b", &left, None)];
    let runner = Runner::new(leader().await, Arc::new(SystemClock), works);
    runner.run_until_idle().await.unwrap();
    assert_eq!(left.load(Ordering::Relaxed), 0);
    assert!(runner.status().list().iter().all(|status| status.last_outcome == Outcome::Done));
}

#[tokio::test]
async fn neither_error_nor_panic_ends_it_and_a_run_that_began_is_finished() {
    let (a, b) = (Arc::new(AtomicU64::new(3)), Arc::new(AtomicU64::new(3)));
    let finished = Arc::new(AtomicU64::new(0));
    let mark = finished.clone();
    let slow = Reconciler::new("slow", Duration::from_secs(30), Wake::Timer, move || {
        let mark = mark.clone();
        async move {
            tokio::time::sleep(Duration::from_millis(2_500)).await;
            mark.fetch_add(1, Ordering::Relaxed);
            Ok(0)
        }
    });
    let works = vec![
        countdown("fails", &a, Some(|| Error::internal("at first"))),
        countdown("panics", &b, Some(|| panic!("at first"))),
        slow,
    ];
    let runner = Runner::spawn_all(leader().await, Arc::new(SystemClock), works);
    let status = runner.status();
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    runner.shutdown().await;
    assert_eq!(
        (a.load(Ordering::Relaxed), b.load(Ordering::Relaxed), finished.load(Ordering::Relaxed)),
        (0, 0, 1)
    );
    let list = status.list();
    assert_eq!(list.iter().map(|status| status.errors).collect::<Vec<_>>(), [1, 1, 0]);
    assert_eq!(list[1].last_error.as_deref(), Some("at first"));
}

#[tokio::test]
async fn what_runs_every_minute_at_most_lets_others_work_first() {
    let left = Arc::new(AtomicU64::new(1));
    let mut unhurried = countdown("unhurried", &left, None);
    unhurried.every = UNHURRIED;
    let began = Instant::now();
    let runner = Runner::spawn_all(leader().await, Arc::new(SystemClock), vec![unhurried]);
    while left.load(Ordering::Relaxed) > 0 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(began.elapsed() >= HEAD_START);
    runner.shutdown().await;
}

#[test]
fn pauses_grow_to_a_minute() {
    let pauses: Vec<u64> = [1, 2, 3, 7, 40].map(|failures| pause_after(failures).as_secs()).into();
    assert_eq!(pauses, [1, 2, 4, 60, 60]);
}
