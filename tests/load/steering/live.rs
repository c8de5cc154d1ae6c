//! 500 open streams of 50 principals.
use super::{login, milliseconds, pause};
use crate::Outcome;
use crate::people::{READERS, reader_login};
use crate::process::Served;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Instant;

const STREAMS_EACH: usize = 10;

/// What each stream was told.
pub struct Streams(Vec<Rc<RefCell<Told>>>);

#[derive(Default)]
struct Told {
    /// Since when it knows of a thing.
    things: HashMap<String, Instant>,
    /// When it was told to fetch everything again.
    all: Vec<Instant>,
}

impl Told {
    /// When it knew of something that happened at this moment, if it does.
    fn of(&self, id: &str, at: Instant) -> Option<Instant> {
        let all = self.all.iter().copied().find(|all| *all > at);
        self.things.get(id).copied().into_iter().chain(all).min()
    }
}

/// Opens them all.
pub async fn open(served: &Served) -> Outcome<Streams> {
    let mut all = Vec::new();
    for nth in 0..READERS {
        let caller = login(served, &reader_login(nth)).await?;
        for _ in 0..STREAMS_EACH {
            let mut body = caller.stream("/api/v1/events").await?;
            let known = Rc::new(RefCell::new(Told::default()));
            all.push(Rc::clone(&known));
            actix_web::rt::spawn(async move {
                let mut rest = String::new();
                while let Ok(Some(bytes)) = body.chunk().await {
                    rest.push_str(&String::from_utf8_lossy(&bytes));
                    note(&mut rest, &known);
                }
            });
        }
    }
    Ok(Streams(all))
}

/// Takes down the ids of whole frames.
fn note(rest: &mut String, known: &RefCell<Told>) {
    while let Some(end) = rest.find("\n\n") {
        let frame: String = rest.drain(..end + 2).collect();
        if frame.lines().any(|line| line == "event: resync") {
            known.borrow_mut().all.push(Instant::now());
        }
        let data = frame.lines().find_map(|line| line.strip_prefix("data: ")).unwrap_or_default();
        let data: serde_json::Value = serde_json::from_str(data).unwrap_or_default();
        if let Some(id) = data["id"].as_str() {
            known.borrow_mut().things.entry(id.to_owned()).or_insert_with(Instant::now);
        }
    }
}

impl Streams {
    /// After how many milliseconds the last stream knew of each of these things.
    pub async fn told(&self, made: &[(String, Instant)]) -> Vec<f64> {
        pause(2_000).await;
        let last = |id: &String, at: Instant| {
            let after = |known: &Rc<RefCell<Told>>| {
                // What was never told counts as told now.
                known.borrow().of(id, at).map_or_else(
                    || milliseconds(at),
                    |when| when.saturating_duration_since(at).as_secs_f64() * 1e3,
                )
            };
            self.0.iter().map(after).fold(0.0, f64::max)
        };
        made.iter().map(|(id, at)| last(id, *at)).collect()
    }
}
