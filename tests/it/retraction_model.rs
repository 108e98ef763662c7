//! What was taken back stays taken back, whatever happens (docs/security.md): three working copies of a site, of which two
//! publish to one host in memory, and a reader. Edits, new names, withdrawals, restores, lost records, wiped hosts, kills at
//! any step and clocks that jump come in random order. After each step no file on the host holds a word of a bulletin that
//! the last publisher knew as taken back, and the reader's stored copy of it was overwritten.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::{Arc, Mutex},
};

use noticeboard::testing::{
    catalogue::{Preview, PublicPages},
    moment::{Moment, Zone},
    plan::traits::belongs_to,
    publish::{
        Author, PublishError, PublishJob, PublishListener, PublishMode, Recipient, Remember, Report, Target,
        host::{FailureScope, FileBytes, Host, HostError, HostFuture, MarkedFile, PutCondition},
        run_on,
        wanted::{BytesSource, FileHeaders, HostListing, HostListingEntry, Print, SiteFile, SiteFiles as Files},
    },
    published::{self, CurrentBulletin, Memory, PublishedRecord},
    render::RenderedOutput,
    site::SiteRequest,
};

use crate::harness::{self, site};

/// How many sequences are tried, unless `NOTICEBOARD_MODEL` says another number.
const SEQUENCES: u64 = 3;
const STEPS: usize = 16;
const DAY: i64 = 86_400;
/// 2021-03-10 12:00 in UTC.
const BEGIN: i64 = 1_615_377_600;

const SETTINGS: &str = "
    title: Wren Valley Watch
    base_url: https://watch.example.org/
    timezone: UTC
    feed_items: 2
    outputs: {cards: false, search: false, posters: false, tags: false, archive: false, feeds: [atom]}
    ";

/// Numbers that a seed gives.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(most).unwrap()).unwrap()
    }

    fn one_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }
}

/// The played host.
#[derive(Default)]
struct Place {
    files: BTreeMap<String, (Vec<u8>, u64)>,
    puts: u64,
    /// How many files may still be changed before the publish is killed.
    left: Option<usize>,
}

struct InMemory(Arc<Mutex<Place>>);

impl Place {
    /// A change of one file; none when the publish is killed before it, an error when right after it.
    fn change(&mut self, what: impl FnOnce(&mut Self)) -> Result<(), HostError> {
        let killed = || Err(HostError::new(FailureScope::Fatal, KILLED));
        match self.left {
            Some(0) => return killed(),
            Some(left) => self.left = Some(left - 1),
            None => {}
        }
        what(self);
        if self.left == Some(0) { killed() } else { Ok(()) }
    }

    fn alive(&self) -> Result<(), HostError> {
        if self.left == Some(0) { Err(HostError::new(FailureScope::Fatal, KILLED)) } else { Ok(()) }
    }

    fn mark(&self, name: &str) -> Option<String> {
        self.files.get(name).map(|(_, mark)| mark.to_string())
    }
}

const KILLED: &str = "killed";

impl Host for InMemory {
    fn list(&self) -> HostFuture<'_, HostListing> {
        let place = self.0.lock().unwrap();
        let files = place.files.iter().filter(|(name, _)| !name.starts_with(".noticeboard/"));
        let seen = |(bytes, mark): &(Vec<u8>, u64)| HostListingEntry {
            size: bytes.len() as u64,
            mark: Some(mark.to_string()),
        };
        let listing = place.alive().map(|()| files.map(|(name, file)| (name.clone(), seen(file))).collect());
        Box::pin(async { listing })
    }

    fn read<'a>(&'a self, name: &'a str) -> HostFuture<'a, MarkedFile> {
        let place = self.0.lock().unwrap();
        let found = place.files.get(name).map(|(bytes, mark)| (bytes.clone(), Some(mark.to_string())));
        let found = place.alive().map(|()| found);
        Box::pin(async { found })
    }

    fn put<'a>(
        &'a self,
        name: &'a str,
        content: FileBytes,
        _: &'a FileHeaders,
        when: PutCondition,
    ) -> HostFuture<'a, Option<String>> {
        let mut place = self.0.lock().unwrap();
        let there = place.mark(name);
        let holds = match when {
            PutCondition::Always => true,
            PutCondition::Absent => there.is_none(),
            PutCondition::Is(mark) => there == Some(mark),
        };
        let FileBytes::Bytes(bytes) = content else { unreachable!("no file is so large") };
        let put = if holds {
            place.change(|place| {
                place.puts += 1;
                place.files.insert(name.to_owned(), (bytes.to_vec(), place.puts));
            })
        } else {
            place.alive().and(Err(HostError::new(FailureScope::Unmet, "it is another")))
        };
        let put = put.map(|()| place.mark(name));
        Box::pin(async { put })
    }

    fn delete<'a>(&'a self, name: &'a str) -> HostFuture<'a, ()> {
        let mut place = self.0.lock().unwrap();
        let deleted = place.change(|place| {
            place.files.remove(name);
        });
        Box::pin(async { deleted })
    }

    fn holds<'a>(
        &'a self,
        name: &'a str,
        _: &'a HostListingEntry,
        content: FileBytes,
        _: &'a FileHeaders,
    ) -> HostFuture<'a, bool> {
        let place = self.0.lock().unwrap();
        let FileBytes::Bytes(bytes) = content else { unreachable!("no file is so large") };
        let same = place.alive().map(|()| place.files.get(name).is_some_and(|(there, _)| **there == *bytes));
        Box::pin(async { same })
    }

    fn at_once(&self) -> usize {
        1
    }
}

/// What a copy remembers.
#[derive(Default)]
struct Remembers(Mutex<Memory>);

impl Remembers {
    fn change(&self, new: impl FnOnce(Memory) -> Memory) {
        let mut memory = self.0.lock().unwrap();
        *memory = new(std::mem::take(&mut *memory));
    }
}

impl Remember for Remembers {
    fn met(&self, there: Option<&PublishedRecord>) -> PublishedRecord {
        let memory = self.0.lock().unwrap();
        there.map_or(&memory.met, |there| memory.of(there)).clone()
    }

    fn known(&self) -> PublishedRecord {
        self.0.lock().unwrap().known().clone()
    }

    fn hears(&self, published: &PublishedRecord) {
        self.change(|memory| memory.with_heard(published));
    }

    fn about(&self, published: &PublishedRecord) {
        self.change(|memory| memory.with_about(published));
    }

    fn meets(&self, published: &PublishedRecord) {
        self.change(|_| Memory::meeting(published));
    }
}

/// Nobody is there to answer.
struct Silent;

impl PublishListener for Silent {
    fn progress(&self, _: usize, _: usize) {}

    fn stop(&self) -> bool {
        false
    }

    fn say(&self, _: &str) {}

    fn step(&self, _: &str) {}

    fn agree(&self, _: &str) -> Option<bool> {
        None
    }
}

/// A bulletin as a copy has it. Each of its words tells which it is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Text {
    name: String,
    version: u32,
    withdrawn: Option<i64>,
    /// Whether its text names its file.
    linked: bool,
}

type Number = usize;

#[derive(Default)]
struct Copy {
    texts: BTreeMap<Number, Text>,
    memory: Arc<Remembers>,
    /// By how much its clock is wrong, in seconds.
    wrong: i64,
    built: Vec<CurrentBulletin>,
    /// Whether it has met nothing yet.
    blind: bool,
}

fn word(number: Number) -> String {
    format!("zq{number}z")
}

impl Text {
    fn front(&self, number: Number) -> String {
        let word = word(number);
        let gone = self.withdrawn.map_or_else(String::new, |since| {
            let closed = Moment::from_second(since).unwrap().rfc3339(&Zone::utc());
            format!("status: withdrawn\nclosed: {closed}\n")
        });
        let link = if self.linked { format!("[the sheet](files/f{number}.txt)") } else { String::new() };
        let version = self.version;
        format!(
            "---\ntitle: {word} missed\ndate: 2021-03-0{} 09:30\narea: Kent\n{gone}---\n{word} version {version} {link}\n",
            1 + number % 9
        )
    }
}

/// What a publish sends.
struct Build {
    files: Files,
    bulletins: Vec<CurrentBulletin>,
    withheld: BTreeSet<String>,
    base: noticeboard::testing::address::BaseUrl,
}

struct Model {
    chance: Chance,
    place: Arc<Mutex<Place>>,
    copies: [Copy; 3],
    /// What somebody published last, as a shared folder would hold it.
    shared: BTreeMap<Number, Text>,
    now: i64,
    count: Number,
    names: usize,
    /// What the last publisher knew as taken back.
    gone: BTreeSet<Number>,
    /// Those that were ever shown.
    seen: BTreeSet<Number>,
    /// The reader's stored copies, by their ids.
    stored: BTreeMap<String, String>,
    out: tempfile::TempDir,
    told: Vec<String>,
}

impl Model {
    fn new(seed: u64) -> Self {
        let mut model = Self {
            chance: Chance(seed),
            place: Arc::default(),
            copies: <[Copy; 3]>::default(),
            shared: BTreeMap::new(),
            now: BEGIN,
            count: 0,
            names: 0,
            gone: BTreeSet::new(),
            seen: BTreeSet::new(),
            stored: BTreeMap::new(),
            out: tempfile::tempdir().unwrap(),
            told: Vec::new(),
        };
        for _ in 0..3 {
            model.add(0);
        }
        model.publish(0, &[], false, None);
        for at in 1..3 {
            let texts = model.copies[0].texts.clone();
            model.copies[at].texts = texts;
            let memory = model.copies[0].memory.0.lock().unwrap().clone();
            *model.copies[at].memory.0.lock().unwrap() = memory;
        }
        model
    }

    fn name(&mut self) -> String {
        self.names += 1;
        format!("n{}", self.names)
    }

    fn add(&mut self, who: usize) {
        self.count += 1;
        let text = Text { name: self.name(), version: 0, withdrawn: None, linked: true };
        self.copies[who].texts.insert(self.count, text);
    }

    /// A bulletin of a copy.
    fn one_of(&mut self, who: usize) -> Option<Number> {
        let numbers: Vec<Number> = self.copies[who].texts.keys().copied().collect();
        (!numbers.is_empty()).then(|| numbers[self.chance.below(numbers.len())])
    }

    fn build(&mut self, who: usize) -> Build {
        let copy = &self.copies[who];
        let mut sources = site("").settings(SETTINGS);
        for (number, text) in &copy.texts {
            sources = sources.edit(&format!("content/{}.md", text.name), &text.front(*number));
        }
        // Files stay where they are, whatever becomes of the texts.
        for number in 1..=self.count {
            sources = sources.edit(&format!("content/files/f{number}.txt"), &word(number));
        }
        let numbers: BTreeSet<Number> = copy.texts.keys().copied().collect();
        sources.files.retain(|name, _| {
            let file = name.strip_prefix("content/files/f").and_then(|rest| rest.strip_suffix(".txt"));
            file.is_none_or(|number| numbers.contains(&number.parse().unwrap()))
        });
        let (sources, documents) = sources.sources();
        let wishes = SiteRequest {
            now: Moment::from_second(self.now + copy.wrong).unwrap(),
            preview: Preview::default(),
            base: None,
            public_pages: PublicPages::default(),
            published: copy.memory.known().into(),
            built: copy.built.clone(),
            added: Vec::new(),
            translations: std::sync::Arc::default(),
        };
        let (whole, _) = harness::assemble(&sources, &documents, &wishes);
        let out = self.out.path().join(who.to_string());
        let mut files = Files::new();
        for output in &whole.plan.outputs {
            let bytes = match whole.render(output).unwrap() {
                RenderedOutput::Bytes(bytes) => bytes,
                RenderedOutput::Shared(bytes) => bytes.to_vec(),
                RenderedOutput::Copy(path) => documents.1[&path].clone(),
            };
            let name = output.address.file();
            write(&out.join(&name), &bytes);
            let wanted = SiteFile {
                print: Print::of(&blake3::hash(&bytes)),
                size: bytes.len() as u64,
                role: whole.plan.role(&whole.catalogue, output),
                of: belongs_to(&whole.catalogue, output)
                    .iter()
                    .map(noticeboard::testing::address::Address::file)
                    .collect(),
                headers: FileHeaders { content_type: "text/plain", cache_control: String::new(), encoding: None },
                source: BytesSource::File(name.clone()),
            };
            files.insert(name, wanted);
        }
        let bulletins = published::current(&whole.catalogue, &whole.readings);
        let held =
            sources.attachments.iter().filter(|file| whole.catalogue.attachments.get(file.path.as_str()).is_none());
        let withheld = held.filter_map(|file| Some(file.path.below("content")?.to_owned())).collect();
        self.copies[who].built.clone_from(&bulletins);
        Build { files, bulletins, withheld, base: whole.catalogue.settings.base.clone() }
    }

    /// Builds and publishes, as `publish` does: once more where the host tells what the build did not know.
    fn publish(&mut self, who: usize, restored: &[Number], unasked: bool, killed_after: Option<usize>) {
        // Who met nothing, and finds no record, cannot know what a text once named.
        let knows = !self.copies[who].blind || self.place.lock().unwrap().files.contains_key(".noticeboard/state");
        let mut done = Err(PublishError::Ids);
        for _ in 0..2 {
            let Build { files, bulletins, withheld, base } = self.build(who);
            let copy = &self.copies[who];
            let address = |number: &Number| {
                let head = copy.texts.get(number)?;
                Some(format!("/2021/03/{}/", head.name))
            };
            let job = PublishJob {
                target: Target::parse("./played").unwrap(),
                endpoint: None,
                region: None,
                told: Recipient { base, caches: Vec::new(), hub: None, state: self.out.path().to_owned() },
                author: Author { name: String::new(), email: String::new() },
                state: self.out.path().to_owned(),
                site: Arc::new(files),
                out: self.out.path().join(who.to_string()),
                now: self.now + copy.wrong,
                grace: DAY,
                most_deleted: Some(256),
                earnest: PublishMode::Do,
                bulletins,
                withheld,
                memory: copy.memory.clone(),
                restored: restored.iter().filter_map(address).collect(),
                unasked,
                doubts: Arc::new(|| Ok(Vec::new())),
            };
            self.place.lock().unwrap().left = killed_after;
            let talk: Arc<dyn PublishListener> = Arc::new(Silent);
            let place = self.place.clone();
            done = run_on(&job, &talk, &|| {
                let host: Arc<dyn Host> = Arc::new(InMemory(place.clone()));
                Box::pin(async { Ok(host) })
            });
            let mut place = self.place.lock().unwrap();
            place.left = None;
            // The process is gone, and so is its lock.
            place.files.remove(".noticeboard/lock");
            if !matches!(done, Err(PublishError::Ids)) {
                break;
            }
        }
        self.told.push(format!(
            "publish {who} restoring {restored:?} unasked {unasked} killed {killed_after:?}: {}",
            said(&done)
        ));
        let begun = done.is_ok() || matches!(&done, Err(PublishError::Host(why)) if why == KILLED);
        if begun {
            // Whoever restores it may be stopped anywhere.
            for number in restored {
                self.gone.remove(number);
            }
        }
        if done.is_ok() {
            let copy = &mut self.copies[who];
            copy.blind = false;
            // What no publish showed with its file, and names it no more, is nothing that was taken back.
            let knows = |number: &Number| knows && self.seen.contains(number);
            let gone =
                copy.texts.iter().filter(|(number, text)| text.withdrawn.is_some() && (text.linked || knows(number)));
            self.gone.extend(gone.map(|(number, _)| *number));
            let shown = copy.texts.iter().filter(|(_, text)| text.withdrawn.is_none());
            self.seen.extend(shown.map(|(number, _)| *number));
            self.shared.clone_from(&copy.texts);
            self.read();
        }
    }

    /// The reader looks at the feed, and every stored copy of what was taken back is overwritten then.
    fn read(&mut self) {
        let place = self.place.lock().unwrap();
        let Some((feed, _)) = place.files.get("atom.xml") else { return };
        let feed = String::from_utf8(feed.clone()).unwrap();
        for entry in feed.split("<entry").skip(1) {
            let id = entry.split_once("<id>").unwrap().1.split_once("</id>").unwrap().0;
            self.stored.insert(id.to_owned(), entry.to_owned());
        }
        for number in &self.gone {
            let stored = self.stored.iter().find(|(_, entry)| entry.contains(&word(*number)));
            assert!(stored.is_none(), "a reader keeps {number}: {stored:?}\n{}", self.told.join("\n"));
        }
    }

    fn check(&self) {
        let place = self.place.lock().unwrap();
        for number in &self.gone {
            let word = word(*number);
            let holds = |bytes: &[u8]| bytes.windows(word.len()).any(|part| part == word.as_bytes());
            let names: Vec<&String> =
                place.files.iter().filter(|(_, (bytes, _))| holds(bytes)).map(|(name, _)| name).collect();
            assert!(names.is_empty(), "{number} was taken back and stands in {names:?}\n{}", self.told.join("\n"));
        }
    }

    fn step(&mut self) {
        let who = self.chance.below(3);
        let publisher = self.chance.below(2);
        let number = self.one_of(who);
        let told = match (self.chance.below(17), number) {
            (0, _) => {
                self.add(who);
                format!("{who} writes {}", self.count)
            }
            (1 | 2, Some(number)) => {
                self.copies[who].texts.get_mut(&number).unwrap().version += 1;
                format!("{who} edits {number}")
            }
            (3, Some(number)) if !self.copies[who].blind => {
                let name = self.name();
                self.copies[who].texts.get_mut(&number).unwrap().name.clone_from(&name);
                format!("{who} renames {number} to {name}")
            }
            (4..=6, Some(number)) => {
                let at = self.now + self.copies[who].wrong - [0, 0, 3, 50][self.chance.below(4)] * DAY;
                let name = self.name();
                let (renames, linked) = (self.chance.one_in(3) && !self.copies[who].blind, self.chance.one_in(2));
                let text = self.copies[who].texts.get_mut(&number).unwrap();
                (text.withdrawn, text.linked) = (Some(at), linked);
                text.version += 1;
                if renames {
                    text.name = name;
                }
                format!("{who} withdraws {number} at {at} as {text:?}")
            }
            (7, Some(number)) => {
                self.copies[who].texts.remove(&number);
                format!("{who} deletes {number}")
            }
            (8, Some(_)) if who < 2 => {
                let Some(number) = self.one_of(who) else { return };
                let text = self.copies[who].texts.get_mut(&number).unwrap();
                (text.withdrawn, text.linked) = (None, true);
                let kill = self.kill();
                self.publish(who, &[number], false, kill);
                format!("{who} restored {number}")
            }
            (9, _) => {
                let texts = self.copies[publisher].texts.clone();
                self.copies[who].texts = texts;
                format!("{who} takes over from {publisher}")
            }
            (10, _) => {
                let days = self.chance.below(12);
                self.now += i64::try_from(days).unwrap() * DAY;
                format!("{days} days pass")
            }
            (11, _) => {
                let days = [0, 0, 0, 35, -35, 400, -400][self.chance.below(7)];
                self.copies[who].wrong = days * DAY;
                format!("the clock of {who} is wrong by {days} days")
            }
            (12, _) => {
                let mut place = self.place.lock().unwrap();
                // Nobody can be held to what nobody can know.
                self.gone.clear();
                if self.chance.one_in(2) {
                    place.files.remove(".noticeboard/state");
                    "the record is lost".into()
                } else {
                    place.files.clear();
                    "the host is wiped".into()
                }
            }
            (13, _) => {
                let shared = self.shared.clone();
                let wrong = self.copies[who].wrong;
                self.copies[who] = Copy { texts: shared, wrong, blind: true, ..Copy::default() };
                format!("{who} begins anew from what was published")
            }
            _ => {
                let (unasked, kill) = (self.chance.one_in(3), self.kill());
                self.publish(publisher, &[], unasked, kill);
                format!("{publisher} published")
            }
        };
        self.told.push(told);
        self.check();
    }

    fn kill(&mut self) -> Option<usize> {
        self.chance.one_in(3).then(|| self.chance.below(60))
    }
}

fn said(done: &Result<Report, PublishError>) -> String {
    match done {
        Ok(Report { sent, deleted, .. }) => format!("sent {sent}, deleted {deleted}"),
        Err(stopped) => format!("{stopped:?}"),
    }
}

fn write(path: &Path, bytes: &[u8]) {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return;
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

#[test]
fn what_was_taken_back_stays_so_whatever_happens() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("NOTICEBOARD_MODEL_FROM").unwrap_or(0);
    let sequences = number("NOTICEBOARD_MODEL").unwrap_or(SEQUENCES);
    let mut published = 0;
    let mut failed = Vec::new();
    for seed in first..first + sequences {
        let play = || {
            let mut model = Model::new(seed);
            model.told.push(format!("seed {seed}"));
            for _ in 0..STEPS {
                model.step();
            }
            model.told.iter().filter(|line| line.contains(": sent")).count()
        };
        match std::panic::catch_unwind(play) {
            Ok(count) => published += count,
            Err(_) => failed.push(seed),
        }
    }
    assert_eq!(failed, Vec::<u64>::new(), "the seeds of sequences that failed");
    // A model in which everything is refused would prove nothing.
    assert!(published as u64 > sequences * 2, "{published} publishes");
}
