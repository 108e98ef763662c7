//! What `build --keep-going` keeps: the pages of documents that cannot be read just now. In: how the output
//! folder was built, and the site as it is now. Out: files that stay, and each page that stays or goes, by name. It must
//! not know how a page is made.

use std::collections::HashSet;

use crate::{
    address::{Address, clash},
    cache::{BuildRecord, BuiltFile},
    catalogue::{LinkTarget, PublicPages},
    problem::{Code, Problem, show, wording},
    read::SiteListing,
    site::Site,
    source::{Place, SourcePath, Span},
};

/// Which document's page stands at which address.
pub fn pages(built: &BuildRecord) -> PublicPages {
    let of = |file: &BuiltFile| Some((address(&file.name), SourcePath::new(file.source.clone()?)));
    PublicPages::new(built.outputs.iter().filter_map(of))
}

/// The address that a file answers at.
fn address(name: &str) -> Address {
    clash::canonical(&Address::new(name)).into_owned()
}

/// The files of the last build that stay though nothing of the plan is there: what belongs to the page of a document that
/// is there and cannot be read. What its author has taken back goes, as far as that can be told, and what is wrong in a line
/// about its life, and so does what `goes` says, with all that belongs to it.
pub fn stays(
    built: &BuildRecord,
    site: &Site,
    listing: &SiteListing,
    lookup: &show::Lookup,
    goes: &dyn Fn(&BuiltFile) -> bool,
    problems: &mut Vec<Problem>,
) -> Vec<BuiltFile> {
    let planned: HashSet<String> = site.plan.outputs.iter().map(|output| output.address.file()).collect();
    let documents: HashSet<&str> = listing.documents.iter().map(|listed| listed.path.as_str()).collect();
    let mut pages: HashSet<&str> = HashSet::new();
    for file in &built.outputs {
        let Some(source) = file.source.as_ref().filter(|_| !planned.contains(&file.name)) else { continue };
        let path = SourcePath::new(source.clone());
        let unread = match site.catalogue.target(source) {
            Some(LinkTarget::Broken) => true,
            None => documents.contains(source.as_str()),
            Some(_) => false,
        };
        let address = address(&file.name);
        let taken_back = |text: &str| is_taken_back(text) || problems.iter().any(|one| is_of_life(one, &path, text));
        if unread && !lookup(&path).is_some_and(|text| taken_back(&text)) && !goes(file) {
            pages.insert(&file.name);
            problems.push(wording::page_stays(Place::at(&path, Span::new(0, 0)), address.as_str()));
        } else {
            problems.push(wording::page_goes(
                documents.contains(source.as_str()).then_some(&path),
                source,
                address.as_str(),
            ));
        }
    }
    let belongs =
        |file: &&BuiltFile| pages.contains(file.name.as_str()) || file.of.iter().any(|of| pages.contains(of.as_str()));
    let stays = built.outputs.iter().filter(|file| !planned.contains(&file.name)).filter(belongs);
    stays.filter(|file| !goes(file)).cloned().collect()
}

/// Whether a text that cannot be read as a document says that it is not for the public.
fn is_taken_back(text: &str) -> bool {
    let says = |line: &str| {
        // Without its colon the line has to say no more, lest it is a sentence.
        let (key, value, alone) = match line.split_once(':') {
            Some((key, value)) => (key, value, false),
            None => line.trim().split_once([' ', '=']).map(|(key, value)| (key, value, true))?,
        };
        let value = value.trim_matches([' ', '=']).to_lowercase();
        let holds = |words: &[&str]| words.iter().any(|word| if alone { value == *word } else { value.contains(word) });
        Some(match key.trim().to_lowercase().as_str() {
            "status" => holds(&["withdrawn", "resolved", "closed", "found"]),
            "draft" => holds(&["true", "yes", "on", "1"]),
            "published" => holds(&["false", "no", "off"]),
            _ => false,
        })
    };
    text.lines().take(200).any(|line| says(line).unwrap_or_default())
}

/// Whether something is wrong in a line that may be meant to hold a document back, to end it or to take it back.
fn is_of_life(problem: &Problem, path: &SourcePath, text: &str) -> bool {
    let Some(place) = problem.place.as_ref().filter(|place| problem.is_error() && place.path == *path) else {
        return false;
    };
    let line = place.span.and_then(|span| {
        let before = text.get(..span.start as usize)?;
        text[before.rfind('\n').map_or(0, |at| at + 1)..].lines().next()
    });
    let says = |(key, value): (&str, &str)| match key.trim().to_lowercase().as_str() {
        "status" | "draft" | "expires" | "expirydate" => true,
        // With a day it says when it was published.
        "published" | "publish" => !value.contains(|letter: char| letter.is_ascii_digit()),
        _ => false,
    };
    problem.code == Code::LifeUnread || line.and_then(|line| line.split_once([':', ' ', '='])).is_some_and(says)
}

#[cfg(test)]
mod tests {
    use super::is_taken_back;

    #[test]
    fn a_text_that_takes_itself_back_is_known_however_broken() {
        for text in [
            "---\nstatus: withdrawn\n",
            "Status : Withdrawn",
            "--\ndraft: yes",
            "published: false # x",
            " status: found",
            "title: Roof\nstatus withdrawn\n",
            "draft = yes",
        ] {
            assert!(is_taken_back(text), "{text}");
        }
        for text in
            ["---\ntitle: Roof\n", "status: open", "draft: false", "published: 2021-03-01", "Status on one of them"]
        {
            assert!(!is_taken_back(text), "{text}");
        }
    }
}
