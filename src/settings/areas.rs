//! The declared tree of areas. In: `areas` of the settings. Out: [`AreaSpec`]s. It must not know bulletins.

use crate::{
    address::slug,
    parse::{
        reader::{Commas, Reader, TextValue, nearest},
        tree::{Node, TreeValue},
    },
    problem::wording,
    source::Span,
};

/// A place on the Earth in degrees, WGS 84.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    pub latitude: f64,
    pub longitude: f64,
}

impl std::hash::Hash for Position {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.latitude.to_bits(), self.longitude.to_bits()).hash(state);
    }
}

/// One declared area and those inside it.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaSpec {
    pub name: String,
    pub span: Span,
    pub aliases: Vec<TextValue>,
    pub position: Option<Position>,
    pub outline: Vec<Position>,
    pub areas: Vec<AreaSpec>,
}

const KEYS: &[&str] = &["name", "aliases", "position", "outline", "areas"];

/// Reads `areas`: a list of names or of maps with a `name`.
pub fn read(node: &Node, reader: &mut Reader) -> Vec<AreaSpec> {
    let areas = list(node, reader);
    let top: Vec<&str> = areas.iter().map(|area| area.name.as_str()).collect();
    aliases_taken(&areas, "", &top, reader);
    areas
}

/// Reports each alias that a bulletin could not mean: another area beside it bears the name, or one at the top, which needs no
/// path. Areas of one name in different places are told apart by their paths.
fn aliases_taken(areas: &[AreaSpec], above: &str, top: &[&str], reader: &mut Reader) {
    let path = |name: &str| format!("{above}{name}");
    let mut bearers: Vec<(String, &str)> = areas.iter().map(|area| (slug(&area.name), area.name.as_str())).collect();
    for area in areas {
        for alias in &area.aliases {
            let word = slug(&alias.text);
            let own = path(&area.name);
            let beside = bearers.iter().find(|(name, _)| *name == word).map(|(_, name)| path(name));
            let other = beside.or_else(|| top.iter().find(|name| slug(name) == word).map(|name| (*name).to_owned()));
            match other {
                // Its own name once more says nothing else.
                Some(other) if other == own => {}
                Some(other) => {
                    let place = reader.place(alias.span);
                    reader.report(wording::alias_taken(place, &alias.text, &[own, other]));
                }
                None => bearers.push((word, &area.name)),
            }
        }
        aliases_taken(&area.areas, &format!("{}/", path(&area.name)), top, reader);
    }
}

fn list(node: &Node, reader: &mut Reader) -> Vec<AreaSpec> {
    let mut areas = Vec::new();
    for item in reader.list(node) {
        let mut area = AreaSpec {
            name: String::new(),
            span: item.span,
            aliases: Vec::new(),
            position: None,
            outline: Vec::new(),
            areas: Vec::new(),
        };
        match &item.value {
            TreeValue::Map(map) => {
                for entry in &map.entries {
                    let value = &entry.value;
                    match entry.key.as_str() {
                        "name" => {
                            area.name = reader.text(value, "name").unwrap_or_default();
                            area.span = value.span;
                        }
                        "aliases" => {
                            area.aliases = reader.words(value, "aliases", Commas::Separate);
                        }
                        "position" => area.position = position(value, reader),
                        "outline" => {
                            area.outline =
                                reader.list(value).iter().filter_map(|item| position(item, reader)).collect();
                        }
                        "areas" => area.areas = list(value, reader),
                        other => {
                            let near = nearest(other, KEYS.iter().copied());
                            reader.report(wording::setting_unknown(reader.place(entry.key_span), other, near));
                        }
                    }
                }
            }
            _ => area.name = reader.text(item, "areas").unwrap_or_default(),
        }
        if area.name.is_empty() {
            reader.report(wording::value_wrong(
                reader.place(item.span),
                "areas",
                "a list of areas, each with a `name`",
            ));
        } else {
            areas.push(area);
        }
    }
    areas
}

/// Reads `[51.27, 0.52]`, `51.27, 0.52` or `{lat: 51.27, lon: 0.52}`.
fn position(node: &Node, reader: &mut Reader) -> Option<Position> {
    let texts: Vec<String> = match &node.value {
        TreeValue::Map(map) => [["lat", "latitude"], ["lon", "longitude"]]
            .iter()
            .filter_map(|names| names.iter().find_map(|name| map.get(name)))
            .filter_map(|node| reader.text(node, "position"))
            .collect(),
        _ => reader.words(node, "position", Commas::Separate).into_iter().map(|word| word.text).collect(),
    };
    let numbers: Vec<f64> = texts.iter().filter_map(|text| text.parse().ok()).collect();
    match numbers[..] {
        [latitude, longitude] if texts.len() == 2 && latitude.abs() <= 90.0 && longitude.abs() <= 180.0 => {
            Some(Position { latitude, longitude })
        }
        _ => {
            let expected = "a latitude and a longitude in degrees, such as `[51.27, 0.52]`";
            reader.report(wording::value_wrong(reader.place(node.span), "position", expected));
            None
        }
    }
}
