//! Every rule, each in a file of its own with its cases.

mod alt_missing;
mod appeal_unanswerable;
mod child_named;
mod click_here;
mod contact_superseded;
mod emergency_missing;
mod expired_open;
mod face_kept;
mod found_told;
mod guilt_said;
mod heading_jump;
mod home_given;
mod link_shortened;
mod missing_too_much;
mod near_duplicate;
mod noon_unclear;
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
mod sentence_long;
mod suicide_wording;
mod text_damaged;
mod title_shouts;
mod translation_facts;
mod victim_nameable;
mod weekday_wrong;

use super::{Finding, Rule};
use crate::problem::Code;

/// The rules, gravest first.
pub const RULES: &[Rule] = &[
    victim_nameable::RULE,
    child_named::RULE,
    missing_too_much::RULE,
    found_told::RULE,
    person_accused::RULE,
    guilt_said::RULE,
    past_record::RULE,
    home_given::RULE,
    plate_given::RULE,
    face_kept::RULE,
    suicide_wording::RULE,
    emergency_missing::RULE,
    placeholder_left::RULE,
    number_near_miss::RULE,
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
    police_code::RULE,
    sentence_long::RULE,
    title_shouts::RULE,
    heading_jump::RULE,
];

/// Where two rules speak of the same words, the surer one speaks.
pub fn settle(findings: &mut Vec<Finding>) {
    let near: Vec<_> = findings
        .iter()
        .filter(|finding| finding.problem.code == Code::NumberNearMiss)
        .filter_map(|finding| finding.problem.place.clone())
        .collect();
    findings.retain(|finding| {
        let told = finding.problem.place.as_ref().is_some_and(|place| near.contains(place));
        finding.problem.code == Code::NumberNearMiss || !told
    });
}
