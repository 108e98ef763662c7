//! A small map of an area among its neighbours, drawn here: outlines and positions as the settings give them, and nothing
//! finer. In: the places that it shows. Out: SVG. It must not know the page around it.

use std::fmt::Write as _;

use super::voice::Voice;
use crate::{settings::areas::Position, view::MapPlace};

/// The size of a map, in its own units.
const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 220.0;
/// From the edge to what is drawn: names stand there.
const MARGIN: f64 = 34.0;
/// How near below another a name may stand, and how wide a letter is.
const LINE: f64 = 15.0;
const LETTER: f64 = 7.2;
/// How far below its dot, or above it, the foot of a name stands; and the largest dot.
const BELOW: f64 = 20.0;
const ABOVE: f64 = 11.0;
const RADIUS: f64 = 7.0;

/// The map of an area, which is the first of the places; none where there is nothing to draw.
pub fn svg(places: &[MapPlace], voice: &Voice) -> Option<String> {
    let own = places.first()?;
    let frame = MapFrame::around(places);
    let mut map = String::with_capacity(2048);
    let label = html_escape::encode_double_quoted_attribute(own.name);
    let label = voice.fill("map_of", &[("place", &label)]);
    // Writing to a string cannot fail.
    let _ = write!(map, "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{label}\">");
    let classes = || std::iter::once("own").chain(std::iter::repeat("other"));
    for (area, class) in places.iter().zip(classes()) {
        outline(&mut map, area, class, &frame);
    }
    let dots: Vec<(f64, f64)> =
        places.iter().filter(|area| area.outline.is_empty()).map(|area| frame.at(area.position)).collect();
    let mut names: Vec<(f64, f64, f64)> = Vec::new();
    for (area, class) in places.iter().zip(classes()) {
        dot(&mut map, area, class, &frame, &dots, &mut names);
    }
    map.push_str("</svg>");
    Some(map)
}

fn outline(map: &mut String, area: &MapPlace, class: &str, frame: &MapFrame) {
    if area.outline.is_empty() {
        return;
    }
    let points: Vec<String> = area
        .outline
        .iter()
        .map(|point| {
            let (x, y) = frame.at(*point);
            format!("{x:.1},{y:.1}")
        })
        .collect();
    let _ = write!(map, "<polygon class=\"{class}\" points=\"{}\"/>", points.join(" "));
}

/// A dot, and the name below or above it where neither another name nor another dot stands; the area's own comes first.
fn dot(
    map: &mut String,
    area: &MapPlace,
    class: &str,
    frame: &MapFrame,
    dots: &[(f64, f64)],
    names: &mut Vec<(f64, f64, f64)>,
) {
    let (x, y) = frame.at(area.position);
    if area.outline.is_empty() {
        let radius = if class == "own" { RADIUS } else { 4.0 };
        let _ = write!(map, "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\"/>");
    }
    #[expect(clippy::cast_precision_loss, reason = "a name has few letters")]
    let wide = area.name.chars().count() as f64 * LETTER;
    // A name stands in the middle, and inside the map.
    let middle = x.clamp(wide / 2.0 + 2.0, (WIDTH - wide / 2.0 - 2.0).max(wide / 2.0 + 2.0));
    let free = |base: &f64| {
        let apart = |(other, line, its): &(f64, f64, f64)| {
            (line - base).abs() > LINE || (other - middle).abs() > (its + wide) / 2.0
        };
        let clear = |(across, down): &(f64, f64)| {
            (across - middle).abs() > wide / 2.0 + RADIUS || (down - (base - LINE / 3.0)).abs() > LINE / 2.0 + RADIUS
        };
        names.iter().all(apart) && dots.iter().all(clear)
    };
    if wide < WIDTH
        && let Some(base) = [y + BELOW, y - ABOVE].into_iter().find(free)
    {
        names.push((middle, base, wide));
        let name = html_escape::encode_text(area.name);
        let _ = write!(map, "<text class=\"{class}\" x=\"{middle:.1}\" y=\"{base:.1}\">{name}</text>");
    }
}

/// What of the Earth the map shows, and how large.
struct MapFrame {
    west: f64,
    north: f64,
    /// How much narrower a degree is from west to east than from south to north.
    narrow: f64,
    scale: f64,
    left: f64,
    top: f64,
}

impl MapFrame {
    fn around(places: &[MapPlace]) -> Self {
        let points: Vec<Position> =
            places.iter().flat_map(|area| area.outline.iter().copied().chain([area.position])).collect();
        let least = |of: fn(&Position) -> f64| points.iter().map(of).fold(f64::INFINITY, f64::min);
        let most = |of: fn(&Position) -> f64| points.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        let (south, north) = (least(|point| point.latitude), most(|point| point.latitude));
        let (west, east) = (least(|point| point.longitude), most(|point| point.longitude));
        let narrow = f64::midpoint(south, north).to_radians().cos().max(0.05);
        let (wide, tall) = ((east - west) * narrow, north - south);
        let room = |size: f64, span: f64| if span > 0.0 { (size - 2.0 * MARGIN) / span } else { f64::INFINITY };
        let scale = room(WIDTH, wide).min(room(HEIGHT, tall));
        let scale = if scale.is_finite() { scale } else { 1.0 };
        let (left, top) = ((WIDTH - wide * scale) / 2.0, (HEIGHT - tall * scale) / 2.0);
        Self { west, north, narrow, scale, left, top }
    }

    fn at(&self, point: Position) -> (f64, f64) {
        let x = (point.longitude - self.west).mul_add(self.narrow * self.scale, self.left);
        let y = (self.north - point.latitude).mul_add(self.scale, self.top);
        (x, y)
    }
}
