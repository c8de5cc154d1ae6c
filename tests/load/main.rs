//! `make bench`: Dienstweg against two floors, as docs/benchmarks.md describes.
//!
//! `load [--factor F] [--seconds S] [--requests N] [--only sqlite|postgresql] [--no-append] [--steering] [--again]`
mod caller;
mod client;
mod course;
mod floor;
mod generate;
mod land;
mod people;
mod pgbench;
mod process;
mod report;
mod rows;
mod source;
mod statements;
mod steering;

use caller::Caller;
use client::{Bounds, Sample};
use dienstweg_kernel::clock::{Clock, SystemClock};
use dienstweg_kernel::db::Settings;
use dienstweg_kernel::{Actor, Ctx, Db};
use process::{Backend, Served};
use report::Measured;
use rows::Row;
use source::Source;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Any error is a text for whoever started this.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 5;
/// A row is measured again this often where its runs differ too much.
const RERUNS: usize = 2;
const SCATTER: f64 = 0.2;

struct Options {
    factor: f64,
    bounds: Bounds,
    only: Option<String>,
    append: bool,
    /// Figures of steering, without those of single requests.
    steering: bool,
    /// On the data an earlier run made.
    again: bool,
}

fn main() -> std::process::ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let work = async {
        match arguments.as_slice() {
            [word, plan] if word == "floor" => floor::serve(Path::new(plan)).await,
            _ => measure_all(&options(&arguments)?).await,
        }
    };
    match actix_web::rt::System::new().block_on(work) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("load: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn options(arguments: &[String]) -> Outcome<Options> {
    let bounds = Bounds { requests: 100_000, time: Duration::from_secs(2) };
    let mut options =
        Options { factor: 0.02, bounds, only: None, append: true, steering: false, again: false };
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "--factor" => options.factor = value()?.parse()?,
            "--seconds" => options.bounds.time = Duration::from_secs_f64(value()?.parse()?),
            "--requests" => options.bounds.requests = value()?.parse()?,
            "--only" => options.only = Some(value()?.clone()),
            "--no-append" => options.append = false,
            "--steering" => options.steering = true,
            "--again" => options.again = true,
            _ => return Err(format!("{word} is not known").into()),
        }
    }
    Ok(options)
}

async fn measure_all(options: &Options) -> Outcome<()> {
    let folder =
        std::env::var("DIENSTWEG_BENCH_DIR").map_or_else(|_| PathBuf::from("target/bench"), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    let folder = folder.canonicalize()?;
    let mut backends = vec![Backend::Sqlite(folder.clone())];
    backends.extend(std::env::var("DIENSTWEG_BENCH_POSTGRES_URL").ok().map(Backend::Postgres));
    backends
        .retain(|backend| options.only.as_ref().is_none_or(|only| only.eq_ignore_ascii_case(backend.name())));
    let mut text = heading(options);
    for backend in &backends {
        text.push_str(&measure(backend, &folder, options).await?);
    }
    println!("{text}");
    if options.append {
        let file = Path::new("docs/benchmarks.md");
        let before = std::fs::read_to_string(file).unwrap_or_default();
        std::fs::write(file, format!("{}\n{text}", before.trim_end_matches('\n').to_owned() + "\n"))?;
    }
    Ok(())
}

/// When, on what, and how busy that was before.
fn heading(options: &Options) -> String {
    let read = |file: &str| std::fs::read_to_string(file).unwrap_or_default();
    let memory = read("/proc/meminfo")
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:")?.trim().split(' ').next()?.parse::<f64>().ok());
    let load = read("/proc/loadavg").split(' ').take(3).collect::<Vec<_>>().join(", ");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!(
        "## {}\n\n{cores} cores, {:.0} GiB; load before the run {load}; factor {}, {} connections, {ROUNDS} runs of {} s each.\n",
        SystemClock.now().format("%Y-%m-%d %H:%M UTC"),
        memory.unwrap_or_default() / 1_048_576.0,
        options.factor,
        client::CONNECTIONS,
        options.bounds.time.as_secs_f64(),
    )
}

async fn measure(backend: &Backend, folder: &Path, options: &Options) -> Outcome<String> {
    let binary =
        std::env::var("DIENSTWEG_BINARY").map_err(|_| "DIENSTWEG_BINARY: the release build of the server")?;
    let binary = Path::new(&binary);
    if options.again && options.steering {
        backend.make("measured", Some("floor")).await?;
        return steering::measure(backend, binary, folder).await;
    }
    let (data, forecast) = prepare(backend, options.factor).await?;
    if options.steering {
        return Ok(forecast + &steering::measure(backend, binary, folder).await?);
    }
    let (ours, theirs) = (backend.url("measured")?, backend.url("floor")?);
    let server = process::server(binary, &ours, folder)?;
    let (admin, own) = (
        Caller::login(&server.address, "admin").await?,
        Caller::login(&server.address, "coordinator").await?,
    );
    let mut rows = rows::all(&Source::open(&ours).await?, &data, &admin, &own).await?;
    let plan = floor::Plan {
        database: theirs.clone(),
        rows: rows.iter_mut().map(|row| std::mem::take(&mut row.items)).collect(),
    };
    let file = folder.join("plan.json");
    std::fs::write(&file, serde_json::to_vec(&plan)?)?;
    let floor = process::floor(&file)?;
    let mut measured = Vec::new();
    for (index, row) in rows.iter_mut().enumerate() {
        let mut bench =
            Bench { server: &server, floor: &floor, database: &theirs, folder, options, serial: 0 };
        // Tokens live ten minutes.
        let login =
            if row.calls.iter().any(|call| call.token == own.token()) { "coordinator" } else { "admin" };
        let caller = Caller::login(&server.address, login).await?;
        row.calls.iter_mut().for_each(|call| call.token = caller.token().to_owned());
        measured.push(bench.row(index, row, plan.rows[index].len()).await?);
        eprint!("{}", report::table(backend.name(), &measured[index..]));
    }
    Ok(report::table(&format!("{}, {} rollouts", backend.name(), data.rollouts), &measured) + &forecast)
}

/// Two databases with the same data: what Dienstweg writes must not weigh on the floors, nor the other way round.
async fn prepare(backend: &Backend, factor: f64) -> Outcome<(generate::Data, String)> {
    let begun = Instant::now();
    backend.make("measured", None).await?;
    let db = Db::connect(&Settings::new(&backend.url("measured")?)).await?;
    dienstweg_server::migrate::up(&db).await?;
    let data = generate::fill(&db, &Ctx::system(Actor::operator(), Arc::new(SystemClock)), factor).await?;
    let forecast = forecast(&db).await?;
    backend.settle(&db).await?;
    db.close().await;
    backend.make("floor", Some("measured")).await?;
    eprintln!("{}: {} rollouts in {:.0} s", backend.name(), data.rollouts, begun.elapsed().as_secs_f64());
    Ok((data, forecast))
}

/// Forecasts all rollouts as the first night does: measured, and out of the way of what comes after.
async fn forecast(db: &Db) -> Outcome<String> {
    let (begun, mut rollouts) = (Instant::now(), 0);
    loop {
        match dienstweg_workflows::memory::forecasts_follow(db, Arc::new(SystemClock)).await? {
            0 => break,
            made => rollouts += made,
        }
    }
    Ok(format!(
        "\n{rollouts} rollouts forecast in the background in {:.1} s.\n",
        begun.elapsed().as_secs_f64()
    ))
}

/// What is measured against what.
struct Bench<'b> {
    server: &'b Served,
    floor: &'b Served,
    database: &'b str,
    folder: &'b Path,
    options: &'b Options,
    serial: usize,
}

impl Bench<'_> {
    async fn row(&mut self, index: usize, row: &Row, items: usize) -> Outcome<Measured> {
        let floor_calls: Vec<_> = (0..items)
            .map(|item| {
                let call = &row.calls[item];
                client::Call { path: format!("/{index}/{item}"), ..call.clone() }
            })
            .collect();
        let scripts = pgbench::scripts(self.folder, &format!("row{index}"), &row.pgbench)?;
        let mut reruns = 0;
        loop {
            let (ours, handler, postgres) = self.rounds(row, &floor_calls, &scripts).await?;
            let rates = || ours.iter().map(|sample| sample.per_second);
            let scatter = rates().fold(0.0, f64::max) / rates().fold(f64::INFINITY, f64::min) - 1.0;
            if scatter > SCATTER && reruns < RERUNS {
                reruns += 1;
                continue;
            }
            let (ours, handler) = (report::median(&ours), report::median(&handler));
            if ours.bytes.abs_diff(handler.bytes) * 100 > ours.bytes {
                return Err(format!("{}: {} bytes, the floor {}", row.name, ours.bytes, handler.bytes).into());
            }
            return Ok(Measured {
                name: row.name,
                targets: row.targets,
                ours,
                handler,
                postgres,
                scatter,
                reruns,
            });
        }
    }

    /// Dienstweg, handler, PostgreSQL, and again.
    async fn rounds(
        &mut self,
        row: &Row,
        floor_calls: &[client::Call],
        scripts: &[PathBuf],
    ) -> Outcome<(Vec<Sample>, Vec<Sample>, Option<f64>)> {
        let (mut ours, mut handler, mut postgres) = (Vec::new(), Vec::new(), Vec::new());
        let warm = Bounds { time: Duration::from_millis(500), ..self.options.bounds };
        for round in 0..=ROUNDS {
            self.serial += 1;
            let bounds = if round == 0 { warm } else { self.options.bounds };
            let label = format!("{:08x}{:04}", std::process::id(), self.serial);
            let a = client::run(&self.server.address, &row.calls, bounds, &label).await?;
            let b = client::run(&self.floor.address, floor_calls, bounds, &label).await?;
            if round == 0 {
                continue;
            }
            ours.push(a);
            handler.push(b);
            if !scripts.is_empty() {
                postgres.push(pgbench::run(self.database, scripts, bounds.time)?);
            }
        }
        postgres.sort_by(f64::total_cmp);
        Ok((ours, handler, postgres.get(postgres.len() / 2).copied()))
    }
}
