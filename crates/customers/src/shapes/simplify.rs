//! Fewer points, and neighbours still fit: lines that shapes have in common are simplified once, between the points where
//! more than two lines meet (the arcs of TopoJSON).
use super::{Point, Ring};
use std::collections::{HashMap, HashSet};

/// How far, in steps, what is left out may lie from the line that stays.
const TOLERANCE: f64 = 1.5;

/// All shapes of one level at once. Rings that are too small for the grid go.
pub fn simplify(shapes: Vec<Vec<Ring>>) -> Vec<Vec<Ring>> {
    let shapes: Vec<Vec<Ring>> =
        shapes.into_iter().map(|rings| rings.into_iter().filter_map(distinct).collect()).collect();
    let meeting = meeting(shapes.iter().flatten());
    let mut arcs = HashMap::new();
    let mut simple = |ring: Ring| -> Option<Ring> {
        let ring = arcs_of(ring, &meeting).into_iter().flat_map(|arc| {
            let mut points = simplified(arc, &mut arcs);
            // The next arc begins with it.
            points.pop();
            points
        });
        distinct(ring.collect())
    };
    shapes.into_iter().map(|rings| rings.into_iter().filter_map(&mut simple).collect()).collect()
}

/// Without points twice in a row; nothing where no area is left.
fn distinct(mut ring: Ring) -> Option<Ring> {
    ring.dedup();
    while ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    let next = ring.iter().skip(1).chain(ring.first());
    let area: i64 = ring.iter().zip(next).map(|(one, other)| cross(*one, *other)).sum();
    (ring.len() >= 3 && area != 0).then_some(ring)
}

fn cross((x, y): Point, (to_x, to_y): Point) -> i64 {
    i64::from(x) * i64::from(to_y) - i64::from(to_x) * i64::from(y)
}

/// Points with more than two neighbours in all rings.
fn meeting<'r>(rings: impl Iterator<Item = &'r Ring>) -> HashSet<Point> {
    let mut neighbours: HashMap<Point, HashSet<Point>> = HashMap::new();
    for ring in rings {
        for (one, other) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            neighbours.entry(*one).or_default().insert(*other);
            neighbours.entry(*other).or_default().insert(*one);
        }
    }
    neighbours.into_iter().filter(|(_, all)| all.len() > 2).map(|(point, _)| point).collect()
}

/// The lines between points where others meet. A ring that meets none begins at its least point, whosoever ring it is.
fn arcs_of(mut ring: Ring, meeting: &HashSet<Point>) -> Vec<Vec<Point>> {
    let least = || ring.iter().enumerate().min_by_key(|(_, point)| **point).map(|(at, _)| at);
    let start = ring.iter().position(|point| meeting.contains(point)).or_else(least).unwrap_or_default();
    ring.rotate_left(start);
    let first = ring.first().copied();
    let mut arcs = Vec::new();
    let mut arc = Vec::new();
    for point in ring.into_iter().chain(first) {
        arc.push(point);
        if arc.len() > 1 && meeting.contains(&point) {
            arcs.push(std::mem::replace(&mut arc, vec![point]));
        }
    }
    if arc.len() > 1 {
        arcs.push(arc);
    }
    arcs
}

/// The same line the other way round is the same line.
fn simplified(arc: Vec<Point>, known: &mut HashMap<Vec<Point>, Vec<Point>>) -> Vec<Point> {
    let mut back = arc.clone();
    back.reverse();
    let turned = back < arc;
    let line = if turned { back } else { arc };
    let mut points = known.entry(line).or_insert_with_key(|line| thinned(line)).clone();
    if turned {
        points.reverse();
    }
    points
}

/// Douglas and Peucker 1973. A closed line keeps the point that is farthest from where it begins.
fn thinned(line: &[Point]) -> Vec<Point> {
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return Vec::new() };
    let mut keep = vec![false; line.len()];
    let mut open = vec![(0, line.len() - 1)];
    while let Some((from, to)) = open.pop() {
        let (Some(start), Some(end)) = (line.get(from), line.get(to)) else { continue };
        let far = line.iter().enumerate().take(to).skip(from + 1);
        let far =
            far.map(|(at, point)| (distance(*point, *start, *end), at)).max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((away, at)) = far
            && (away > TOLERANCE || (first == last && (from, to) == (0, line.len() - 1)))
        {
            if let Some(kept) = keep.get_mut(at) {
                *kept = true;
            }
            open.extend([(from, at), (at, to)]);
        }
    }
    let inner = line.iter().zip(keep).filter(|(_, keep)| *keep).map(|(point, _)| *point);
    std::iter::once(*first).chain(inner).chain(std::iter::once(*last)).collect()
}

/// From a point to the line between two others.
fn distance((x, y): Point, (from_x, from_y): Point, (to_x, to_y): Point) -> f64 {
    let part = |one: i32, other: i32| f64::from(one) - f64::from(other);
    let (along_x, along_y) = (part(to_x, from_x), part(to_y, from_y));
    let (off_x, off_y) = (part(x, from_x), part(y, from_y));
    let length = along_x.hypot(along_y);
    if length == 0.0 {
        return off_x.hypot(off_y);
    }
    let share = ((off_x * along_x + off_y * along_y) / (length * length)).clamp(0.0, 1.0);
    (off_x - share * along_x).hypot(off_y - share * along_y)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two fields with a winding brook between them, which each tells in its own direction.
    #[test]
    fn neighbours_keep_the_same_line_between_them() {
        let brook: Vec<Point> =
            (0..=40).map(|y| (100 + [0, 1, 0, -1][usize::try_from(y % 4).unwrap()], y * 5)).collect();
        let west: Ring = [vec![(0, 200), (0, 0)], brook.clone()].concat();
        let east: Ring = [vec![(300, 0), (300, 200)], brook.iter().rev().copied().collect()].concat();
        let fields = simplify(vec![vec![west], vec![east]]);
        let points = |field: &[Ring]| {
            field[0].iter().copied().filter(|(x, _)| (90..110).contains(x)).collect::<HashSet<_>>()
        };
        assert_eq!(points(&fields[0]), points(&fields[1]));
        assert_eq!(points(&fields[0]).len(), 2, "its bends are within the tolerance: {:?}", fields[0]);
    }

    #[test]
    fn a_lake_in_a_field_and_the_hole_of_the_field_are_the_same() {
        let lake: Ring = vec![(40, 40), (60, 40), (70, 50), (60, 60), (40, 60), (30, 50)];
        let mut hole: Ring = lake.iter().rev().copied().collect();
        hole.rotate_left(2);
        let field = vec![vec![(0, 0), (100, 0), (100, 100), (0, 100)], hole];
        let shapes = simplify(vec![field, vec![lake]]);
        let sorted = |ring: &Ring| {
            let mut ring = ring.clone();
            ring.sort_unstable();
            ring
        };
        assert_eq!(sorted(&shapes[0][1]), sorted(&shapes[1][0]));
        assert_eq!(shapes[1][0].len(), 6);
    }

    #[test]
    fn what_has_no_area_goes() {
        assert_eq!(
            simplify(vec![vec![vec![(1, 1), (1, 1), (1, 1)], vec![(0, 0), (5, 5), (9, 9)]]]),
            [Vec::<Ring>::new()]
        );
    }
}
