//! The second floor: a bare actix handler with plain sqlx. It reads or stores the same rows as Dienstweg does for the
//! same request, decodes every column, and writes the same answer from values in memory. It knows no rights, computes
//! nothing, leaves no request id and runs in a process of its own, built and sized as the server is.
use crate::Outcome;
use crate::source::Source;
use actix_web::error::ErrorInternalServerError;
use actix_web::http::StatusCode;
use actix_web::{App, HttpResponse, HttpServer, web};
use dienstweg_kernel::clock::SystemClock;
use dienstweg_kernel::ids::EventId;
use dienstweg_kernel::{Actor, Ctx};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// What the floor answers: for each row of the table some requests.
#[derive(Serialize, Deserialize)]
pub struct Plan {
    pub database: String,
    pub rows: Vec<Vec<Item>>,
}

/// One request: its statements, and what Dienstweg answers to it.
#[derive(Serialize, Deserialize)]
pub struct Item {
    /// Read, or run in one transaction where the item writes.
    pub statements: Vec<String>,
    pub writes: bool,
    pub id: Option<Uuid>,
    pub status: u16,
    pub answer: Value,
}

struct Floor {
    source: Source,
    plan: Plan,
    ctx: Ctx,
}

/// Serves a plan on a free port, which it prints, until it is killed.
pub async fn serve(plan: &Path) -> Outcome<()> {
    let plan: Plan = serde_json::from_slice(&std::fs::read(plan)?)?;
    let source = Source::open(&plan.database).await?;
    let ctx = Ctx::system(Actor::operator(), Arc::new(SystemClock));
    let floor = web::Data::new(Floor { source, plan, ctx });
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    println!("http://{}", listener.local_addr()?);
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    let app = move || {
        App::new()
            .app_data(floor.clone())
            .route("/{row}/{item}", web::get().to(read))
            .route("/{row}/{item}", web::post().to(store))
    };
    HttpServer::new(app).workers(workers).listen(listener)?.run().await?;
    Ok(())
}

async fn read(floor: web::Data<Floor>, path: web::Path<(usize, usize)>) -> actix_web::Result<HttpResponse> {
    let item = &floor.plan.rows[path.0][path.1];
    for statement in &item.statements {
        let id = item.id.filter(|_| statement.contains("$1"));
        std::hint::black_box(floor.source.rows(statement, id).await.map_err(ErrorInternalServerError)?);
    }
    answer(item)
}

async fn store(
    floor: web::Data<Floor>,
    path: web::Path<(usize, usize)>,
    body: web::Json<Value>,
) -> actix_web::Result<HttpResponse> {
    let item = &floor.plan.rows[path.0][path.1];
    std::hint::black_box(body);
    let id = floor.ctx.new_id::<EventId>().0;
    floor.source.write(&item.statements, id).await.map_err(ErrorInternalServerError)?;
    answer(item)
}

fn answer(item: &Item) -> actix_web::Result<HttpResponse> {
    let status = StatusCode::from_u16(item.status).map_err(ErrorInternalServerError)?;
    Ok(HttpResponse::build(status).json(&item.answer))
}
