//! A whole site in one string, put together in memory at a fixed now. In: files under marks `-- content/roof.md --`.
//! Out: pages, feeds, problems as a person sees them, and the list of files. README.md shows how a test uses it.

use std::{cell::OnceCell, collections::BTreeMap, io::Cursor, ops::Deref, sync::Arc};

use noticeboard::testing::{
    address::{Address, BaseUrl},
    catalogue::{
        Preview, PublicPages,
        reading::{self, BodyQuery},
    },
    embedded, moment, pictures,
    plan::Recipe,
    problem::{self, Problem, show},
    render::RenderedOutput,
    site::{self, Fingerprints, SiteRequest},
    source::{File, SourcePath, Sources, Static, Text, Texts},
};

use crate::photo;

/// A site as files, and how it is looked at.
pub struct Site {
    pub files: BTreeMap<String, String>,
    /// Files whose bytes are no text.
    bytes: BTreeMap<String, Vec<u8>>,
    now: String,
    preview: Preview,
    base: Option<String>,
    built: OnceCell<BuildRecord>,
}

struct BuildRecord {
    sources: Sources,
    documents: Documents,
    renderer: site::Site,
    problems: Vec<Problem>,
}

/// The documents of a site in memory, in the order of their paths, and the bytes of its attachments.
#[derive(Clone, Default)]
pub struct Documents(pub BTreeMap<SourcePath, Arc<str>>, pub BTreeMap<SourcePath, Vec<u8>>);

impl Texts for Documents {
    fn text(&self, path: &SourcePath, _hash: &[u8; 32]) -> Result<Arc<str>, String> {
        self.0.get(path).cloned().ok_or_else(|| "it is not there".to_owned())
    }

    fn bytes(&self, path: &SourcePath) -> Result<Vec<u8>, String> {
        self.1.get(path).cloned().ok_or_else(|| "it is not there".to_owned())
    }
}

/// Puts a site in memory together.
pub fn assemble(sources: &Sources, documents: &Documents, wishes: &SiteRequest) -> (site::Site, Vec<Problem>) {
    let (settings, mut problems) = site::settings(sources, wishes);
    let keep = |html| Some(Arc::new(html));
    let body = BodyQuery::Html(&keep);
    let read = |(path, text): (&SourcePath, &Arc<str>)| {
        Arc::new(reading::read(path, text, *blake3::hash(text.as_bytes()).as_bytes(), &settings, body))
    };
    let readings: Vec<_> = documents.0.iter().map(read).collect();
    let (renderer, found) =
        site::assemble(None, settings, &readings.into(), sources, Arc::new(documents.clone()), Arc::new(()), wishes);
    problems.extend(found);
    (renderer, problems)
}

/// A site from its files; indentation that all lines share is taken off.
pub fn site(text: &str) -> Site {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut current = None;
    for line in dedent(text).lines() {
        if let Some(path) = line.strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --")) {
            assert!(files.insert(path.to_owned(), String::new()).is_none(), "{path} is there twice");
            current = Some(path.to_owned());
        } else if let Some(text) = current.as_ref().and_then(|path| files.get_mut(path)) {
            text.push_str(line);
            text.push('\n');
        }
    }
    let (now, bytes) = ("2021-03-10 12:00".into(), BTreeMap::new());
    Site { files, bytes, now, preview: Preview::default(), base: None, built: OnceCell::new() }
}

/// A site with one bulletin at `/2021/03/roof/`: lines of front matter, then after a line `---` the body. Title, date
/// and area are filled in where they are not given.
pub fn bulletin(text: &str) -> Site {
    let text = dedent(text);
    let (fields, body) = text.split_once("---\n").unwrap_or((&text, ""));
    let mut all = String::from("---\n");
    for (key, line) in [("title", "title: Roof"), ("date", "date: 2021-03-01 15:34"), ("area", "area: Kent")] {
        if !fields.lines().any(|line| line.starts_with(&format!("{key}:"))) {
            all.push_str(&format!("{line}\n"));
        }
    }
    let newline = if fields.is_empty() || fields.ends_with('\n') { "" } else { "\n" };
    site("").edit("content/roof.md", &format!("{all}{fields}{newline}---\n{body}"))
}

/// A generator of numbers that are the same in every run (Knuth's MMIX).
pub struct Dice(pub u64);

impl Dice {
    /// A number below the number of sides.
    pub fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % sides
    }

    pub fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.throw(of.len())]
    }
}

/// Takes off the indentation that all lines share, and a first line break.
pub fn dedent(text: &str) -> String {
    let text = text.strip_prefix('\n').unwrap_or(text);
    let indented = text.lines().filter(|line| !line.trim().is_empty());
    let indent = indented.map(|line| line.len() - line.trim_start_matches(' ').len()).min().unwrap_or(0);
    let lines = text.lines().map(|line| line.get(indent..).unwrap_or(""));
    lines.fold(String::new(), |all, line| all + line + "\n")
}

impl Site {
    /// The moment that counts as now, `2021-03-10 12:00` otherwise.
    pub fn now(mut self, now: &str) -> Self {
        self.now = now.into();
        self.fresh()
    }

    /// As `--drafts` and `--future` show it.
    pub fn preview(mut self) -> Self {
        self.preview = Preview { drafts: true, future: true };
        self.fresh()
    }

    /// As `--base-url` shows it.
    pub fn base(mut self, url: &str) -> Self {
        self.base = Some(url.into());
        self.fresh()
    }

    /// A file added or replaced.
    pub fn edit(mut self, path: &str, text: &str) -> Self {
        self.files.insert(path.into(), text.into());
        self.fresh()
    }

    /// A file of bytes added or replaced.
    pub fn put(mut self, path: &str, bytes: Vec<u8>) -> Self {
        self.bytes.insert(path.into(), bytes);
        self.fresh()
    }

    /// `site.yaml` replaced.
    pub fn settings(self, text: &str) -> Self {
        self.edit("site.yaml", &dedent(text))
    }

    fn fresh(mut self) -> Self {
        self.built = OnceCell::new();
        self
    }

    /// Everything as the reading edge would hand it on.
    pub fn sources(&self) -> (Sources, Documents) {
        let mut documents = Documents::default();
        let mut sources = Sources { folder_name: "Watch".into(), ..Sources::default() };
        sources.templates.extend(embedded::templates());
        sources.themes.extend(embedded::themes());
        sources.statics.extend(embedded::statics());
        for (name, text) in &self.files {
            let path = SourcePath::new(name.as_str());
            let whole = Text { path: path.clone(), text: text.as_str().into() };
            let in_theme = name.strip_prefix("themes/").and_then(|rest| rest.split_once('/')).map(|(_, rest)| rest);
            match name.split('/').next().unwrap_or_default() {
                "site.yaml" => sources.settings = Some(whole),
                "content" if noticeboard::testing::read::names::is_document(name) => {
                    documents.0.insert(path, whole.text);
                }
                "content" => attach(&mut sources, &mut documents, path, picture(name, text)),
                "templates" => sources.templates.push(whole),
                "themes" => match in_theme {
                    Some("theme.yaml") => sources.themes.push(whole),
                    Some(rest) if rest.starts_with("templates/") => sources.templates.push(whole),
                    Some(rest) if rest.starts_with("static/") => {
                        sources.statics.push(Static { path, bytes: text.as_bytes().into() });
                    }
                    _ => {}
                },
                _ => panic!("{name} is no file of a site"),
            }
        }
        for (name, bytes) in &self.bytes {
            let path = SourcePath::new(name.as_str());
            if name.starts_with("content/") {
                attach(&mut sources, &mut documents, path, bytes.clone());
            } else {
                sources.statics.push(Static { path, bytes: bytes.as_slice().into() });
            }
        }
        sources.sort();
        (sources, documents)
    }

    fn built(&self) -> &BuildRecord {
        self.built.get_or_init(|| {
            let (sources, documents) = self.sources();
            let (settings, _) = noticeboard::testing::settings::read(sources.settings.as_ref(), "");
            let now = moment::parse(&self.now, &settings.zone, settings.date_order).expect("now is a moment").moment;
            let base = self.base.as_ref().map(|base| BaseUrl::parse(base).expect("the base is an address"));
            let (renderer, problems) = assemble(
                &sources,
                &documents,
                &SiteRequest {
                    now,
                    preview: self.preview,
                    base,
                    public_pages: PublicPages::default(),
                    published: std::sync::Arc::default(),
                    built: Vec::new(),
                    added: Vec::new(),
                    translations: std::sync::Arc::default(),
                },
            );
            BuildRecord { sources, documents, renderer, problems }
        })
    }

    fn text(&self, path: &SourcePath) -> Option<Arc<str>> {
        let BuildRecord { sources, documents, .. } = self.built();
        documents.0.get(path).or_else(|| sources.text(path)).cloned()
    }

    /// What the stages hand on, for tests of a stage.
    pub fn renderer(&self) -> &site::Site {
        &self.built().renderer
    }

    /// Everything that `check` reports.
    pub fn found(&self) -> Vec<Problem> {
        let BuildRecord { renderer, problems, .. } = self.built();
        let mut problems = problems.clone();
        let outputs = renderer.plan.outputs.iter().filter(|output| !matches!(output.recipe, Recipe::Card(_)));
        problems.extend(outputs.filter_map(|output| renderer.render(output).err()));
        problem::sort(&mut problems);
        problems
    }

    /// The report of `check`, without colour.
    pub fn problems(&self) -> String {
        show::report(&self.found(), &|path| self.text(path), &annotate_snippets::Renderer::plain())
    }

    /// The codes of the problems, each with its place: `date-unreadable content/roof.md:3:7`.
    pub fn codes(&self) -> String {
        let line = |problem: &Problem| {
            let place = problem.place.as_ref().map(|place| match (place.span, self.text(&place.path)) {
                (Some(span), Some(text)) => {
                    let (line, column) = noticeboard::testing::source::line_and_column(&text, span.start as usize);
                    format!(" {}:{line}:{column}", place.path)
                }
                _ => format!(" {}", place.path),
            });
            format!("{}{}", problem.code.name(), place.unwrap_or_default())
        };
        self.found().iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// The addresses of all outputs, in order, but for the theme's files.
    pub fn files(&self) -> Vec<String> {
        let mut files = self.addresses();
        files.sort();
        files
    }

    /// Whether something stands at an address.
    pub fn has(&self, address: &str) -> bool {
        self.built().renderer.plan.at(&Address::new(address)).is_some()
    }

    /// The text of one output.
    pub fn page(&self, address: &str) -> Page {
        let renderer = &self.built().renderer;
        let Some(output) = renderer.plan.at(&Address::new(address)) else {
            panic!("nothing at {address}, but at\n{}\n{}", self.files().join("\n"), self.problems());
        };
        let bytes = match renderer.render(output) {
            Ok(RenderedOutput::Bytes(bytes)) => bytes,
            Ok(RenderedOutput::Shared(bytes)) => bytes.to_vec(),
            Ok(RenderedOutput::Copy(path)) => format!("copy of {path}").into_bytes(),
            Err(problem) => panic!("{address}: {}; {}", problem.message, problem.help),
        };
        Page(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The page of [`bulletin`].
    pub fn roof(&self) -> Page {
        self.page("/2021/03/roof/")
    }

    /// A feed, which must be well-formed.
    pub fn feed(&self, address: &str) -> Page {
        let feed = self.page(address);
        if address.ends_with(".json") {
            feed.json();
        } else {
            feed.well_formed();
        }
        feed
    }

    /// The addresses in the order of the plan; the theme's files are the program's own.
    fn addresses(&self) -> Vec<String> {
        let outputs = self.built().renderer.plan.outputs.iter();
        let outputs = outputs.filter(|output| !matches!(output.recipe, Recipe::Asset(_)));
        outputs.map(|output| output.address.to_string()).collect()
    }

    /// The bytes of an output.
    pub fn bytes(&self, address: &str) -> Vec<u8> {
        let renderer = self.renderer();
        let output = renderer.plan.at(&Address::new(address)).unwrap_or_else(|| panic!("{address} is planned"));
        match renderer.render(output) {
            Ok(RenderedOutput::Bytes(bytes)) => bytes,
            other => panic!("{address}: {other:?}"),
        }
    }

    /// The fingerprint of what an output is made from.
    pub fn inputs(&self, address: &str) -> Option<u128> {
        let built = self.built();
        let output = built.renderer.plan.at(&Address::new(address))?;
        Fingerprints::new(&built.renderer, b"a program", &built.sources).of(output)
    }

    /// Every output that holds a text, by address. What a card shows is in no bytes that could be looked through.
    pub fn holding(&self, text: &str) -> Vec<String> {
        let drawn = |address: &str| address.starts_with("/cards/");
        self.addresses()
            .into_iter()
            .filter(|address| address.contains(text) || (!drawn(address) && self.page(address).contains(text)))
            .collect()
    }
}

/// The bytes of an attachment: a picture of the size that its text says, `1200x630`, or else its text.
fn picture(name: &str, text: &str) -> Vec<u8> {
    let size =
        text.trim().split_once('x').and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match (ending, size) {
        ("png", Some((width, height))) => photo::png(width, height, photo::Png::Palette, 0),
        ("jpg", Some((width, height))) => photo::jpeg(width, height, &photo::Jpeg::default()),
        ("webp", Some((width, height))) => photo::webp(width, height, 0, 1),
        ("gif", Some((width, height))) => {
            let edge = |length: u32| u16::try_from(length).expect("a GIF is not so large");
            photo::gif(edge(width), edge(height), 1)
        }
        _ => text.as_bytes().to_vec(),
    }
}

/// An attachment, looked at as the reading edge would.
fn attach(sources: &mut Sources, documents: &mut Documents, path: SourcePath, bytes: Vec<u8>) {
    let picture = pictures::look(path.file_name(), &mut Cursor::new(&bytes)).expect("memory can be read");
    sources.attachments.push(File { path: path.clone(), picture, mark: None });
    documents.1.insert(path, bytes);
}

/// The text of a page or a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page(pub String);

impl Deref for Page {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Page {
    /// What stands inside each element of a name, or of a name with some attributes as they are written:
    /// `h1`, `div class="banner`.
    pub fn all(&self, name: &str) -> Vec<Page> {
        let tag = name.split(' ').next().unwrap_or(name);
        let (open, close) = (format!("<{name}"), format!("</{tag}>"));
        let mut found = Vec::new();
        for (at, _) in self.match_indices(&open) {
            let rest = &self[at + open.len()..];
            if name == tag && !rest.starts_with([' ', '>', '/', '\n']) {
                continue;
            }
            let Some(start) = rest.find('>') else { continue };
            if rest[..start].ends_with('/') {
                continue;
            }
            // The closing tag that belongs to it, past those of elements of the same name inside; scripts hold none.
            let (mut depth, mut end) = (1, start + 1);
            while let Some(next) = rest[end..].find(&close) {
                let inside = rest[end..end + next].matches(&format!("<{tag}")).count();
                depth += if tag == "script" { 0 } else { inside };
                depth -= 1;
                end += next;
                if depth == 0 {
                    break;
                }
                end += close.len();
            }
            found.push(Page(rest[start + 1..end].to_owned()));
        }
        found
    }

    /// What stands inside the first such element.
    pub fn find(&self, name: &str) -> Page {
        let Some(page) = self.all(name).into_iter().next() else { panic!("no <{name}> in\n{}", self.0) };
        page
    }

    /// The page without the elements that a browser does not show until a script says so.
    pub fn shown(&self) -> Page {
        Page(without_hidden(&self.0))
    }

    /// The text of the first such element.
    pub fn words(&self, name: &str) -> String {
        self.find(name).text()
    }

    /// The text of each such element.
    pub fn texts(&self, name: &str) -> Vec<String> {
        self.all(name).iter().map(Page::text).collect()
    }

    /// The text without tags, with entities decoded once and white space folded.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let shown = without_hidden(&self.0);
        let mut rest = shown.as_str();
        while let Some(at) = rest.find('<') {
            text.push_str(&rest[..at]);
            let tag = &rest[at..];
            if let Some(cdata) = tag.strip_prefix("<![CDATA[") {
                let end = cdata.find("]]>").unwrap_or(cdata.len());
                text.push_str(&html_escape::encode_text(&cdata[..end]));
                rest = cdata.get(end + 3..).unwrap_or("");
                continue;
            }
            let end = tag.find('>').map_or(tag.len(), |end| end + 1);
            let block = ["p", "/p", "li", "/li", "div", "/div", "br", "h", "/h", "td", "tr", "dt", "dd", "/d", "time"];
            if block.iter().any(|name| tag[1..].starts_with(name)) {
                text.push(' ');
            }
            rest = &tag[end..];
        }
        text.push_str(rest);
        html_escape::decode_html_entities(&text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The contents of the `meta` elements of a name or property, decoded.
    pub fn metas(&self, name: &str) -> Vec<String> {
        let (by_name, by_property) = (format!("<meta name=\"{name}\" "), format!("<meta property=\"{name}\" "));
        let lines = self.lines().filter(|line| line.starts_with(&by_name) || line.starts_with(&by_property));
        lines.filter_map(|line| attribute(line, "content")).collect()
    }

    /// The content of the only `meta` element of a name or property, decoded.
    pub fn meta(&self, name: &str) -> String {
        let metas = self.metas(name);
        assert_eq!(metas.len(), 1, "{name} in {:#?}", self.head());
        metas[0].clone()
    }

    /// The address of a `link` element with this `rel`.
    pub fn link(&self, rel: &str) -> Option<String> {
        let line = self.lines().find(|line| line.starts_with(&format!("<link rel=\"{rel}\"")))?;
        attribute(line, "href")
    }

    /// The lines of the head.
    pub fn head(&self) -> Vec<&str> {
        let head = self.split_once("<head>").and_then(|(_, rest)| rest.split_once("</head>"));
        head.map_or(self.0.as_str(), |(head, _)| head).lines().collect()
    }

    /// The values of an attribute such as `href`, in order, decoded.
    pub fn attributes(&self, name: &str) -> Vec<String> {
        let mark = format!(" {name}=\"");
        let values = self.match_indices(&mark).map(|(at, _)| &self[at + mark.len()..]);
        values.map(|rest| decoded(&rest[..rest.find('"').unwrap_or(0)])).collect()
    }

    /// The structured data.
    pub fn json_ld(&self) -> serde_json::Value {
        serde_json::from_str(&self.find("script type=\"application/ld+json\"")).expect("JSON-LD is JSON")
    }

    /// The whole as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(self).expect("it is JSON")
    }

    fn well_formed(&self) {
        let mut reader = quick_xml::Reader::from_str(self);
        reader.config_mut().check_end_names = true;
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(error) => panic!("{error} in\n{}", self.0),
            }
        }
    }
}

fn attribute(line: &str, name: &str) -> Option<String> {
    let (_, rest) = line.split_once(&format!(" {name}=\""))?;
    Some(decoded(&rest[..rest.find('"')?]))
}

/// A text with its entities decoded once.
pub fn decoded(text: &str) -> String {
    html_escape::decode_html_entities(text).into_owned()
}

/// HTML without the elements that a browser does not show until a script says so.
fn without_hidden(html: &str) -> String {
    let mut html = html.to_owned();
    while let Some(at) = html.find(" hidden>") {
        let Some(start) = html[..at].rfind('<') else { break };
        let name: String = html[start + 1..].chars().take_while(char::is_ascii_alphanumeric).collect();
        let close = format!("</{name}>");
        let end = html[at..].find(&close).map_or(at + " hidden>".len(), |found| at + found + close.len());
        html.replace_range(start..end, "");
    }
    html
}
