//! What a municipality says about the holidays that hold in single municipalities only.

use serde::{Deserialize, Serialize};

/// A holiday that holds only in some municipalities of a Land.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MunicipalHoliday {
    /// Mariä Himmelfahrt, 15 August, in Bavarian municipalities with more Catholic than Protestant inhabitants
    /// (Art. 1 Abs. 1 Nr. 2 BayFTG; the Landesamt für Statistik publishes the list after each census).
    Assumption,
    /// Friedensfest, 8 August, in the city of Augsburg (Art. 1 Abs. 2 BayFTG).
    PeaceFestival,
    /// Fronleichnam in some municipalities of Saxony (§ 1 SächsSFG with its ordinance) and of Thuringia (ThürFGtG, mainly the Eichsfeld).
    CorpusChristi,
}

/// Whether a municipal holiday holds. `Unknown` means "nicht gepflegt" and counts as no holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    Yes,
    No,
    #[default]
    Unknown,
}

/// The flags of one municipality (or site); everything is unknown by default. A flag of a holiday that the
/// Land does not leave to its municipalities is ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Flags {
    pub assumption: Flag,
    pub peace_festival: Flag,
    pub corpus_christi: Flag,
}

/// AGS of the city of Augsburg.
const AUGSBURG: &str = "09761000";

impl Flags {
    /// What the law itself says about a municipality: the Friedensfest holds in Augsburg and nowhere else.
    /// `ags` is the eight-digit key; the other flags stay unknown.
    #[must_use]
    pub fn by_law(ags: &str) -> Self {
        Self::default()
            .with(MunicipalHoliday::PeaceFestival, if ags == AUGSBURG { Flag::Yes } else { Flag::No })
    }

    /// The same flags with one changed.
    #[must_use]
    pub const fn with(mut self, holiday: MunicipalHoliday, flag: Flag) -> Self {
        match holiday {
            MunicipalHoliday::Assumption => self.assumption = flag,
            MunicipalHoliday::PeaceFestival => self.peace_festival = flag,
            MunicipalHoliday::CorpusChristi => self.corpus_christi = flag,
        }
        self
    }

    /// The flag of a holiday.
    #[must_use]
    pub const fn get(self, holiday: MunicipalHoliday) -> Flag {
        match holiday {
            MunicipalHoliday::Assumption => self.assumption,
            MunicipalHoliday::PeaceFestival => self.peace_festival,
            MunicipalHoliday::CorpusChristi => self.corpus_christi,
        }
    }

    /// How many sets of municipal holidays there are.
    pub(crate) const SETS: usize = 8;

    /// One number below [`Self::SETS`] per set of holidays that hold; unknown is the same as no.
    pub(crate) fn index(self) -> usize {
        let bit = |flag| usize::from(flag == Flag::Yes);
        bit(self.assumption) | bit(self.peace_festival) << 1 | bit(self.corpus_christi) << 2
    }
}
