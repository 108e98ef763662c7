//! Every rule, each in a file of its own with its cases.

mod alt_missing;
mod appeal_unanswerable;
mod area_unused;
mod child_named;
mod click_here;
mod contact_superseded;
mod contact_unused;
mod emergency_missing;
mod ethnicity_alone;
mod expired_open;
mod face_kept;
mod found_open;
mod found_told;
mod guilt_said;
mod heading_jump;
mod home_given;
mod licence_missing;
mod link_shortened;
mod missing_too_much;
mod near_duplicate;
mod noon_unclear;
mod number_length;
mod number_near_miss;
mod number_not_theirs;
mod number_private;
mod number_retired;
mod past_record;
mod person_accused;
mod picture_unsourced;
mod placeholder_left;
mod plate_given;
mod police_code;
mod reference_unlisted;
mod relative_day;
mod scam_link_live;
mod sentence_long;
mod suicide_wording;
mod text_damaged;
mod title_long;
mod title_shouts;
mod translation_facts;
mod victim_nameable;
mod weekday_wrong;
mod year_missing;

use std::collections::HashMap;

use super::{Finding, Rule};
use crate::problem::Code;

/// The rules, gravest first.
pub const RULES: &[Rule] = &[
    victim_nameable::RULE,
    child_named::RULE,
    missing_too_much::RULE,
    found_open::RULE,
    found_told::RULE,
    person_accused::RULE,
    guilt_said::RULE,
    past_record::RULE,
    home_given::RULE,
    plate_given::RULE,
    scam_link_live::RULE,
    face_kept::RULE,
    suicide_wording::RULE,
    emergency_missing::RULE,
    placeholder_left::RULE,
    number_near_miss::RULE,
    number_length::RULE,
    number_not_theirs::RULE,
    number_retired::RULE,
    contact_superseded::RULE,
    appeal_unanswerable::RULE,
    reference_unlisted::RULE,
    picture_unsourced::RULE,
    weekday_wrong::RULE,
    relative_day::RULE,
    expired_open::RULE,
    translation_facts::RULE,
    near_duplicate::RULE,
    noon_unclear::RULE,
    text_damaged::RULE,
    link_shortened::RULE,
    click_here::RULE,
    alt_missing::RULE,
    number_private::RULE,
    ethnicity_alone::RULE,
    police_code::RULE,
    sentence_long::RULE,
    title_shouts::RULE,
    title_long::RULE,
    year_missing::RULE,
    heading_jump::RULE,
    licence_missing::RULE,
    contact_unused::RULE,
    area_unused::RULE,
];

/// The rules that speak of numbers, the surest first.
const OF_NUMBERS: &[Code] =
    &[Code::NumberNearMiss, Code::NumberLength, Code::NumberRetired, Code::NumberNotTheirs, Code::NumberPrivate];

/// Where several rules speak of the same number, the surest one speaks.
pub fn settle(findings: &mut Vec<Finding>) {
    let rank = |finding: &Finding| OF_NUMBERS.iter().position(|code| *code == finding.problem.code);
    // All are of one document.
    let span =
        |finding: &Finding| finding.problem.place.as_ref().map(|place| place.span.map(|span| (span.start, span.end)));
    let mut surest: HashMap<_, usize> = HashMap::new();
    for (place, rank) in findings.iter().filter_map(|finding| Some((span(finding)?, rank(finding)?))) {
        surest.entry(place).and_modify(|known| *known = rank.min(*known)).or_insert(rank);
    }
    findings.retain(|finding| match (span(finding), rank(finding)) {
        (Some(place), Some(rank)) => surest.get(&place).is_none_or(|surest| *surest >= rank),
        _ => true,
    });
}
