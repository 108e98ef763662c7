//! A declared area in which no bulletin stands. It is found among all documents, in `lint/unused.rs`.

use crate::{
    lint::{Confidence, Gravity, Rule, While},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::AreaUnused,
    gravity: Gravity::Low,
    confidence: Confidence::Low,
    holds: While::Open,
    triggers: &[],
    asks: "areas: [Wren Valley, Tanfold]",
    silent: "areas: [Wren Valley]",
    look: |_, _| {},
};
