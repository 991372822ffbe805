//! From modules to a program.
//!
//! Modules that may be needed (`reach`) are parsed, their rules declared, their names resolved (`names`), their literals put into an order in which
//! every variable has its value (`ready`), and written as steps over slots (`coder` and its parts). A module with an
//! error is left out, and so is what needs it; the others make a program all the same.

mod arguments;
mod call;
mod callee;
mod coder;
mod declare;
mod error;
mod literal;
mod mentions;
mod names;
mod reach;
mod ready;
mod recursion;
mod said;
mod term;
mod unify;
mod unused;

pub use error::{CompileError, CompileErrorKind};

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};

use rustc_hash::{FxHashMap, FxHashSet};

use self::{
    callee::Callees,
    coder::Coder,
    declare::{Group, Landing, World, exports},
    names::Globals,
};
use super::{
    dispatch,
    extension::Extension,
    memory::{Facts, Heap, Memory, Scratch},
    program::{Alternative, Definition, DefinitionId, Expression, Form, Program},
    syntax::{
        self,
        ast::{Module, Name, Version},
    },
    value::{Space, Value},
};

/// One module to compile: read once, however often it is compiled.
#[derive(Debug)]
pub struct Source {
    /// The file's name.
    pub name: Arc<str>,
    text: Arc<str>,
    version: Version,
    module: OnceLock<Result<Module, syntax::SyntaxError>>,
}

impl Source {
    /// A module from its text; `version` says which grammar it follows, unless it says so itself.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>, version: Version) -> Self {
        Self { name: name.into(), text: text.into(), version, module: OnceLock::new() }
    }

    fn module(&self) -> Result<&Module, &syntax::SyntaxError> {
        self.module.get_or_init(|| syntax::parse(&self.text, self.version)).as_ref()
    }

    /// The package, which may be beyond reading after its first line.
    fn package(&self) -> Option<Vec<Name>> {
        if let Ok(module) = self.module() {
            return Some(module.package.clone());
        }
        let line = self.text.lines().find(|line| line.starts_with("package "))?;
        Some(syntax::parse(line, self.version).ok()?.package)
    }
}

/// How much of the modules is compiled.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// Everything, so that every error is found.
    All,
    /// The rules at and below these paths below `data` and what they need; nothing is said of the rest, which may not even be parsed.
    Only(Vec<Vec<Name>>),
}

/// What may be referred to below `data` without a rule.
#[derive(Clone, Debug)]
pub enum Given {
    /// Anything: a name that no rule has is undefined.
    Anything,
    /// These paths, and what is below them; any other name is an error.
    Only(Vec<Vec<Name>>),
}

impl Given {
    /// Some paths.
    pub fn only(paths: &[&[&str]]) -> Self {
        Self::Only(paths.iter().map(|path| path.iter().map(|&part| part.into()).collect()).collect())
    }

    /// Whether something may be given at a path, or below or above it.
    fn may_hold(&self, path: &[&str]) -> bool {
        match self {
            Self::Anything => true,
            Self::Only(given) => given.iter().any(|given| given.iter().zip(path).all(|(a, b)| &**a == *b)),
        }
    }
}

/// Everything a program is made of.
#[derive(Clone, Debug)]
pub struct Input<'s> {
    /// The modules.
    pub modules: Vec<&'s Source>,
    /// How much of them is compiled.
    pub wanted: Wanted,
    /// What `data` is without rules: an object.
    pub data: &'s serde_json::Value,
    /// What may be referred to below `data` without a rule.
    pub given: Given,
    /// Functions that are added to Rego.
    pub extensions: Vec<Extension>,
}

impl<'s> Input<'s> {
    /// Everything in some modules, over data beside which anything may be given.
    pub fn all(modules: &'s [Source], data: &'s serde_json::Value) -> Self {
        let modules = modules.iter().collect();
        Self { modules, wanted: Wanted::All, data, given: Given::Anything, extensions: Vec::new() }
    }
}

/// A program, and what was wrong with modules that are not part of it.
#[derive(Debug)]
pub struct Compiled {
    /// What can be used.
    pub program: Program,
    /// Why something cannot, in the order of the modules.
    pub errors: Vec<CompileError>,
    /// Whether each module is part of the program, or would be if it were needed.
    pub usable: Vec<bool>,
}

/// Compiles modules together.
pub fn compile(input: &Input<'_>) -> Compiled {
    let mut errors = Vec::new();
    let mut modules: Vec<Option<&Module>> = Vec::with_capacity(input.modules.len());
    let needed = reach::needed(&input.modules, &input.wanted);
    for (number, source) in input.modules.iter().enumerate() {
        if !needed[number] {
            modules.push(None);
            continue;
        }
        if let Err(error) = source.module() {
            let kind = CompileErrorKind::Syntax;
            let (span, message, help) = (error.span, error.message.clone(), error.help.clone());
            errors.push(CompileError { module: number, span, kind, message, help });
        }
        modules.push(source.module().ok());
    }
    let mut replaced = BTreeSet::new();
    loop {
        let usable: Vec<(usize, &Module)> =
            modules.iter().enumerate().filter_map(|(number, module)| Some((number, (*module)?))).collect();
        let (program, mut found, names) = compile_usable(input, &usable, &replaced);
        if !found.is_empty() && !names.is_subset(&replaced) {
            replaced.extend(names);
            continue;
        }
        if found.is_empty() {
            let usable = modules.iter().zip(&needed).map(|(module, needed)| module.is_some() || !needed).collect();
            errors.sort_by_key(|error: &CompileError| (error.module, error.span.start));
            return Compiled { program, errors, usable };
        }
        // What needs a module that falls out now says so the next time round.
        let lost: FxHashSet<usize> = found.iter().map(|error| error.module).collect();
        for number in lost {
            modules[number] = None;
        }
        explain_broken(&mut found, &errors, input);
        errors.append(&mut found);
    }
}

/// A name that is missing because its module is broken is not misspelt.
fn explain_broken(found: &mut [CompileError], before: &[CompileError], input: &Input<'_>) {
    let lost: BTreeSet<usize> = before.iter().map(|error| error.module).collect();
    let packages: Vec<(usize, Vec<Name>)> =
        lost.iter().filter_map(|&number| Some((number, input.modules[number].package()?))).collect();
    for error in found.iter_mut().filter(|error| error.kind == CompileErrorKind::Name) {
        let named = error.message.split('`').nth(1).unwrap_or_default();
        let named: Vec<&str> = named.trim_start_matches("data.").split('.').collect();
        // What is named is the first part that is missing, or something in the package.
        let is_part = |package: &[Name]| named.len() > 1 && named.iter().zip(package).all(|(a, b)| **a == **b);
        let broken = packages.iter().filter(|(_, package)| is_part(package)).max_by_key(|(_, package)| package.len());
        if let Some((number, _)) = broken {
            error.kind = CompileErrorKind::Broken;
            error.message = format!("it needs {}, which cannot be used", input.modules[*number].name);
            error.help = "mend that module first".to_owned();
        }
    }
}

fn compile_usable(
    input: &Input<'_>,
    modules: &[(usize, &Module)],
    replaced: &BTreeSet<&'static str>,
) -> (Program, Vec<CompileError>, BTreeSet<&'static str>) {
    let (world, mut errors) = World::new(modules);
    let exports = exports(modules);
    let (nothing, facts, mut scratch) = (Heap::default(), Facts::default(), Scratch::default());
    let memory = Memory::new(&nothing, &[], &mut scratch, &facts);
    let callees = Callees {
        world: &world,
        extensions: &input.extensions,
        given: &input.given,
        data: input.data,
        replaced,
        package: &[],
    };
    let mut coder = Coder::new(callees, memory);
    let data = coder.memory.json(input.data);
    let globals: FxHashMap<usize, Globals> =
        modules.iter().map(|&(number, module)| (number, globals(module, &exports))).collect();
    let wanted = wanted(&input.wanted, &world);
    let (mut definitions, uses) = define(&mut coder, &world, wanted, modules, &globals, &mut errors);
    if errors.is_empty() {
        errors = recursion::errors(&world, &uses);
    }
    if errors.is_empty() {
        said::mark(&mut definitions);
        dispatch::analyse(&mut definitions);
    }
    let names = branch_names(&mut coder, &world);
    let (slots, steps, names_replaced) = (coder.next_slot as usize, coder.places, coder.replaced);
    let mut program = Program {
        constants: scratch.into_heap(),
        data: Some(data.in_space(Space::Constant)),
        definitions: definitions.into(),
        tree: world.tree,
        slots,
        steps,
        extensions: input.extensions.clone(),
    };
    program.constants.freeze();
    for (branch, name) in program.tree.iter_mut().zip(names) {
        branch.name = name;
    }
    (program, errors, names_replaced)
}

/// Compiles some definitions and what they use; the others stay empty. Says which uses which.
fn define<'m>(
    coder: &mut Coder<'m, '_>,
    world: &World,
    mut waiting: Vec<DefinitionId>,
    modules: &[(usize, &'m Module)],
    globals: &FxHashMap<usize, Globals>,
    errors: &mut Vec<CompileError>,
) -> (Vec<Definition>, Vec<BTreeSet<DefinitionId>>) {
    let mut definitions: Vec<Definition> = world.groups.iter().map(empty_definition).collect();
    let mut uses: Vec<BTreeSet<DefinitionId>> = vec![BTreeSet::new(); world.groups.len()];
    let mut seen = vec![false; world.groups.len()];
    while let Some(id) = waiting.pop() {
        let id = id as usize;
        if std::mem::replace(&mut seen[id], true) {
            continue;
        }
        coder.uses.clear();
        definitions[id] = definition(coder, &world.groups[id], modules, globals, false, errors);
        uses[id] = std::mem::take(&mut coder.uses);
        waiting.extend(uses[id].iter().rev());
    }
    for id in std::mem::take(&mut coder.looked_up) {
        let group = &world.groups[id as usize];
        if matches!(group.form, Form::Set | Form::Object) {
            // What is wrong has been said already.
            let by_key = definition(coder, group, modules, globals, true, &mut Vec::new());
            definitions[id as usize].by_key = by_key.clauses;
        }
    }
    (definitions, uses)
}

/// The definitions to begin with, the first last.
fn wanted(wanted: &Wanted, world: &World) -> Vec<DefinitionId> {
    match wanted {
        Wanted::All => (0..world.groups.len() as DefinitionId).rev().collect(),
        Wanted::Only(paths) => {
            let below = |path: &Vec<Name>| match world.land(path.iter().map(|part| &**part)) {
                Landing::Rule(id, _) => vec![id],
                _ => {
                    let is_below = |(_, group): &(DefinitionId, &Group)| group.path.starts_with(path);
                    (0..).zip(&world.groups).filter(is_below).map(|(id, _)| id).collect()
                }
            };
            paths.iter().rev().flat_map(below).collect()
        }
    }
}

/// What a module's rules may call by a short name.
fn globals(module: &Module, exports: &FxHashMap<Vec<Name>, FxHashSet<Name>>) -> Globals {
    let data = Name::from("data");
    let mut paths = FxHashMap::default();
    for import in &module.imports {
        paths.insert(import.name.clone(), import.path.clone());
    }
    for name in exports.get(&module.package).into_iter().flatten() {
        let path = std::iter::once(&data).chain(&module.package).chain([name]).cloned().collect();
        paths.insert(name.clone(), path);
    }
    Globals { paths }
}

/// A definition before its rules are compiled.
fn empty_definition(group: &Group) -> Definition {
    Definition {
        path: format!("data.{}", group.path.join(".")).into(),
        form: group.form,
        clauses: Vec::new(),
        by_key: Vec::new(),
        default: None,
        constant: false,
    }
}

/// Compiles all rules of one name.
fn definition<'m>(
    coder: &mut Coder<'m, '_>,
    group: &Group,
    modules: &[(usize, &'m Module)],
    globals: &FxHashMap<usize, Globals>,
    by_key: bool,
    errors: &mut Vec<CompileError>,
) -> Definition {
    let mut definition = empty_definition(group);
    for declared in group.rules.iter().chain(&group.default) {
        let Ok(at) = modules.binary_search_by_key(&declared.module, |(number, _)| *number) else { continue };
        coder.callees.package = &modules[at].1.package;
        let mut rule = modules[at].1.rules[declared.rule].clone();
        if let Err(fault) = arguments::lift(&mut rule, &mut coder.next_name) {
            errors.push(fault.at(declared.module));
            continue;
        }
        let callees = coder.callees;
        let arity = |function: &syntax::ast::Term| callees.find(function)?.arity();
        let faults = names::name(&mut rule, &globals[&declared.module], &arity, &mut coder.next_name);
        if !faults.is_empty() {
            errors.extend(faults.into_iter().map(|fault| fault.at(declared.module)));
            continue;
        }
        coder.module = declared.module as u32;
        let fault = if rule.default {
            coder.default(&rule).map(|default| definition.default = Some(default)).err()
        } else {
            coder.clause(&rule, declared, by_key).map(|clause| definition.clauses.push(clause)).err()
        };
        errors.extend(fault.map(|fault| fault.at(declared.module)));
    }
    definition.constant = matches!(definition.form, Form::Complete | Form::Function(_)) && is_constant(&definition);
    definition
}

/// Whether whatever body holds, the value is one and the same constant.
fn is_constant(definition: &Definition) -> bool {
    let mut values =
        definition.clauses.iter().flat_map(|clause| &clause.alternatives).map(|alternative| match alternative {
            Alternative { value: Expression::Constant(value), .. } => Some(*value),
            _ => None,
        });
    let Some(Some(first)) = values.next() else { return false };
    values.all(|value| value.is_some_and(|value| value.is_same(first)))
}

/// The last part of each branch's path, as a constant.
fn branch_names(coder: &mut Coder<'_, '_>, world: &World) -> Vec<Option<Value>> {
    let mut names = vec![None; world.tree.len()];
    for branch in &world.tree {
        for (name, &below) in &branch.below {
            names[below as usize] = Some(coder.text(name));
        }
    }
    names
}
