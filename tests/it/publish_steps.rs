//! The order of a publish (commands.md, "Publish"): whatever part of it was done, readers meet no page that lacks
//! something, what was taken back is gone, and the next publish finishes it. A host and its readers are played in memory.

use std::collections::{BTreeMap, BTreeSet};

use noticeboard::testing::{
    publish::{
        state::HostRecord,
        steps::{self, Act, PlanInputs, PublishPlan, Step, StepGroup},
        wanted::{BytesSource, FileHeaders, HostListing, HostListingEntry, Print, SiteFile, SiteFiles},
    },
    role::Role,
};
use proptest::prelude::*;

/// What a page of the played site says: the names that it links to, and those that it loads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct DocumentContent {
    links: BTreeSet<String>,
    loads: BTreeSet<String>,
}

/// A version of the site, and what its pages say.
#[derive(Clone, Debug, Default)]
struct Version {
    site: SiteFiles,
    says: BTreeMap<String, DocumentContent>,
}

/// A file on the played host.
#[derive(Clone, Debug, PartialEq, Eq)]
struct There {
    print: Print,
    bare: bool,
    mark: String,
    says: DocumentContent,
}

#[derive(Clone, Debug, Default)]
struct Host {
    files: BTreeMap<String, There>,
    puts: u32,
}

/// Where a publish is killed: after so many steps, in an order within each group that `order` chooses; and how many steps
/// the record on the host may lack.
#[derive(Clone, Copy)]
struct Cut {
    stop: usize,
    order: u64,
    recorded: usize,
}

/// A publish that is not killed.
const WHOLE: Cut = Cut { stop: usize::MAX, order: 0, recorded: 0 };

const PAGES: u8 = 6;
const FRONT: &str = "index.html";

/// How a page is in a version: not there, a bulletin, a notice; which edition of its words; and by bits what it links to,
/// which files of the theme it loads and which pictures it shows.
type PageOf = (u8, u8, u8, u8, u8);

fn version(pages: &[PageOf]) -> Version {
    let name = |at: usize| if at == 0 { FRONT.to_owned() } else { format!("p{at}/index.html") };
    // The front page is always there, and no bulletin.
    let state = |at: usize| if at == 0 { 1 } else { pages[at].0 % 3 };
    let bits = |bits: u8, most: u8| (0..most).filter(move |bit| bits >> bit & 1 == 1);
    let mut version = Version::default();
    let mut of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (at, (_, edition, links, assets, pictures)) in pages.iter().enumerate().filter(|(at, _)| state(*at) > 0) {
        let mut says = DocumentContent::default();
        says.loads.extend(bits(*assets, 3).map(|asset| format!("assets/{asset}.css")));
        if state(at) == 1 {
            says.links.extend(bits(*links, PAGES).filter(|to| state(usize::from(*to)) > 0).map(|to| name(to.into())));
            says.loads.extend(bits(*pictures, 3).map(|picture| format!("pictures/{picture}.jpg")));
        }
        for loaded in &says.loads {
            of.entry(loaded.clone()).or_default().insert(name(at));
        }
        let role = match state(at) {
            _ if at == 0 => Role::List,
            1 => Role::Page,
            _ => Role::Notice,
        };
        let print = blake3::hash(format!("{at} {edition} {says:?} {role:?}").as_bytes());
        version.site.insert(name(at), wanted(&name(at), Print::of(&print), role, Vec::new()));
        version.says.insert(name(at), says);
    }
    for (loaded, pages) in of {
        let asset = loaded.starts_with("assets/");
        let role = if asset { Role::Asset } else { Role::File };
        let pages = if asset { Vec::new() } else { pages.into_iter().collect() };
        version.site.insert(loaded.clone(), wanted(&loaded, Print::of(&blake3::hash(loaded.as_bytes())), role, pages));
    }
    version
}

fn wanted(name: &str, print: Print, role: Role, of: Vec<String>) -> SiteFile {
    let headers =
        FileHeaders { content_type: "text/html; charset=utf-8", cache_control: String::new(), encoding: None };
    SiteFile { print, size: 1, role, of, headers, source: BytesSource::File(name.to_owned()) }
}

impl Host {
    fn listing(&self) -> HostListing {
        let seen = |there: &There| HostListingEntry { size: 1, mark: Some(there.mark.clone()) };
        self.files.iter().map(|(name, there)| (name.clone(), seen(there))).collect()
    }

    /// Does a step, and tells the mark of what was sent.
    fn step(&mut self, step: &Step, version: &Version) -> Option<String> {
        if step.act == Act::Delete {
            assert!(self.files.remove(&step.name).is_some(), "{step:?} deletes what is not there");
            return None;
        }
        self.puts += 1;
        let mut says = version.says.get(&step.name).cloned().unwrap_or_default();
        if step.act == Act::SendBare {
            says.loads.clear();
        }
        let (print, mark) = (version.site[&step.name].print, self.puts.to_string());
        let there = There { print, bare: step.act == Act::SendBare, mark: mark.clone(), says };
        self.files.insert(step.name.clone(), there);
        Some(mark)
    }

    fn plan(&self, version: &Version, state: Option<&HostRecord>) -> PublishPlan {
        let seen = self.listing();
        let is_equal = |name: &&str| {
            self.files.get(*name).is_some_and(|there| !there.bare && there.print == version.site[*name].print)
        };
        let unsure = steps::unsure(&version.site, &seen, state);
        let equal = unsure.into_iter().filter(is_equal).map(str::to_owned).collect();
        let grace = 1_000_000;
        steps::plan(&PlanInputs {
            site: &version.site,
            seen: &seen,
            state,
            equal: &equal,
            now: 0,
            grace,
            withheld: &BTreeSet::new(),
        })
    }

    /// What a reader who begins at the front page does not find. Pictures that went with what was taken back are missed
    /// by nobody.
    fn missing(&self, version: &Version, before: &[&Version]) -> Vec<String> {
        let mut missing = Vec::new();
        if !self.files.contains_key(FRONT) && before.is_empty() {
            return missing;
        }
        let mut ahead = vec![FRONT.to_owned()];
        let mut reached: BTreeSet<String> = ahead.iter().cloned().collect();
        // By this version, or by one between whose publish was killed.
        let later = |at: usize| before[at + 1..].iter().copied().chain([version]);
        let taken_back = |name: &String| {
            before.iter().enumerate().any(|(at, shown)| {
                let pages = shown.site.get(name).map_or(&[][..], |file| &file.of);
                let is_notice = |page: &String| {
                    later(at).any(|later| later.site.get(page).is_some_and(|page| page.role == Role::Notice))
                };
                pages.iter().any(is_notice)
            })
        };
        while let Some(name) = ahead.pop() {
            let Some(there) = self.files.get(&name) else {
                missing.push(name);
                continue;
            };
            let lost =
                there.says.loads.iter().filter(|loaded| !self.files.contains_key(*loaded) && !taken_back(loaded));
            missing.extend(lost.map(|loaded| format!("{loaded} of {name}")));
            ahead.extend(there.says.links.iter().filter(|link| reached.insert((*link).clone())).cloned());
        }
        missing
    }

    /// Publishes a version, and stops after so many steps, in an order within each group that `order` chooses. Tells the
    /// record as it was written last.
    fn publish(
        &mut self,
        version: &Version,
        before: &[&Version],
        state: Option<HostRecord>,
        cut: Cut,
    ) -> Option<HostRecord> {
        let Cut { stop, order, recorded } = cut;
        let mut plan = self.plan(version, state.as_ref());
        let taken_back = self.taken_back(version, before).into_iter();
        let taken_back: BTreeMap<_, _> = taken_back.map(|name| (name.clone(), self.files[&name].clone())).collect();
        let mut on_host = state;
        let mut done = 0;
        if plan.retracts {
            if stop == 0 {
                return on_host;
            }
            plan.retracting();
            on_host = Some(plan.state.clone());
        }
        for group in StepGroup::ALL {
            let mut steps = plan.of(*group).to_vec();
            steps.sort_by_key(|step| blake3::hash(format!("{order} {}", step.name).as_bytes()).as_bytes()[0]);
            if *group == StepGroup::Clear && plan.ahead(&version.site) {
                if done >= stop {
                    return on_host;
                }
                on_host = Some(plan.state.clone());
            }
            for step in steps {
                if done >= stop {
                    return on_host;
                }
                let mark = self.step(&step, version);
                plan.done(&version.site, &step, mark);
                done += 1;
                if !StepGroup::FIRST.contains(group) {
                    assert_eq!(self.still(&taken_back), Vec::<String>::new(), "taken back, and there after {step:?}");
                }
                if done % (recorded + 1) == 0 {
                    on_host = Some(plan.state.clone());
                }
                let missing = self.missing(version, before);
                assert_eq!(missing, Vec::<String>::new(), "after {step:?} of {group:?}");
            }
        }
        assert_eq!(self.still(&taken_back), Vec::<String>::new());
        plan.settle(&version.site);
        Some(plan.state)
    }

    /// The pages that a version takes back and the host shows, and the pictures that go with them.
    fn taken_back(&self, version: &Version, before: &[&Version]) -> BTreeSet<String> {
        let notice = |page: &String| version.site.get(page).is_some_and(|page| page.role == Role::Notice);
        let mut names = BTreeSet::new();
        for before in before {
            let is_shown = |page: &String| {
                let wanted = &before.site[page];
                wanted.role == Role::Page && self.files.get(page).is_some_and(|there| there.print == wanted.print)
            };
            let pages: Vec<&String> = before.site.keys().filter(|page| notice(page) && is_shown(page)).collect();
            let goes = |(name, file): &(&String, &SiteFile)| {
                self.files.contains_key(*name)
                    && !version.site.contains_key(*name)
                    && file.of.iter().any(|page| pages.contains(&page))
            };
            names.extend(before.site.iter().filter(goes).map(|(name, _)| name.clone()));
            names.extend(pages.into_iter().cloned());
        }
        names
    }

    /// Of the files that were taken back, those that are still as they were.
    fn still(&self, was: &BTreeMap<String, There>) -> Vec<String> {
        was.iter().filter(|(name, there)| self.files.get(*name) == Some(there)).map(|(name, _)| name.clone()).collect()
    }
}

fn pages() -> impl Strategy<Value = Vec<PageOf>> {
    // Few editions, so that much stays the same.
    prop::collection::vec((any::<u8>(), 0_u8..2, any::<u8>(), any::<u8>(), any::<u8>()), usize::from(PAGES))
}

proptest! {
    #[test]
    fn a_site_reads_whole_after_any_part_of_a_publish(
        versions in (pages(), pages(), pages()), cuts in prop::collection::vec((0_usize..40, any::<u64>(), 0_usize..8), 3)
    ) {
        play(&versions, &cuts)?;
    }
}

/// Publishes a version, then another in three publishes that are killed, and then that or a third as a whole.
fn play(
    (first, second, third): &(Vec<PageOf>, Vec<PageOf>, Vec<PageOf>),
    cuts: &[(usize, u64, usize)],
) -> Result<(), TestCaseError> {
    let (first, second, third) = (version(first), version(second), version(third));
    let mut host = Host::default();
    let theirs = There { print: Print([9; 16]), bare: false, mark: "x".into(), says: DocumentContent::default() };
    host.files.insert("theirs.txt".into(), theirs);
    let mut state = host.publish(&first, &[], None, WHOLE);
    let order = cuts[0].1;
    for &(stop, order, recorded) in cuts {
        state = host.publish(&second, &[&first], state, Cut { stop, order, recorded });
    }
    let (last, before) =
        if order.is_multiple_of(2) { (&second, vec![&first]) } else { (&third, vec![&first, &second]) };
    let state = host.publish(last, &before, state, Cut { recorded: 3, ..WHOLE });
    for (name, wanted) in &last.site {
        let there = host.files.get(name);
        prop_assert!(there.is_some_and(|there| there.print == wanted.print && !there.bare), "{name}: {there:?}");
    }
    prop_assert!(host.files.contains_key("theirs.txt"));
    // Of what the site no longer has, only what copies of pages load stays for a while.
    for name in host.files.keys().filter(|name| !last.site.contains_key(*name)) {
        prop_assert!(name.starts_with("assets/") || name == "theirs.txt", "{name} was left");
    }
    let plan = host.plan(last, state.as_ref());
    prop_assert!(plan.is_empty(), "{plan:?}");
    prop_assert_eq!(Some(plan.state), state);
    Ok(())
}

#[test]
fn what_a_killed_publish_took_back_is_known_as_ours_by_the_next() {
    const ABSENT: PageOf = (0, 0, 0, 0, 0);
    const SHOWN: PageOf = (1, 0, 0, 0, 0);
    const GONE: PageOf = (2, 0, 0, 0, 0);
    // A notice is sent before the record says so, and the next version has nothing there.
    let first = vec![ABSENT, ABSENT, ABSENT, ABSENT, (1, 0, 0, 0b11, 0b101), ABSENT];
    let second = vec![ABSENT, GONE, ABSENT, ABSENT, GONE, GONE];
    let cuts = [(1, 11_168_452_600_409_646_895, 1), (0, 0, 0), (0, 0, 0)];
    play(&(first, second, vec![ABSENT; 6]), &cuts).unwrap();
    let first = vec![ABSENT, ABSENT, SHOWN, ABSENT, ABSENT, (1, 0, 0, 0, 0b10)];
    let second = vec![(1, 0, 0, 0, 0b100), ABSENT, GONE, ABSENT, GONE, GONE];
    for recorded in 0..3 {
        let cuts = [(0, 8_982_223_807_158_254_537, 0), (0, 0, 0), (1, 0, recorded)];
        play(&(first.clone(), second.clone(), vec![ABSENT; 6]), &cuts).unwrap();
    }
}

#[test]
fn pages_that_a_killed_publish_left_are_whole_before_something_leads_to_them() {
    const ABSENT: PageOf = (0, 0, 0, 0, 0);
    const SHOWN: PageOf = (1, 0, 0, 0, 0);
    // The fourth page was sent, and the second, to which it leads, was not. Then the front page leads to it by a new one.
    let first = vec![ABSENT; 6];
    let second = vec![ABSENT, ABSENT, (1, 0, 0b1_1000, 0, 0), SHOWN, (1, 0, 0b1_0100, 0b111, 0b11), SHOWN];
    let third = vec![(0, 0, 0b10, 0, 0), (1, 0, 0b1_0000, 0, 0), ABSENT, ABSENT, SHOWN, (2, 0, 0, 0, 0)];
    let cuts = [(0, 2_063_637_142_326_513_631, 0), (5, 0, 0), (2, 4_677_978_401_101_223_601, 0)];
    play(&(first.clone(), second.clone(), third), &cuts).unwrap();
    // One that was not deleted yet, and leads to one that was.
    let shown = vec![ABSENT, SHOWN, ABSENT, ABSENT, (1, 0, 0b10, 0, 0), SHOWN];
    let without = vec![(0, 0, 0, 0, 0b10), ABSENT, ABSENT, (1, 0, 0, 0, 0b10), ABSENT, SHOWN];
    let again = vec![(0, 0, 0b1_0000, 0, 0), ABSENT, ABSENT, ABSENT, SHOWN, (2, 0, 0, 0, 0)];
    for stop in 0..12 {
        let cuts = [(4, 113_909_726_079_461_935, 0), (3, 9_244_594_896_347_006_686, 0), (stop, 0, 0)];
        play(&(shown.clone(), without.clone(), again.clone()), &cuts).unwrap();
    }
    // And by itself.
    let third = vec![(0, 0, 0b1_0000, 0, 0), ABSENT, ABSENT, ABSENT, SHOWN, (2, 0, 0, 0, 0)];
    play(&(first, second, third), &cuts).unwrap();
}

#[test]
fn a_picture_that_a_killed_publish_took_back_is_missed_by_nobody_in_the_next_version_either() {
    const ABSENT: PageOf = (0, 0, 0, 0, 0);
    // The front page shows it until something new is there that the front page of the next version may lead to.
    let first = vec![(1, 0, 0, 0, 0b10), ABSENT, ABSENT, ABSENT, (1, 0, 0, 0, 0b110), ABSENT];
    let second = vec![ABSENT, ABSENT, ABSENT, ABSENT, (2, 0, 0, 0b11, 0), ABSENT];
    let third = vec![ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, (2, 0, 0, 0b1, 0)];
    play(&(first, second, third), &[(1, 367_139_735_975_448_703, 0), (0, 0, 0), (2, 0, 0)]).unwrap();
}

/// Two versions of a small site: the front page leads to a bulletin that shows a picture.
fn roof(state: u8, edition: u8) -> Version {
    version(&[(1, edition, 0b10, 1, 0), (state, edition, 0, 1, 1)])
}

#[test]
fn what_was_taken_back_goes_first_and_its_picture_with_it() {
    let (before, after) = (roof(1, 0), roof(2, 0));
    let mut host = Host::default();
    let state = host.publish(&before, &[], None, WHOLE);
    let plan = host.plan(&after, state.as_ref());
    let step = |name: &str, act| Step { name: name.into(), act };
    assert_eq!(plan.of(StepGroup::Retract), [step("p1/index.html", Act::Send)]);
    assert_eq!(plan.of(StepGroup::Own), [step("pictures/0.jpg", Act::Delete)]);
    assert_eq!(plan.deletions(), 0, "what was taken back is under no limit");
}

#[test]
fn a_picture_goes_with_a_page_that_the_host_still_shows_as_it_was() {
    let bulletins = |first: (u8, u8), second: (u8, u8)| {
        let of = |(state, pictures)| (state, 0, 0, 0, pictures);
        version(&[(1, 0, 0b110, 0, 0), of(first), of(second)])
    };
    let mut host = Host::default();
    let first = bulletins((1, 1), (1, 0));
    let state = host.publish(&first, &[], None, WHOLE);
    // The picture goes to the other page, and the publish is killed as soon as the record says so.
    let second = bulletins((1, 0), (1, 1));
    let state = host.publish(&second, &[&first], state, Cut { stop: 1, order: 0, recorded: 0 });
    let plan = host.plan(&bulletins((2, 0), (1, 0)), state.as_ref());
    let picture = Step { name: "pictures/0.jpg".into(), act: Act::Delete };
    assert!(plan.of(StepGroup::Own).contains(&picture), "{plan:?}");
}

#[test]
fn a_notice_that_would_load_something_new_is_bare_at_first() {
    let before = version(&[(1, 0, 0b10, 1, 0), (1, 0, 0, 1, 0)]);
    let after = version(&[(1, 0, 0b10, 0b10, 0), (2, 0, 0, 0b10, 0)]);
    let mut host = Host::default();
    let state = host.publish(&before, &[], None, WHOLE);
    let plan = host.plan(&after, state.as_ref());
    let step = |act| Step { name: "p1/index.html".into(), act };
    assert_eq!(plan.of(StepGroup::Retract), [step(Act::SendBare)]);
    assert!(plan.of(StepGroup::LateDrop).contains(&step(Act::Send)));
}

#[test]
fn a_file_that_was_changed_or_deleted_on_the_host_is_sent_again() {
    let site = roof(1, 0);
    let mut host = Host::default();
    let state = host.publish(&site, &[], None, WHOLE);
    host.files.remove("pictures/0.jpg");
    host.files.get_mut("p1/index.html").unwrap().mark = "somebody else's".into();
    host.files.get_mut("p1/index.html").unwrap().print = Print([7; 16]);
    let plan = host.plan(&site, state.as_ref());
    let names: Vec<&str> = plan.groups.values().flatten().map(|step| step.name.as_str()).collect();
    assert_eq!(names, ["pictures/0.jpg", "p1/index.html"]);
}

#[test]
fn what_somebody_else_put_in_the_place_of_ours_is_not_deleted() {
    let (before, after) = (roof(1, 0), version(&[(1, 1, 0, 1, 0), (0, 0, 0, 0, 0)]));
    let mut host = Host::default();
    let state = host.publish(&before, &[], None, WHOLE);
    host.files.get_mut("p1/index.html").unwrap().mark = "somebody else's".into();
    let plan = host.plan(&after, state.as_ref());
    assert_eq!(plan.replaced, ["p1/index.html"]);
    assert_eq!(plan.of(StepGroup::Remove).iter().map(|step| &step.name).collect::<Vec<_>>(), ["pictures/0.jpg"]);
}

#[test]
fn without_a_record_nothing_is_deleted_and_what_is_equal_is_not_sent() {
    let (before, after) = (roof(1, 0), version(&[(1, 1, 0, 1, 0), (0, 0, 0, 0, 0)]));
    let mut host = Host::default();
    host.publish(&before, &[], None, WHOLE);
    let plan = host.plan(&after, None);
    let steps: Vec<&Step> = plan.groups.values().flatten().collect();
    assert_eq!(steps, [&Step { name: FRONT.into(), act: Act::Send }]);
    assert_eq!(plan.strange, ["p1/index.html", "pictures/0.jpg"]);
    assert_eq!(plan.same, 1);
}

#[test]
fn headers_alone_are_a_reason_to_send() {
    let mut site = roof(1, 0);
    let mut host = Host::default();
    let state = host.publish(&site, &[], None, WHOLE);
    site.site.get_mut(FRONT).unwrap().headers.cache_control = "public, max-age=60".into();
    let plan = host.plan(&site, state.as_ref());
    assert_eq!(plan.of(StepGroup::Lists), [Step { name: FRONT.into(), act: Act::Send }]);
}

#[test]
fn a_style_sheet_outlives_the_pages_that_loaded_it_for_a_while() {
    let (before, after) = (roof(1, 0), version(&[(1, 1, 0b10, 0b10, 0), (1, 1, 0, 0b10, 1)]));
    let mut host = Host::default();
    let state = host.publish(&before, &[], None, WHOLE);
    let state = host.publish(&after, &[&before], state, WHOLE);
    assert!(host.files.contains_key("assets/0.css"));
    let (seen, equal, withheld) = (host.listing(), BTreeSet::new(), BTreeSet::new());
    let at = |now| {
        let given = PlanInputs {
            site: &after.site,
            seen: &seen,
            state: state.as_ref(),
            equal: &equal,
            now,
            grace: 100,
            withheld: &withheld,
        };
        steps::plan(&given).of(StepGroup::Remove).to_vec()
    };
    assert_eq!(at(99), []);
    assert_eq!(at(100), [Step { name: "assets/0.css".into(), act: Act::Delete }]);
    // A clock that was set back keeps nothing for ever.
    assert_eq!(at(-1), [Step { name: "assets/0.css".into(), act: Act::Delete }]);
}

#[test]
fn what_stands_in_the_way_is_cleared_first() {
    let file =
        |name: &str| (name.to_owned(), wanted(name, Print::of(&blake3::hash(name.as_bytes())), Role::File, Vec::new()));
    let of = |names: [&str; 2]| Version { site: names.into_iter().map(file).collect(), says: BTreeMap::new() };
    let mut host = Host::default();
    let before = of(["map", "plan/a.txt"]);
    let after = of(["map/index.txt", "plan"]);
    let state = HostRecord::default();
    let mut plan = host.plan(&before, Some(&state));
    for step in plan.of(StepGroup::Assets).to_vec() {
        let mark = host.step(&step, &before);
        plan.done(&before.site, &step, mark);
    }
    let plan = host.plan(&after, Some(&plan.state));
    assert_eq!(plan.of(StepGroup::Clear).iter().map(|step| &step.name).collect::<Vec<_>>(), ["map", "plan/a.txt"]);
}
