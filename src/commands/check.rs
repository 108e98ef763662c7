//! `check`: everything that `build` would report and every lint, without writing. In: the options. Out: problems.

use std::cmp::Reverse;

use clap::Args;

#[cfg(feature = "import")]
use super::links;
use super::{
    CachePolicy, CommandRefusal, CommandStatus, Global, LoadedSite, PriorBuild, SiteOptions, fix, listing, lookup,
    open, output, print, questions,
};
use crate::{
    cache,
    catalogue::reading::DocumentContent,
    clock::Timings,
    lint::{self, Confidence, Gravity, Level, Notes, Rule},
    problem::{self, Code, Problem, Safety, show},
    settings,
    site::Fingerprints,
    source::{SourcePath, Sources},
    terminal::{errln, out, outln},
};

/// The options of `check`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct CheckOptions {
    #[command(flatten)]
    view: SiteOptions,
    /// How to print problems
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: ProblemFormat,
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
enum ProblemFormat {
    Human,
    Json,
    Github,
    Gitlab,
    Sarif,
}

/// Checks the site.
pub fn run(global: &Global, options: &CheckOptions) -> Result<CommandStatus, CommandRefusal> {
    if let Some(name) = &options.explain {
        return explain(name);
    }
    if options.fix {
        let most = if options.with_unsafe { Safety::Ask } else { Safety::Safe };
        // What a machine reads holds the problems and nothing else.
        let say: fix::LinePrinter = match options.format {
            ProblemFormat::Human => |line| outln!("{line}"),
            _ => |line| errln!("{line}"),
        };
        fix::run(global, most, say, || Ok(look(global, options)?.0.problems))?;
    }
    let (LoadedSite { sources, texts, made: _, site, mut problems }, notes) = look(global, options)?;
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
    if global.verbose {
        for sentence in lint::allowed(&site.readings, &notes) {
            errln!("{sentence}");
        }
    }
    problem::sort(&mut problems);
    if options.format == ProblemFormat::Github {
        // Of one step, GitHub shows ten warnings.
        problems.sort_by_key(|problem| (!problem.is_error(), Reverse(Rule::of(problem.code).map(|rule| rule.gravity))));
    }
    // Hosts of code look files up from the top of the repository.
    let folder = match options.format {
        ProblemFormat::Github | ProblemFormat::Gitlab | ProblemFormat::Sarif => output::in_repository(&global.root),
        ProblemFormat::Human | ProblemFormat::Json => String::new(),
    };
    let problems = below(problems, &folder);
    let lookup = |path: &SourcePath| {
        let own = path.as_str().strip_prefix(folder.as_str());
        lookup(&own.map_or_else(|| path.clone(), SourcePath::new))
    };
    match options.format {
        ProblemFormat::Human => print(&problems, &lookup, global),
        ProblemFormat::Json => outln!("{}", show::json(&problems, &lookup)),
        ProblemFormat::Github => out!("{}", show::github(&problems, &lookup)),
        ProblemFormat::Gitlab => outln!("{}", show::gitlab(&problems, &lookup)),
        ProblemFormat::Sarif => outln!("{}", show::sarif(&problems, &lookup)),
    }
    let wrong = problems.iter().any(|problem| options.strict || problem.is_error());
    if options.format == ProblemFormat::Human && !global.quiet {
        let (bulletins, pages) = site.catalogue.counts();
        // What cannot be read was looked at all the same.
        let broken = site.readings.iter().filter(|reading| matches!(reading.says, DocumentContent::Broken));
        let broken = broken.filter(|reading| reading.translation.is_none());
        let (of_pages, of_bulletins): (Vec<_>, Vec<_>) =
            broken.partition(|reading| reading.path.below("content/pages").is_some());
        let (bulletins, pages) = (bulletins + of_bulletins.len(), pages + of_pages.len());
        let found = if problems.is_empty() { "nothing wrong".to_owned() } else { show::count(&problems) };
        outln!("Checked {} and {}: {found}", show::number(bulletins, "bulletin"), show::number(pages, "page"));
    }
    Ok(if wrong { CommandStatus::Reported } else { CommandStatus::Done })
}

/// The same problems, with the paths of files in a folder further up.
fn below(mut problems: Vec<Problem>, folder: &str) -> Vec<Problem> {
    if !folder.is_empty() {
        for problem in &mut problems {
            let related = problem.related.iter_mut().map(|(place, _)| place);
            for place in problem.place.iter_mut().chain(related) {
                place.path = SourcePath::new(format!("{folder}{}", place.path.as_str()));
            }
        }
    }
    problems
}

/// The site with everything that is wrong with its sources, and what the rules note of them.
fn look(global: &Global, options: &CheckOptions) -> Result<(LoadedSite, Vec<Notes>), CommandRefusal> {
    let listing = listing(global)?;
    let mut loaded =
        open(global, &options.view, &listing, CachePolicy::Use, PriorBuild::default(), &mut Timings::start())?;
    let level = if options.pedantic { Level::Pedantic } else { Level::Usual };
    let notes = questions::notes(&global.root, &loaded.sources, &loaded.texts, &loaded.site);
    let catalogue = &loaded.site.catalogue;
    let told = lint::tell(&loaded.site.readings, &notes, &catalogue.settings, catalogue.now, level);
    loaded.problems.extend(told);
    let Sources { settings: file, folder_name, .. } = &loaded.sources;
    if let Some(file) = file {
        loaded.problems.extend(lint::mistyped(&catalogue.settings, &file.path, &file.text));
        loaded.problems.extend(lint::unused(&loaded.site.readings, &catalogue.settings, &file.path, level));
    }
    loaded.problems.extend(settings::unset_title(file.as_ref(), folder_name, &catalogue.settings));
    Ok((loaded, notes))
}

fn explain(name: &str) -> Result<CommandStatus, CommandRefusal> {
    match Code::named(name) {
        Some(code) => {
            let rule = Rule::of(code);
            let weight = rule.map(weight).unwrap_or_default();
            outln!("{}[{}]{weight}\n\n{}", code.severity().word(), code.name(), code.explanation());
            if let Some(Rule { asks, silent, .. }) = rule {
                outln!("\nIt asks about this:\n\n{}\n\nand not about this:\n\n{}", indented(asks), indented(silent));
                outln!("\nWhere it is meant: `allow: [{name}]` and `reason: …` in the front matter.");
            }
            Ok(CommandStatus::Done)
        }
        None => {
            let near = crate::parse::reader::nearest(name, Code::ALL.iter().map(|code| code.name()));
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            Err(CommandRefusal::Usage(format!("there is no problem with the code `{name}`{hint}")))
        }
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
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
