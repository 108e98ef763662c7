//! `check --links`: whether what the bulletins lead to on other hosts still stands. In: a site, and how hosts are asked. Out:
//! a problem for each place that leads to nothing, and what could not be asked. It must not know how an address is asked.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
    thread,
    time::Duration,
};

use url::Url;

use super::{CommandRefusal, Global};
use crate::{
    cache::{AnswerCache, LinkState},
    clock,
    fetch::{LinkAnswer, ask},
    lint,
    problem::{Problem, show, wording},
    read::OnDisk,
    site::Site,
    source::{Place, Texts as _},
    terminal::{Interrupt, Progress, errln},
};

/// How many hosts are asked at once.
const HOSTS: usize = 8;
/// How long a host is left alone between two questions.
const PAUSE: Duration = Duration::from_millis(300);
/// After so many questions without an answer a host is asked no more.
const PATIENCE: usize = 2;
/// So many addresses that could not be asked are named.
const NAMED: usize = 10;

/// Asks, and gives a problem for each place that leads to what is gone.
pub fn problems(global: &Global, texts: &OnDisk, site: &Site) -> Result<Vec<Problem>, CommandRefusal> {
    let catalogue = &site.catalogue;
    let mut places: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for reading in site.readings.iter() {
        let Ok(text) = texts.text(&reading.path, &reading.hash) else { continue };
        for (address, span) in lint::addresses(reading, &text, &catalogue.settings, catalogue.now) {
            places.entry(address).or_default().push(Place::at(&reading.path, span));
        }
    }
    let now = clock::now().map_err(CommandRefusal::Failed)?.second();
    let mut asked = AnswerCache::load(&global.root, now);
    let unknown: BTreeSet<&str> = places.keys().map(String::as_str).filter(|link| asked.of(link).is_none()).collect();
    let progress = Progress::new(global.quiet(), Interrupt::listen(), "links");
    let answers = ask_all(&unknown, &progress);
    progress.finish();
    // Where nobody could be found at all, it is the network that is not there.
    let online = answers.iter().any(|(_, answer)| matches!(answer, LinkAnswer::Stands | LinkAnswer::Gone(_)));
    let mut open = Vec::new();
    for (link, answer) in answers {
        match answer {
            LinkAnswer::Stands => asked.note(link, LinkState::Stands, now),
            LinkAnswer::Gone(status) => asked.note(link, LinkState::Gone(status), now),
            LinkAnswer::NoHost if online => asked.note(link, LinkState::NoHost, now),
            LinkAnswer::NoHost => open.push(format!("{link}: there is no host of this name, or no network")),
            LinkAnswer::Unknown(why) => open.push(format!("{link}: {why}")),
        }
    }
    asked.save(&global.root);
    if !open.is_empty() && !global.quiet {
        open.sort_unstable();
        errln!("Could not ask of {}:", show::number(open.len(), "link"));
        open.iter().take(NAMED).for_each(|line| errln!("  {line}"));
        if open.len() > NAMED {
            errln!("  and of {} more", open.len() - NAMED);
        }
    }
    let mut problems = Vec::new();
    for (link, places) in places {
        let status = match asked.of(&link) {
            Some(LinkState::Gone(status)) => Some(status),
            Some(LinkState::NoHost) => None,
            Some(LinkState::Stands) | None => continue,
        };
        problems.extend(places.into_iter().map(|place| wording::link_gone(place, &link, status)));
    }
    Ok(problems)
}

/// Asks every address: some hosts at once, each of them one address after the other.
fn ask_all<'a>(links: &BTreeSet<&'a str>, progress: &Progress) -> Vec<(&'a str, LinkAnswer)> {
    let mut by_host: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for link in links {
        let host = Url::parse(link).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
        by_host.entry(host).or_default().push(link);
    }
    let workers = by_host.len().min(HOSTS);
    let waiting = Mutex::new(by_host.into_values());
    let answers = Mutex::new(Vec::with_capacity(links.len()));
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                // A lock is only poisoned by a panic, and then this ends too.
                while let Some(host) = waiting.lock().ok().and_then(|mut waiting| waiting.next()) {
                    ask_host(&host, progress, &mut |link, answer| {
                        let Ok(mut answers) = answers.lock() else { return };
                        answers.push((link, answer));
                        progress.show(answers.len(), links.len());
                    });
                }
            });
        }
    });
    answers.into_inner().unwrap_or_default()
}

/// Asks one host of its addresses.
fn ask_host<'a>(links: &[&'a str], progress: &Progress, tell: &mut dyn FnMut(&'a str, LinkAnswer)) {
    let mut silent = 0;
    let mut last = None;
    for (index, link) in links.iter().enumerate() {
        if progress.wished() {
            tell(link, LinkAnswer::Unknown("interrupted".into()));
            continue;
        }
        if let Some(why) = last.as_ref().filter(|_| silent >= PATIENCE) {
            tell(link, LinkAnswer::clone(why));
            continue;
        }
        if index > 0 {
            thread::sleep(PAUSE);
        }
        let answer = ask(link);
        silent = if matches!(answer, LinkAnswer::Stands | LinkAnswer::Gone(_)) { 0 } else { silent + 1 };
        last = Some(answer.clone());
        tell(link, answer);
    }
}
