//! The command line.
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Service management for public administration.
#[derive(Debug, Parser)]
#[command(name = "dienstweg", version, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    pub settings: Settings,
    #[command(subcommand)]
    pub command: Command,
}

/// Settings that may be given on the command line; all of them are in docs/settings.md.
#[derive(Debug, Args)]
pub struct Settings {
    /// File with settings
    #[arg(long, global = true, env = "DIENSTWEG_CONFIG")]
    pub config: Option<PathBuf>,
    /// Database address (sqlite://… or postgres://…)
    #[arg(long, global = true)]
    pub database_url: Option<String>,
    /// Address and port to listen on
    #[arg(long, global = true)]
    pub listen: Option<String>,
    /// Folder for database, files and secret
    #[arg(long, global = true)]
    pub data_dir: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Answers requests until it is told to stop
    Serve {
        /// Fill an empty database with fictional data and log-ins to try
        #[arg(long)]
        demo: bool,
    },
    /// Changes the schema of the database
    Migrate {
        #[command(subcommand)]
        step: Option<Migrate>,
    },
    /// Reads files of others
    Import {
        #[command(subcommand)]
        what: Import,
    },
    /// Users
    User {
        #[command(subcommand)]
        what: User,
    },
    /// Prints the contract
    Openapi {
        /// Compare with the files in the repository and fail where they differ
        #[arg(long, conflicts_with = "write")]
        check: bool,
        /// Write the files in the repository
        #[arg(long)]
        write: bool,
    },
    /// Tries the forecast on history: its errors beside those of the plan
    Backtest(Backtest),
    /// Takes all past days and forecasts anew from what happened
    Rebuild,
    /// Says what is wrong with settings, database and files
    Doctor,
}

/// Forecasts are made for the ends of the months of a time.
#[derive(Debug, Args)]
pub struct Backtest {
    /// First day; that of the first rollout where it is not said
    #[arg(long)]
    pub from: Option<NaiveDate>,
    /// Last day; today where it is not said
    #[arg(long)]
    pub until: Option<NaiveDate>,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Migrate {
    /// To the newest schema (default)
    Up,
    /// Back by some changes
    Down {
        #[arg(default_value_t = 1)]
        steps: u32,
    },
    /// Which changes are applied
    Status,
}

#[derive(Debug, Subcommand)]
pub enum Import {
    /// The official Gemeindeverzeichnis (GV100AD), one Land or all
    Register {
        file: PathBuf,
        /// Only say what would change
        #[arg(long)]
        dry_run: bool,
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Municipal holidays as flags by AGS or ARS (CSV)
    Holidays {
        file: PathBuf,
        /// Only say what would change
        #[arg(long)]
        dry_run: bool,
    },
    /// Shapes of districts or municipalities for the map (GeoJSON in degrees, with AGS or ARS)
    Geometry {
        file: PathBuf,
        /// The notice that stands on every map, such as "© GeoBasis-DE / BKG"; what the file says where absent
        #[arg(long)]
        source: Option<String>,
        /// What the shapes are of; by the length of their keys where absent
        #[arg(long)]
        level: Option<Level>,
        /// Only say what would change
        #[arg(long)]
        dry_run: bool,
    },
    /// A catalogue of EfA services (CSV)
    Services {
        file: PathBuf,
        /// Only say what would change
        #[arg(long)]
        dry_run: bool,
    },
}

/// What shapes are of.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Level {
    District,
    Municipality,
}

#[derive(Debug, Subcommand)]
pub enum User {
    /// Creates a user; the password is read from standard input or DIENSTWEG_PASSWORD
    Create {
        login: String,
        /// Name of the person
        #[arg(long)]
        name: Option<String>,
        /// Role, granted on everything
        #[arg(long, default_value = "administrator")]
        role: String,
    },
}
