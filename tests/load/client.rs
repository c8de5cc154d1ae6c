//! The load: requests over connections that stay open, as many as are answered, bounded in number and time. HTTP/1.1
//! by hand, because on the same cores a full client would cost as much as what it measures.
use crate::Outcome;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub const CONNECTIONS: usize = 8;

/// A request; `{n}` in path, headers and body becomes another text each time.
#[derive(Clone, Debug)]
pub struct Call {
    pub method: &'static str,
    pub path: String,
    pub token: String,
    pub body: Option<String>,
    /// Sent as `Idempotency-Key`.
    pub key: Option<String>,
    pub expected: u16,
    /// Every tenth is the one before it on the same connection once more.
    pub repeats: bool,
}

impl Call {
    pub fn get(path: &str, token: &str) -> Self {
        Self {
            method: "GET",
            path: path.to_owned(),
            token: token.to_owned(),
            body: None,
            key: None,
            expected: 200,
            repeats: false,
        }
    }

    fn bytes(&self, unique: &str) -> Vec<u8> {
        let mut head = format!(
            "{} {} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept-language: de\r\nauthorization: Bearer {}\r\n",
            self.method, self.path, self.token
        );
        if let Some(key) = &self.key {
            head.push_str(&format!("idempotency-key: {key}\r\n"));
        }
        let body = self.body.as_deref().unwrap_or_default().replace("{n}", unique);
        if self.body.is_some() {
            head.push_str(&format!("content-type: application/json\r\ncontent-length: {}\r\n", body.len()));
        }
        format!("{}\r\n{body}", head.replace("{n}", unique)).into_bytes()
    }
}

/// When a run ends: whichever comes first.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    pub requests: usize,
    pub time: Duration,
}

/// What one run came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sample {
    pub per_second: f64,
    /// Milliseconds.
    pub p50: f64,
    pub p99: f64,
    /// Of a body, on average.
    pub bytes: usize,
}

struct Run {
    calls: Vec<Call>,
    bounds: Bounds,
    label: String,
    begun: Instant,
    next: Cell<usize>,
    micros: RefCell<Vec<u32>>,
    bytes: Cell<usize>,
}

/// Sends the calls in turn over all connections. `label` makes the unique texts of this run.
///
/// # Errors
/// The first answer of another status than expected ends the run.
pub async fn run(address: &str, calls: &[Call], bounds: Bounds, label: &str) -> Outcome<Sample> {
    let run = Rc::new(Run {
        calls: calls.to_vec(),
        bounds,
        label: label.to_owned(),
        begun: Instant::now(),
        next: Cell::new(0),
        micros: RefCell::new(Vec::with_capacity(bounds.requests)),
        bytes: Cell::new(0),
    });
    let connections: Vec<_> = (0..CONNECTIONS)
        .map(|_| actix_web::rt::spawn(connection(address.to_owned(), Rc::clone(&run))))
        .collect();
    for connection in connections {
        connection.await??;
    }
    let seconds = run.begun.elapsed().as_secs_f64();
    let mut micros = run.micros.take();
    micros.sort_unstable();
    let at = |share: f64| {
        micros
            .get((micros.len() as f64 * share) as usize)
            .or(micros.last())
            .map_or(0.0, |us| f64::from(*us) / 1e3)
    };
    let count = micros.len().max(1);
    Ok(Sample {
        per_second: count as f64 / seconds,
        p50: at(0.5),
        p99: at(0.99),
        bytes: run.bytes.get() / count,
    })
}

async fn connection(address: String, run: Rc<Run>) -> Outcome<()> {
    let mut stream = TcpStream::connect(address.trim_start_matches("http://")).await?;
    stream.set_nodelay(true)?;
    let (mut buffer, mut before) = (Vec::with_capacity(64 * 1024), None);
    loop {
        let number = run.next.get();
        if number >= run.bounds.requests || run.begun.elapsed() >= run.bounds.time {
            return Ok(());
        }
        run.next.set(number + 1);
        let call = &run.calls[number % run.calls.len()];
        let unique = match before.take() {
            Some(before) if call.repeats && number % 10 == 9 => before,
            _ => format!("{}-{number:07}", run.label),
        };
        let request = call.bytes(&unique);
        before = Some(unique);
        let sent = Instant::now();
        stream.write_all(&request).await?;
        let (status, body) = answer(&mut stream, &mut buffer).await?;
        if status != call.expected {
            let text = String::from_utf8_lossy(&buffer).into_owned();
            return Err(format!(
                "{} {}: {status} instead of {}\n{text}",
                call.method, call.path, call.expected
            )
            .into());
        }
        run.micros.borrow_mut().push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
        run.bytes.set(run.bytes.get() + body);
    }
}

/// Reads one answer into `buffer`: its status, and the length of its body.
async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Outcome<(u16, usize)> {
    buffer.clear();
    let mut whole = None;
    loop {
        if let Some((status, head, length)) = whole
            && buffer.len() >= head + length
        {
            return Ok((status, length));
        }
        if stream.read_buf(buffer).await? == 0 {
            return Err("the connection was closed".into());
        }
        if whole.is_none() {
            whole = head(buffer)?;
        }
    }
}

/// Status, length of the head and of the body, once the head is there.
fn head(buffer: &[u8]) -> Outcome<Option<(u16, usize, usize)>> {
    let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(&buffer[..end])?;
    let status = text.get(9..12).ok_or("no status")?.parse()?;
    let length = text
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length = length.ok_or("no content-length")?.1.trim().parse()?;
    Ok(Some((status, end + 4, length)))
}
