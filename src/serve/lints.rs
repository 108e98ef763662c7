//! What the rules of `lint` ask about an edition, found in the background. In: editions as they come. Out: problems, put into
//! the edition once. It must not know requests or browsers.

use super::site::Edition;
use crate::{
    catalogue::Reading,
    lint::{self, CachedNotes, Level},
};

/// Looks at editions, and remembers what it noted of documents that did not change.
#[derive(Default)]
pub struct Colleague {
    kept: CachedNotes,
}

impl Colleague {
    /// Looks at an edition, and says whether there is anything to tell.
    pub fn look(&mut self, edition: &Edition) -> bool {
        let catalogue = &edition.site.catalogue;
        let (readings, settings) = (&catalogue.readings, &catalogue.settings);
        let text = |reading: &Reading| edition.text(&reading.path);
        let (notes, _) = std::mem::take(&mut self.kept).update(readings, settings, &text);
        self.kept = CachedNotes::of(readings, &notes);
        let problems = lint::tell(readings, &notes, settings, catalogue.now, Level::Usual);
        let some = !problems.is_empty();
        edition.ask(problems);
        some
    }
}
