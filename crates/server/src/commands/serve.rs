//! `dienstweg serve`: everything together, until it is told to stop.
use super::open;
use crate::config::Config;
use crate::{migrate, wiring};
use actix_web::{HttpServer, web};
use dienstweg_api::AppState;
use dienstweg_kernel::{Actor, Ctx};
use metrics_exporter_prometheus::PrometheusBuilder;
use std::sync::Arc;
use std::time::Duration;

/// Accepted requests may take this long after the signal to stop.
const GRACE_SECONDS: u64 = 30;

pub async fn run(config: Config, demo: bool) -> Result<(), String> {
    let db = open(&config).await?;
    migrate::up(&db).await?;
    let metrics = PrometheusBuilder::new().install_recorder().map_err(|error| error.to_string())?;
    let listener =
        std::net::TcpListener::bind(&config.listen).map_err(|error| format!("{}: {error}", config.listen))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let wired = wiring::wire(&config, db, &address.to_string()).await?;
    if demo {
        crate::demo::fill(&wired.state).await.map_err(|error| error.to_string())?;
    }
    // Whoever asks first finds the pictures as quick as everybody after.
    let everybody = Ctx::system(Actor::system("portfolio", &[]), Arc::clone(&wired.state.clock));
    wired.state.portfolio.renew(&wired.state.db.read(&everybody)).await.map_err(|error| error.to_string())?;
    let state = wired.state.clone();
    let server = HttpServer::new(move || {
        let metrics = metrics.clone();
        dienstweg_api::app(state.clone())
            .app_data(web::Data::new(dienstweg_api::operations::Metrics::new(move || metrics.render())))
    })
    .workers(if config.workers == 0 {
        std::thread::available_parallelism().map_or(2, usize::from)
    } else {
        config.workers
    })
    .shutdown_timeout(GRACE_SECONDS)
    .keep_alive(Duration::from_secs(75))
    .disable_signals()
    .listen(listener)
    .map_err(|error| error.to_string())?
    .run();
    announce(&wired.state, &address.to_string(), demo);
    let (handle, db) = (server.handle(), wired.state.db.clone());
    actix_web::rt::spawn(async move {
        stop_signal().await;
        // Streams never end by themselves, the rest may finish. Background work ends before the threads that answer: they
        // take the connections they opened with them.
        wired.quiesce().await;
        handle.stop(true).await;
    });
    server.await.map_err(|error| error.to_string())?;
    db.close().await;
    Ok(())
}

fn announce(state: &AppState, address: &str, demo: bool) {
    println!("Dienstweg läuft: http://{address}");
    if demo {
        print!("{}", crate::demo::LOGINS);
    }
    tracing::info!(address, public_url = state.settings.public_url, "ready");
}

async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
