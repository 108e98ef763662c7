//! The program itself over folders on disk: what a test in memory cannot see. In: a folder and arguments. Out: what was
//! printed, the exit status, and the files.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_noticeboard");

/// The program under test, or another build of it that `NOTICEBOARD_PROGRAM` names: many runs want a fast one.
fn program() -> String {
    std::env::var("NOTICEBOARD_PROGRAM").unwrap_or_else(|_| PROGRAM.to_owned())
}

/// The tests' now, 2021-03-10 12:00, in seconds since 1970.
pub const NOW: &str = "1615377600";

/// A bulletin of which little is said.
pub fn text(title: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2021-03-01 15:34\narea: Kent\n---\nThe body of {title}.\n")
}

/// A site in a folder of its own.
pub struct Folder {
    _temporary: TempDir,
    pub root: PathBuf,
}

/// What a run of the program left.
#[derive(Debug)]
pub struct Run {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { status: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }
}

impl Run {
    /// The run must have ended so.
    #[track_caller]
    pub fn ended(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "{self:#?}");
        self
    }
}

impl Folder {
    /// An empty folder.
    pub fn empty() -> Self {
        let temporary = tempfile::tempdir().expect("there is room for a folder");
        let root = temporary.path().join("watch");
        fs::create_dir(&root).expect("the folder is new");
        Self { _temporary: temporary, root }
    }

    /// A folder with bulletins of these names.
    pub fn with(names: &[&str]) -> Self {
        names.iter().fold(Self::empty(), |folder, name| folder.write(&format!("content/{name}.md"), text(name)))
    }

    /// A folder with these files.
    pub fn of(sources: &BTreeMap<String, Vec<u8>>) -> Self {
        let folder = Self::empty();
        // An empty folder is no file of `sources`, and a site whose last bulletin was deleted still has it.
        fs::create_dir(folder.path("content")).expect("the folder is new");
        for (path, bytes) in sources {
            folder.put(path, bytes);
        }
        folder
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    pub fn write(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.put(path, bytes);
        self
    }

    pub fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("folders can be made");
        fs::write(path, bytes).expect("files can be written");
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("it was there");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The program, started in the folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.args(arguments).current_dir(&self.root).env_remove("SOURCE_DATE_EPOCH").env_remove("NO_COLOR");
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        self.command(arguments).output().expect("the program starts").into()
    }

    /// The program at a moment, in seconds since 1970.
    pub fn at(&self, now: &str, arguments: &[&str]) -> Run {
        self.command(arguments).env("SOURCE_DATE_EPOCH", now).output().expect("the program starts").into()
    }

    /// A publish at the tests' now.
    pub fn publish(&self, arguments: &[&str]) -> Run {
        self.at(NOW, &[&["publish"], arguments].concat())
    }

    /// A build at the tests' now.
    pub fn build(&self, arguments: &[&str]) -> Run {
        self.run(&[&["build", "--now", "2021-03-10 12:00"], arguments].concat())
    }

    /// Every file below a folder with its bytes.
    pub fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        tree(&self.path(folder))
    }

    /// Every file of the site that was not built.
    pub fn sources(&self) -> BTreeMap<String, Vec<u8>> {
        let built = |path: &String| path.starts_with("public/") || path.starts_with(".noticeboard/");
        self.tree("").into_iter().filter(|(path, _)| !built(path)).collect()
    }

    /// What a first build of the same sources makes.
    pub fn clean_build(&self, now: &str) -> BTreeMap<String, Vec<u8>> {
        clean_build(&self.sources(), now)
    }
}

/// What a first build of these sources makes.
pub fn clean_build(sources: &BTreeMap<String, Vec<u8>>, now: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = Folder::of(sources);
    folder.run(&["build", "--now", now, "-q"]).ended(0);
    folder.tree("public")
}

/// Every file below a folder with its bytes.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        let below = entry.path().strip_prefix(folder).expect("it lies there").to_string_lossy().into_owned();
        files.insert(below, fs::read(entry.path()).expect("it can be read"));
    }
    files
}

/// The paths at which two trees differ, so that a failure can be read.
pub fn differences(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let paths = one.keys().chain(other.keys().filter(|path| !one.contains_key(*path)));
    paths.filter(|path| one.get(*path) != other.get(*path)).cloned().collect()
}
