//! `dienstweg`: see `dienstweg --help`.
use clap::Parser;
use dienstweg_server::cli::Cli;
use dienstweg_server::{commands, config::Config};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let flags = [
        ("database_url", cli.settings.database_url.clone()),
        ("listen", cli.settings.listen.clone()),
        ("data_dir", cli.settings.data_dir.clone()),
    ];
    let outcome = Config::load(cli.settings.config.as_deref(), &flags)
        .and_then(|config| actix_web::rt::System::new().block_on(commands::run(config, cli.command)));
    match outcome {
        Ok(code) => code,
        Err(message) => {
            eprintln!("dienstweg: {message}");
            ExitCode::FAILURE
        }
    }
}
