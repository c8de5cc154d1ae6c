//! Where a word stands well within a shape: not in a lake, not in the neighbour that lies in its bend.
use super::{Point, Ring, bounds};

/// Lines that are looked at from the north end to the south end.
const LINES: i32 = 24;

/// The middle of the longest way from west to east within the shape; those near the ends count less.
pub fn label_point(rings: &[Ring]) -> Point {
    let [west, north, east, south] = bounds(rings);
    let middle = (west + (east - west) / 2, north + (south - north) / 2);
    let lines = (1..LINES).flat_map(|line| {
        let y = f64::from(north) + f64::from(south - north) * f64::from(line) / f64::from(LINES) + 0.01;
        let inward = f64::from(line.min(LINES - line)) / f64::from(LINES);
        within(rings, y)
            .into_iter()
            .map(move |(from, to)| ((to - from) * (0.5 + inward), (from + to) / 2.0, y))
    });
    let best = lines.max_by(|one, other| one.0.total_cmp(&other.0));
    best.map_or(middle, |(_, x, y)| (x.round() as i32, y.round() as i32))
}

/// The stretches of a line from west to east that lie within, by the rule `evenodd`.
fn within(rings: &[Ring], y: f64) -> Vec<(f64, f64)> {
    let sides = rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
    let mut crossings: Vec<f64> = sides
        .map(|((x, from), (to_x, to))| [*x, *from, *to_x, *to].map(f64::from))
        .filter(|[_, from, _, to]| (*from < y) != (*to < y))
        .map(|[x, from, to_x, to]| x + (to_x - x) * (y - from) / (to - from))
        .collect();
    crossings.sort_by(f64::total_cmp);
    crossings.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_in_the_ring_and_not_in_its_hole() {
        let around = vec![(0, 0), (100, 0), (100, 100), (0, 100)];
        let city = vec![(20, 10), (95, 10), (95, 90), (20, 90)];
        let (x, y) = label_point(&[around.clone(), city]);
        assert!(!((20..=95).contains(&x) && (10..=90).contains(&y)), "{x} {y}");
        assert_eq!(label_point(&[around]), (50, 50));
    }
}
