//! A text that is nearly that of another open bulletin. It is found among all documents, in `lint/site.rs`.

use crate::{
    lint::{Confidence, Gravity, LifePhase, Rule},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::NearDuplicate,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: LifePhase::Open,
    triggers: &[],
    asks: "content/2026/scam.md and content/2026/scam-2.md",
    silent: "one of them, with `updates`",
    look: |_, _| {},
};
