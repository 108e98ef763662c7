//! What the rules of `lint` ask about an edition, found in the background. In: editions as they come. Out: problems, put into
//! the edition once. It must not know requests or browsers.

use super::edition::Edition;
use crate::{
    cache::CacheKey,
    catalogue::Reading,
    lint::{self, CachedNotes, Level},
};

/// Looks at editions, and remembers what it noted of documents that did not change.
#[derive(Default)]
pub struct Linter {
    kept: CachedNotes,
    /// Under which settings the notes hold.
    key: CacheKey,
}

impl Linter {
    /// Looks at an edition, and says whether there is anything to tell.
    pub fn look(&mut self, edition: &Edition) -> bool {
        let catalogue = &edition.site.catalogue;
        let (readings, settings) = (&edition.site.readings, &catalogue.settings);
        let text = |reading: &Reading| edition.text(&reading.path);
        let kept = std::mem::take(&mut self.kept);
        let key = edition.settings_key();
        let kept = if self.key == key { kept } else { CachedNotes::default() };
        let looked = kept.update(readings, settings, &text);
        let problems = lint::tell(readings, &looked.notes, settings, catalogue.now, Level::Usual);
        (self.kept, self.key) = (looked.kept(readings), key);
        let some = !problems.is_empty();
        edition.ask(problems);
        some
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::{
        catalogue::Preview,
        serve::site::{LiveSite, PreviewOptions},
    };

    #[test]
    fn notes_hold_only_under_the_settings_that_they_were_made_under() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_owned();
        fs::create_dir(root.join("content")).unwrap();
        let roof = "---\ntitle: A roof\ndate: 2026-11-01\narea: Ford\n---\nRing 01632 960001.\n";
        fs::write(root.join("content/roof.md"), roof).unwrap();
        let settings = |phone: &str| {
            let text = format!("title: Wren Valley Watch\ncontacts:\n  - name: The hall\n    phone: \"{phone}\"\n");
            fs::write(root.join("site.yaml"), text).unwrap();
        };
        settings("01632 960001");
        let preview = Preview::default();
        let asked = PreviewOptions { root: root.clone(), config: "site.yaml".into(), preview, authority: None };
        let mut live = LiveSite::open(asked).unwrap();
        let mut colleague = Linter::default();
        assert!(!colleague.look(&live.edition().edition));
        // Now the bulletin, which did not change, has two digits of the number the other way round.
        settings("01632 960010");
        assert!(colleague.look(&live.refresh(&["site.yaml".into()]).edition));
        settings("01632 960001");
        assert!(!colleague.look(&live.refresh(&["site.yaml".into()]).edition));
    }
}
