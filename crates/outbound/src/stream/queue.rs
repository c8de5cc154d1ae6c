//! What waits for one connection. Bounded: who reads too slowly loses the items and is told to fetch everything.
use super::message::{StreamEvent, StreamItem};
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard};
use tokio::sync::Notify;

/// Items that may wait; beyond, fetching everything is cheaper than being told.
const CAPACITY: usize = 256;

#[derive(Debug, Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    news: Notify,
}

#[derive(Debug, Default)]
struct State {
    items: VecDeque<StreamItem>,
    /// Up to where the reader has been left behind.
    resync: Option<i64>,
    closed: bool,
}

impl Queue {
    pub fn push(&self, items: impl IntoIterator<Item = StreamItem>) {
        let mut state = self.state();
        for item in items {
            if state.resync.is_some() || state.items.len() >= CAPACITY {
                state.items.clear();
                state.resync = Some(item.position);
            } else {
                state.items.push_back(item);
            }
        }
        drop(state);
        self.news.notify_one();
    }

    /// Ends the stream at once; what waits is not read any more.
    pub fn close(&self) {
        self.state().closed = true;
        self.news.notify_one();
    }

    pub fn is_closed(&self) -> bool {
        self.state().closed
    }

    /// The next item, as soon as there is one; nothing when the stream has ended.
    pub async fn next(&self) -> Option<StreamItem> {
        loop {
            {
                let mut state = self.state();
                if state.closed {
                    return None;
                }
                if let Some(position) = state.resync.take() {
                    return Some(StreamItem::bare(position, StreamEvent::Resync));
                }
                if let Some(item) = state.items.pop_front() {
                    return Some(item);
                }
            }
            self.news.notified().await;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(position: i64) -> StreamItem {
        StreamItem::bare(position, StreamEvent::Changed)
    }

    #[tokio::test]
    async fn a_slow_reader_gets_one_resync_in_place_of_all_it_missed() {
        let queue = Queue::default();
        queue.push((1..=300).map(item));
        queue.push([item(301)]);
        assert_eq!(queue.next().await, Some(StreamItem::bare(301, StreamEvent::Resync)));
        queue.push([item(302)]);
        assert_eq!(queue.next().await, Some(item(302)));
        queue.push([item(303)]);
        queue.close();
        assert_eq!(queue.next().await, None);
    }
}
