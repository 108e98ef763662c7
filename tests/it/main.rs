//! Everything that the program promises, a file per feature; README.md says how to add a test.

mod addresses;
mod areas;
mod attachments;
mod body;
mod build;
mod commands;
mod disk;
mod feeds;
mod fields;
mod front_matter;
mod harness;
mod hostile;
mod kinds;
mod life;
mod links;
mod lints;
mod lists;
mod metadata;
mod moments;
mod pages;
mod problems;
mod settings;
mod sitemap;
mod templates;
mod values;
