//! The tree of areas, declared or grown from what bulletins name. In: declared areas and names. Out: [`Areas`].
//! It must not know bulletins' fields, nor pages.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::bulletin::SmallList;
use crate::{
    address::{Address, slug},
    parse::reader::nearest,
    problem::{Problem, wording},
    settings::{AreaSpec, Slash, areas::Position},
    source::{Place, SourcePath, Span},
};

/// The place of an area in [`Areas`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AreaId(pub u32);

/// One area.
#[derive(Clone, Debug)]
pub struct Area {
    pub name: String,
    pub address: Address,
    pub parent: Option<AreaId>,
    /// Those inside it, in the order of their names or of their declaration.
    pub children: Vec<AreaId>,
    pub position: Option<Position>,
    pub outline: Vec<Position>,
    /// Other names that it was declared with.
    pub aliases: Vec<String>,
}

/// A name as bulletins give it, and where it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaName {
    pub text: String,
    pub slash: Slash,
    pub span: Span,
}

impl AreaName {
    /// The names that it is made of, the outermost first.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        let nests = self.slash == Slash::Nests;
        self.text.split(move |letter| nests && letter == '/').map(str::trim).filter(|part| !part.is_empty())
    }
}

/// All areas of a site.
#[derive(Clone, Debug, Default)]
pub struct Areas {
    all: Vec<Area>,
    roots: Vec<AreaId>,
    /// The areas that bear a name or alias, by the name's slug.
    named: HashMap<String, Vec<AreaId>>,
    /// How many of them the settings declare: the first ones.
    in_settings: usize,
}

impl Areas {
    /// The tree that the settings declare.
    pub fn declared(specs: &[AreaSpec]) -> Self {
        let mut areas = Self::default();
        for spec in specs {
            areas.declare(spec, None);
        }
        areas.in_settings = areas.all.len();
        areas
    }

    fn declare(&mut self, spec: &AreaSpec, parent: Option<AreaId>) {
        // Another one that has the name as an alias is not it.
        let slug = slug(&spec.name);
        let known = self.inside(parent, &spec.name).filter(|id| self.slug_of(*id) == slug);
        let id = known.unwrap_or_else(|| self.make(&spec.name, parent));
        let area = &mut self.all[id.0 as usize];
        area.position = spec.position;
        area.outline.clone_from(&spec.outline);
        area.aliases = spec.aliases.iter().map(|alias| alias.text.clone()).collect();
        for alias in &spec.aliases {
            self.bear(&alias.text, id);
        }
        for inner in &spec.areas {
            self.declare(inner, Some(id));
        }
    }

    fn bear(&mut self, name: &str, id: AreaId) {
        let ids = self.named.entry(slug(name)).or_default();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }

    fn add(&mut self, name: &str, parent: Option<AreaId>) -> AreaId {
        self.inside(parent, name).unwrap_or_else(|| self.make(name, parent))
    }

    fn make(&mut self, name: &str, parent: Option<AreaId>) -> AreaId {
        let id = AreaId(u32::try_from(self.all.len()).expect("a site has fewer areas than 2^32: each takes memory"));
        let above = parent.map_or_else(|| Address::new("/areas/"), |parent| self.get(parent).address.clone());
        let address = above.join(&format!("{}/", slug(name)));
        self.all.push(Area {
            name: name.trim().to_owned(),
            address,
            parent,
            children: Vec::new(),
            position: None,
            outline: Vec::new(),
            aliases: Vec::new(),
        });
        match parent {
            Some(parent) => self.all[parent.0 as usize].children.push(id),
            None => self.roots.push(id),
        }
        self.bear(name, id);
        id
    }

    /// The area of a name directly inside another, or at the top: one of that very name before one with such an alias.
    fn inside(&self, parent: Option<AreaId>, name: &str) -> Option<AreaId> {
        let slug = slug(name);
        let mut here = self.named.get(&slug)?.iter().copied().filter(|id| self.get(*id).parent == parent);
        let first = here.next()?;
        let mut rest = here.peekable();
        if rest.peek().is_none() {
            return Some(first);
        }
        Some(std::iter::once(first).chain(rest).find(|id| self.slug_of(*id) == slug).unwrap_or(first))
    }

    /// The name of an area as addresses have it.
    fn slug_of(&self, id: AreaId) -> String {
        slug(&self.get(id).name)
    }

    /// Finds or makes the areas of all names, so that the order of bulletins does not matter: paths first, then
    /// bare names. The answer has one entry for each name, none where the name is ambiguous.
    pub fn resolve(&mut self, names: &[(&SourcePath, &AreaName)], problems: &mut Vec<Problem>) -> Vec<Option<AreaId>> {
        let mut found = vec![None; names.len()];
        let (paths, bare): (Vec<usize>, Vec<usize>) =
            (0..names.len()).partition(|at| names[*at].1.parts().nth(1).is_some());
        let mut memo: HashMap<(&str, Slash), AreaId> = HashMap::new();
        for at in paths.into_iter().chain(bare) {
            let (path, name) = names[at];
            found[at] = match memo.get(&(name.text.as_str(), name.slash)) {
                Some(id) => Some(*id),
                None => {
                    let before = problems.len();
                    let id = self.one(path, name, problems);
                    // A name with a problem is looked up again, so that each place is reported.
                    let sound = id.filter(|_| problems.len() == before);
                    memo.extend(sound.map(|id| ((name.text.as_str(), name.slash), id)));
                    id
                }
            };
        }
        self.sort();
        found
    }

    fn one(&mut self, path: &SourcePath, name: &AreaName, problems: &mut Vec<Problem>) -> Option<AreaId> {
        if let Some(id) = self.inside_out(name) {
            return Some(id);
        }
        let mut parts = name.parts();
        let first = parts.next()?;
        let candidates = self.named.get(&slug(first)).cloned().unwrap_or_default();
        let rest: Vec<&str> = parts.collect();
        // A declared area wins over one that a bulletin made, and the top area, which has no other name, over one inside.
        let mut undeclared = false;
        let found = match candidates[..] {
            [] => {
                undeclared = true;
                Ok(self.add(first, None))
            }
            [only] => Ok(only),
            _ => {
                let slug = slug(first);
                let is_top = |id: &AreaId| self.get(*id).parent.is_none() && self.slug_of(*id) == slug;
                let top = |ids: &[AreaId]| ids.iter().copied().find(is_top);
                if let Some(inner) = rest.first() {
                    let leads = |id: &AreaId| self.inside(Some(*id), inner).is_some();
                    let fitting: Vec<AreaId> = candidates.iter().copied().filter(leads).collect();
                    if let [one] = fitting[..] { Some(one) } else { top(&candidates) }.ok_or(candidates)
                } else {
                    let (declared, grown): (Vec<_>, Vec<_>) =
                        candidates.into_iter().partition(|id| self.is_declared(*id));
                    let ids = if declared.is_empty() { grown } else { declared };
                    if let [one] = ids[..] { Some(one) } else { top(&ids) }.ok_or(ids)
                }
            }
        };
        let mut id = match found {
            Ok(id) => id,
            Err(candidates) => {
                let paths: Vec<String> = candidates.iter().map(|id| self.path(*id)).collect();
                problems.push(wording::area_ambiguous(Place::at(path, name.span), first, &paths));
                return None;
            }
        };
        for part in rest {
            id = match self.inside(Some(id), part) {
                Some(inner) => inner,
                None => {
                    undeclared = true;
                    self.add(part, Some(id))
                }
            };
        }
        if undeclared && self.in_settings > 0 {
            let known = self.all.iter().filter(|area| area.name != name.text).map(|area| area.name.as_str());
            let near = nearest(&name.text, known);
            problems.push(wording::area_undeclared(Place::at(path, name.span), &name.text, near));
        }
        Some(id)
    }

    /// The declared area that a path names from the inside out, as in an address: `Tanfold/Wren Valley`. None where the path
    /// leads somewhere as it stands.
    fn inside_out(&self, name: &AreaName) -> Option<AreaId> {
        let parts: Vec<&str> = name.parts().collect();
        if self.in_settings == 0 || parts.len() < 2 {
            return None;
        }
        let led = |parts: &mut dyn Iterator<Item = &&str>| {
            let first = self.named.get(&slug(parts.next()?))?;
            let rest: Vec<&&str> = parts.collect();
            let inside = |id: &AreaId| rest.iter().try_fold(*id, |id, part| self.inside(Some(id), part));
            first.iter().filter_map(inside).find(|id| self.is_declared(*id))
        };
        if led(&mut parts.iter()).is_some() { None } else { led(&mut parts.iter().rev()) }
    }

    /// Whether the settings declare it: those areas were there before any bulletin was read.
    fn is_declared(&self, id: AreaId) -> bool {
        (id.0 as usize) < self.in_settings
    }

    /// Grown areas stand in the order of their names; declared ones stay as declared, with new ones behind.
    fn sort(&mut self) {
        if self.in_settings > 0 {
            return;
        }
        let keys: Vec<(String, String)> =
            self.all.iter().map(|area| (natural(&slug(&area.name)), area.name.clone())).collect();
        let by_name = |id: &AreaId| keys[id.0 as usize].clone();
        self.roots.sort_by_cached_key(by_name);
        for area in &mut self.all {
            area.children.sort_by_cached_key(by_name);
        }
    }

    pub fn get(&self, id: AreaId) -> &Area {
        &self.all[id.0 as usize]
    }

    pub fn roots(&self) -> &[AreaId] {
        &self.roots
    }

    pub fn ids(&self) -> impl Iterator<Item = AreaId> + use<> {
        (0..).map(AreaId).take(self.all.len())
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// This area and those above it, from the inside out.
    pub fn line(&self, id: AreaId) -> impl Iterator<Item = AreaId> + '_ {
        std::iter::successors(Some(id), |id| self.get(*id).parent)
    }

    /// These areas and those above them, each once.
    pub fn around(&self, ids: &[AreaId]) -> SmallList<AreaId> {
        let mut around: SmallList<AreaId> = ids.iter().flat_map(|id| self.line(*id)).collect();
        around.sort_unstable();
        around.dedup();
        around
    }

    /// The path of an area as bulletins write it, `Kent/Maidstone`.
    pub fn path(&self, id: AreaId) -> String {
        let mut names: Vec<&str> = self.line(id).map(|id| self.get(id).name.as_str()).collect();
        names.reverse();
        names.join("/")
    }
}

/// A text with its numbers filled up, so that texts sort as people count: `A2` before `A10`.
fn natural(text: &str) -> String {
    const DIGITS: usize = 12;
    let mut out = String::with_capacity(text.len() + DIGITS);
    let mut rest = text;
    while let Some(at) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(from.len());
        out.push_str(before);
        out.extend(std::iter::repeat_n('0', DIGITS.saturating_sub(end)));
        out.push_str(&from[..end]);
        rest = &from[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::reader::TextValue;

    fn resolve(areas: &mut Areas, names: &[&str]) -> (Vec<Option<String>>, Vec<Problem>) {
        let path = SourcePath::new("content/a.md");
        let names: Vec<_> = names
            .iter()
            .map(|text| AreaName { text: (*text).into(), slash: Slash::Nests, span: Span::default() })
            .collect();
        let names: Vec<_> = names.iter().map(|name| (&path, name)).collect();
        let mut problems = Vec::new();
        let ids = areas.resolve(&names, &mut problems);
        (ids.into_iter().map(|id| id.map(|id| areas.path(id))).collect(), problems)
    }

    #[test]
    fn numbers_count_in_the_order_of_names() {
        let mut roads = ["a10", "a2", "a2-b3", "b1", "a"];
        roads.sort_by_key(|road| natural(road));
        assert_eq!(roads, ["a", "a2", "a2-b3", "a10", "b1"]);
    }

    #[test]
    fn a_bare_name_finds_the_path_that_made_it() {
        let (paths, problems) = resolve(&mut Areas::default(), &["maidstone ", "Kent/Maidstone", "KENT", "Île"]);
        let want = ["Kent/Maidstone", "Kent/Maidstone", "Kent", "Île"].map(|path| Some(path.to_owned()));
        assert_eq!(paths, want);
        assert!(problems.is_empty());
    }

    #[test]
    fn two_areas_of_one_name_are_listed() {
        let (paths, problems) = resolve(&mut Areas::default(), &["Kent/Newtown", "Powys/Newtown", "Newtown"]);
        assert_eq!(paths[2], None);
        assert!(problems[0].help.contains("`Kent/Newtown`, `Powys/Newtown`"), "{}", problems[0].help);
    }

    #[test]
    fn a_top_area_has_no_other_name_than_its_own() {
        let (paths, problems) =
            resolve(&mut Areas::default(), &["Kent/Maidstone", "Maidstone/Kent", "Kent", "Maidstone"]);
        // Where `Maidstone` is known as a part of Kent, what stands behind it lies inside.
        let want = ["Kent/Maidstone", "Kent/Maidstone/Kent", "Kent", "Kent/Maidstone"];
        let want = want.map(|path| Some(path.to_owned()));
        assert_eq!(paths, want);
        assert!(problems.is_empty());
    }

    #[test]
    fn a_declared_path_may_be_named_from_the_inside_out() {
        let spec = |name: &str, areas| AreaSpec {
            name: name.into(),
            span: crate::source::Span::default(),
            aliases: Vec::new(),
            position: None,
            outline: Vec::new(),
            areas,
        };
        let mut areas = Areas::declared(&[spec("Wren Valley", vec![spec("Tanfold", vec![])])]);
        let names = ["Tanfold/Wren Valley", "Wren Valley", "Ford/Tanfold", "Tanfold"];
        let (paths, problems) = resolve(&mut areas, &names);
        let want = ["Wren Valley/Tanfold", "Wren Valley", "Ford/Tanfold", "Wren Valley/Tanfold"];
        assert_eq!(paths, want.map(|path| Some(path.to_owned())));
        assert_eq!(problems.len(), 1, "{problems:?}");
    }

    #[test]
    fn a_declared_tree_knows_aliases_and_reports_strangers() {
        let spec = |name: &str, aliases: &[&str], areas| AreaSpec {
            name: name.into(),
            span: crate::source::Span::default(),
            aliases: aliases.iter().map(|alias| TextValue { text: (*alias).into(), span: Span::default() }).collect(),
            position: None,
            outline: Vec::new(),
            areas,
        };
        let mut areas =
            Areas::declared(&[spec("Wren Valley", &[], vec![spec("Wrenfield", &["Wren Field Village"], vec![])])]);
        let (paths, problems) = resolve(&mut areas, &["wren field village", "Wrenfeild"]);
        assert_eq!(paths[0].as_deref(), Some("Wren Valley/Wrenfield"));
        assert_eq!(paths[1].as_deref(), Some("Wrenfeild"));
        assert_eq!(problems[0].help, "did you mean `Wrenfield`?");
    }
}
