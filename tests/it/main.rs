//! Everything that the program promises, a file per feature; README.md says how to add a test.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests run the program over folders on disk")]

mod addresses;
mod age;
mod areas;
mod attachments;
mod body;
mod build;
mod cap;
#[cfg(feature = "cards")]
mod cards;
mod changes;
mod clash;
mod colleague;
mod commands;
#[cfg(feature = "desk")]
mod desk;
#[cfg(feature = "desk")]
mod desk_acts;
mod desk_kept;
#[cfg(feature = "desk")]
mod desk_saves;
#[cfg(feature = "desk")]
mod desk_ways;
mod disk;
mod docs;
mod editors;
mod entries;
mod events;
mod feeds;
mod feeds_more;
mod field_rules;
mod fields;
#[cfg(feature = "desk")]
mod forms;
mod front_matter;
mod harness;
mod held;
mod hostile;
#[cfg(feature = "import")]
mod import;
#[cfg(feature = "import")]
mod import_feeds;
#[cfg(feature = "import")]
mod import_forwards;
#[cfg(feature = "import")]
mod import_hostile;
#[cfg(feature = "import")]
mod import_mail;
mod import_old_sites;
#[cfg(feature = "import")]
mod import_pages;
#[cfg(feature = "import")]
mod import_pasted;
#[cfg(feature = "import")]
mod import_private;
#[cfg(feature = "import")]
mod import_several;
#[cfg(feature = "import")]
mod import_similar;
#[cfg(feature = "import")]
mod import_sites;
#[cfg(feature = "import")]
mod import_word;
#[cfg(feature = "import")]
mod import_wrapped;
mod kinds;
mod life;
mod links;
mod lints;
mod lists;
mod mending;
mod metadata;
mod moments;
mod news;
mod pages;
mod photo;
mod pictures;
#[cfg(feature = "pictures")]
mod pixels;
mod posters;
mod problems;
mod properties;
#[cfg(feature = "publish")]
mod publish;
#[cfg(feature = "publish")]
mod publish_steps;
mod reader;
#[cfg(feature = "publish")]
mod retraction;
#[cfg(feature = "publish")]
mod retraction_model;
mod search;
mod security;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "serve")]
mod served;
mod settings;
mod silence;
mod sitemap;
mod story;
mod template_docs;
mod templates;
mod tidy;
mod timetable;
mod translations;
mod values;
mod volunteers;
mod words;
