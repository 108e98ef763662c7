//! `check`: everything that `build` would report and every lint, without writing. In: the options. Out: problems.

use std::path::Path;

use clap::Args;

#[cfg(feature = "import")]
use super::links;
use super::{Earlier, Global, Keeping, Loaded, Refusal, Status, View, fix, listing, lookup, open, print};
use crate::{
    cache,
    catalogue::Reading,
    clock::Timings,
    lint::{self, Changed, Confidence, Gravity, Kept, Level, Notes, Rule},
    problem::{self, Code, Safety, show},
    read::OnDisk,
    settings,
    site::{Fingerprints, Site},
    source::{Sources, Texts as _},
    terminal::{errln, out, outln},
};

/// The options of `check`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct Options {
    #[command(flatten)]
    view: View,
    /// How to print problems
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Let warnings fail the check
    #[arg(long)]
    strict: bool,
    /// Ask about what is right more often than not, too
    #[arg(long)]
    pedantic: bool,
    /// Ask other hosts, last of all, whether what the bulletins lead to still stands
    #[cfg(feature = "import")]
    #[arg(long)]
    links: bool,
    /// Mend what has one right answer, and show each change
    #[arg(long)]
    fix: bool,
    /// With `--fix`: mend also what somebody should look at afterwards
    #[arg(long = "unsafe", requires = "fix")]
    with_unsafe: bool,
    /// Explain a problem's code, such as `date-unreadable`
    #[arg(long, value_name = "CODE")]
    explain: Option<String>,
}

/// A form of the problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Human,
    Json,
    Github,
    Gitlab,
    Sarif,
}

/// Checks the site.
pub fn run(global: &Global, options: &Options) -> Result<Status, Refusal> {
    if let Some(name) = &options.explain {
        return explain(name);
    }
    if options.fix {
        let most = if options.with_unsafe { Safety::Ask } else { Safety::Safe };
        fix::run(global, most, || Ok(look(global, options)?.0.problems))?;
    }
    let (Loaded { sources, texts, made: _, site, mut problems }, notes) = look(global, options)?;
    let lookup = lookup(&sources, &texts);
    let known = cache::load_sound(&global.root);
    let (faults, sound) = site.faults(&Fingerprints::new(&site, &cache::program(), &sources), &known);
    problems.extend(faults);
    if sound != known {
        cache::save_sound(&global.root, &sound);
    }
    #[cfg(feature = "import")]
    if options.links {
        problems.extend(links::problems(global, &texts, &site)?);
    }
    let catalogue = &site.catalogue;
    if global.verbose {
        for sentence in lint::allowed(&catalogue.readings, &notes) {
            errln!("{sentence}");
        }
    }
    problem::sort(&mut problems);
    match options.format {
        Format::Human => print(&problems, &lookup, global),
        Format::Json => outln!("{}", show::json(&problems, &lookup)),
        Format::Github => out!("{}", show::github(&problems, &lookup)),
        Format::Gitlab => outln!("{}", show::gitlab(&problems, &lookup)),
        Format::Sarif => outln!("{}", show::sarif(&problems, &lookup)),
    }
    let wrong = problems.iter().any(|problem| options.strict || problem.is_error());
    if options.format == Format::Human && !global.quiet {
        let (bulletins, pages) = site.catalogue.counts();
        let found = if problems.is_empty() { "nothing wrong".to_owned() } else { show::count(&problems) };
        outln!("Checked {} and {}: {found}", show::number(bulletins, "bulletin"), show::number(pages, "page"));
    }
    Ok(if wrong { Status::Reported } else { Status::Done })
}

/// The site with everything that is wrong with its sources, and what the rules note of them.
fn look(global: &Global, options: &Options) -> Result<(Loaded, Vec<Notes>), Refusal> {
    let listing = listing(global)?;
    let mut loaded = open(global, &options.view, &listing, Keeping::Use, Earlier::default(), &mut Timings::start())?;
    let level = if options.pedantic { Level::Pedantic } else { Level::Usual };
    let notes = notes(&global.root, &loaded.sources, &loaded.texts, &loaded.site);
    let catalogue = &loaded.site.catalogue;
    let told = lint::tell(&catalogue.readings, &notes, &catalogue.settings, catalogue.now, level);
    loaded.problems.extend(told);
    let Sources { settings: file, folder_name, .. } = &loaded.sources;
    loaded.problems.extend(settings::unset_title(file.as_ref(), folder_name, &catalogue.settings));
    Ok((loaded, notes))
}

/// What the rules note of the documents; the notes of an earlier check serve where they still hold.
fn notes(root: &Path, sources: &Sources, texts: &OnDisk, site: &Site) -> Vec<Notes> {
    let catalogue = &site.catalogue;
    let key = cache::readings_key(sources);
    let text = |reading: &Reading| texts.text(&reading.path, &reading.hash).ok();
    let kept = cache::load_notes(root, &key);
    let (notes, changed) = kept.update(&catalogue.readings, &catalogue.settings, &text);
    if changed == Changed::Something {
        cache::save_notes(root, &key, &Kept::of(&catalogue.readings, &notes));
    }
    notes
}

fn explain(name: &str) -> Result<Status, Refusal> {
    match Code::named(name) {
        Some(code) => {
            let weight = Rule::of(code).map(weight).unwrap_or_default();
            outln!("{}[{}]{weight}\n\n{}", code.severity().word(), code.name(), code.explanation());
            Ok(Status::Done)
        }
        None => {
            let near = crate::parse::reader::nearest(name, Code::ALL.iter().map(|code| code.name()));
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            Err(Refusal::Usage(format!("there is no problem with the code `{name}`{hint}")))
        }
    }
}

/// What a rule says of itself.
fn weight(rule: &Rule) -> String {
    let gravity = match rule.gravity {
        Gravity::Low => "low",
        Gravity::Medium => "medium",
        Gravity::High => "high",
    };
    let confidence = match rule.confidence {
        Confidence::Low => "low: asked with `--pedantic`",
        Confidence::High => "high",
    };
    format!(" (gravity {gravity}, confidence {confidence})")
}
