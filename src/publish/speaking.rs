//! Which files that a site does not have speak of what it takes back: old pages of this program that no record knows, or
//! that are not deleted yet. In: a job with its host, and what was found there. Out: their names, with those of what lies
//! beside them. It must not change anything.

use std::{collections::BTreeSet, sync::Arc};

use tokio::task::JoinSet;

use super::{
    PublishError, PublishListener,
    look::HostContents,
    patience::persist,
    run::{AttemptEnd, OpenJob},
    state::HostRecord,
    steps::{PublishPlan, StepGroup, packed_from, page_of_card},
};
use crate::{
    published::{CurrentBulletin, PublishedRecord, head},
    role::Role,
};

/// The most files that are looked into.
const LOOKED_INTO: usize = 5_000;
/// What pages and feeds of this program hold: one or the other.
const MADE_BY: [&str; 2] = ["noticeboard", "\"_bulletin\""];
/// The text of a bulletin, beside its page.
const TEXT: &str = "/bulletin.txt";
/// What a page holds that is of one bulletin.
const OF_ONE: &str = "article:published_time";
/// What is looked into.
const READ: [&str; 5] = [".html", ".xml", ".json", ".txt", ".ics"];

/// What bulletins that are taken back are known by, wherever they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct WithdrawnMarks {
    /// Whether there is any.
    pub any: bool,
    dates: BTreeSet<i64>,
    heads: BTreeSet<u64>,
}

impl WithdrawnMarks {
    /// `there` is known at the place, or remembered of it where it has no record. What a publish that came to its end took
    /// back is not looked for again.
    pub fn of(bulletins: &[CurrentBulletin], there: &PublishedRecord, state: Option<&HostRecord>) -> Self {
        let ended = state.is_some_and(|state| !state.retracting);
        let mut wanted = Self::default();
        for (bulletin, id) in bulletins.iter().zip(there.ids(bulletins)).filter(|(bulletin, _)| bulletin.gone.is_some())
        {
            let known = there.bulletins.get(&id);
            if ended && known.is_some_and(|known| known.state.is_gone()) {
                continue;
            }
            wanted.any = true;
            wanted.dates.insert(bulletin.date);
            // Its title may have been replaced in the same edit.
            let known = known.map(|known| known.head).filter(|head| *head != 0);
            wanted.heads.insert(known.unwrap_or(bulletin.head));
        }
        wanted
    }

    /// Whether a text holds a title of one of them, alone between marks or on a line.
    fn is_named(&self, text: &str) -> bool {
        let pieces = text.split(['<', '>', '"', '\n']).map(|piece| piece.trim().trim_start_matches("SUMMARY:"));
        pieces.filter(|piece| !piece.is_empty()).any(|piece| {
            let piece = html_escape::decode_html_entities(piece);
            self.dates.iter().any(|date| self.heads.contains(&head(*date, &piece)))
        })
    }
}

/// Of the files that would stay, or go last, though the site does not have them, those that speak of something that was
/// taken back: they lead to it, or bear its title.
pub(super) async fn speaking(
    job: &OpenJob<'_>,
    talk: &Arc<dyn PublishListener>,
    found: &HostContents,
) -> Result<BTreeSet<String>, AttemptEnd> {
    let HostContents { plan, wanted, .. } = found;
    let notices = job.site.iter().filter(|(_, file)| file.role == Role::Notice);
    let links: Vec<String> = notices
        .filter_map(|(name, _)| {
            let page = name.strip_suffix("index.html").or_else(|| name.ends_with(".html").then_some(name))?;
            Some(format!("{}{page}", job.told.base.path()))
        })
        .collect();
    let root = job.told.base.root();
    let mut names = candidates(found).into_iter();
    let mut speaking = unreadable(plan);
    let mut folders = BTreeSet::new();
    let mut tasks = JoinSet::new();
    loop {
        while tasks.len() < job.host.at_once()
            && !talk.stop()
            && let Some(name) = names.next()
        {
            let (host, talk) = (job.host.clone(), talk.clone());
            tasks.spawn(async move {
                let read = persist(0, || talk.stop(), || host.read(&name)).await;
                (name, read)
            });
        }
        let Some(task) = tasks.join_next().await else { break };
        let (name, read) = task.map_err(|error| PublishError::Host(error.to_string()))?;
        let Some((bytes, _)) = read? else { continue };
        let text = String::from_utf8_lossy(&bytes);
        let is_text = name.ends_with(TEXT);
        let ours = plan.state.files.contains_key(&name)
            || MADE_BY.iter().any(|mark| text.contains(mark))
            || is_text && text.contains(&root);
        if !ours {
            continue;
        }
        if wanted.is_named(&text) {
            if is_text || text.contains(OF_ONE) {
                folders.insert(folder_of(&name).to_owned());
            }
            speaking.insert(name);
        } else if links.iter().any(|link| text.contains(link.as_str())) {
            speaking.insert(name);
        }
    }
    if talk.stop() {
        return Err(PublishError::Interrupted.into());
    }
    speaking.extend(beside(found, &folders, &speaking));
    Ok(speaking)
}

/// The folder of a bulletin, of which a file is the page or the text: that of `news/roof.html` is `news/roof`.
fn folder_of(name: &str) -> &str {
    let own = ["/index.html", TEXT].iter().find_map(|end| name.strip_suffix(end));
    own.or_else(|| name.rsplit_once('.').map(|(stem, _)| stem)).unwrap_or(name)
}

/// The files that are looked into. Where there is a record, of those that it does not know only what lies beside a text of
/// this program: a place may hold much else.
fn candidates(found: &HostContents) -> Vec<String> {
    let HostContents { plan, state, .. } = found;
    let later = plan.of(StepGroup::Remove).iter().map(|step| &step.name);
    // Where the last publish did not come to its end, its record may be the first one.
    let all = state.as_ref().is_none_or(|state| state.retracting);
    let texts: BTreeSet<&str> = plan.strange.iter().filter_map(|name| name.strip_suffix(TEXT)).collect();
    let is_beside = |name: &str| name.match_indices('/').any(|(at, _)| texts.contains(&name[..at]));
    let strange = plan.strange.iter().filter(|name| all || is_beside(name));
    let is_read = |name: &&String| READ.iter().any(|ending| name.ends_with(ending));
    later.chain(strange).filter(is_read).take(LOOKED_INTO).cloned().collect()
}

/// What goes last and no reader can be led by, and may hold any word: pieces of the search.
fn unreadable(plan: &PublishPlan) -> BTreeSet<String> {
    let names = plan.of(StepGroup::Remove).iter().map(|step| &step.name);
    let is_piece = |name: &&String| {
        let role = plan.state.files.get(*name).map(|kept| kept.role);
        matches!(role, Some(Role::Feed | Role::Index)) && !READ.iter().any(|ending| name.ends_with(ending))
    };
    names.filter(is_piece).cloned().collect()
}

/// What goes along with files that speak: all below the folders of bulletins, their cards, and what is compressed of it.
fn beside(found: &HostContents, folders: &BTreeSet<String>, speaking: &BTreeSet<String>) -> Vec<String> {
    let plan = &found.plan;
    let names = plan.strange.iter().chain(plan.of(StepGroup::Remove).iter().map(|step| &step.name));
    let goes = |name: &&String| {
        let name = name.as_str();
        let plain = packed_from(name).unwrap_or(name);
        speaking.contains(plain)
            || page_of_card(plain).is_some_and(|page| folders.contains(page))
            || name.match_indices('/').any(|(at, _)| folders.contains(&name[..at]))
    };
    names.filter(goes).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_known_by_its_page_in_both_forms() {
        for (card, page) in
            [("cards/2026/11/jane.png", "2026/11/jane"), ("cards/2026/11/jane/card.png", "2026/11/jane")]
        {
            assert_eq!(page_of_card(card), Some(page));
        }
        assert_eq!(page_of_card("2026/11/jane/card.png"), None);
        for (name, folder) in [
            ("2026/11/jane/index.html", "2026/11/jane"),
            ("2026/11/jane/bulletin.txt", "2026/11/jane"),
            ("news/jane.html", "news/jane"),
        ] {
            assert_eq!(folder_of(name), folder);
        }
        assert_eq!(packed_from("cards/2026/11/jane.png.gz"), Some("cards/2026/11/jane.png"));
    }

    #[test]
    fn a_title_is_known_in_pages_texts_and_calendars_and_no_other_is() {
        let title = "Jane & \u{201c}Jo\u{201d} missed";
        let wanted = WithdrawnMarks { any: true, dates: [7].into(), heads: [head(7, title)].into() };
        for text in [
            "<meta property=\"og:title\" content=\"Jane &amp; “Jo” missed\">",
            "<h1>Jane &amp; &ldquo;Jo&rdquo; missed</h1>",
            "Jane & “Jo” missed\r\nAppeal · Wrenfield\n",
            "BEGIN:VEVENT\r\nSUMMARY:Jane & “Jo” missed\r\n",
        ] {
            assert!(wanted.is_named(text), "{text}");
        }
        for text in ["<h1>Jane &amp; Jo missed</h1>", "It is said that Jane & “Jo” missed", ""] {
            assert!(!wanted.is_named(text), "{text}");
        }
        let other = WithdrawnMarks { dates: [8].into(), ..wanted };
        assert!(!other.is_named(title), "of another day");
    }
}
