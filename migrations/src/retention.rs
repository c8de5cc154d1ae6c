//! How long rows are kept and what in them is personal (Art. 5 (1) e, Art. 30 GDPR).

/// Retention class of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Registers and settings: as long as they are in force.
    InForce,
    /// With the case they belong to; deleted or anonymised with it.
    WithCase,
    /// Evidence of who did what: ten years, then only commitments remain.
    Evidence,
    /// Technical traces: days.
    Days(u16),
    /// Follows from other tables and can be rebuilt.
    Derived,
}

/// One table's note.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    pub name: &'static str,
    pub keep: Keep,
    /// Columns that are, or may contain, personal data.
    pub personal: &'static [&'static str],
}

/// Shorthand for the notes beside each migration.
pub(crate) const fn table(name: &'static str, keep: Keep, personal: &'static [&'static str]) -> Table {
    Table { name, keep, personal }
}

/// The notes of all tables.
pub fn all() -> Vec<Table> {
    [
        crate::m0001_ground::TABLES,
        crate::m0002_identity::TABLES,
        crate::m0003_customers::TABLES,
        crate::m0005_tickets::TABLES,
        crate::m0004_catalogue::TABLES,
        crate::m0006_rollouts::TABLES,
        crate::m0007_outbound::TABLES,
        crate::m0008_marketplace::TABLES,
        crate::m0009_mail::TABLES,
        crate::m0010_questionnaires::TABLES,
        crate::m0011_jobs::TABLES,
        crate::m0012_waves::TABLES,
        crate::m0013_party_directory::TABLES,
        crate::m0014_memory::TABLES,
        crate::m0015_views_geometry::TABLES,
        crate::m0016_reports::TABLES,
        crate::m0017_calls::TABLES,
        crate::m0018_stances::TABLES,
        crate::m0019_costs_maturity::TABLES,
        crate::m0020_publication::TABLES,
        crate::m0021_terms::TABLES,
        crate::m0022_mail_contacts::TABLES,
        crate::m0023_involvement::TABLES,
        crate::m0024_ball_given::TABLES,
        crate::m0025_file_names::TABLES,
    ]
    .concat()
}
