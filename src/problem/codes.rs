//! The code of every problem, its severity and what it means at length (`check --explain CODE`, `docs/problems.md`).
//! In: nothing. Out: [`Code`]s. It must not know when a problem arises.

use serde::{Deserialize, Serialize};

use super::ProblemSeverity;

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $explanation:literal;)*) => {
        /// The code of a problem: stable, and relied on from outside.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code { $($variant),* }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// The code as it is printed, `date-unreadable`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name),* }
            }

            pub fn severity(self) -> ProblemSeverity {
                match self { $(Code::$variant => ProblemSeverity::$severity),* }
            }

            /// What it means and what to do, in a few sentences.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$variant => $explanation),* }
            }

            /// The code with a name, or none.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.name() == name)
            }
        }
    };
}

impl Code {
    /// Whether a site or a document may say by `allow` that it is meant: what only `check` speaks of, and warnings of which
    /// no reader comes to harm.
    pub fn may_be_meant(self) -> bool {
        self.severity() == ProblemSeverity::Lint
            || matches!(self, Self::AreaMissing | Self::HtmlRemoved | Self::ImageElsewhere | Self::WhenMissing)
    }
}

codes! {
    ContentMissing "content-missing" Error "A site is a folder with a `content` folder in it, which is no link to a place outside. Run the command in the site's folder, name it with `--root`, or start a site with `noticeboard init`.";
    ContentEmptied "content-emptied" Error "The folder `content` holds no bulletin any more, and the last build showed some. That is seldom meant: a disk was not at hand, a folder was moved, or a copy was not finished. Nothing is built, so that no host is emptied. `build --keep-going` builds without them.";
    FileUnreadable "file-unreadable" Error "The file or folder could not be read. The message says why: look at its permissions, or whether the disk is at hand.";
    FileTooLarge "file-too-large" Error "A bulletin is text that a neighbour reads; the largest that is accepted has 2 MiB. Put long documents beside the bulletin as an attachment and link to them.";
    NameNotUtf8 "name-not-utf8" Error "The name of a file holds bytes that are not UTF-8, so no address can be made from it. Rename the file.";
    NotUtf8 "not-utf8" Error "A bulletin is a text in UTF-8. The file was saved in another encoding, or is no text. Open it in an editor and save it as UTF-8.";
    EncodingOther "encoding-other" Lint "The file was saved in an older encoding, as Notepad does by default in some versions. It is read all the same. Saved as UTF-8, every program reads its quotation marks and pound signs.";
    NameWithTxt "name-with-txt" Lint "Notepad puts `.txt` behind the name of a new file, and Windows hides it. The file is read as the bulletin that it is.";
    Leftover "leftover" Lint "An editor, a copying program or the system left this file. It may hold an older version of a bulletin, so it is never published. Delete it.";
    NearCopy "near-copy" Warning "The name or the title says that this is a copy of a bulletin that was taken back, and it is still to be seen. Delete it, or take it back as well.";
    PictureOfGone "picture-of-gone" Warning "A bulletin that was taken back had this picture, and something that is still to be seen shows it or links to it: so the picture stays on the web. Take it out there too. If it is to stay public (a building, a street), put a copy of it under another name, and name that. What more than three pages show is taken for a picture for many occasions, and nothing is said of it.";
    FileUnlinked "file-unlinked" Warning "A document, a web page, or a file under an ending of Markdown that is not read lies below `content/`, and no page links to it. Every file there is published: whoever knows or guesses its address can read it. Link to it, or take it out.";
    FolderPassedOver "folder-passed-over" Warning "Names that begin with `_` are passed over, and this folder holds Markdown files. Other programs keep bulletins in a folder `_posts`: rename it, for example to `posts`.";
    NamePassedOver "name-passed-over" Warning "Settings, themes and templates are found by their exact names. The name of this file is nearly one of them, so it is passed over, and the site is built as if it were not there. Windows hides endings such as `.txt`, and to many hosts capitals make another name. Rename it.";
    LinkOutside "link-outside" Warning "A symbolic link leads out of the site's folder, to nowhere or round in a circle. It is left out, so that no file is published that does not belong to the site.";
    FrontMatterMissing "front-matter-missing" Error "Every bulletin begins with its facts, the front matter: lines such as `title: …` and `date: …` between two lines `---`, or in a block that begins with three backticks and `yaml`.";
    FrontMatterUnclosed "front-matter-unclosed" Error "The front matter begins but never ends. Put a line `---` after its last field (three backticks where it began with them).";
    MarkOfDashes "mark-of-dashes" Lint "Word processors and telephones make one long dash of several hyphens. The front matter is read all the same; three hyphens are what other programs read too. The same holds for other lines, such as `___` or `----------`, where fields follow.";
    YamlBroken "yaml-broken" Error "A line of the front matter or of the settings cannot be read. Each fact is a line of its own: a word, a colon, a blank, and what it says. A text that goes on over several lines is indented; brackets and quotation marks that are opened are closed again.";
    YamlFeature "yaml-feature" Error "YAML, the notation of front matter, gives some marks a meaning of its own: `&x` names a value, `*x` and `<<` repeat one, `!x` is a type. In a bulletin they would lose words, so they are not followed. Write the value out, or put a text that begins with such a mark into quotation marks.";
    ValueUnquoted "value-unquoted" Lint "A text holds a mark that other programs would take for something else: a colon, a `#`, a quotation mark, or a mark at its begin. It is read as it is written; in quotation marks every program reads it so.";
    QuotesCurly "quotes-curly" Lint "Word processors make curly quotation marks of straight ones. Round a whole value they are read as straight ones.";
    BlankUnusual "blank-unusual" Lint "A blank is missing, or stands where none belongs, or is one that cannot be told from the usual one by eye: a tab, or the no-break space that comes with text from word processors and web pages; or two fields stand on one line; or a bold text begins with two stars and nothing ends it; or a character stands there that nobody sees, such as the one with which a word processor ends a line inside a paragraph. The line is read as it is meant.";
    BulletUnusual "bullet-unusual" Lint "The entries of a list begin with a hyphen and a blank, in the front matter as in the text. Another mark, such as the bullet of a word processor, is read as that. The name of a field stands alone before a colon: stars, bullets and an equals sign there are read past.";
    LinesJoined "lines-joined" Lint "Markdown joins lines that stand directly below each other into one paragraph, and makes a heading of a sentence with a line of hyphens directly below it. Where they are plainly meant to stand alone (columns with tabs or three blanks between them, `Place: …` above `Time: …`, lines that begin with a day or a time, a bold line above a text), they are read so.";
    LinkUnusual "link-unusual" Lint "The address of a link or a picture stands in round brackets, directly behind the words in square ones, and an address with a blank in it stands between `<` and `>`. What is written a little otherwise is read as it is meant.";
    TextAsCode "text-as-code" Lint "Markdown takes a line that begins with four blanks or a tab, below an empty line, for computer code: it is shown in small type in a box, and nothing in it is a link. Begin such lines at the margin. Real code stands between two lines of three backticks; where the second one is missing, all below the first is code.";
    CommentLeftOut "comment-left-out" Warning "What stands behind `#` after a value is a note for whoever edits the file, and no reader sees it. Where it belongs to the value, put the whole into quotation marks; where it is a note, give it a line of its own that begins with `#`.";
    YamlLimit "yaml-limit" Error "The front matter or settings are larger or more deeply nested than any real ones, or use anchors and aliases to grow. Write the values out.";
    KeyTwice "key-twice" Error "The same key is given twice, so that one of the two values would be lost. Remove one, or join them.";
    NotAMap "not-a-map" Error "The front matter and the settings are made of lines `key: value`. Something else stands there.";
    LifeUnread "life-unread" Error "A line is meant to hold a bulletin back, to end it or to take it back, as other programs do it (`embargo`, `hidden`, `unpublish_on`, `withdrawn: true`), is a slip away from such a field (`staus: withdrawn`), stands inside another field (`og: {status: withdrawn}`, an entry of `updates`) or below the line that ends the fields, or says neither yes nor no (`publish: later`), and does nothing here: everybody would see what nobody should. The message says what to write. The same holds for a date to come that stands beside an earlier one, under another name of `date`.";
    BulletinSecond "bulletin-second" Error "The text of a bulletin holds the fields of another one. A file is one bulletin: the second would be published as a part of the first, also where it says that it is a draft. Move it into a file of its own.";
    FieldTwice "field-twice" Warning "Two lines say one field under two of its names, such as `updated` and `lastmod`, and each says something else; or a field that takes one word, or one picture, has several. The first one counts. Keep the one that is right.";
    StatusMissing "status-missing" Warning "The bulletin says since when it is closed, and has no `status`: readers see it as open. Write `status: resolved` or `status: withdrawn`, or take `closed` out.";
    KeyMisspelt "key-misspelt" Warning "The key is not known, but differs from a known one by a slip of the keyboard, is what many people call a field that is missing here, or is a whole sentence. If it is meant, rename it to something less alike: it is handed to templates as `extra`.";
    PartUnread "part-unread" Warning "A field that is made of parts, such as `source: {name, url, licence}`, holds one that nothing is made of. Take it out, or say it in the text.";
    ValueWrong "value-wrong" Error "The value is not of the kind that this key takes. The message says what is expected.";
    WordUnknown "word-unknown" Error "The key takes one of a few words, and this is none of them. The message lists them.";
    TitleMissing "title-missing" Error "Every bulletin needs a title: `title: …` in the front matter, or a first line `# …` in the body.";
    DateMissing "date-missing" Error "Every bulletin needs the moment of its publication: `date: 2021-03-01 15:34` in the front matter, or a file name that begins with a date.";
    OriginalGone "original-gone" Error "A translation takes its date, its area and its life from its original, and the original is not there: it was deleted, renamed or never written. Published by itself, the translation would show what the original was perhaps taken back for. Delete it too, rename it as the original was renamed, or make it a bulletin of its own, without a language in its name.";
    DateUnreadable "date-unreadable" Error "The date or time cannot be read without guessing: it has no year, or a day of the week that is not that of the date, or it means another day each day, as `tomorrow` does. Many forms are accepted, such as `2021-03-01 15:34`, `15:34 01/03/2021` and `1 March 2021`.";
    DateLoose "date-loose" Lint "A date with two digits for the year, or with dots or hyphens behind the day, is read as it is meant here. Other programs may take it for another day.";
    DateInClockChange "date-in-clock-change" Warning "The clocks change at that hour: the time does not exist, or comes twice. Write the offset (`2021-10-31 01:30 +01:00`) to say which is meant.";
    KindUnknown "kind-unknown" Error "A bulletin's kind is one of those that the site has: the built-in ones or those under `kinds` in `site.yaml`.";
    AreaMissing "area-missing" Warning "The bulletin names no area, so it appears in no area's list and feed.";
    AreasWithCommas "areas-with-commas" Lint "Commas part several areas, unless an area of the whole name is declared; so does another mark, such as `and`, where each part is declared. As a list, `area: [Mill End, Ford]`, that is plain to everybody.";
    AreaUndeclared "area-undeclared" Warning "The site declares its areas in `site.yaml`, and this one is not among them. It is added to the tree; correct the spelling, or declare it there.";
    AreaAmbiguous "area-ambiguous" Error "More than one area bears this name. Write the path, such as `Kent/Maidstone`. Of an alias in `site.yaml`: no bulletin could mean that area by it, so take it out or rename the other one.";
    ContactUnknown "contact-unknown" Error "The name is none of the site's contacts. Declare it under `contacts` in `site.yaml`, or, in a bulletin, write the contact out with `name` and `phone`.";
    ContactReplaced "contact-replaced" Lint "The contact is not valid at present. The one that replaced it is shown instead, where there is one.";
    ClosedMissing "closed-missing" Warning "The bulletin is resolved or withdrawn but does not say since when (`closed`). The newest of its other dates that has come is taken.";
    AddressUnsafe "address-unsafe" Error "Addresses in front matter and settings may begin with `http://` or `https://`, or name a place on the site. Others, such as `javascript:`, could run a program in the reader's browser.";
    SourceNotAddress "source-not-address" Warning "`source` is a name, an address, or both as `{name: …, url: …}`. `url` says where the original of a bulletin stands and must be a whole address. A path such as `/old/` is no original: to choose the bulletin's own address write `permalink` instead.";
    OgUrlElsewhere "og-url-elsewhere" Lint "The front matter sets `og.url`, so shares of this page credit the other address and not this site. Leave it out unless that is meant.";
    ExpiresBeforeDate "expires-before-date" Lint "The bulletin expires before it is published, so that it is never open.";
    ExpiresBeforeWhen "expires-before-when" Lint "The bulletin would expire before what it tells of has happened. It stays open until that is over.";
    ChangeBeforeDate "change-before-date" Lint "An update, or the day since when it is closed, lies before the day on which the bulletin was published. One of the two is wrong, and readers see both.";
    WhenMissing "when-missing" Warning "The bulletin is of a kind that happens on a day, such as an event, and does not say when. Readers see the day of its publication instead, and no calendar has it. Write `when: {start: 2026-12-05 10:00, end: 2026-12-05 14:00, place: Corn Hall}`; `date` is the day on which you publish it, and until then nobody sees it.";
    WhenEndsEarly "when-ends-early" Error "What is told of would end before it begins, or at that moment. A date alone as the end means through the end of that day.";
    WhenConflict "when-conflict" Error "A line beside `when` says another time or another place than `when` itself. Readers would be told one of the two, perhaps the wrong one. Leave out what is wrong.";
    PermalinkPattern "permalink-pattern" Warning "The front matter gives a pattern or a mark of a template, as some programs have it, or an address of another site, where one address of this site belongs, so the file's name is used. A pattern for every bulletin is the setting `permalink`.";
    ImageMissing "image-missing" Warning "The picture is not there, so the bulletin is shared without it. Paths are read from the folder of the bulletin; a leading `/` means the `content` folder.";
    PictureBroken "picture-broken" Error "The file cannot be read as a picture: it is cut off, damaged, or something else with a picture's name. Nothing is published from which the place and the camera may not have been taken out.";
    PictureTooLarge "picture-too-large" Error "The picture has more pixels than any camera takes, or says so. Reading it would take more memory than a machine may have.";
    PictureUncleaned "picture-uncleaned" Error "A telephone or camera writes into a picture where and when it was taken, and with what. That is taken out of JPEG, PNG, GIF and WebP. Other formats cannot be cleaned here, so they are not published: save the picture as a JPEG.";
    DrawingActive "drawing-active" Error "A browser that is led to an SVG does what it says: runs its scripts, loads what it names, draws without end. So only what is known to draw is published, in UTF-8, without what the drawing program noted; a picture inside it would keep what its camera wrote. Save it as a plain SVG, or as a PNG.";
    ThemePictureTells "theme-picture-tells" Warning "A picture below the theme's `static/` says where it was taken. Files of a theme are published as they are.";
    PictureUnshown "picture-unshown" Lint "A picture lies below `content/`, and no page, template or setting names it. Every file there is published: whoever knows its address can still fetch it, as after the bulletin that showed it was deleted. Take it out of `content`, unless you mean to hand its address out.";
    ImageWithoutAlt "image-without-alt" Lint "The picture has no words for those who cannot see it. Give them as `image: {src: …, alt: …}`.";
    TranslationDiffers "translation-differs" Warning "A translation says something else than its original of what is the same in every language: its date, area, kind, tags, severity, or its life. What the original says counts.";
    TitleLong "title-long" Lint "Chat programs and search engines cut titles after about 70 characters. Say the most important thing first, and shortly.";
    AddressTaken "address-taken" Error "Two things want to stand at the same address, or at two that some system or host takes for one file: they differ in capitals, in how an accent is written, in `index.html`, in dots at the end, or one is a file where the other needs a folder. One would overwrite the other. Give one of them another `slug` or name.";
    AddressRefused "address-refused" Error "Nothing may stand at this address: hosts keep it for themselves, or some system has no such name of a file. A file such as `.htaccess` or `_headers` would change what the host does with the whole site.";
    AliasUnreachable "alias-unreachable" Warning "An old address is told from others by its path alone: a static host does not look at what follows the `?`. At the path `/` stands the front page. Of addresses that differ in capitals alone, which are one file to Windows and macOS, one is written.";
    PageStays "page-stays" Warning "`build --keep-going` publishes what is sound. The file of this page cannot be read, so the page is left as an earlier build made it, and no list leads to it. Where what is wrong is about its life (`status`, `draft`, `expires`), the page goes instead.";
    PageGoes "page-goes" Warning "`build --keep-going` names each page that was there after the last build and no longer is: its file was deleted, moved or taken back, or what is wrong with it is about its life, or another file has its address.";
    LinkTargetMissing "link-target-missing" Error "The link leads to a file of the site that is not there. Correct the path: it is read from the folder of the file that holds the link.";
    LinkHidden "link-hidden" Warning "The link leads to a bulletin that is not published at present: a draft, one dated in the future, or one that was taken back. Its words are shown without a link.";
    AttachmentMissing "attachment-missing" Warning "The link or picture leads to a file beside the bulletin that is not there. Put the file there, or correct the path: it is read from the folder of the file that holds the link.";
    LinkUnchecked "link-unchecked" Lint "The link leads to an address of this site at which the program puts nothing. If another program puts something there, all is well.";
    LinkWithoutScheme "link-without-scheme" Lint "The link names another site in a form that is no whole address. It is read as if it began with `https://`; write it so.";
    ImageElsewhere "image-elsewhere" Warning "The picture lies on another host, which would hear of every reader, and may take it away or change it. Readers see a link in its place. Put a copy beside the bulletin, if its licence allows that.";
    ShortCode "short-code" Lint "The body holds a mark that another program would have replaced, such as `{{ title }}`, `{% … %}`, `{{< … >}}`, `[gallery …]`, `[[…]]` or `:::warning`. Readers see it as it is written: replace it by what it stood for.";
    MarkDropped "mark-dropped" Lint "The body holds attributes as kramdown has them, such as `{: .note}` or `{:target=\"_blank\"}`. Where an ordered list starts and the name of a heading are followed; the rest means nothing here. Readers see none of it.";
    LifeUnset "life-unset" Lint "Bulletins of years ago are still open, so they stand in the lists of what is open and make feeds and pages large. Bulletins of a kind that has a `life` expire by themselves.";
    CellLost "cell-lost" Warning "A row of a table has more cells than the line of hyphens below its heading has columns. Markdown leaves out what stands behind the last column. Add a column to the first two lines of the table.";
    HtmlRemoved "html-removed" Warning "HTML in the body is cleaned to a safe subset, and this was left out; in the place of a frame or a film stands a link to what it showed. Nothing is shown either behind a `<!--` that is never closed. Write it in Markdown, or see `raw_html` in the settings.";
    LooksRemoved "looks-removed" Lint "HTML in the body says how something looks, as `width`, `border`, `target` or `<font>` do. The theme decides that here, so it is left out. It is told once for each document.";
    BodyTooDeep "body-too-deep" Error "The body is nested more deeply than any real text, or holds more raw HTML than can be cleaned.";
    SettingUnknown "setting-unknown" Error "The key is no setting. The message names the nearest one; settings of your own belong under `extra`.";
    SecretInSettings "secret-in-settings" Error "Keys, tokens and passwords do not belong into `site.yaml`, which is shared with the site. `publish` takes them from the environment or from the usual files of the service (`docs/hosting.md`). One that stood here was seen: have the service give you another.";
    SecurityLapsed "security-lapsed" Warning "`security.txt` says until when its contacts can be relied on, and that moment is past. What has lapsed should not be used (RFC 9116, section 2.5.5), so the site is built without the file. See that the contacts still hold, then give `expires` under `security` in `site.yaml` a new moment, less than a year ahead.";
    SecurityEnding "security-ending" Warning "The moment until which the contacts of `security.txt` can be relied on is less than a month ahead. From then on the site is built without the file. See that the contacts still hold, then give `expires` under `security` in `site.yaml` a new moment, less than a year ahead.";
    SecurityFar "security-far" Lint "`security.txt` should be looked at once a year, so its `expires` should be less than a year ahead (RFC 9116).";
    ThemeUnknown "theme-unknown" Error "The theme is neither a folder under `themes/` nor one in the program.";
    WordsFile "words-file" Error "Files below `templates/words/` hold the texts of the interface, one file a language, named by its tag: `cy.yaml`, `pt-BR.yaml`.";
    WordsUnknown "words-unknown" Error "The key is none of the words of the interface, so it would never be seen. The message names the nearest one; `templates/words/en.yaml` in the program has them all.";
    WordsWrong "words-wrong" Error "A word of the interface is not written as it has to be: one text, forms for numbers that the language has, or a list of names; and `{…}` only for what the program fills in there.";
    WordsLacking "words-lacking" Lint "The site adds a language, and its file leaves words out. Readers see the words of the site's language there, or English ones.";
    WordsMissing "words-missing" Warning "There is no file of words for the site's language, so menus, labels and dates are English. Put one below `templates/words/`.";
    TemplateBroken "template-broken" Error "The template cannot be read. Templates are Tera 2: see `docs/templates.md`.";
    TemplateFault "template-fault" Error "The template was read, but what it asks for is not there when a page is rendered. `docs/templates.md` lists every value.";
    AltMissing "alt-missing" Lint "A picture in the text has no words between its square brackets, so a reader who cannot see it, or whose telephone does not load it, does not know what it shows. Say there what is in the picture, as you would on the telephone (WCAG 2.2, 1.1.1).";
    AppealUnanswerable "appeal-unanswerable" Lint "Somebody who saw something needs a number, an address or a reference to say so. This appeal or warning gives none. Name whom to ring under `contacts`, and the `reference` that they are asked for.";
    ChildNamed "child-named" Lint "A child who is named with an age can be found by anybody, for years. Those who look after the child have to agree; in a court matter the law forbids it as a rule (Children and Young Persons Act 1933, section 49). Leave the name out, or say under `allow` who agreed. Pages about missing children are left alone: there the name is the point.";
    ClickHere "click-here" Lint "A link that is called “here” says nothing where it is read out of its sentence, by a screen reader or on paper (WCAG 2.2, 2.4.4). Words such as “click here” without a link were a link in the text that was copied. Let the link be the name of what it leads to.";
    ContactSuperseded "contact-superseded" Lint "The text names a service that no longer takes reports, since another took its place. Readers who look for the old one may find a fraudster's page. Name the new one. Which services there are, and until when, is in the site's `contacts`.";
    EmergencyMissing "emergency-missing" Lint "A bulletin that is severe or extreme, or about a missing person, has to say that a reader who sees the danger or the person now rings 999. Add `999` to its `contacts`, or say it in the text.";
    ExpiredOpen "expired-open" Lint "The text says until when something is open or shut, that day is past, and the bulletin still stands among the open ones. Give it `expires` with that day, or `status: resolved`.";
    FaceKept "face-kept" Lint "The appeal is over, and its picture is still shown. Whoever is on it was looked for once, and is now known for it as long as the page stands. Take `image` out; the page stays.";
    FoundTold "found-told" Lint "A missing person's page that was taken back says nothing any more, also not that they were found: that is theirs to tell. The log or an old address in the file still does. Readers do not see it on the page, but addresses lead on, and files are passed on.";
    FoundOpen "found-open" Lint "A missing person's page that is open says that they were found. It is public, with name and picture, and everybody who meets it is told what became of them, which is theirs to tell. Take it back with `status: withdrawn`: a neutral notice then stands in its place. Where the text says something else, as that a thing was found, say it in other words.";
    GuiltSaid "guilt-said" Lint "Once somebody was arrested, a text that calls them the thief or the attacker can prejudice a trial, and is wrong where the court decides otherwise (Contempt of Court Act 1981). Write what is sure: a man was arrested on suspicion of theft. After a conviction the other may be said.";
    HeadingJump "heading-jump" Lint "This heading is two steps smaller than the one above it. Somebody who has the page read aloud will think that a part is missing. Use one `#` more than the heading above, not two.";
    HomeGiven "home-given" Lint "The number of a house with its street says where somebody lives: a victim, whom a burglar may visit again, or a suspect, whom neighbours may. Name the street or the part of town; that is enough for whoever saw something.";
    LinkGone "link-gone" Lint "Nothing stands any more at an address on another host that the text leads to: its server says so, or there is no host of that name. Asked only by `check --links`; what could not be asked is told apart, and is no problem of the bulletin.";
    LinkShortened "link-shortened" Lint "A short link hides where it leads, as fraudsters' links do, and stops working when its service does. Readers are told not to follow such links. Follow it yourself, and put the whole address there.";
    MissingTooMuch "missing-too-much" Lint "A missing person comes back, and has to live with what was said of them. Their name in an address stays in copies of links; an illness and a whole address help nobody to find them. Say what a reader has to know: “may be confused”, “may need help”. Name the file without the person.";
    NearDuplicate "near-duplicate" Lint "Two open bulletins of the same days have nearly the same text. Readers wonder which one holds, and a correction of one leaves the other wrong. Add what is new to the first under `updates`, and withdraw the second.";
    NoonUnclear "noon-unclear" Lint "Some take 12am for noon and others for midnight; the same holds for 12pm. Write midday or midnight.";
    NumberLength "number-length" Lint "Somebody is asked to ring a number that has too few or too many digits. Numbers of the United Kingdom have eleven with the nought at the beginning, and a few have ten. Look at it again before it is printed.";
    NumberNearMiss "number-near-miss" Lint "This number is nearly that of a known service, but a digit is wrong, missing, doubled or in the wrong place. Whoever rings it gets a stranger. Compare it with the service's own page; `check --fix --unsafe` puts the known number there.";
    NumberNotTheirs "number-not-theirs" Lint "The name of a known service or contact stands beside another number than its own. A reader who rings it reaches somebody else, perhaps a fraudster. Look the number up on the service's own page. If both are right, say so in the site's `contacts`.";
    NumberPrivate "number-private" Lint "A mobile number or private mail address that is none of the site's contacts may be somebody's own. Nearly all are meant to be public: ask them, and put those that are under `contacts`.";
    NumberRetired "number-retired" Lint "The number rings nowhere any more, or is one that the police gave up for 101. Whoever rings it gets no help. Put the number of today there.";
    PastRecord "past-record" Lint "What somebody did before may prejudice the court that tries them now (Contempt of Court Act 1981). The police do not publish it as a rule before a conviction. Leave it out until the court has decided.";
    PersonAccused "person-accused" Lint "Somebody is named with an age beside an arrest, charge or search. The police name nobody on arrest as a rule (College of Policing, media relations). If the police have not named this person, you should not either: they may be innocent, and neighbours will go on suspecting them. The law also limits who may publish that somebody is suspected of a crime (UK GDPR, article 10).";
    PictureUnsourced "picture-unsourced" Lint "An appeal or a missing person's page shows a picture, and nothing says whose it is or who let it be used. The police let theirs be passed on; a family has to be asked. Name them under `source`.";
    PlaceholderLeft "placeholder-left" Error "Words that `noticeboard new` or `noticeboard init` wrote for the author to replace are still there, or a whole sample. `serve` shows them, and so does `build` as long as `base_url` is an address of this machine, so that you see your page grow. `check` does not let them pass, nor does a build for an address that readers can reach, and so nothing of it is published: readers would take it for a bulletin.";
    TitleUnset "title-unset" Lint "The title of the site is the name of its folder, as a machine writes it. Readers see it at the head of every page, in feeds and where pages are shared. Write `title: …` in `site.yaml`; until then `publish` does not begin.";
    PlateGiven "plate-given" Lint "A number plate leads to the keeper of the vehicle, who may not have driven it. Plates are copied and stolen. In an appeal of the police it may be the point: then allow it, and say who published it. Else give make, colour and what is striking.";
    PoliceCode "police-code" Lint "The police write in codes that their readers do not know. Write what a neighbour would say: a crash, a number plate, a missing person.";
    ReferenceUnlisted "reference-unlisted" Lint "The text gives a reference that the field `reference` does not have. Then it is neither beside the number to ring nor on the poster. Add it to the front matter.";
    RelativeDay "relative-day" Lint "A bulletin is read for weeks, passed on and printed. “Last night” and “on Friday” mean another day then. Write the date as well.";
    ScamLinkLive "scam-link-live" Lint "The text warns of an address and shows it as a link, so a hurried reader is one tap away from the fraud, and search engines and feeds pass it on. Write it so that nobody can follow it, `pay-your-fine[.]example`, or leave it out.";
    SentenceLong "sentence-long" Lint "The first paragraph is what lists, chat programs and hurried readers see. A sentence of more than 25 words has to be read twice (GOV.UK, sentence length). Make two of it.";
    SuicideWording "suicide-wording" Lint "Samaritans' guidelines for reporting suicide ask for words that neither blame nor show a way: others who struggle read them, too. Write that somebody died by suicide or took their own life, say nothing of how or where, and name Samaritans (116 123).";
    TextDamaged "text-damaged" Lint "Something went wrong when the text was copied: odd signs such as `â€™` stand where an apostrophe was, an e-mail address was left out, `&amp;` stands for “and”, or the text stops at “See more”. Copy it again from the page itself, or type those words anew.";
    TitleShouts "title-shouts" Lint "A title in capitals is read more slowly, and some screen readers spell it. Write it as a sentence.";
    TranslationFacts "translation-facts" Lint "A number, reference, date or address of the original is missing from its translation, or a summary says another number or day than its text: one of the two was mistyped. Readers of one language, or of the list, do the wrong thing. Compare both with what you were given.";
    VictimNameable "victim-nameable" Lint "Victims of rape and other sexual offences, of trafficking, FGM and forced marriage stay unnamed for life, from the moment it is alleged (Sexual Offences (Amendment) Act 1992). A name, a relation, a school or a home can be the piece by which they are worked out, beside what others have published. Leave out whatever leads to them, even where the police or a paper gave it.";
    EthnicityAlone "ethnicity-alone" Lint "Somebody is described by their ethnicity and nothing else. That describes thousands of people, helps nobody to know them again, and casts suspicion on neighbours (College of Policing, media relations: not as routine). Say what a neighbour would see: age, height, build, hair, clothes.";
    YearMissing "year-missing" Lint "A weekday and a date without the year. Bulletins are found by search and passed on for years; with the year nobody comes on the wrong day.";
    LicenceMissing "licence-missing" Lint "The text was taken from somebody else's page, and nothing says under which licence. Many forces and councils allow it under the Open Government Licence, and ask to be named with it. Add it under `source`.";
    ContactUnused "contact-unused" Lint "The settings declare a contact that no bulletin and no kind names, so no reader is shown it. Perhaps it is spelt otherwise where it is meant.";
    AreaUnused "area-unused" Lint "The settings declare an area in which no bulletin stands. Perhaps it is spelt otherwise in the bulletins. An area without bulletins has a page with nothing on it.";
    WeekdayWrong "weekday-wrong" Lint "The weekday is not that of the date, so readers come on one of two days. Look at a calendar, and mend whichever is wrong. A date without its year is looked up in the years round that of the bulletin.";
    AddressGone "address-gone" Warning "A bulletin that was published stands at another address now, or its file was deleted: links to the old address would find nothing. Give the bulletin the old address under `aliases`; `noticeboard build --write-aliases` does it. Each build says so until an alias stands there, or the bulletin again. Its id in feeds stays the same, so readers do not get it again.";
    OutputStrange "output-strange" Warning "The output folder holds files that the program has no record of having written. They are left alone: if an earlier build whose record was lost put them there, remove the folder and build again. Those that bear the names of a build's own files (feeds, pages of lists) are spoken of in every build while they stand there. What lies at the address of a bulletin that was taken back is removed all the same.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        assert!(
            names.iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'))
        );
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
