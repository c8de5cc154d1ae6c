//! The schema and its history: one file per change, each reversible, none knows a domain type (those change, history
//! must not). Every table says in [`tables`] how long its rows are kept and which columns are personal.
mod columns;
mod m0001_ground;
mod m0002_identity;
mod m0003_customers;
mod m0004_catalogue;
mod m0005_tickets;
mod m0006_rollouts;
mod m0007_outbound;
mod m0008_marketplace;
mod m0009_mail;
mod m0010_questionnaires;
mod m0011_jobs;
mod m0012_waves;
mod m0013_party_directory;
mod m0014_memory;
mod m0015_views_geometry;
mod m0016_reports;
mod m0017_calls;
mod m0018_stances;
mod m0019_costs_maturity;
mod m0020_publication;
mod m0021_terms;
mod m0022_mail_contacts;
mod m0023_involvement;
mod m0024_ball_given;
mod m0025_file_names;
mod retention;

pub use retention::{Keep, Table, all as tables};
pub use sea_orm_migration::MigratorTrait;

use sea_orm_migration::prelude::*;

/// All changes in order.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_ground::Migration),
            Box::new(m0002_identity::Migration),
            Box::new(m0003_customers::Migration),
            Box::new(m0004_catalogue::Migration),
            Box::new(m0005_tickets::Migration),
            Box::new(m0006_rollouts::Migration),
            Box::new(m0007_outbound::Migration),
            Box::new(m0008_marketplace::Migration),
            Box::new(m0009_mail::Migration),
            Box::new(m0010_questionnaires::Migration),
            Box::new(m0011_jobs::Migration),
            Box::new(m0012_waves::Migration),
            Box::new(m0013_party_directory::Migration),
            Box::new(m0014_memory::Migration),
            Box::new(m0015_views_geometry::Migration),
            Box::new(m0016_reports::Migration),
            Box::new(m0017_calls::Migration),
            Box::new(m0018_stances::Migration),
            Box::new(m0019_costs_maturity::Migration),
            Box::new(m0020_publication::Migration),
            Box::new(m0021_terms::Migration),
            Box::new(m0022_mail_contacts::Migration),
            Box::new(m0023_involvement::Migration),
            Box::new(m0024_ball_given::Migration),
            Box::new(m0025_file_names::Migration),
        ]
    }
}
