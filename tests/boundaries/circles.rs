//! Which files take names from one another in a circle, so that none of them can be understood or changed alone.
//!
//! An arrow goes from a file to the file that defines a name that it uses, in a `use` or in the midst of an expression; a
//! re-export is followed to where the name comes from. No arrows are `mod` alone, what only tests use, and what a module
//! takes from the one around it: it is a part of that one.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{tokens, without_comments_and_strings};

type Path = Vec<String>;
/// From a file to a file: the names.
pub type Arrows = BTreeMap<(String, String), BTreeSet<String>>;

#[derive(Default)]
struct Module {
    file: String,
    definitions: BTreeSet<String>,
    /// What a name here stands for, as it is written.
    imports: BTreeMap<String, Path>,
    globs: Vec<Path>,
}

/// The modules of a crate, and every path that is written in them.
#[derive(Default)]
struct Names {
    modules: BTreeMap<Path, Module>,
    mentions: Vec<(Path, Path)>,
}

/// The arrows between files, each of which is given by name, module path and text.
pub fn arrows<'a>(files: impl Iterator<Item = (String, Path, &'a str)>) -> Arrows {
    let (mut names, mut module_of) = (Names::default(), BTreeMap::new());
    for (file, module, text) in files {
        names.read(&file, &module, &tokens(&without_comments_and_strings(text)));
        module_of.insert(file, module);
    }
    let mut arrows = Arrows::new();
    for (module, path) in &names.mentions {
        let from = &names.modules[module].file;
        if let Some((to, name)) = names.definition(module, path, LONGEST_WAY)
            && !module_of[from].starts_with(&module_of[&to])
        {
            arrows.entry((from.clone(), to)).or_default().insert(name);
        }
    }
    arrows
}

/// The circles, each as its files.
pub fn circles(arrows: &Arrows) -> BTreeSet<BTreeSet<&str>> {
    let mut nexts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (from, to) in arrows.keys() {
        nexts.entry(from).or_default().push(to);
    }
    let reached: BTreeMap<&str, BTreeSet<&str>> = nexts.keys().map(|file| (*file, reached(file, &nexts))).collect();
    let circle = |file: &str| -> BTreeSet<&str> {
        let leads_back = |other: &&str| reached.get(other).is_some_and(|back| back.contains(file));
        reached[file].iter().copied().filter(leads_back).collect()
    };
    nexts.keys().map(|file| circle(file)).filter(|circle| !circle.is_empty()).collect()
}

fn reached<'a>(from: &'a str, nexts: &BTreeMap<&'a str, Vec<&'a str>>) -> BTreeSet<&'a str> {
    let (mut found, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(file) = open.pop() {
        open.extend(nexts.get(file).into_iter().flatten().copied().filter(|next| found.insert(*next)));
    }
    found
}

/// How many re-exports may lead to a name; imports that lead to one another end here.
const LONGEST_WAY: usize = 8;

impl Names {
    fn read(&mut self, file: &str, module: &[String], tokens: &[&str]) {
        self.modules.insert(module.to_vec(), Module { file: file.to_owned(), ..Module::default() });
        let mut at = 0;
        while at < tokens.len() {
            at += match &tokens[at..] {
                ["#", "[", "cfg", "(", "test", ")", "]", item @ ..] => 7 + length_of_item(item),
                item @ ["mod", name, "{", inside @ ..] => {
                    let length = length_of_item(item);
                    self.read(file, &[module, &[(*name).to_owned()]].concat(), &inside[..length - 4]);
                    length
                }
                ["use", tree @ ..] if tree[0] != "<" => 1 + self.read_use(module, &[], tree),
                ["macro_rules", "!", name, ..]
                | ["fn" | "struct" | "enum" | "union" | "trait" | "type" | "const" | "static", name, ..] => {
                    self.module(module).definitions.insert((*name).to_owned());
                    1
                }
                [first, "::", ..] if is_name(first) => {
                    let path = path_at(&tokens[at..]);
                    let length = 2 * path.len() - 1;
                    self.mentions.push((module.to_vec(), path));
                    length
                }
                _ => 1,
            };
        }
    }

    /// Reads one branch of a `use`, behind the names `before`; how many tokens it is long.
    fn read_use(&mut self, module: &[String], before: &[String], tokens: &[&str]) -> usize {
        let mut path = before.to_vec();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            match *token {
                "::" => {}
                "{" => {
                    at += 1;
                    while tokens[at] != "}" {
                        at += if tokens[at] == "," { 1 } else { self.read_use(module, &path, &tokens[at..]) };
                    }
                    return at + 1;
                }
                "*" => {
                    self.module(module).globs.push(path);
                    return at + 1;
                }
                "self" if !path.is_empty() => {}
                name if is_name(name) && name != "as" => path.push(name.to_owned()),
                _ => break,
            }
            at += 1;
        }
        let (alias, length) = match &tokens[at..] {
            ["as", alias, ..] => ((*alias).to_owned(), at + 2),
            _ => (path.last().cloned().unwrap_or_default(), at),
        };
        self.module(module).imports.insert(alias, path.clone());
        self.mentions.push((module.to_vec(), path));
        length
    }

    fn module(&mut self, path: &[String]) -> &mut Module {
        self.modules.entry(path.to_vec()).or_default()
    }

    /// The file that defines what a path means in a module, and the name there; `None` for a module and for another crate.
    fn definition(&self, module: &[String], path: &[String], steps: usize) -> Option<(String, String)> {
        match path.first()?.as_str() {
            "crate" => self.look_up(&[], &path[1..], steps),
            "self" => self.look_up(module, &path[1..], steps),
            "super" => self.definition_above(module.split_last()?.1, &path[1..], steps),
            name => {
                let here = &self.modules[module];
                let is_import = here.imports.get(name).is_some_and(|import| import != path);
                let is_child = self.modules.contains_key(&[module, &path[..1]].concat());
                (is_import || is_child).then(|| self.look_up(module, path, steps))?
            }
        }
    }

    fn definition_above(&self, module: &[String], path: &[String], steps: usize) -> Option<(String, String)> {
        match path.first()?.as_str() {
            "super" => self.definition_above(module.split_last()?.1, &path[1..], steps),
            _ => self.look_up(module, path, steps),
        }
    }

    /// The same for a path that goes on from within a module.
    fn look_up(&self, module: &[String], path: &[String], steps: usize) -> Option<(String, String)> {
        let (name, rest) = path.split_first()?;
        let here = self.modules.get(module)?;
        let child = [module, &path[..1]].concat();
        if !rest.is_empty() && self.modules.contains_key(&child) {
            return self.look_up(&child, rest, steps);
        }
        if let Some(steps) = steps.checked_sub(1)
            && !here.definitions.contains(name)
        {
            if let Some(import) = here.imports.get(name) {
                return self.definition(module, &[import, rest].concat(), steps);
            }
            let globbed = here.globs.iter().find_map(|glob| self.definition(module, &[glob, path].concat(), steps));
            if globbed.is_some() {
                return globbed;
            }
        }
        let is_module = rest.is_empty() && self.modules.contains_key(&child) && !here.definitions.contains(name);
        (!is_module).then(|| (here.file.clone(), name.clone()))
    }
}

/// How many tokens an item is long: to the end of its block or to its semicolon.
fn length_of_item(tokens: &[&str]) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match *token {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && matches!(*token, "}" | ";") {
            return at + 1;
        }
    }
    tokens.len()
}

/// The names at the front of `tokens`, with `::` between them.
fn path_at(tokens: &[&str]) -> Path {
    let is_further = |pair: &&[&str]| matches!(pair, ["::", name] if is_name(name));
    let further = tokens[1..].chunks(2).take_while(is_further).map(|pair| pair[1]);
    [tokens[0]].into_iter().chain(further).map(str::to_owned).collect()
}

fn is_name(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrows_of(files: &[(&str, &str)]) -> Vec<String> {
        let module = |file: &str| -> Path {
            let path = file.strip_suffix(".rs").unwrap();
            let path = path.strip_suffix("/mod").unwrap_or(path);
            path.split('/').filter(|name| *name != "lib").map(str::to_owned).collect()
        };
        let all = [("lib.rs", "")].iter().chain(files);
        let files = all.map(|(file, text)| ((*file).to_owned(), module(file), *text));
        let shown = |((from, to), names): ((String, String), BTreeSet<String>)| {
            format!("{from} → {to}: {}", names.into_iter().collect::<Vec<_>>().join(" "))
        };
        arrows(files).into_iter().map(shown).collect()
    }

    #[test]
    fn names_are_followed_in_every_spelling() {
        let files = [
            ("a.rs", "use crate::b::{self, One, deep::{Two as Three, Four}}; fn f() { b::five(Three::X) }"),
            ("b/mod.rs", "pub mod deep; pub struct One; pub fn five() {}"),
            ("b/deep.rs", "pub struct Two; pub struct Four; pub fn six() {}"),
            ("c.rs", "use super::b; fn g() -> b::deep::Two { self::h(); super::b::deep::six(); std::mem::take(x) }"),
            ("d.rs", "use crate::b::deep; fn i() { deep::six() } fn j() -> impl Sized + use<> {}"),
        ];
        assert_eq!(
            arrows_of(&files),
            [
                "a.rs → b/deep.rs: Four Two",
                "a.rs → b/mod.rs: One five",
                "c.rs → b/deep.rs: Two six",
                "d.rs → b/deep.rs: six",
            ]
        );
    }

    #[test]
    fn re_exports_are_followed_to_where_a_name_is_defined() {
        let files = [
            ("a.rs", "use crate::b::{One, Two, three};"),
            ("b.rs", "mod inner; mod other; pub use inner::{One, Renamed as Two}; pub use other::*;"),
            ("b/inner.rs", "pub struct One; pub struct Renamed;"),
            ("b/other.rs", "macro_rules! three { () => {} } pub(crate) use three;"),
        ];
        let found = arrows_of(&files);
        assert_eq!(found[..2], ["a.rs → b/inner.rs: One Renamed", "a.rs → b/other.rs: three"], "{found:?}");
    }

    #[test]
    fn modules_alone_tests_and_what_a_part_takes_from_the_whole_are_no_arrows() {
        let files = [
            ("a.rs", "use crate::b; mod part; fn f() { part::g() } pub struct Whole;"),
            ("a/part.rs", "use super::Whole; pub fn g() -> crate::a::Whole { Whole }"),
            ("b.rs", "mod inside { use crate::c::One; } #[cfg(test)] mod tests { use crate::a::Whole; fn t() {} }"),
            ("c.rs", "pub struct One; #[cfg(test)] use crate::a::Whole; // use crate::a::Whole;"),
        ];
        assert_eq!(arrows_of(&files), ["a.rs → a/part.rs: g", "b.rs → c.rs: One"]);
    }

    #[test]
    fn circles_are_found_and_nothing_else() {
        let arrow = |(from, to): (&str, &str)| ((from.to_owned(), to.to_owned()), BTreeSet::new());
        let all: Arrows =
            [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "e"), ("e", "d"), ("f", "a")].map(arrow).into();
        let found: Vec<Vec<_>> = circles(&all).into_iter().map(|circle| circle.into_iter().collect()).collect();
        assert_eq!(found, [vec!["a", "b", "c"], vec!["d", "e"]]);
        assert!(circles(&[("a", "b"), ("a", "c"), ("b", "c")].map(arrow).into()).is_empty());
    }
}
