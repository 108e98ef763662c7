//! Which output has an address that two want, and which addresses cannot be had. In: outputs, one after the other. Out:
//! those that stand, and problems that name both sources. It must not know how a page looks.

use std::{
    borrow::Cow,
    cmp::Ordering,
    collections::{HashMap, HashSet, hash_map::Entry},
};

use super::{
    Output, Plan, Planner, Recipe,
    traits::{self, OutputSubject, SubjectRelation, Traits},
};
use crate::{
    address::{Address, clash},
    catalogue::{Alias, PlacedBulletin, bulletin::Slug},
    problem::wording::{self, AddressOrigin},
    source::{Place, SourcePath, Span},
};

/// Who gives way when two outputs want one address: the more, the less.
fn rank(recipe: &Recipe) -> u8 {
    match traits::of(recipe).subject {
        OutputSubject::Alias(_) => 0,
        OutputSubject::File(_) => 1,
        OutputSubject::Bulletin(_) | OutputSubject::Gone(_) | OutputSubject::Page(_) => 2,
        OutputSubject::List(..) | OutputSubject::AllBulletins | OutputSubject::Site => 3,
    }
}

/// The address that a bulletin would have, had its slug not been cut.
fn cut_alias(placed: &PlacedBulletin) -> Option<(&SourcePath, Vec<Alias>, &Address)> {
    let says = &placed.bulletin.says;
    let Slug::Cut { part, whole } = &says.slug else { return None };
    let address = Address::new(&placed.address.as_str().replacen(part.as_str(), whole, 1));
    let alias = Alias { address, query: String::new(), span: Span::new(0, 0) };
    Some((&says.entry.path, vec![alias], &placed.address))
}

/// A document that wants an old address to lead to its page.
type AliasClaim<'a> = (&'a SourcePath, &'a Alias, &'a Address);

impl Planner<'_> {
    /// Adds an output, unless its address cannot be had or is taken; whether it did. Where two want one address, the one
    /// that more of the site hangs on has it.
    pub(super) fn add(&mut self, address: Address, recipe: Recipe) -> bool {
        if let Err(refused) = clash::fits(&address) {
            if let Some((place, asked)) = self.asked(&address, &recipe) {
                self.problems.push(wording::address_refused(place, address.as_str(), refused.words(), asked));
            }
            return false;
        }
        let at = u32::try_from(self.plan.outputs.len()).expect("each output takes memory: there are fewer than 2^32");
        if let Some(taken) = self.taken(&address, at) {
            let output = Output { address, recipe };
            self.report_clash(&self.plan.outputs[taken as usize].clone(), &output);
            let known = &mut self.plan.outputs[taken as usize];
            let wins = rank(&output.recipe) > rank(&known.recipe);
            if wins {
                self.plan.by_address.remove(&known.address);
                self.plan.by_address.insert(output.address.clone(), taken);
                *known = output;
            }
            return wins;
        }
        self.plan.outputs.push(Output { address, recipe });
        true
    }

    /// The place of the output that has an address already; where it is free, it is that of the output at `at` from now on.
    fn taken(&mut self, address: &Address, at: u32) -> Option<u32> {
        let Planner { plan: Plan { by_address, .. }, uncommon, .. } = self;
        match clash::canonical(address) {
            Cow::Borrowed(plain) => match (uncommon.get(plain), by_address.entry(plain.clone())) {
                (_, Entry::Occupied(taken)) => Some(*taken.get()),
                (Some(taken), _) => Some(*taken),
                (None, Entry::Vacant(free)) => {
                    free.insert(at);
                    None
                }
            },
            Cow::Owned(canonical) => {
                let taken = by_address.get(&canonical).or_else(|| uncommon.get(&canonical)).copied();
                if taken.is_none() {
                    by_address.insert(address.clone(), at);
                    if canonical != *address {
                        uncommon.insert(canonical, at);
                    }
                }
                taken
            }
        }
    }

    /// Says that two outputs cannot both be: at what can be changed, which is that of lower rank.
    fn report_clash(&mut self, first: &Output, second: &Output) {
        let of = |output: &Output| self.asked(&output.address, &output.recipe);
        let (mine, other) = match (of(first), of(second)) {
            (Some(one), Some(two)) => {
                let second_gives_way =
                    (rank(&first.recipe), &two.0).cmp(&(rank(&second.recipe), &one.0)) != Ordering::Less;
                if second_gives_way { ((two, second), Some((one, first))) } else { ((one, first), Some((two, second))) }
            }
            (None, Some(two)) => ((two, second), None),
            (Some(one), None) => ((one, first), None),
            (None, None) => return,
        };
        let ((place, asked), output) = mine;
        let others = if output.address == first.address { &second.address } else { &first.address };
        let by = other.map(|((place, _), _)| place);
        self.problems.push(wording::address_taken(place, asked, output.address.as_str(), others.as_str(), by));
    }

    /// The source that asked for an output, and by what.
    fn asked(&self, address: &Address, recipe: &Recipe) -> Option<(Place, AddressOrigin)> {
        match traits::of(recipe).subject {
            OutputSubject::Alias(_) => self.aliases.get(address).map(|place| (place.clone(), AddressOrigin::Alias)),
            OutputSubject::File(at) => {
                Some((Place::whole(&self.catalogue.attachments.at(at).path), AddressOrigin::File))
            }
            subject => {
                let path = traits::document(self.catalogue, subject)?;
                Some((Place::at(path, Span::new(0, 0)), AddressOrigin::Slug))
            }
        }
    }

    /// Takes out what is a file where another output needs a folder, or the other where that gives way.
    pub(super) fn part_files_from_folders(&mut self) {
        let mut clashes: Vec<(u32, u32)> = Vec::new();
        // The output at the address of each folder that may be a file's.
        let mut files: HashMap<&str, Option<u32>> = HashMap::new();
        let canonical: Vec<(&Address, u32)> = self.uncommon.iter().map(|(address, at)| (address, *at)).collect();
        let plain = self.plan.outputs.iter().zip(0..).map(|(output, at)| (&output.address, at));
        let all = || plain.clone().chain(canonical.iter().copied());
        // Nearly all folders end otherwise than any file.
        let mut endings: Vec<[u8; 4]> = Vec::new();
        for (address, _) in all().filter(|(address, _)| !address.as_str().ends_with('/')) {
            let ending = ending(address.as_str());
            if endings.last() != Some(&ending) {
                endings.push(ending);
            }
        }
        endings.sort_unstable();
        endings.dedup();
        for (address, at) in all() {
            for folder in clash::folders(address).filter(|folder| endings.binary_search(&ending(folder)).is_ok()) {
                let find = || self.plan.by_address.get(folder).or_else(|| self.uncommon.get(folder)).copied();
                clashes.extend(files.entry(folder).or_insert_with(find).map(|file| (file, at)));
            }
        }
        clashes.sort_unstable();
        clashes.dedup();
        self.leave_out(&clashes);
    }

    /// Reports clashes of a file, by its place among the outputs, with another inside of what would have to be a folder,
    /// and takes out the one of each that gives way, with what goes with it.
    fn leave_out(&mut self, clashes: &[(u32, u32)]) {
        let mut out: HashSet<u32> = HashSet::new();
        for (file, inside) in clashes {
            let (one, other) = (self.plan.outputs[*file as usize].clone(), self.plan.outputs[*inside as usize].clone());
            let gives_way = if rank(&one.recipe) > rank(&other.recipe) { *inside } else { *file };
            // Each is told once. The sizes of a picture stand and fall with it.
            let is_size = matches!(self.plan.outputs[gives_way as usize].recipe, Recipe::Picture(..));
            if out.insert(gives_way) && !is_size {
                self.report_clash(&other, &one);
            }
        }
        if out.is_empty() {
            return;
        }
        let places = self.plan.outputs.iter().zip(0..);
        let leaders = places.clone().filter(|(output, at)| out.contains(at) && traits::leads(&output.recipe));
        let leaders: Vec<OutputSubject> = leaders.map(|(output, _)| traits::of(&output.recipe).subject).collect();
        let goes_along = |output: &Output| {
            let Traits { subject, relation, .. } = traits::of(&output.recipe);
            relation == SubjectRelation::Beside && leaders.contains(&subject)
        };
        let stays: Vec<bool> = places.map(|(output, at)| !out.contains(&at) && !goes_along(output)).collect();
        let mut stays = stays.into_iter();
        self.plan.outputs.retain(|_| stays.next().unwrap_or(true));
        let places = self.plan.outputs.iter().zip(0..);
        self.plan.by_address = places.map(|(output, at)| (output.address.clone(), at)).collect();
    }

    /// The old addresses, each once: what leads to its own page anyway is none.
    pub(super) fn aliases(&mut self) {
        let catalogue = self.catalogue;
        let of_bulletins = catalogue.bulletins.iter().map(|placed| {
            let entry = &placed.bulletin.says.entry;
            (&entry.path, &entry.more.aliases, &placed.address)
        });
        let of_gone = catalogue.gone.iter().map(|gone| (&gone.path, &gone.aliases, &gone.address));
        let of_pages = catalogue.pages.iter().map(|page| (&page.entry.path, &page.entry.more.aliases, &page.address));
        // Where a slug was cut, links from elsewhere have it whole.
        let cut: Vec<(&SourcePath, Vec<Alias>, &Address)> = catalogue.bulletins.iter().filter_map(cut_alias).collect();
        let of_cut = cut.iter().map(|(path, aliases, target)| (*path, aliases, *target));
        let mut known: HashMap<Address, usize> = HashMap::new();
        let mut wanted: Vec<Vec<AliasClaim>> = Vec::new();
        for (path, aliases, target) in of_bulletins.chain(of_gone).chain(of_pages).chain(of_cut) {
            for alias in aliases {
                let canonical = clash::canonical(&alias.address);
                if canonical != clash::canonical(target) {
                    let at = *known.entry(canonical.into_owned()).or_insert(wanted.len());
                    wanted.resize_with(wanted.len().max(at + 1), Vec::new);
                    wanted[at].push((path, alias, target));
                }
            }
        }
        if !wanted.is_empty() || !catalogue.gone.is_empty() {
            self.add(Address::new("/_redirects"), Recipe::Redirects);
        }
        for alike in wanted {
            let mut targets: Vec<AliasClaim> = Vec::new();
            for (path, alias, target) in alike {
                let place = |path: &SourcePath, alias: &Alias| Place::at(path, alias.span);
                // Only what differs in its query was told apart, where it stood.
                let same = targets.iter().find(|(_, known, to)| *to == target || known.query == alias.query);
                match same {
                    None => targets.push((path, alias, target)),
                    Some((_, known, to)) if *to == target => {
                        if differs_in_capitals(&alias.address, &known.address) {
                            let (address, other) = (alias.address.as_str(), known.address.as_str());
                            self.problems.push(wording::alias_of_capitals(place(path, alias), address, other));
                        }
                    }
                    Some((other, known, _)) => {
                        let (address, others) = (alias.address.as_str(), known.address.as_str());
                        let by = Some(place(other, known));
                        let problem =
                            wording::address_taken(place(path, alias), AddressOrigin::Alias, address, others, by);
                        self.problems.push(problem);
                    }
                }
            }
            let Some((path, alias, _)) = targets.first() else { continue };
            let address = alias.address.clone();
            self.aliases.insert(address.clone(), Place::at(path, alias.span));
            self.add(address, Recipe::Alias(targets.into_iter().map(|(.., target)| target.clone()).collect()));
        }
    }
}

/// The last bytes of an address; of one that is shorter, others.
fn ending(address: &str) -> [u8; 4] {
    address.as_bytes().last_chunk().copied().unwrap_or_default()
}

/// Whether two addresses are the same but for capitals.
fn differs_in_capitals(one: &Address, other: &Address) -> bool {
    one != other && one.as_str().to_lowercase() == other.as_str().to_lowercase()
}
