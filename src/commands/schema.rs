//! `schema`: what front matter and settings may hold, for editors. In: which of the two, and a site where there is one.
//! Out: a JSON Schema on standard output.

use clap::Args;

use super::{CommandStatus, Global};
use crate::{read, schema, settings, terminal::outln};

/// The options of `schema`.
#[derive(Debug, Args)]
pub struct SchemaOptions {
    /// Of what: the front matter of bulletins, or `site.yaml`
    #[arg(default_value = "bulletin")]
    of: SchemaKind,
}

/// What a schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum SchemaKind {
    Bulletin,
    Site,
}

/// Prints the schema; in a site, with its own kinds, areas and contacts.
pub fn run(global: &Global, options: &SchemaOptions) -> CommandStatus {
    let schema = match options.of {
        SchemaKind::Site => schema::site(),
        SchemaKind::Bulletin => match read::list(&global.root, &global.config) {
            Ok(listing) => {
                let (sources, _) = listing.sources();
                let (settings, _) = settings::read(sources.settings.as_ref(), &sources.folder_name);
                schema::bulletin(Some(&settings))
            }
            // Outside a site, what every site has.
            Err(_) => schema::bulletin(None),
        },
    };
    outln!("{schema:#}");
    CommandStatus::Done
}
