//! Which rules there are: definitions by path, the tree of packages, and what contradicts itself.

use std::{collections::BTreeMap, ops::Bound, sync::Arc};

use rustc_hash::{FxHashMap, FxHashSet};

use super::error::{CompileError, CompileErrorKind, Fault};
use crate::{
    rego::{
        program::{Branch, DefinitionId, Form},
        syntax::ast::{Module, Name, Rule, Term, TermKind},
    },
    source::Span,
};

/// Rules of one path, before they are compiled.
#[derive(Debug)]
pub(super) struct Group {
    /// From below `data` on.
    pub(super) path: Vec<Name>,
    pub(super) form: Form,
    pub(super) rules: Vec<Declared>,
    pub(super) default: Option<Declared>,
}

/// One rule of a group.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    pub(super) module: usize,
    pub(super) rule: usize,
    /// Keys that stand between the group's path and the rule's name: `p.a := 1` beside `p[x] := 2`.
    pub(super) keys: Vec<Name>,
    pub(super) span: Span,
}

/// All that is declared.
#[derive(Debug, Default)]
pub(super) struct World {
    pub(super) groups: Vec<Group>,
    pub(super) tree: Vec<Branch>,
}

/// Where a path from below `data` leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Landing {
    /// At a rule, after so many parts.
    Rule(DefinitionId, usize),
    /// At a package or the beginning of one.
    Package(u32),
    /// At nothing that has rules; so many parts were known.
    Nothing(usize),
}

impl World {
    /// Declares the rules of some modules.
    pub(super) fn new(modules: &[(usize, &Module)]) -> (Self, Vec<CompileError>) {
        let mut errors = Vec::new();
        let mut paths: BTreeMap<Vec<Name>, Vec<Declared>> = BTreeMap::new();
        for &(number, module) in modules {
            for (index, rule) in module.rules.iter().enumerate() {
                let declared = Declared { module: number, rule: index, keys: Vec::new(), span: name_span(rule) };
                paths.entry(static_path(module, rule)).or_default().push(declared);
            }
        }
        let rule = |declared: &Declared| {
            let at = modules.binary_search_by_key(&declared.module, |(number, _)| *number).ok()?;
            modules[at].1.rules.get(declared.rule)
        };
        fold_into_objects(&mut paths, &rule);
        let mut world = Self { groups: Vec::new(), tree: vec![Branch::default()] };
        for &(_, module) in modules {
            world.branch(&module.package);
        }
        for (path, rules) in paths {
            match group(path, rules, &rule) {
                Ok(group) => world.groups.push(group),
                Err((module, fault)) => errors.push(fault.at(module)),
            }
        }
        for id in 0..world.groups.len() {
            let branch = world.branch(&world.groups[id].path.clone());
            world.tree[branch as usize].definition = Some(id as DefinitionId);
        }
        errors.extend(world.overlaps());
        (world, errors)
    }

    /// The branch of a path, grown if need be.
    fn branch(&mut self, path: &[Name]) -> u32 {
        let mut at = 0;
        for part in path {
            let next = self.tree.len() as u32;
            let found = *self.tree[at as usize].below.entry(part.clone()).or_insert(next);
            if found == next {
                self.tree.push(Branch::default());
            }
            at = found;
        }
        at
    }

    /// Rules that stand below other rules.
    fn overlaps(&self) -> Vec<CompileError> {
        let mut errors = Vec::new();
        for group in &self.groups {
            let mut at = 0;
            for part in &group.path[..group.path.len() - 1] {
                at = self.tree[at as usize].below[part];
                if let Some(id) = self.tree[at as usize].definition
                    && let Some(declared) = group.rules.first().or(group.default.as_ref())
                {
                    let fault = Fault::new(
                        CompileErrorKind::Conflict,
                        declared.span,
                        format!("the rule stands inside another rule, `{}`", self.groups[id as usize].path.join(".")),
                        "rename one of the two rules or packages",
                    );
                    errors.push(fault.at(declared.module));
                }
            }
        }
        // A package that begins where a rule is.
        for group in &self.groups {
            let at = group.path.iter().fold(0, |at, part| self.tree[at as usize].below[part]);
            let is_package = self.tree[at as usize].below.values().any(|&below| self.is_empty(below));
            if is_package && let Some(declared) = group.rules.first() {
                let fault = Fault::new(
                    CompileErrorKind::Conflict,
                    declared.span,
                    format!("`{}` is a rule and the beginning of a package", group.path.join(".")),
                    "rename the rule or the package",
                );
                errors.push(fault.at(declared.module));
            }
        }
        errors
    }

    fn is_empty(&self, branch: u32) -> bool {
        let branch = &self.tree[branch as usize];
        branch.definition.is_none() && branch.below.values().all(|&below| self.is_empty(below))
    }

    /// Where a path from below `data` leads.
    pub(super) fn land<'n>(&self, path: impl Iterator<Item = &'n str>) -> Landing {
        let mut at = 0;
        for (taken, part) in path.enumerate() {
            match self.tree[at as usize].below.get(part) {
                Some(&below) => at = below,
                None => return Landing::Nothing(taken),
            }
            if let Some(definition) = self.tree[at as usize].definition {
                return Landing::Rule(definition, taken + 1);
            }
        }
        Landing::Package(at)
    }

    /// Every rule that a path from below `data` on may refer to. What is no constant may be any name, and what is a constant
    /// but no string is none.
    pub(super) fn reach(&self, path: &[Term]) -> Vec<DefinitionId> {
        let mut found = Vec::new();
        let mut at = vec![0];
        for part in path {
            let mut next: Vec<u32> = Vec::new();
            for branch in at {
                let below = &self.tree[branch as usize].below;
                match &part.kind {
                    TermKind::String(text) => next.extend(below.get(&**text)),
                    TermKind::Null | TermKind::Bool(_) | TermKind::Number(_) => {}
                    _ => next.extend(below.values()),
                }
            }
            next.retain(|&branch| match self.tree[branch as usize].definition {
                Some(id) => {
                    found.push(id);
                    false
                }
                None => true,
            });
            at = next;
        }
        at.into_iter().for_each(|branch| found.extend(self.below(branch)));
        found
    }

    /// Every rule below a branch.
    pub(super) fn below(&self, branch: u32) -> Vec<DefinitionId> {
        let mut found = Vec::new();
        let mut waiting = vec![branch];
        while let Some(at) = waiting.pop() {
            let branch = &self.tree[at as usize];
            found.extend(branch.definition);
            waiting.extend(branch.below.values());
        }
        found
    }
}

/// Where a rule's name stands.
fn name_span(rule: &Rule) -> Span {
    match rule.head.path.as_slice() {
        [first, .., last] => Span::new(first.span.start, last.span.end),
        [name] => name.span,
        [] => rule.head.span,
    }
}

/// The path of a rule as far as it is written in strings.
fn static_path(module: &Module, rule: &Rule) -> Vec<Name> {
    let names = rule.head.path.iter().map_while(|term| match &term.kind {
        TermKind::Var(name) => Some(name.clone()),
        TermKind::String(text) => Some(Arc::from(&**text)),
        _ => None,
    });
    // Only the first may be a variable: it is the rule's name.
    let strings = names.enumerate().map_while(|(index, name)| {
        let is_variable = matches!(rule.head.path[index].kind, TermKind::Var(_));
        (index == 0 || !is_variable).then_some(name)
    });
    module.package.iter().cloned().chain(strings).collect()
}

/// How many terms of a rule's name are keys that are computed.
pub(super) fn computed_keys(rule: &Rule) -> usize {
    let is_static = |(index, term): (usize, &crate::rego::syntax::ast::Term)| match &term.kind {
        TermKind::Var(_) => index == 0,
        TermKind::String(_) => true,
        _ => false,
    };
    let fixed = rule.head.path.iter().enumerate().take_while(|&(index, term)| is_static((index, term))).count();
    rule.head.path.len() - fixed
}

/// `p.a := 1` beside `p[x] := 2` is a key of the same object.
fn fold_into_objects<'m>(
    paths: &mut BTreeMap<Vec<Name>, Vec<Declared>>,
    rule: &impl Fn(&Declared) -> Option<&'m Rule>,
) {
    let is_object =
        |rules: &[Declared]| rules.iter().any(|declared| rule(declared).is_some_and(|rule| computed_keys(rule) > 0));
    let objects: Vec<Vec<Name>> =
        paths.iter().filter(|(_, rules)| is_object(rules)).map(|(path, _)| path.clone()).collect();
    for object in objects {
        if !paths.contains_key(&object) {
            continue;
        }
        // What begins with a path follows it.
        let after = paths.range::<Vec<Name>, _>((Bound::Excluded(&object), Bound::Unbounded));
        let below: Vec<Vec<Name>> =
            after.map(|(path, _)| path).take_while(|path| path.starts_with(&object)).cloned().collect();
        for path in below {
            let moved = paths.remove(&path).unwrap_or_default();
            let keys = &path[object.len()..];
            let moved = moved.into_iter().map(|mut declared| {
                declared.keys = keys.to_vec();
                declared
            });
            paths.entry(object.clone()).or_default().extend(moved);
        }
    }
}

fn group<'m>(
    path: Vec<Name>,
    declared: Vec<Declared>,
    rule: &impl Fn(&Declared) -> Option<&'m Rule>,
) -> Result<Group, (usize, Fault)> {
    let mut group = Group { path, form: Form::Complete, rules: Vec::new(), default: None };
    let mut form: Option<Form> = None;
    for one in declared {
        let Some(written) = rule(&one) else { continue };
        let this = form_of(written, &one);
        if written.default && matches!(this, Form::Complete | Form::Function(_)) {
            if group.default.is_some() {
                return Err((one.module, twice_default(&one)));
            }
            group.default = Some(one.clone());
        }
        match form {
            Some(form) if form != this => return Err((one.module, mixed(&one, form, this))),
            _ => form = Some(this),
        }
        if !written.default {
            group.rules.push(one);
        }
    }
    group.form = form.unwrap_or(Form::Complete);
    Ok(group)
}

fn form_of(rule: &Rule, declared: &Declared) -> Form {
    match &rule.head.arguments {
        Some(arguments) if !arguments.is_empty() => Form::Function(arguments.len() as u8),
        _ if computed_keys(rule) > 0 || !declared.keys.is_empty() => Form::Object,
        _ if rule.head.element.is_some() => Form::Set,
        _ => Form::Complete,
    }
}

fn twice_default(declared: &Declared) -> Fault {
    let help = "keep one `default` for each rule";
    Fault::new(CompileErrorKind::Conflict, declared.span, "the rule has a second `default`", help)
}

fn mixed(declared: &Declared, before: Form, this: Form) -> Fault {
    let name = |form| match form {
        Form::Complete => "a single value".to_owned(),
        Form::Set => "a set".to_owned(),
        Form::Object => "an object".to_owned(),
        Form::Function(arguments) => {
            format!("a function of {arguments} argument{}", if arguments == 1 { "" } else { "s" })
        }
    };
    Fault::new(
        CompileErrorKind::Conflict,
        declared.span,
        format!("the rule is {} here and {} elsewhere", name(this), name(before)),
        "give rules of one name one form, or rename this one",
    )
}

/// What rules of a package are called, by package: names that its modules may use without a path.
pub(super) fn exports(modules: &[(usize, &Module)]) -> FxHashMap<Vec<Name>, FxHashSet<Name>> {
    let mut exports: FxHashMap<Vec<Name>, FxHashSet<Name>> = FxHashMap::default();
    for (_, module) in modules {
        let names = exports.entry(module.package.clone()).or_default();
        for rule in &module.rules {
            if let Some(TermKind::Var(name)) = rule.head.path.first().map(|term| &term.kind) {
                names.insert(name.clone());
            }
        }
    }
    exports
}
