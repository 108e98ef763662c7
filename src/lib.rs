//! Noticeboard publishes community safety bulletins as a static site: texts in, a plan of outputs and a list of problems out.
//!
//! Modules are private, so that the compiler tells what nobody uses. The program asks for [`run`] alone; tests, benchmark
//! and example use what [`testing`] names.

// What is used by a part alone looks unused where that part is left out: only the whole program tells.
#![cfg_attr(
    not(all(
        feature = "serve",
        feature = "cards",
        feature = "pictures",
        feature = "publish",
        feature = "import",
        feature = "desk"
    )),
    allow(dead_code, unused_imports)
)]

mod address;
mod assets;
mod cache;
#[cfg(feature = "cards")]
mod cards;
mod catalogue;
mod change;
mod clock;
mod commands;
#[cfg(feature = "desk")]
mod desk;
mod embedded;
#[cfg(feature = "import")]
mod fetch;
mod huge_pages;
#[cfg(feature = "import")]
mod import;
mod language;
mod lint;
mod markdown;
mod media;
mod moment;
mod parse;
mod pictures;
mod plan;
mod problem;
#[cfg(feature = "publish")]
mod publish;
mod published;
mod read;
mod render;
mod replace;
mod role;
mod schema;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod settings;
mod site;
mod source;
mod stamp;
mod telephone;
mod terminal;
pub mod testing;
mod timetable;
mod view;
mod words;
mod write;

pub use commands::run;
