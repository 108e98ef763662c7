//! `next`: when the site wants to be built again. In: the options, the site, what the last build left. Out: a line.

use clap::Args;

use super::{
    CachePolicy, CommandRefusal, CommandStatus, Global, PriorBuild, SiteOptions, listing, open, output, upkeep,
};
use crate::{cache::BuildRecord, clock::Timings, terminal::outln, timetable};

/// The options of `next`.
#[derive(Debug, Args)]
pub struct NextOptions {
    /// As what to print it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: NextFormat,
    /// The moment that counts as now, such as `2026-03-02 15:34`
    #[arg(long, value_name = "MOMENT")]
    now: Option<String>,
}

/// A form of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum NextFormat {
    /// A sentence
    Text,
    /// A moment, such as `2026-11-30T18:00:00+00:00`; that of now when a build is due
    Rfc3339,
    /// A line for cron on a machine in the site's time zone
    Cron,
    /// The line of a systemd timer
    Systemd,
    /// A line for PowerShell
    Windows,
    /// A line for a GitHub workflow
    Workflow,
}

/// Prints when the site wants to be built again. Where no date is to come, there is a sentence or nothing.
pub fn run(global: &Global, options: &NextOptions) -> Result<CommandStatus, CommandRefusal> {
    let listing = listing(global)?;
    let folders = output::folders(global, None)?;
    let built = BuildRecord::load(&folders.built());
    let view = SiteOptions { now: options.now.clone(), ..SiteOptions::default() };
    let loaded = open(global, &view, &listing, CachePolicy::Use, PriorBuild::default(), &mut Timings::start())?;
    let catalogue = &loaded.site.catalogue;
    let (zone, now, next) = (&catalogue.settings.zone, catalogue.now, catalogue.next);
    let due = upkeep::due(built.as_ref(), now).or_else(|| {
        let built = built.as_ref()?;
        (listing.print(built.taken) != built.sources).then(|| "the content has changed since the last build".to_owned())
    });
    let job = upkeep::job(global, None)?;
    let line = match options.format {
        NextFormat::Text => {
            let after = match next {
                Some(next) => {
                    let (before, at) =
                        (if due.is_some() { "after that " } else { "" }, if next.is_day() { "on" } else { "at" });
                    format!("{before}next {at} {}", next.words(zone))
                }
                None => "no date is to come".to_owned(),
            };
            Some(match due {
                Some(why) => format!("The site wants to be built now: {why}; {after}"),
                None if next.is_none() => "The site needs no build until something in it is changed".to_owned(),
                None => format!("The site wants to be built {after}"),
            })
        }
        NextFormat::Rfc3339 => due.map(|_| now).or(next).map(|moment| moment.rfc3339(zone)),
        NextFormat::Cron => next.map(|next| timetable::cron(next, zone, &job)),
        NextFormat::Systemd => next.map(timetable::systemd),
        NextFormat::Windows => next.map(|next| timetable::windows(next, &job)),
        NextFormat::Workflow => next.map(timetable::workflow),
    };
    if let Some(line) = line {
        outln!("{line}");
    }
    Ok(CommandStatus::Done)
}
