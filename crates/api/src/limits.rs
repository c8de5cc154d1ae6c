//! How much one principal may ask for.
use dienstweg_kernel::error::{Error, Fault, Text, codes};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::num::NonZeroU32;

/// Token buckets by principal or, before log-in, by peer address.
pub struct Limits {
    buckets: DefaultKeyedRateLimiter<String>,
    clock: DefaultClock,
}

impl Limits {
    /// `per_second` requests, bursts of ten times as many.
    pub fn new(per_second: u32) -> Self {
        let per_second = NonZeroU32::new(per_second).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_second(per_second).allow_burst(per_second.saturating_mul(BURST));
        Self { buckets: RateLimiter::keyed(quota), clock: DefaultClock::default() }
    }

    /// # Errors
    /// `too-many-requests` with the seconds to wait.
    pub fn check(&self, principal: &str) -> Result<(), Error> {
        self.buckets.check_key(&principal.to_owned()).map_err(|refused| {
            let wait = refused.wait_time_from(self.clock.now()).as_secs() + 1;
            let text = Text::new(format!("In {wait} s wieder."), format!("Again in {wait} s."));
            Error::new(codes::TOO_MANY_REQUESTS).with_faults(vec![Fault::new(
                wait.to_string(),
                "retry_after",
                text,
            )])
        })
    }

    /// Forgets principals that have not asked for a while.
    pub fn tidy(&self) {
        self.buckets.retain_recent();
        self.buckets.shrink_to_fit();
    }
}

const BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[actix_web::test]
    async fn who_has_not_asked_for_a_while_is_forgotten() {
        let limits = Limits::new(1_000);
        (0..50).for_each(|number| assert!(limits.check(&number.to_string()).is_ok()));
        assert_eq!(limits.buckets.len(), 50);
        tokio::time::sleep(Duration::from_millis(100)).await;
        limits.tidy();
        assert!(limits.buckets.is_empty());
    }
}
