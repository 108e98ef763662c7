//! The house in which somebody lives.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, Rule, Subject, While},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::HomeGiven,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: While::Shown,
    triggers: &["lives at", "living at", "lived at", "resident", "burglary at", "victim", "home at", "burgled at"],
    look,
};

static HOME: LazyLock<Regex> = LazyLock::new(|| {
    let street = "(?:Street|Road|Avenue|Lane|Close|Drive|Way|Crescent|Court|Place|Gardens|Terrace|Grove|Hill|Rise|Walk|Mews|Row|Square|St|Rd|Ave)";
    Regex::new(&format!(
        r"\b(?i:lives at|living at|lived at|residents? of|burglary at|burgled at|home at|victims?(?: is| was)?(?: from| of| at)?)\W(?:[^.\n]{{0,20}}?\W)??(?P<home>\d{{1,4}}[a-zA-Z]?,?\s+(?:[A-Z][\w'’]+\s+){{1,3}}{street}\b)"
    ))
    .expect("it is a sound expression")
});

fn look(subject: &Subject, found: &mut Findings) {
    for copy in &subject.copies {
        for home in HOME.captures_iter(copy.text()) {
            let Some(home) = home.name("home") else { continue };
            found.add(
                copy.span(home.range()),
                format!("`{}` is somebody's home", home.as_str()),
                "does the number of the house have to be there? The street is usually enough, and a burglar reads it too",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, quiet, trips};

    #[test]
    fn houses_of_people() {
        trips(
            "home-given",
            &[
                body("The resident of 14 Mill Lane heard a noise."),
                body("The man, who lives at 3a Church Hill Road, was out."),
                body("A burglary at 27 Station Road on Monday."),
            ],
        );
        quiet(
            "home-given",
            &[
                body("The residents of Mill Lane heard a noise."),
                body("Come to the hall at 14 Mill Lane."),
                body("A burglary at around 10pm in Station Road."),
                body("Residents of all 14 villages met."),
            ],
        );
    }
}
