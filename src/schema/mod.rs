//! JSON Schemas (draft 2020-12) of front matter and of `site.yaml`, for editors and validators. In: the tables of fields
//! and settings, and the settings of a site where there is one. Out: JSON. It must not know the disk.

mod front_matter;
mod pattern;
mod shape;
mod site;

use serde_json::{Value, json};

use crate::settings::Settings;

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of the front matter of a bulletin or page; with the kinds, areas and contacts of a site when it is given.
pub fn bulletin(site: Option<&Settings>) -> Value {
    let mut schema = front_matter::schema(site);
    schema["$schema"] = DIALECT.into();
    schema["title"] = "Front matter of a bulletin".into();
    schema
}

/// The schema of `site.yaml`.
pub fn site() -> Value {
    json!({
        "$schema": DIALECT,
        "title": "Settings of a noticeboard site",
        "type": ["object", "null"],
        "properties": site::properties(),
        "additionalProperties": false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{catalogue::FIELDS, settings::KEYS};

    #[test]
    fn every_field_has_a_shape() {
        let without: Vec<&str> =
            FIELDS.iter().map(|field| field.name).filter(|name| front_matter::shape(name, None).is_none()).collect();
        assert_eq!(without, Vec::<&str>::new(), "say in src/schema/front_matter.rs what it takes");
    }

    #[test]
    fn every_setting_has_a_shape_and_no_other_has() {
        let mut described: Vec<String> = site()["properties"].as_object().unwrap().keys().cloned().collect();
        let mut keys: Vec<&str> = KEYS.to_vec();
        described.sort();
        keys.sort_unstable();
        assert_eq!(described, keys, "say in src/schema/site.rs what it takes");
    }
}
