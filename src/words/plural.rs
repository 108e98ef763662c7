//! Which form of a word goes with a number. In: a rule in the syntax of Unicode's CLDR (UTS 35, part 3, "Plural rules
//! syntax"), and a whole number. Out: a [`Form`]. It must not know words.

/// The forms that a word may have for numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// For nought, whatever the language's rule says.
    None,
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

impl Form {
    /// The forms with their words in a language's file.
    pub const WORDS: &[(&str, Self)] = &[
        ("none", Self::None),
        ("zero", Self::Zero),
        ("one", Self::One),
        ("two", Self::Two),
        ("few", Self::Few),
        ("many", Self::Many),
        ("other", Self::Other),
    ];

    /// The word of the file.
    pub fn name(self) -> &'static str {
        Self::WORDS.iter().find(|(_, form)| *form == self).map_or("other", |(word, _)| word)
    }
}

/// The rule of a language: the first form whose condition holds, else `other`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PluralRule {
    forms: Vec<(Form, Condition)>,
}

/// Alternatives of which one must hold, each a list of relations that must all hold.
type Condition = Vec<Vec<Relation>>;

/// `n % 10 = 2..4,6` or its opposite.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Relation {
    modulus: Option<u64>,
    ranges: Vec<(u64, u64)>,
    /// Whether the number must lie in one of the ranges, or in none.
    within: bool,
    /// Whether it is about the number itself, or about what a whole number does not have: digits after the point.
    whole: bool,
}

/// The rules of languages that count in another way than English (CLDR, `plurals.xml`), for whole numbers.
const KNOWN: &[(&str, &[(&str, &str)])] = &[
    (
        "ar",
        &[
            ("zero", "n = 0"),
            ("one", "n = 1"),
            ("two", "n = 2"),
            ("few", "n % 100 = 3..10"),
            ("many", "n % 100 = 11..99"),
        ],
    ),
    ("bs hr sr", &[("one", SLAVIC_ONE), ("few", SLAVIC_FEW)]),
    (
        "br",
        &[
            ("one", "n % 10 = 1 and n % 100 != 11,71,91"),
            ("two", "n % 10 = 2 and n % 100 != 12,72,92"),
            ("few", "n % 10 = 3..4,9 and n % 100 != 10..19,70..79,90..99"),
            ("many", "n != 0 and n % 1000000 = 0"),
        ],
    ),
    ("cs sk", &[("one", "n = 1"), ("few", "n = 2..4")]),
    ("cy", &[("zero", "n = 0"), ("one", "n = 1"), ("two", "n = 2"), ("few", "n = 3"), ("many", "n = 6")]),
    ("am bn fa fr gu hi kn pa pt zu", &[("one", "n = 0,1")]),
    ("ga", &[("one", "n = 1"), ("two", "n = 2"), ("few", "n = 3..6"), ("many", "n = 7..10")]),
    ("gd", &[("one", "n = 1,11"), ("two", "n = 2,12"), ("few", "n = 3..10,13..19")]),
    ("gv", &[("one", "n % 10 = 1"), ("two", "n % 10 = 2"), ("few", "n % 100 = 0,20,40,60,80")]),
    ("he", &[("one", "n = 1"), ("two", "n = 2")]),
    ("id ja ko lo ms my th vi yue zh", &[]),
    ("is mk", &[("one", "n % 10 = 1 and n % 100 != 11")]),
    ("lt", &[("one", "n % 10 = 1 and n % 100 != 11..19"), ("few", "n % 10 = 2..9 and n % 100 != 11..19")]),
    ("lv", &[("zero", "n % 10 = 0 or n % 100 = 11..19"), ("one", "n % 10 = 1 and n % 100 != 11")]),
    ("mt", &[("one", "n = 1"), ("two", "n = 2"), ("few", "n = 0 or n % 100 = 3..10"), ("many", "n % 100 = 11..19")]),
    ("pl", &[("one", "n = 1"), ("few", SLAVIC_FEW), ("many", "n = 0..1000000000")]),
    ("ro mo", &[("one", "n = 1"), ("few", "n = 0 or n % 100 = 1..19")]),
    ("be ru uk", &[("one", SLAVIC_ONE), ("few", SLAVIC_FEW), ("many", "n = 0..1000000000")]),
    ("sl", &[("one", "n % 100 = 1"), ("two", "n % 100 = 2"), ("few", "n % 100 = 3..4")]),
];
const SLAVIC_ONE: &str = "n % 10 = 1 and n % 100 != 11";
const SLAVIC_FEW: &str = "n % 10 = 2..4 and n % 100 != 12..14";

impl PluralRule {
    /// The rule of a language, by the first part of its tag; English's where no other is known.
    pub fn of(language: &str) -> Self {
        let known = KNOWN.iter().find(|(languages, _)| languages.split(' ').any(|known| known == language));
        let forms = known.map_or(&[("one", "n = 1")][..], |(_, forms)| forms);
        let mut rule = Self::default();
        for (name, condition) in forms {
            if let (Some((_, form)), Some(condition)) =
                (Form::WORDS.iter().find(|(word, _)| word == name), condition_of(condition))
            {
                rule.forms.push((*form, condition));
            }
        }
        rule
    }

    /// Adds the condition of a form; `false` where it cannot be read.
    pub fn add(&mut self, form: Form, condition: &str) -> bool {
        let condition = condition_of(condition);
        let readable = condition.is_some();
        self.forms.extend(condition.map(|condition| (form, condition)));
        readable
    }

    /// Whether some number takes a form.
    pub fn has(&self, form: Form) -> bool {
        matches!(form, Form::None | Form::Other) || self.forms.iter().any(|(known, _)| *known == form)
    }

    /// The form for a number; [`Form::None`] is the caller's to ask for.
    pub fn form(&self, number: u64) -> Form {
        let holds = |condition: &Condition| condition.iter().any(|all| all.iter().all(|one| one.holds(number)));
        self.forms.iter().find(|(_, condition)| holds(condition)).map_or(Form::Other, |(form, _)| *form)
    }
}

impl Relation {
    fn holds(&self, number: u64) -> bool {
        let number = if self.whole { number } else { 0 };
        let rest = self.modulus.map_or(number, |modulus| number % modulus);
        self.ranges.iter().any(|(from, to)| (*from..=*to).contains(&rest)) == self.within
    }
}

fn condition_of(text: &str) -> Option<Condition> {
    // What stands after `@` are examples.
    let text = text.split('@').next()?.trim();
    text.split(" or ").map(|all| all.split(" and ").map(relation).collect::<Option<Vec<_>>>()).collect()
}

fn relation(text: &str) -> Option<Relation> {
    let (left, right) = text.split_once('=')?;
    let (left, within) = left.strip_suffix('!').map_or((left, true), |left| (left, false));
    let (operand, modulus) = match left.split_once('%') {
        Some((operand, modulus)) => (operand, Some(modulus.trim().parse().ok().filter(|modulus| *modulus > 0)?)),
        None => (left, None),
    };
    let whole = match operand.trim() {
        "n" | "i" => true,
        "v" | "w" | "f" | "t" | "c" | "e" => false,
        _ => return None,
    };
    let range = |part: &str| {
        let (from, to) = part.split_once("..").unwrap_or((part, part));
        Some((from.trim().parse().ok()?, to.trim().parse().ok()?))
    };
    let ranges = right.split(',').map(range).collect::<Option<Vec<_>>>()?;
    Some(Relation { modulus, ranges, within, whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(language: &str, numbers: &[u64]) -> String {
        let rule = PluralRule::of(language);
        numbers.iter().map(|number| rule.form(*number).name()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_known_rule_can_be_read() {
        for (languages, forms) in KNOWN {
            let rule = PluralRule::of(languages.split(' ').next().unwrap());
            assert_eq!(rule.forms.len(), forms.len(), "{languages}");
        }
    }

    #[test]
    fn languages_count_in_their_own_ways() {
        assert_eq!(forms("en", &[0, 1, 2, 11]), "other one other other");
        assert_eq!(forms("cy", &[0, 1, 2, 3, 4, 5, 6, 7]), "zero one two few other other many other");
        assert_eq!(forms("pl", &[0, 1, 2, 5, 12, 22, 25, 112, 122]), "many one few many many few many many few");
        assert_eq!(forms("ru", &[1, 11, 21, 3, 13]), "one many one few many");
        assert_eq!(forms("ar", &[0, 1, 2, 3, 11, 100]), "zero one two few many other");
        assert_eq!(forms("fr", &[0, 1, 2]), "one one other");
        assert_eq!(forms("ga", &[1, 2, 3, 7, 11]), "one two few many other");
        assert_eq!(forms("ja", &[0, 1, 2]), "other other other");
    }

    #[test]
    fn a_rule_is_written_as_in_cldr() {
        let mut rule = PluralRule::default();
        assert!(rule.add(Form::One, "i = 1 and v = 0 @integer 1"));
        assert!(rule.add(Form::Few, "v = 0 and i % 10 = 2..4 and i % 100 != 12..14"));
        assert_eq!([1, 3, 13].map(|number| rule.form(number)), [Form::One, Form::Few, Form::Other]);
        for wrong in ["", "n", "n > 1", "x = 1", "n % 0 = 1", "n = 1..", "n = one"] {
            assert!(!rule.add(Form::Two, wrong), "{wrong}");
        }
    }
}
