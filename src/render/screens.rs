//! The screens of the desk. In: the name of a screen, a language and what the screen shows. Out: HTML. It must not know what
//! a screen is for.

use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Tera};

use super::{Voice, filling, values};
use crate::{embedded, words::Words};

/// The templates of all screens.
pub struct Screens(Tera);

impl Screens {
    /// Reads the templates.
    ///
    /// # Errors
    ///
    /// What is wrong with them, which a test would have found.
    pub fn new(words: &Arc<Words>) -> Result<Self, String> {
        let mut tera = Tera::new();
        tera.register_filter("with", filling::with(words.clone()));
        let texts = embedded::SCREENS.iter().map(|(name, text)| (name.trim_start_matches("desk/"), *text));
        tera.add_raw_templates(texts).map_err(|error| error.to_string())?;
        Ok(Self(tera))
    }

    /// Renders a screen.
    ///
    /// # Errors
    ///
    /// What it asks for that is not there.
    pub fn render(&self, name: &str, voice: &Voice, shown: &impl Serialize) -> Result<String, String> {
        let mut context = Context::from_serialize(shown).map_err(|error| error.to_string())?;
        context.insert_value("words", values::words(voice));
        self.0.render(name, &context).map_err(|error| error.to_string())
    }
}
