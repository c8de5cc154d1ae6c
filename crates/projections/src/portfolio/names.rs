//! Names that are stored once and meant by their place.
use std::collections::HashMap;
use std::hash::Hash;

#[derive(Debug)]
pub struct Names<T> {
    all: Vec<T>,
    places: HashMap<T, u32>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { all: Vec::new(), places: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Names<T> {
    /// Where a name stands, entered where it is new.
    pub fn place(&mut self, name: &T) -> u32 {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let place = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(name.clone());
        self.places.insert(name.clone(), place);
        place
    }

    pub fn get(&self, place: u32) -> Option<&T> {
        self.all.get(place as usize)
    }

    /// Where a name stands, if it is known.
    pub fn find(&self, name: &T) -> Option<u32> {
        self.places.get(name).copied()
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Something of each name, by its place.
    pub fn map<R>(&self, of: impl Fn(&T) -> R) -> Vec<R> {
        self.all.iter().map(of).collect()
    }

    /// Where these stand, as far as they are known; nothing where none are named.
    pub fn places(&self, names: &[T]) -> Option<Vec<u32>> {
        (!names.is_empty()).then(|| names.iter().filter_map(|name| self.places.get(name).copied()).collect())
    }
}
