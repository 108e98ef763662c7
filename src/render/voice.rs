//! What pages, feeds and alerts say, in one language: words, dates, the names of kinds, notes beside numbers. In: the
//! words and the settings. Out: texts. It must not know templates or which page they stand on.

use std::{ops::Deref, sync::Arc};

use crate::{
    markdown,
    moment::{Moment, Zone},
    settings::{Contact, NameOrigin, Settings},
    telephone::Numbering,
    view::{Card, Severity, State},
    words::{Language, LanguageId, Words},
};

/// One language that the site speaks. It reads like its [`Language`], and knows the site's own names and clocks besides.
#[derive(Debug)]
pub struct Voice {
    words: Arc<Words>,
    id: LanguageId,
    zone: Zone,
    numbering: Numbering,
    kinds: Vec<KindName>,
    /// Every body asks for these.
    markdown: [String; MARKDOWN.len()],
}

/// What a kind is called.
#[derive(Clone, Debug)]
struct KindName {
    label: String,
    plural: String,
}

impl Deref for Voice {
    type Target = Language;

    fn deref(&self) -> &Language {
        self.words.language(self.id)
    }
}

impl Voice {
    pub fn new(words: &Arc<Words>, id: LanguageId, settings: &Settings) -> Self {
        let kinds = settings.kinds.iter().map(|kind| {
            let said = |id: LanguageId| words.language(id).kind(&kind.name);
            // In the site's own language the settings win, in others the words of that language.
            let name = |giver: NameOrigin, own: &str, of: fn(&crate::words::KindWords) -> &Option<String>| {
                let word = |id| said(id).and_then(|words| of(words).clone());
                let of_site = || if giver == NameOrigin::Site { None } else { word(words.site()) };
                let found = if id == words.site() { of_site() } else { word(id).or_else(of_site) };
                found.unwrap_or_else(|| own.to_owned())
            };
            KindName {
                label: name(kind.label_by, &kind.label, |words| &words.label),
                plural: name(kind.plural_by, &kind.plural, |words| &words.plural),
            }
        });
        let markdown = MARKDOWN.map(|name| words.language(id).text(name).to_owned());
        let (zone, numbering) = (settings.zone.clone(), settings.numbering());
        Self { kinds: kinds.collect(), markdown, words: words.clone(), id, zone, numbering }
    }

    /// How telephone numbers are written where the site is.
    pub fn numbering(&self) -> Numbering {
        self.numbering
    }

    /// The time zone in which it says moments.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    pub fn id(&self) -> LanguageId {
        self.id
    }

    /// Whether it is the site's own language.
    pub fn is_site(&self) -> bool {
        self.id == self.words.site()
    }

    /// A moment with its weekday, and its time where it has one.
    pub fn moment(&self, moment: Moment) -> String {
        self.dates.moment(&moment.shown(&self.zone))
    }

    /// The label of a kind, by its place among the settings' kinds.
    pub fn kind(&self, kind: usize) -> &str {
        &self.kinds[kind].label
    }

    /// The plural of a kind.
    pub fn kinds(&self, kind: usize) -> &str {
        &self.kinds[kind].plural
    }

    /// The note beside a contact.
    pub fn contact_note<'a>(&'a self, contact: &'a Contact) -> Option<&'a str> {
        let own = contact.note.as_deref()?;
        let national = contact.national_note();
        let names = || std::iter::once(contact.name.as_str()).chain(national);
        let here = names().find_map(|name| self.note(name));
        let said = here.or_else(|| names().find_map(|name| self.words.language(self.words.site()).note(name)));
        match said {
            Some(said) if national.is_some() || (!self.is_site() && here.is_some()) => Some(said),
            _ => Some(own),
        }
    }

    /// The word for a state.
    pub fn state(&self, state: State) -> &str {
        self.text(match state {
            State::Draft => "draft",
            State::Scheduled => "scheduled",
            State::Open => "open",
            State::Updated => "updated",
            State::Resolved { called_off: true, .. } => "called_off",
            State::Resolved { .. } => "resolved",
            State::Expired { .. } => "expired",
        })
    }

    /// The same within a line.
    pub fn state_inline(&self, state: State) -> &str {
        self.text(match state {
            State::Draft => "draft_inline",
            State::Scheduled => "scheduled_inline",
            State::Open => "open_inline",
            State::Updated => "updated_inline",
            State::Resolved { called_off: true, .. } => "called_off_inline",
            State::Resolved { .. } => "resolved_inline",
            State::Expired { .. } => "expired_inline",
        })
    }

    /// What readers are told of a severity; the lesser ones are the editors' own words.
    pub fn severity(&self, severity: Severity) -> Option<&str> {
        Some(self.text(match severity {
            Severity::Extreme => "extreme",
            Severity::Severe => "severe",
            Severity::Moderate | Severity::Minor | Severity::Unknown => return None,
        }))
    }

    /// The sentence that says since when a bulletin is resolved or expired.
    pub fn ended(&self, state: State) -> Option<String> {
        let word = match state {
            State::Resolved { called_off: true, .. } => "called_off_since",
            State::Resolved { .. } => "resolved_since",
            State::Expired { .. } => "expired_since",
            State::Draft | State::Scheduled | State::Open | State::Updated => return None,
        };
        let since = state.told_since(&self.zone)?;
        Some(self.fill(word, &[("when", &self.moment(since))]))
    }

    /// A title with the word of a state that ended the bulletin.
    pub fn marked(&self, title: &str, state: State) -> String {
        match state {
            State::Resolved { called_off: true, .. } => self.fill("called_off_mark", &[("title", title)]),
            State::Resolved { .. } => self.fill("resolved_mark", &[("title", title)]),
            State::Expired { .. } => self.fill("expired_mark", &[("title", title)]),
            State::Draft | State::Scheduled | State::Open | State::Updated => title.to_owned(),
        }
    }

    /// The title for those who see nothing else, in a chat or in a list of news: with the word of a state that ended the
    /// bulletin, or of how urgent it is.
    pub fn headline(&self, card: &Card) -> String {
        let (title, state) = (card.title, card.state);
        // An author who wrote the word has said it.
        let is_said = |urgent: &str| title.to_lowercase().starts_with(&urgent.to_lowercase());
        match self.severity(card.severity).filter(|urgent| state.is_open() && !is_said(urgent)) {
            Some(urgent) => self.fill("severity_mark", &[("severity", urgent), ("title", title)]),
            None => self.marked(title, state),
        }
    }

    /// Up to three names, and how many more there are.
    pub fn names<'n>(&self, names: impl ExactSizeIterator<Item = &'n str>) -> String {
        let all = names.len();
        let out = self.listed(names.take(3), all);
        if all > 3 { self.count("list_more", all as u64 - 3, &[("names", &out)]) } else { out }
    }

    /// All names, however many: where a reader cannot look up the rest.
    pub fn all_names<'n>(&self, names: impl ExactSizeIterator<Item = &'n str>) -> String {
        let all = names.len();
        self.listed(names, all)
    }

    /// Names as a sentence lists them, the first of so many.
    fn listed<'n>(&self, names: impl Iterator<Item = &'n str>, all: usize) -> String {
        let mut out = String::new();
        for (at, name) in names.enumerate() {
            if at > 0 {
                out.push_str(self.text(if at + 1 == all { "list_last" } else { "list_comma" }));
            }
            out.push_str(name);
        }
        out
    }

    /// The words that the Markdown renderer adds by itself.
    pub fn markdown(&self) -> markdown::HtmlWords<'_> {
        let [note, tip, important, warning, caution, footnotes, back, picture, table, done, to_do] = &self.markdown;
        markdown::HtmlWords { note, tip, important, warning, caution, footnotes, back, picture, table, done, to_do }
    }
}

/// The names of those words, in their order.
const MARKDOWN: [&str; 11] = [
    "callout_note",
    "callout_tip",
    "callout_important",
    "callout_warning",
    "callout_caution",
    "footnotes",
    "footnote_back",
    "picture_elsewhere",
    "table",
    "task_done",
    "task_to_do",
];
