//! Noticeboard publishes community safety bulletins as a static site: texts in, a plan of outputs and a list of problems out.

pub mod address;
pub mod assets;
pub mod cache;
pub mod catalogue;
pub mod clock;
pub mod commands;
pub mod embedded;
pub mod language;
pub mod markdown;
pub mod media;
pub mod moment;
pub mod parse;
pub mod plan;
pub mod problem;
pub mod read;
pub mod render;
#[cfg(feature = "serve")]
pub mod serve;
pub mod settings;
pub mod site;
pub mod source;
pub mod stamp;
pub mod telephone;
pub mod terminal;
pub mod words;
pub mod write;
