//! The fingerprints of outputs: while one stays the same, so do the output's bytes, and it need not be rendered. In: a site
//! and what tells programs and sources apart. Out: fingerprints, which are hashes of views. It must not know what a view
//! shows.

use super::Site;
use crate::{
    catalogue::Catalogue,
    plan::Output,
    source::Sources,
    view::{self, Fingerprint, Frame, View, ViewFingerprints, Viewer, fingerprint},
};

/// What the fingerprints of a site's outputs are made from.
pub struct Fingerprints<'s> {
    site: &'s Site,
    known: ViewFingerprints,
    /// What tells this program from others.
    program: Fingerprint,
    /// What stands behind every view: the program, the settings, the theme, the words, the frame.
    around: Fingerprint,
}

impl<'s> Fingerprints<'s> {
    /// Takes what tells the program from others, and the sources that the site was made from.
    pub fn new(site: &'s Site, program: &[u8], sources: &Sources) -> Self {
        let around = around(site, program, sources);
        Self { site, known: ViewFingerprints::of(&site.catalogue, &site.plan), program: fingerprint(&program), around }
    }

    /// The fingerprint of an output; none where not all that it shows is known.
    pub fn of(&self, output: &Output) -> Option<Fingerprint> {
        let view = view::of(Viewer::new(&self.site.catalogue, &self.site.plan, Some(&self.known)), output);
        Some(match &view {
            // A file whose bytes are not known to stay the same has to be read to know.
            View::File(file) if file.mark.is_none() => return None,
            View::File(_) => fingerprint(&(self.program, &output.address, view)),
            // Whatever else the site shows, a card stays as it is.
            View::Card(card) => fingerprint(&(self.program, &output.address, self.site.renderer.card_key(&card.get()))),
            _ => fingerprint(&(self.around, &output.address, view)),
        })
    }
}

/// What every output is made from besides its view.
fn around(site: &Site, program: &[u8], sources: &Sources) -> Fingerprint {
    let Catalogue { settings, .. } = &site.catalogue;
    let templates: Vec<_> = sources.templates.iter().map(|template| (&template.path, &template.text)).collect();
    let assets: Vec<_> =
        site.assets.iter().map(|asset| (&asset.address, *blake3::hash(&asset.bytes).as_bytes())).collect();
    let own = (&sources.folder_name, sources.settings.as_ref().map(|text| &text.text));
    let given = (settings.base.root(), &settings.theme, settings.card);
    fingerprint(&(program, own, given, templates, assets, Frame::of(&site.catalogue)))
}
