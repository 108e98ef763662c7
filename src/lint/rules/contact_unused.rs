//! A contact of the settings that no bulletin and no kind names. It is found among all documents, in `lint/unused.rs`.

use crate::{
    lint::{Confidence, Gravity, LifePhase, Rule},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::ContactUnused,
    gravity: Gravity::Low,
    confidence: Confidence::Low,
    holds: LifePhase::Open,
    triggers: &[],
    asks: "contacts: [{name: The hall, phone: 01632 960001}]",
    silent: "contacts: [The hall]",
    look: |_, _| {},
};
