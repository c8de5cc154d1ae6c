//! Text codes (Textkennzeichen), characters 123–124.

use serde::Serialize;

macro_rules! text_codes {
    ($(#[$doc:meta])* $name:ident { $($code:literal => $variant:ident $label:literal,)+ }) => {
        $(#[$doc])*
        /// Serialised as the official number.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
        #[serde(into = "u8")]
        pub enum $name {
            $(#[doc = $label] $variant,)+
            /// A code the description of 2023 does not list, kept as it is.
            Other(u8),
        }

        impl $name {
            pub fn from_code(code: u8) -> Self {
                match code {
                    $($code => Self::$variant,)+
                    other => Self::Other(other),
                }
            }

            /// The official number.
            pub fn code(self) -> u8 {
                match self {
                    $(Self::$variant => $code,)+
                    Self::Other(other) => other,
                }
            }

            /// The official German words; `None` for a code we do not know.
            pub fn label_de(self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => Some($label),)+
                    Self::Other(_) => None,
                }
            }
        }

        impl From<$name> for u8 {
            fn from(kind: $name) -> Self {
                kind.code()
            }
        }
    };
}

text_codes! {
    /// What kind of Kreis (record type 40).
    DistrictKind {
        41 => IndependentCity "Kreisfreie Stadt",
        42 => UrbanDistrict "Stadtkreis",
        43 => Kreis "Kreis",
        44 => RuralDistrict "Landkreis",
        45 => RegionalAssociation "Regionalverband",
    }
}

text_codes! {
    /// What kind of Gemeindeverband (record type 50). A municipality outside any association has a record of its own here.
    AssociationKind {
        50 => Independent "Verbandsfreie Gemeinde",
        51 => Amt "Amt",
        52 => Samtgemeinde "Samtgemeinde",
        53 => Verbandsgemeinde "Verbandsgemeinde",
        54 => AdministrativeCommunity "Verwaltungsgemeinschaft",
        55 => Kirchspielslandgemeinde "Kirchspielslandgemeinde",
        56 => AdministrativeAssociation "Verwaltungsverband",
        57 => CommunityWithCarrier "VG Trägermodell",
        58 => FulfillingMunicipality "Erfüllende Gemeinde",
    }
}

text_codes! {
    /// What kind of Gemeinde (record type 60).
    MunicipalityKind {
        60 => Market "Markt",
        61 => IndependentCity "Kreisfreie Stadt",
        62 => UrbanDistrict "Stadtkreis",
        63 => Town "Stadt",
        64 => Municipality "Kreisangehörige Gemeinde",
        65 => UnincorporatedInhabited "Gemeindefreies Gebiet, bewohnt",
        66 => UnincorporatedUninhabited "Gemeindefreies Gebiet, unbewohnt",
        67 => LargeDistrictTown "Große Kreisstadt",
    }
}
