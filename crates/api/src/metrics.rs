//! Counters and histograms in the words of Prometheus. The exporter is installed by `server`.
use std::time::Duration;

/// One finished request, by route pattern so that ids do not become labels.
pub fn request(method: &str, route: &str, status: u16, elapsed: Duration) {
    let labels = [("method", method.to_owned()), ("route", route.to_owned()), ("status", status.to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_duration_seconds", "method" => method.to_owned(), "route" => route.to_owned())
        .record(elapsed.as_secs_f64());
}
