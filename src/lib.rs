//! Noticeboard publishes community safety bulletins as a static site: texts in, a plan of outputs and a list of problems out.

pub mod problem;
pub mod source;
pub mod address;
pub mod catalogue;
pub mod markdown;
pub mod moment;
pub mod parse;
pub mod settings;
pub mod telephone;
pub mod assets;
pub mod embedded;
pub mod plan;
pub mod render;
pub mod clock;
pub mod read;
pub mod site;
pub mod write;
pub mod commands;
pub mod terminal;
