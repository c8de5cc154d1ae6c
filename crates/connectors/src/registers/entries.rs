//! From the records of the Gemeindeverzeichnis to organisations and their places.
//!
//! Records of type 50 stand for every municipality without an association too; only real associations become
//! organisations. An independent city has records of type 40, 50 and 60 and is one organisation. Bavaria has a Bezirk
//! (third municipal level) in each government district, which the register does not list.
use super::gv100ad::{Association, AssociationKind, DistrictKind, Municipality, Register, Unit};
use dienstweg_customers::OrganisationKind as Kind;
use dienstweg_customers::input::RegisterEntry;
use std::collections::{HashMap, HashSet};

/// The Land whose government districts are Bezirke too (Art. 10 of the Bavarian constitution).
const BAVARIA: &str = "09";

/// The organisations of a register, parents before children.
pub fn entries(register: &Register) -> Vec<RegisterEntry> {
    let places = Places::of(register);
    let mut entries: Vec<RegisterEntry> =
        register.lands.iter().map(|unit| places.entry(Kind::Land, unit, None)).collect();
    for unit in &register.government_districts {
        let land = Some((Kind::Land, unit.ars.land().to_owned()));
        entries.push(places.entry(Kind::GovernmentDistrict, unit, land));
        if unit.ars.land() == BAVARIA {
            entries.push(places.bezirk(unit));
        }
    }
    for district in register.districts.iter().filter(|district| !is_city(district.kind)) {
        let mut entry = places.entry(Kind::District, &district.unit, places.above_district(&district.unit));
        entry.designation = district.kind.label_de().map(str::to_owned);
        entries.push(entry);
    }
    for association in
        register.associations.iter().filter(|association| association.kind != AssociationKind::Independent)
    {
        let district = (Kind::District, association.unit.ars.district_key().to_owned());
        if places.cities.contains(association.unit.ars.district_key()) {
            continue;
        }
        let mut entry = places.entry(Kind::Association, &association.unit, Some(district));
        entry.designation = association.kind.label_de().map(str::to_owned);
        entries.push(entry);
    }
    entries.extend(register.municipalities.iter().map(|municipality| places.municipality(municipality)));
    entries
}

fn is_city(kind: DistrictKind) -> bool {
    matches!(kind, DistrictKind::IndependentCity | DistrictKind::UrbanDistrict)
}

/// What is needed to place a unit: who exists above it, and how many people live below it.
struct Places<'r> {
    government_districts: HashSet<&'r str>,
    cities: HashSet<&'r str>,
    associations: HashSet<&'r str>,
    population: HashMap<&'r str, i64>,
}

impl<'r> Places<'r> {
    fn of(register: &'r Register) -> Self {
        let mut population: HashMap<&str, i64> = HashMap::new();
        for municipality in &register.municipalities {
            let ars = &municipality.unit.ars;
            for key in [ars.land(), ars.government_district_key(), ars.district_key(), ars.association_key()]
            {
                *population.entry(key).or_default() += i64::from(municipality.population);
            }
        }
        let real = |association: &&Association| association.kind != AssociationKind::Independent;
        Self {
            government_districts: register.government_districts.iter().map(Unit::key).collect(),
            cities: register.districts.iter().filter(|d| is_city(d.kind)).map(|d| d.unit.key()).collect(),
            associations: register.associations.iter().filter(real).map(|a| a.unit.key()).collect(),
            population,
        }
    }

    fn entry(&self, kind: Kind, unit: &Unit, parent: Option<(Kind, String)>) -> RegisterEntry {
        RegisterEntry {
            kind,
            key: unit.key().to_owned(),
            parent,
            name: unit.name.clone(),
            official_name: unit.official_name.clone(),
            designation: None,
            ags: None,
            ars: unit.ars.to_string(),
            seat: unit.seat.clone(),
            postal_code: None,
            population: self.population.get(unit.key()).copied().unwrap_or_default(),
        }
    }

    fn municipality(&self, municipality: &Municipality) -> RegisterEntry {
        let unit = &municipality.unit;
        let kind = match municipality.is_unincorporated() {
            true => Kind::UnincorporatedArea,
            false if self.cities.contains(unit.ars.district_key()) => Kind::IndependentCity,
            false => Kind::Municipality,
        };
        RegisterEntry {
            key: municipality.ags().to_string(),
            designation: municipality.kind.label_de().map(str::to_owned),
            ags: Some(municipality.ags().to_string()),
            postal_code: municipality.postal_code.clone(),
            population: municipality.population.into(),
            ..self.entry(kind, unit, self.above_municipality(kind, unit))
        }
    }

    fn bezirk(&self, unit: &Unit) -> RegisterEntry {
        let name = format!("Bezirk {}", unit.name.trim_start_matches("Reg.-Bez. "));
        let parent = Some((Kind::GovernmentDistrict, unit.key().to_owned()));
        RegisterEntry { name: name.clone(), official_name: name, ..self.entry(Kind::Bezirk, unit, parent) }
    }

    /// A district stands below its government district where the Land has such.
    fn above_district(&self, unit: &Unit) -> Option<(Kind, String)> {
        let key = unit.ars.government_district_key();
        Some(match self.government_districts.contains(key) {
            true => (Kind::GovernmentDistrict, key.to_owned()),
            false => (Kind::Land, unit.ars.land().to_owned()),
        })
    }

    fn above_municipality(&self, kind: Kind, unit: &Unit) -> Option<(Kind, String)> {
        if kind == Kind::IndependentCity {
            return self.above_district(unit);
        }
        let association = unit.ars.association_key();
        Some(match self.associations.contains(association) {
            true => (Kind::Association, association.to_owned()),
            false => (Kind::District, unit.ars.district_key().to_owned()),
        })
    }
}
