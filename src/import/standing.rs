//! Who speaks in a text: a body that answers for it, or the press. In: names and addresses. Out: [`Authority`]. It must not
//! know formats.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::moments::pattern;

static OFFICIAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:police|constabulary|council|fire|rescue|ambulance|nhs|hospitals?|coastguard|environment agency|met office|trading standards|crimestoppers|action fraud|report fraud|neighbourhood (?:watch|alert)|neighborhood|watch|alert|alerts|voice|messaging|in the know|rspca|rspb|network rail|highways|government|gov|ministry|pcso|sergeant|inspector|constable|pcc|safer|community safety|natural resources|public health|health board|bwrdd iechyd|resilience forum|parish (?:council|clerk|office|church|magazine|hall|meeting|news|warden)|parish of|water|energy|heddlu|cyngor|gwasanaeth|ambiwlans|gwylio cymdogaeth|poileas)\b",
    )
});
static PRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:gazette|herald|online$|times|post|mail|echo|express|mercury|chronicle|bbc|itv|courier|argus|telegraph|guardian|standard\b|journal|tribune|observer|advertiser|star\b|live$|\bnews\b|newspaper|citizen|messenger|reporter|evening|daily|weekly|radio|press\b)",
    )
});
/// What only a newspaper writes round its stories.
static STORY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?im)^\s*(?:more on [A-Z]\w+|read more:? .+|advertisement|article continues below|.{0,60}\bhave your say\b.*|download our app.*)$|\btold (?:the )?(?:\w+(?:Online|Live)|BBC|Gazette|Herald|Echo)\b",
    )
});

/// Who speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Authority {
    Official,
    Press,
    #[default]
    Unknown,
}

/// Judges who wrote a message: by the name, and by the host of the mailbox.
pub fn of_sender(name: &str, mailbox: &str) -> Authority {
    let host = mailbox.split_once('@').map_or("", |(_, host)| host).trim_end_matches('>').to_lowercase();
    if is_official(&host) { Authority::Official } else { of(Some(name), None, "") }
}

/// Whether a host is that of a force or of the state.
fn is_official(host: &str) -> bool {
    let ends = [".police.uk", ".gov.uk", ".nhs.uk", ".gov", ".gov.wales", ".gov.scot"];
    ends.iter().any(|end| host.ends_with(end)) || host.contains(".police.") || host.contains("neighbourhoodalert")
}

/// Judges by the publisher's name, the address, and what stands round the text.
pub fn of(publisher: Option<&str>, address: Option<&str>, text: &str) -> Authority {
    let host =
        address.and_then(|address| url::Url::parse(address).ok()).and_then(|url| url.host_str().map(str::to_owned));
    let host = host.unwrap_or_default();
    if is_official(&host) {
        return Authority::Official;
    }
    let name = publisher.unwrap_or_default();
    if PRESS.is_match(name) && !name.to_lowercase().contains("police") && !name.to_lowercase().contains("council") {
        return Authority::Press;
    }
    if OFFICIAL.is_match(name) {
        return Authority::Official;
    }
    let labels: Vec<&str> = host.split('.').collect();
    if labels.iter().any(|label| PRESS.is_match(label)) || STORY.is_match(text) {
        return Authority::Press;
    }
    Authority::Unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_writes_is_judged_by_the_mailbox_too() {
        for (name, mailbox, want) in [
            ("Alex Vale", "alex.vale@wrenvalley.police.uk", Authority::Official),
            ("Alex Vale", "alex.vale@wrenfield.gov.uk", Authority::Official),
            ("Wren Valley Police", "alerts@post.example", Authority::Official),
            ("Robin Sample", "robin.sample@gmail.com", Authority::Unknown),
            ("Robin Sample", "", Authority::Unknown),
        ] {
            assert_eq!(of_sender(name, mailbox), want, "{name} {mailbox}");
        }
    }

    #[test]
    fn forces_and_papers_are_told_apart() {
        for (name, address, text, want) in [
            ("Kent Police", "", "", Authority::Official),
            ("", "https://www.kent.police.uk/news/", "", Authority::Official),
            ("KentOnline", "", "", Authority::Press),
            ("", "https://www.wrenfieldgazette.example/x", "", Authority::Press),
            ("", "", "Read more: All the latest news from Maidstone", Authority::Press),
            ("Wrenfield Parish Council", "", "", Authority::Official),
            ("Parish of Tanfold", "", "", Authority::Official),
            ("Robin", "", "", Authority::Unknown),
            ("Sarah Parish", "", "", Authority::Unknown),
        ] {
            let address = Some(address).filter(|address| !address.is_empty());
            assert_eq!(of(Some(name), address, text), want, "{name} {address:?}");
        }
    }
}
