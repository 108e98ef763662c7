//! What each stage of a build costs, on generated sites: `cargo bench`, or `cargo bench -- 10000` for one size.
//! Prints milliseconds, the best of five runs; compare ratios in one run, since machines are noisy.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use rayon::prelude::*;

use noticeboard::testing::{
    catalogue::{
        Preview, PublicPages, Reading, Readings,
        reading::{self, BodyQuery},
    },
    embedded,
    moment::Moment,
    site::{self, Fingerprints, SiteRequest},
    source::{SourcePath, Sources, Texts},
};

/// The words that bulletins are made of.
const WORDS: [&str; 24] = [
    "shed",
    "window",
    "caller",
    "van",
    "street",
    "evening",
    "lock",
    "neighbour",
    "cycle",
    "gate",
    "parcel",
    "lamp",
    "river",
    "path",
    "school",
    "officer",
    "number",
    "card",
    "letter",
    "garden",
    "corner",
    "market",
    "bridge",
    "lane",
];

/// A small generator of numbers, so that every run sees the same site.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % most
    }

    fn sentence(&mut self, length: usize, out: &mut String) {
        for _ in 0..length {
            out.push_str(WORDS[self.below(WORDS.len())]);
            out.push(' ');
        }
        out.push_str("was seen.\n");
    }
}

/// Documents in memory.
struct Documents(BTreeMap<SourcePath, Arc<str>>);

impl Texts for Documents {
    fn text(&self, path: &SourcePath, _hash: &[u8; 32]) -> Result<Arc<str>, String> {
        self.0.get(path).cloned().ok_or_else(|| "it is not there".to_owned())
    }

    fn bytes(&self, _path: &SourcePath) -> Result<Vec<u8>, String> {
        Err("it is not there".to_owned())
    }
}

fn generated(count: usize) -> (Sources, Documents) {
    let mut dice = Dice(7);
    let mut sources = Sources { folder_name: "bench".into(), ..Sources::default() };
    let mut documents = BTreeMap::new();
    for number in 0..count {
        let mut text = String::new();
        let (year, month, day) = (2015 + number % 10, 1 + dice.below(12), 1 + dice.below(28));
        let (area, other) = (dice.below(200), dice.below(200));
        let _ = write!(
            text,
            "---\ntitle: Bulletin {number} of the bench\ndate: {year}-{month:02}-{day:02} 09:30\narea: [Area {area}, Area {other}]\n\
             kind: appeal\ntags: tag {}\nsummary: What happened, in one line.\n---\n",
            dice.below(40)
        );
        for part in 0..4 {
            let _ = writeln!(text, "\n## Part {part}\n");
            for _ in 0..5 {
                dice.sentence(12, &mut text);
            }
            text.push_str("\nCall **101** or [report it](https://report.example.org/).\n");
        }
        documents.insert(SourcePath::new(format!("content/{number:07}.md")), text.into());
    }
    sources.templates.extend(embedded::templates());
    sources.themes.extend(embedded::themes());
    sources.statics.extend(embedded::statics());
    sources.sort();
    (sources, Documents(documents))
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn best<T>(mut work: impl FnMut() -> T) -> (Duration, T) {
    let mut best: Option<(Duration, T)> = None;
    for _ in 0..5 {
        let started = Instant::now();
        let result = black_box(work());
        let took = started.elapsed();
        if best.as_ref().is_none_or(|(known, _)| took < *known) {
            best = Some((took, result));
        }
    }
    best.expect("five runs were made")
}

#[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![100, 1_000, 5_000] } else { sizes };
    let now = Moment::from_second(1_790_000_000).expect("the moment is in range");
    println!(
        "{:>8} {:>10} {:>12} {:>15} {:>10} {:>9}",
        "n", "read ms", "assemble ms", "fingerprints ms", "render ms", "outputs"
    );
    for count in sizes {
        let (sources, documents) = generated(count);
        let wishes = SiteRequest {
            now,
            preview: Preview::default(),
            base: None,
            public_pages: PublicPages::default(),
            published: std::sync::Arc::default(),
            built: Vec::new(),
            added: Vec::new(),
            translations: std::sync::Arc::default(),
        };
        let (settings, _) = site::settings(&sources, &wishes);
        let all: Vec<_> = documents.0.iter().collect();
        let keep = |html| Some(Arc::new(html));
        let (read, readings): (_, Vec<Arc<Reading>>) = best(|| {
            all.par_iter()
                .map(|(path, text)| {
                    let hash = *blake3::hash(text.as_bytes()).as_bytes();
                    Arc::new(reading::read(path, text, hash, &settings, BodyQuery::Html(&keep)))
                })
                .collect()
        });
        drop(all);
        let readings: Readings = readings.into();
        let texts: Arc<dyn Texts> = Arc::new(documents);
        let (assemble, (renderer, _)) =
            best(|| site::assemble(None, settings.clone(), &readings, &sources, texts.clone(), Arc::new(()), &wishes));
        let outputs = &renderer.plan.outputs;
        let (fingerprints, _) = best(|| {
            let fingerprints = Fingerprints::new(&renderer, b"bench", &sources);
            outputs.par_iter().filter(|output| fingerprints.of(output).is_some()).count()
        });
        let (render, _) = best(|| outputs.par_iter().filter(|output| renderer.render(output).is_ok()).count());
        println!(
            "{count:>8} {:>10.1} {:>12.1} {:>15.1} {:>10.1} {:>9}",
            read.as_secs_f64() * 1e3,
            assemble.as_secs_f64() * 1e3,
            fingerprints.as_secs_f64() * 1e3,
            render.as_secs_f64() * 1e3,
            outputs.len()
        );
    }
}
