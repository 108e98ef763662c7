//! The text of a message without what makes it one: greeting, signature, links to reply, footers, whatever is particular to
//! who received it. In: blocks. Out: blocks, and what was taken out. It must not know who sent it.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    document::{Block, Inline, SourceDocument, block_words, joined, lines, words},
    moments::pattern,
    plain::shown,
    receipt::masked,
    trackers::{host_behind, is_web, public},
};

mod end;
mod paper;

pub use end::{signs_off, surely_signs_off};
pub use paper::opened;

static GREETING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\s*(?:(?:dear|hi|hiya|hello|good (?:morning|afternoon|evening|day)|annwyl|greetings)(?:[\s,][^.?!:]{0,60})?[,!.:–-]?|(?:morning|afternoon|evening)(?: (?:all|everyone|everybody|folks|neighbours|residents|both|team)\b[^.?!:]{0,40}[,!.:–-]?|(?: (?-i:\p{Lu})[\w'’-]*)?[,!–-]))\s*$",
    )
});
/// A line that greets by a name, and says nothing else.
static GREETED_BY_NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\s*(?:dear|hi|hiya|hello|annwyl|greetings|(?:good )?(?:morning|afternoon|evening|day))((?:[\s,]+(?:and|a|ac|&|(?-i:\p{Lu})[\w.'’-]*)){1,5})\s*[,!.:–-]*\s*$",
    )
});
/// Lines that are no part of the text.
static FOOTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)^\s*(?:
            to\ unsubscribe\b.* | to\ opt\ out(?:[,:]|\ (?:please|click|reply|text)\b|\ of\ (?:this|these|our|future|all|receiving|e-?mails?|alerts|messages)\b).*
            | to\ stop\ (?:receiving|getting)\ (?:this|these|our|further|future|any|e-?mails?|alerts|messages|updates)\b.*
            | to\ (?:reply|respond|forward|share)(?:\ directly)?(?:\ (?:to|or)(?:\ (?:reply|respond|forward|share))?)?\ (?:this|it)(?:\ (?:message|e-?mail|alert|newsletter)\b|[,:]|\ (?:please|click)\b).*
            | to\ (?:reply|respond|forward),?\ (?:please\ )?(?:click|tap|press|use\ the\ (?:button|link))\b.*
            | (?:to\ stop\ .{0,40}\b)?(?:reply|text)\ (?:with\ )?[\x22“']?stop[\x22”']?(?:\ to\ (?:opt[\ -]?out|stop|end|unsubscribe)\b.*|\.?)
            | to\ (?:reply|respond)\ to\ the\ (?:sender|officer|author)(?:\W*|\b.{0,60}\b(?:click|tap|press|buttons?|link|forward|this\ (?:e-?mail|message|alert))\b.*)
            | you\ can\ (?:opt\ out\ of|unsubscribe\ from|manage|change|update)\ (?:these|this|your|our|all)\ (?:(?:e-?mails?|alerts?|messages?|notifications?|preferences|subscriptions?)\b.*|settings(?:\W*|\ (?:here|by|online|at)\b.*))
            | you(?:\ are|['’]re)?\ get(?:ting)?\ this\ (?:digest|newsletter|e-?mail|message|alert)\b.{0,60}\b(?:because|as\ you|since\ you)\b.* | .{0,60}\bmember\ since\ \d{4}\b.{0,20}
            | stay\ connected(?:\ with\b.{0,60})?:? | subscriber\ services:? | view\ or\ reply\b.{0,60}
            | your\ (?:\w+\ ){0,3}(?:member(?:ship)?|account|customer|subscriber|user|registration)\ (?:number|no|id)\b\W{0,3}(?:is\W{0,3})?[\w/-]*\d[\w/-]*(?:\ \d[\w/-]*)*\W*
            | this\ (?:communication|transmission)\b.{0,60}\b(?:intended|confidential|addressee)\b.*
            | to\ (?:change|update|view|manage)\ (?:(?:this|your|our|it)\ (?:e-?mails?|message|newsletter|alerts?|preferences|subscriptions?|settings|details|profile|account|in\ (?:a|your)\ (?:web\ )?browser|online)|(?:how|what|which)\ (?:you|often|we|e-?mails?|alerts|messages))\b.*
            | to\ view\ (?:online|in\ (?:a|your)\ (?:web\ )?browser)\b.*
            | (?:click|tap)\ (?:here|below|the\ link|on)\b.*(?:unsubscribe|reply|preferences|view|browser|settings|account|opt).*
            | (?:(?:please\ )?(?:reply|respond)\ to\ this\ (?:message|e-?mail|alert)\.?
              | (?:forward|share|print|rate|report)\ this\ (?:message|e-?mail|alert)\.?
              | rate\ this | e-?mail\ others | forward\ to\ a\ friend | bookmark\ and\ share | share\ this | subscribe
              | (?:follow|find|like)\ us(?:\ on)?:? | facebook | twitter | x(?:\ \(twitter\))? | instagram | youtube | linkedin | nextdoor | whatsapp | tiktok
              | reply | forward | share | rate | like | unsubscribe(?:\ here)?\.? | opt\ out | log\ ?in | my\ account
              | [\s|·•/<>,–-])+
            | want\ to\ change\ how\ you\ receive\b.*
            | .*\bdad-?danysgrif.*
            | .*\bunsubscribe\b.*
            | (?:or\ )?copy\ this\ link\b.*
            | you(?:\ are|['’]re|\ have|['’]ve)?\ receiv(?:ing|ed)\ this\ (?:message|e-?mail|alert)\b.*
            | this\ (?:message|e-?mail|alert)\ (?:was|is|has\ been)\ (?:sent|being\ sent|intended)\b.*
            | this\ e-?mail\b.*(?:confidential|privileged|intended).*
            | (?:confidentiality|disclaimer|legal\ notice)\b.{0,3}(?:notice)?.*
            | .*\bif\ you\ (?:are\ not\ the\ intended\ recipient|have\ received\ this\ (?:e-?mail|message)\ in\ error)\b.*
            | .*\bplease\ consider\ the\ environment\b.*
            | (?:manage|update|change|edit)\ (?:your\ |my\ )?(?:e-?mail\ )?(?:preferences|subscription|settings|details|profile|alerts?|account)\b.*
            | view\ (?:this|it)?\s*(?:e-?mail|message|alert|newsletter)?\s*(?:in|on)\ (?:your\ |a\ |the\ )?(?:web\ ?)?browser\b.* | view\ (?:online|in\ browser).*
            | (?:view\ )?(?:privacy|cookie)\ (?:policy|notice)\b.{0,80} | terms\ (?:and|&)\ conditions\b.{0,60}
            | (?:copyright\b.* | ©.*) | attachments?:?
            | (?:having\ )?(?:trouble|problems|difficulty)\ (?:viewing|reading|seeing)\ this\b.*
            | (?:can['’]?t|cannot)\ (?:read|see|view)\ this\ (?:e-?mail|message|newsletter|bulletin)\b.*
            | update\ your\ subscriptions\b.* | this\ service\ is\ provided\ to\ you\ at\ no\ charge\b.*
            | you\ (?:have\ been|were|are\ being)\ sent\ this\b.*
            | .*\bservice\ of\ (?:legal\ )?(?:documents|proceedings)\ by\ e-?mail\b.*
            | .*\b(?:this|our|all|internet)\ e-?mails?\b.{0,60}\b(?:is|are|be)\ (?:not\ (?:a\ )?secure|(?:monitored|recorded|intercepted))\b.*
            | e-?mails?\ (?:communications?\ |sent\ .{0,40})?(?:may|are|will|can)\ (?:be\ )?(?:monitored|recorded)\b.*
            | .*\b(?:views|opinions)\b.{0,40}\b(?:in|by)\ this\ (?:e-?mail|message|alert|newsletter|bulletin|communication)\b.{0,80}\b(?:author|sender|necessarily)\b.*
            | .*\b(?:views|opinions)\b.{0,40}\b(?:those|solely|are|is)\ of\ the\ (?:individual\ )?(?:author|sender)\b.*
            | .*\b(?:this|our|all)\ (?:incoming\ |outgoing\ )?(?:e-?mails?|messages?)\b.{0,60}\b(?:scanned|checked|swept)\ for\b.{0,40}\bvirus.*
            | .*\bthis\ (?:e-?mail|message)\ (?:has\ )?(?:originated|originates|came|comes|was\ sent|was\ received|is)\ from\ (?:outside|an\ external)\b.*
            | (?:[-=_]{2,}\s*)?(?:end\ (?:of\ )?(?:forwarded|original)\ message|=\s*forwarded\ message\s*=|forwarded\ message\s*={2,})\s*[-=_]*
            | powered\ by\b.* | delivered\ by\b.* | sent\ (?:to|through|via)\b.*@.*
            | .*\b(?:registered\ (?:with|on|for)|signed\ up\ (?:to|for))\b.{0,60}\b(?:alert|voice|messaging|watch|community|service|system|updates|e-?mails?)\b.{0,60}
            | (?:virus-free|scanned\ by|this\ message\ has\ been\ scanned)\b.*
            | caution:?\s.{0,40}external.* | \[external(?:\ e-?mail|\ sender)?\]:?.{0,200} | external(?:\ (?:e-?mail|sender|message)\b|:|$).{0,200}
            | add\ .{0,40}to\ your\ (?:address\ book|safe\ senders).*
            | (?:please\ )?do\ not\ reply\ (?:directly\ )?to\ this\ (?:e-?mail|message|address)\b.*
            | view\ the\ (?:message|alert)\ online.*
        )$",
    )
});
/// A line that only names networks: the foot of a message where it is links, and otherwise a point of the text.
static NETWORKS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:facebook|twitter|x(?: \(twitter\))?|instagram|youtube|linkedin|nextdoor|whatsapp|tiktok|[\s|·•/,–-])+$",
    )
});
/// In a sentence of the text, the way to answer that only the receiver of the message has.
static REPLY_OR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:reply|respond|replying|responding) (?:directly )?to this (?:message|e-?mail|alert)(?:,? (?:or|and)(?: by| please| alternatively)? )",
    )
});
static OR_REPLY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i),?\s+(?:or|and)\s+(?:by\s+|please\s+|simply\s+)?(?:reply|respond|replying|responding) (?:directly )?to this (?:message|e-?mail|alert)",
    )
});
static REPLY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(reply|respond|replying|responding) (?:directly )?to this (?:message|e-?mail|alert)")
});
static WEB: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?i)<?\b(?:https?://|www\.)[^\s<>"]+>?"#));
pub(super) static EMAIL: LazyLock<Regex> = LazyLock::new(|| pattern(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"));
static MOBILE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:[,;]?\s*\b(?:(?:or|and|please)\s+)*(?:ring|call|phone|whatsapp|message|tel|mob(?:ile)?|contact)(?:\s+(?:me|us))?(?:\s+(?:on|at))?[:.]?\s+)?(?:(?:\+44\s?\(?0?\)?\s?|\b0)7\d{3}[\s-]?\d{3}[\s-]?\d{3}\b|(?:\+44\s?|\b0)7\d{2}[\s-]?\d{3}[\s-]?\d{4}\b)",
    )
});
/// Whose number a mobile one may be.
static DUTY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:police|pcso|pc|constable|sergeant|sgt|inspector|officer|detective|dc|ds|team|council|warden|ranger|duty|office|hotline|helpline|text)\b",
    )
});
static FREE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)@(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|mac|aol|btinternet|btopenworld|talktalk|sky|virginmedia|ntlworld|blueyonder|tiscali|protonmail|proton|gmx|mail|plus|orange|o2|fsmail|zoho)\.",
    )
});

const GREETED: &str = "the greeting";
const FOOT: &str = "links to reply, forward or unsubscribe, and the foot of the message";
const FOR_RECEIVER: &str = "they are for who received the message";

/// Notes that a greeting was taken off.
pub fn greeted(document: &mut SourceDocument) {
    document.remove(GREETED, "it is to who received the message");
}

/// Cleans the text of a message.
pub fn cleaned(document: &mut SourceDocument, blocks: Vec<Block>) -> Vec<Block> {
    let mut blocks = blocks;
    document.services = services(&blocks);
    greeting(document, &mut blocks);
    let blocks = end::without_end(document, &blocks);
    let mut blocks = within(document, blocks);
    while let Some(last) = blocks.last() {
        let networks = matches!(last, Block::Paragraph(_)) && NETWORKS.is_match(&block_words(last));
        if networks {
            document.remove(FOOT, FOR_RECEIVER);
        }
        if !networks && *last != Block::Rule {
            break;
        }
        blocks.pop();
    }
    while matches!(blocks.first(), Some(Block::Rule)) {
        blocks.remove(0);
    }
    blocks
}

/// The hosts at which receivers answer, and leave a list: other addresses there may be theirs alone as well.
pub fn services(blocks: &[Block]) -> Vec<String> {
    static OWN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\bunsubscribe\b|\b(?:manage|update|change) your (?:e-?mail )?(?:settings|preferences|subscriptions?)\b|\b(?:reply to|rate) this (?:message|alert)\b|\blog ?in to your account\b|\bif you wish to reply\b",
        )
    });
    let mut hosts = Vec::new();
    every_line(blocks, &mut |line| {
        let said = words(line);
        if OWN.is_match(&said) {
            let mut linked = Vec::new();
            every_link(line, &mut linked);
            let written = WEB.find_iter(&said).map(|found| found.as_str().trim_matches(['<', '>', '(', ')', ',', '.']));
            hosts.extend(linked.into_iter().chain(written).filter_map(host_behind));
        }
    });
    hosts
}

/// Gathers the addresses of a line's links, however they are marked.
fn every_link<'l>(line: &'l [Inline], found: &mut Vec<&'l str>) {
    for one in line {
        match one {
            Inline::Link(to, _) => found.push(to),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Struck(inner) => every_link(inner, found),
            _ => {}
        }
    }
}

/// Shows every line of some blocks.
fn every_line(blocks: &[Block], see: &mut impl FnMut(&[Inline])) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) | Block::Heading(_, inlines) => {
                inlines.split(|inline| *inline == Inline::Break).for_each(&mut *see);
            }
            Block::List(_, items) => items.iter().for_each(|item| every_line(item, see)),
            Block::Quote(inner) => every_line(inner, see),
            Block::Table(rows) => rows.iter().flatten().for_each(|cell| see(cell)),
            Block::Code(_) | Block::Footnote(..) | Block::Rule => {}
        }
    }
}

/// Takes off the greeting, wherever among the first lines it stands.
fn greeting(document: &mut SourceDocument, blocks: &mut Vec<Block>) {
    static BEFORE_TEXT: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:Dear|Hi|Hello|Annwyl) (?:[\p{Lu}\w][\w'’-]*\.?(?: and | & | )?){1,4},\s+(\S)"));
    // `Hi all. Please see the message below from our PCSO.`
    static COVER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:(?:dear|hi|hello|good \w+|morning|evening|all|everyone)\b[^.!,\n]{0,25}[.!,–-]*\s*)?(?:(?:please |pls )?(?:see|find|read|share)\b[^.\n]{0,80}\b(?:below|(?:message|alert|e-?mail|info(?:rmation)?) from (?:the|our) (?:police|council|pcso))\b[^.\n]{0,40}|(?:(?:copied|shared|passed on|reposted) from|taken from (?:the )?(?:\w+ )?(?:facebook|nextdoor|police|council|website|page))\b[^.\n]{0,60})[.:!]?$",
        )
    });
    if blocks.len() > 1 && COVER.is_match(block_words(&blocks[0]).trim()) {
        blocks.remove(0);
        document.remove("what was written above it", "it is from who passed it on");
    }
    if let Some(Block::Paragraph(inlines)) = blocks.first_mut()
        && let Some(Inline::Text(text)) = inlines.first_mut()
        && let Some(found) = BEFORE_TEXT.captures(text)
    {
        let rest = text[found[0].len()..].to_owned();
        *text = found[1].to_uppercase() + &rest;
        greeted(document);
        return;
    }
    for at in 0..blocks.len().min(4) {
        let Block::Paragraph(inlines) = &blocks[at] else { continue };
        let mut lines = lines(inlines);
        let Some(found) = lines.iter().position(|line| GREETING.is_match(&words(line)) && words(line).trim().len() > 1)
        else {
            continue;
        };
        if found > 0 {
            continue;
        }
        let said = words(&lines.remove(0));
        greeted(document);
        let named = GREETED_BY_NAME.captures(&said).map(|found| found[1].to_owned()).unwrap_or_default();
        document.greeted.extend(named.split([' ', ',']).filter(|name| is_first_name(name)).map(str::to_owned));
        if lines.is_empty() {
            blocks.remove(at);
        } else {
            blocks[at] = Block::Paragraph(joined(&lines));
        }
        return;
    }
}

/// Whether a word of a greeting is the name of one person.
fn is_first_name(word: &str) -> bool {
    static NO_NAME: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:all|everyone|everybody|folks|neighbours?|residents?|both|team|members?|coordinators?|co|ordinators?|sir|madam|friends?|colleagues?|and|mr|mrs|ms|miss|dr)$",
        )
    });
    word.chars().count() > 2 && word.starts_with(char::is_uppercase) && !NO_NAME.is_match(word)
}

/// Cleans what is inside blocks, line by line.
fn within(document: &mut SourceDocument, blocks: Vec<Block>) -> Vec<Block> {
    let mut out = Vec::new();
    for block in blocks {
        let block = match block {
            Block::Paragraph(inlines) => cleaned_lines(document, &inlines).map(Block::Paragraph),
            Block::Heading(level, inlines) => {
                cleaned_lines(document, &inlines).map(|inlines| Block::Heading(level, inlines))
            }
            Block::List(start, items) => {
                let items: Vec<Vec<Block>> =
                    items.into_iter().map(|item| within(document, item)).filter(|item| !item.is_empty()).collect();
                (!items.is_empty()).then_some(Block::List(start, items))
            }
            Block::Quote(inner) => Some(within(document, inner)).filter(|inner| !inner.is_empty()).map(Block::Quote),
            Block::Table(rows) => Some(Block::Table(
                rows.into_iter()
                    .map(|row| row.into_iter().map(|cell| cleaned_lines(document, &cell).unwrap_or_default()).collect())
                    .collect(),
            )),
            other => Some(other),
        };
        out.extend(block);
    }
    out
}

fn cleaned_lines(document: &mut SourceDocument, inlines: &[Inline]) -> Option<Vec<Inline>> {
    let mut kept = Vec::new();
    for line in lines(inlines) {
        let text = words(&line);
        // A line may begin with the stroke that the program drew above it.
        let trimmed = STROKE.replace(text.trim(), "");
        let trimmed = trimmed.as_ref();
        let bare = WEB.replace_all(trimmed, "");
        let leads = leads(&line);
        let is_point = !leads && NETWORKS.is_match(trimmed);
        let foot = !trimmed.is_empty() && !is_point && (FOOTER.is_match(trimmed) || FOOTER.is_match(bare.trim()));
        if foot && !is_of_use(trimmed) && !gives_number(trimmed) {
            document.remove(FOOT, FOR_RECEIVER);
            continue;
        }
        // A message in two languages greets twice.
        let named = GREETED_BY_NAME.captures(trimmed).and_then(|found| found.get(1)).map_or("", |named| named.as_str());
        if named.split([' ', ',']).any(|word| document.is_private_name(word)) {
            greeted(document);
            continue;
        }
        // What names the home of who received it is for nobody else.
        if OWN_HOME.is_match(trimmed) {
            document.remove("a line about the receiver's own home", FOR_RECEIVER);
            continue;
        }
        let is_button = is_button(&line);
        let mut line = inline(document, line, trimmed);
        let mut left = words(&line);
        // What was only there to be clicked says nothing without its address.
        if leads && !self::leads(&line) {
            if is_lead(left.trim(), is_button) {
                document.remove(shown(&left), "it only led to an address that was left out");
                continue;
            }
            without_lead(&mut line);
            left = words(&line);
        }
        let left = left.trim().trim_matches([':', '-', '–', '|', '•', '·', '.', ',', '<', '>', '*', '_', '=', ' ']);
        if !left.is_empty() {
            kept.push(line);
        }
    }
    (!kept.is_empty()).then(|| joined(&kept))
}

/// A line that was written for one receiver: `There is an alert for your home at 4 Mill Lane, WR2 2BB`.
static OWN_HOME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:(?:(?:there|this) (?:is|are|was|has been|have been)|this|you have|we have|new|an?)\b[^.]{0,40}\b(?:alerts?|messages?|incidents?|reports?)\b[^.]{0,20}\b(?:for|near|at|around|about|close to) your (?:registered )?(?:home|address|property|house|postcode)\b|your (?:registered )?(?:home )?(?:address|postcode)(?: is\b|:))[^.]{0,60}\b(?-i:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\W*$",
    )
});
static STROKE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:[=_*~]{4,}|-{4,})\s+"));
/// What leads to an address behind it: `Find out more`.
static POINTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?:click|tap|see|view|read|find out|learn|report|more|full|details?|information|online|here|website|link|visit|this|at)\W*){1,5}$",
    )
});

/// Whether what is left of a line whose address went only led to it. What is longer, or has a number, says something.
fn is_lead(left: &str, is_button: bool) -> bool {
    let most = if is_button { 4 } else { 8 };
    left.chars().any(char::is_alphabetic)
        && left.split_whitespace().count() <= most
        && !left.bytes().any(|byte| byte.is_ascii_digit())
        && (is_button || left.ends_with([':', '-', '–']) || POINTS.is_match(left))
}

/// Takes what led to an address off the end of a line that says more: `Read more:` behind a sentence.
fn without_lead(line: &mut [Inline]) {
    let Some(Inline::Text(text)) = line.last_mut() else { return };
    let Some(end) = text.trim_end().rfind(['.', '!', '?']) else { return };
    let lead = text[end + 1..].trim();
    if lead.ends_with([':', '-', '–']) && POINTS.is_match(lead) {
        text.truncate(end + 1);
    }
}

/// Whether a line holds an address of the web.
fn leads(line: &[Inline]) -> bool {
    line.iter().any(is_link) || WEB.is_match(&words(line))
}

fn is_link(one: &Inline) -> bool {
    let mut linked = Vec::new();
    every_link(std::slice::from_ref(one), &mut linked);
    linked.into_iter().any(is_web)
}

/// Whether all that a line says is to be clicked.
fn is_button(line: &[Inline]) -> bool {
    let mut shown =
        line.iter().filter(|one| !words(std::slice::from_ref(*one)).trim_matches([' ', '|', '·', '•']).is_empty());
    line.iter().any(is_link) && shown.all(is_link)
}

/// Whether a line asks for what the reader of a bulletin can do as well.
pub(super) fn is_of_use(line: &str) -> bool {
    let line = line.to_lowercase();
    (line.contains("101") || line.contains("crimestoppers") || line.contains("quot") || line.contains("999"))
        && !line.contains("unsubscribe")
}

/// Whether a line that looks like the foot of a message gives a telephone number, and not to be rid of the messages.
fn gives_number(line: &str) -> bool {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b0\d{3,4}[ \d]{6,}"));
    static OF_FOOT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:unsubscribe|opt out|stop|recipients?|in error|confidential\w*|privileged|copyright|powered|delivered|registered|preferences|subscriptions?|your (?:\w+ ){0,3}(?:number|no|id))\b|©",
        )
    });
    NUMBER.is_match(line) && !OF_FOOT.is_match(line)
}

fn inline(document: &mut SourceDocument, line: Vec<Inline>, context: &str) -> Vec<Inline> {
    let mut out = Vec::new();
    for one in line {
        match one {
            Inline::Text(text) => out.push(Inline::Text(self::text(document, &text, context))),
            Inline::Strong(inner) => out.push(Inline::Strong(inline(document, inner, context))),
            Inline::Emphasis(inner) => out.push(Inline::Emphasis(inline(document, inner, context))),
            Inline::Struck(inner) => out.push(Inline::Struck(inline(document, inner, context))),
            Inline::Link(to, inner) => {
                let inner = inline(document, inner, context);
                if let Some(mail) = to.strip_prefix("mailto:") {
                    if is_private(document, mail, context) {
                        document.remove(format!("an e-mail address ({})", masked(mail)), "it is a private person's");
                        let said = words(&inner);
                        if !said.contains('@') {
                            out.extend(inner);
                        }
                    } else {
                        out.extend(inner);
                    }
                    continue;
                }
                // A telephone number is read from the words.
                if !is_web(&to) {
                    out.extend(inner);
                    continue;
                }
                match public(document, &to) {
                    Some(to) => out.push(Inline::Link(to, inner)),
                    // What is left of an address among the words is for everybody.
                    None => out.extend(inner),
                }
            }
            other => out.push(other),
        }
    }
    out
}

/// Brackets of which the address is gone.
static EMPTY: LazyLock<Regex> = LazyLock::new(|| pattern(r" ?(?:\(\s*\)|\[\s*\]|<\s*>)"));

/// A text without addresses that tell who received it, private numbers and addresses, and the way to answer.
fn text(document: &mut SourceDocument, text: &str, context: &str) -> String {
    let mut gone: Vec<String> = Vec::new();
    let out = WEB.replace_all(text, |found: &regex::Captures| {
        let whole = found[0].trim_start_matches('<').trim_end_matches('>');
        let bare = whole.trim_end_matches(['.', ',', ')', ';', ':', ']']);
        match public(document, bare) {
            Some(to) => format!("{to}{}", &whole[bare.len()..]),
            None => whole[bare.len()..].to_owned(),
        }
    });
    let out = EMPTY.replace_all(&out, "");
    let out = EMAIL.replace_all(&out, |found: &regex::Captures| {
        if is_private(document, &found[0], context) {
            gone.push(format!("an e-mail address ({})", masked(&found[0])));
            return String::new();
        }
        found[0].to_owned()
    });
    let out = MOBILE.replace_all(&out, |found: &regex::Captures| {
        if DUTY.is_match(context) {
            return found[0].to_owned();
        }
        gone.push(format!(
            "a mobile number ({})",
            masked(found[0].trim_start_matches(|c: char| c != '+' && !c.is_ascii_digit()))
        ));
        String::new()
    });
    let out = if gone.is_empty() { out } else { EMPTY.replace_all(&out, "").into_owned().into() };
    for what in gone {
        document.remove(what, "it is a private person's");
    }
    let answered = REPLY.is_match(&out);
    let out = OR_REPLY.replace_all(&out, "");
    let out = REPLY_OR.replace_all(&out, "");
    let out = REPLY.replace_all(&out, |found: &regex::Captures| {
        if found[1].to_lowercase().ends_with("ing") {
            "using the contacts on this page"
        } else {
            "use the contacts on this page"
        }
    });
    if answered {
        document.remove(
            "“reply to this message”",
            "only who received the message can: readers have the contacts of the page",
        );
    }
    out.into_owned()
}

fn is_private(document: &SourceDocument, mail: &str, context: &str) -> bool {
    let mail = mail.split('?').next().unwrap_or_default();
    let passed_on = document.private.iter().any(|known| known.eq_ignore_ascii_case(mail));
    let duty =
        mail.to_lowercase().contains(".police.") || mail.to_lowercase().ends_with(".gov.uk") || DUTY.is_match(context);
    passed_on
        || FREE.is_match(mail) && !duty
        || FREE.is_match(mail) && mail.split('@').next().is_some_and(|name| name.contains('.'))
}

#[cfg(test)]
mod tests;
