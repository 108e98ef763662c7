//! What shells, `man` and editors know of the program: `completions`, `man`, `schema` (commands.md).

use serde_json::Value;

use crate::disk::Folder;

#[test]
fn every_shell_has_completions_of_every_command() {
    let folder = Folder::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let out = folder.run(&["completions", shell]).ended(0).out;
        for word in ["init", "build", "publish", "keep", "max-deletes"] {
            assert!(out.contains(word), "{shell} does not know {word}");
        }
    }
    folder.run(&["completions", "dos"]).ended(2);
}

#[test]
fn there_is_a_man_page_for_each_command() {
    let folder = Folder::empty();
    let out = folder.run(&["man"]).ended(0).out;
    assert!(out.contains(".TH noticeboard 1") && out.contains("noticeboard\\-build(1)"), "{out}");
    folder.run(&["man", "--out", "man1"]).ended(0);
    for name in ["noticeboard", "noticeboard-build", "noticeboard-keep", "noticeboard-new"] {
        let page = folder.read(&format!("man1/{name}.1"));
        assert!(page.contains(&format!(".TH {name} 1")), "{page}");
    }
}

fn schema(folder: &Folder, of: &str) -> Value {
    serde_json::from_str(&folder.run(&["schema", of]).ended(0).out).unwrap()
}

#[test]
fn the_schema_of_a_site_has_its_kinds_areas_and_contacts() {
    let folder = Folder::with(&["roof"]).write(
        "site.yaml",
        "kinds: [flood]\nareas: [{name: Kent, aliases: [Invicta], areas: [Dover]}]\ncontacts: [{name: Ward Office}]\n",
    );
    let text = schema(&folder, "bulletin").to_string();
    for name in ["\"flood\"", "\"Kent\"", "\"Dover\"", "\"Ward Office\"", "[Ii][Nn][Vv]"] {
        assert!(text.contains(name), "{name}");
    }
    let outside = schema(&Folder::empty(), "bulletin");
    assert_eq!(outside["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert!(outside["$defs"]["kind"]["examples"].as_array().unwrap().contains(&"appeal".into()));
}

#[test]
fn every_field_and_setting_is_described() {
    let folder = Folder::empty();
    for (schema, names) in [
        (
            schema(&folder, "bulletin")["$defs"].clone(),
            noticeboard::testing::catalogue::FIELDS.iter().map(|f| f.name).collect(),
        ),
        (schema(&folder, "site")["properties"].clone(), noticeboard::testing::settings::KEYS.to_vec()),
    ] {
        for name in names as Vec<&str> {
            let about = schema[name]["description"].as_str().unwrap_or_default();
            assert!(about.len() > 10, "{name}: {}", schema[name]);
        }
    }
}

#[test]
fn init_writes_the_schemas_where_editors_look() {
    let folder = Folder::empty();
    folder.run(&["init", "site"]).ended(0);
    assert!(folder.read("site/site.yaml").starts_with("# yaml-language-server: $schema=.vscode/site.schema.json\n"));
    let settings: Value = serde_json::from_str(&folder.read("site/.vscode/settings.json")).unwrap();
    for (file, of) in settings["yaml.schemas"].as_object().unwrap() {
        let schema: Value =
            serde_json::from_str(&folder.read(&format!("site/{}", file.trim_start_matches("./")))).unwrap();
        assert!(schema["properties"]["title"].is_object(), "{of}");
    }
    let own = schema(&folder, "site");
    let written: Value = serde_json::from_str(&folder.read("site/.vscode/site.schema.json")).unwrap();
    assert_eq!(own, written);
}
