//! The words that tell a telephone number from other numbers, all in small letters. Must not know how they are used.

/// Words that say that a reference follows, not a telephone number.
#[rustfmt::skip]
pub(super) const REFERENCE: &[&str] = &[
    "ref", "refs", "reference", "references", "cad", "log", "urn", "isbn", "issn", "account", "acc", "card", "sort",
    "code", "invoice", "serial", "vat", "badge", "collar", "grid", "imei", "barcode", "iban", "doi", "niche", "nicre",
    "version", "id", "quote", "quoting",
];

/// Words that say so too, but not in `to report an incident: 101`.
pub(super) const SUBJECT: &[&str] =
    &["crime", "incident", "case", "order", "policy", "registration", "charity", "company", "occurrence"];

/// Words before one of those that make it something to call about.
#[rustfmt::skip]
pub(super) const ABOUT: &[&str] = &[
    "a", "an", "any", "the", "this", "your", "report", "reporting", "to", "in", "for",
];

/// Words that may stand between such a word and what it is about.
#[rustfmt::skip]
pub(super) const FILLERS: &[&str] = &[
    "number", "numbers", "no", "nos", "num", "is", "are", "of", "the",
];

/// Words that end in a full stop without ending the sentence.
#[rustfmt::skip]
pub(super) const SHORTENED: &[&str] = &[
    "no", "nos", "ref", "tel", "mob", "num", "approx", "st", "rd",
];

/// Words that say that a telephone number is meant, whatever it looks like.
#[rustfmt::skip]
pub(super) const TELEPHONE: &[&str] = &[
    "tel", "telephone", "telephones", "phone", "mobile", "mob", "landline", "fax", "contact", "call", "calling",
    "ring", "dial", "text", "freephone", "helpline", "hotline", "switchboard", "textphone", "minicom", "whatsapp",
    "sms",
];

/// Words near before a short number that say it is for calling.
#[rustfmt::skip]
pub(super) const CALLING: &[&str] = &[
    "call", "calling", "called", "calls", "ring", "ringing", "rang", "dial", "dialling", "dialled", "phone",
    "phoning", "phoned", "telephone", "telephoning", "telephoned", "text", "texting", "tel", "contact", "contacting",
    "contacted", "emergency", "helpline", "hotline", "freephone", "non-emergency", "textphone",
];

/// Words right before a short number that say so too, when nothing is counted after it.
#[rustfmt::skip]
pub(super) const LINKING: &[&str] = &[
    "on", "via", "using", "through", "or", "and", "use",
];

/// Those who answer a short number, right before it: `Police: 101`.
pub(super) const ANSWERING: &[&str] = &["police", "heddlu", "ambulance", "ambiwlans", "nhs", "coastguard"];

/// Words right after a short number that say so.
#[rustfmt::skip]
pub(super) const NAMING: &[&str] = &[
    "number", "service", "line", "helpline", "operator", "emergency", "non-emergency", "call",
];

/// Words that may follow a number that counts nothing.
#[rustfmt::skip]
pub(super) const FOLLOWING: &[&str] = &[
    "or", "and", "if", "in", "for", "with", "to", "when", "whenever", "quoting", "as", "immediately", "now",
    "straight", "right", "today", "tonight", "at", "by", "where", "who", "which", "is", "are", "was", "but", "unless",
    "so", "then", "from", "on", "via", "using", "between", "during", "before", "after", "giving", "anytime", "any",
    "anonymously", "free", "the", "a", "an", "instead", "about", "without", "immediate", "urgently", "directly",
    "always", "because", "until", "rather", "please", "alternatively", "citing", "mentioning", "stating", "who's",
    "and/or", "online", "24", "ext", "you", "they", "we", "i", "it", "he", "she", "can", "will", "should", "has",
    "have", "had", "there",
];

/// Words right before a number that make it a place, a part or a count.
#[rustfmt::skip]
pub(super) const COUNTING: &[&str] = &[
    "room", "building", "highway", "route", "section", "page", "pages", "chapter", "flat", "unit", "apartment",
    "house", "level", "flight", "bus", "part", "figure", "article", "clause", "top", "over", "about", "nearly",
    "almost", "than", "approximately", "around", "some", "aged", "age", "under", "least", "another", "total", "just",
    "only", "item", "platform", "plot", "suite",
];
