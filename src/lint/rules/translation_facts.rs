//! A number or reference that a translation lacks. It is found among all documents, in `lint/site.rs`.

use crate::{
    lint::{Confidence, Gravity, Rule, While},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::TranslationFacts,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: While::Open,
    triggers: &[],
    look: |_, _| {},
};
