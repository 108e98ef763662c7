//! A declared area in which no bulletin stands. It is found among all documents, in `lint/unused.rs`.

use crate::{
    lint::{Confidence, Gravity, LifePhase, Rule},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::AreaUnused,
    gravity: Gravity::Low,
    confidence: Confidence::Low,
    holds: LifePhase::Open,
    triggers: &[],
    asks: "areas: [Wren Valley, Tanfold]",
    silent: "areas: [Wren Valley]",
    look: |_, _| {},
};
