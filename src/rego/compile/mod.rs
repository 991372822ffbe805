//! From modules to a program.
//!
//! Modules are parsed, their rules declared, their names resolved (`names`), their literals put into an order in which
//! every variable has its value (`ready`), and written as steps over slots (`coder` and its parts). A module with an
//! error is left out, and so is what needs it; the others make a program all the same.

mod call;
mod callee;
mod coder;
mod declare;
mod error;
mod literal;
mod names;
mod ready;
mod recursion;
mod term;
mod unify;

pub use error::{CompileError, CompileErrorKind};

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use self::{
    callee::Callees,
    coder::Coder,
    declare::{Group, World, exports},
    names::Globals,
};
use super::{
    dispatch,
    extension::Extension,
    memory::{Facts, Heap, Memory, Scratch},
    program::{Alternative, Definition, Expression, Form, Program},
    syntax::{
        self,
        ast::{Module, Name, Version},
    },
    value::{Space, Value},
};

/// One module to compile.
#[derive(Clone, Debug)]
pub struct Source<'s> {
    /// The file's name.
    pub name: Arc<str>,
    /// Its text.
    pub text: &'s str,
    /// Which grammar it follows, unless it says so itself.
    pub version: Version,
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
    pub modules: Vec<Source<'s>>,
    /// What `data` is without rules: an object.
    pub data: &'s serde_json::Value,
    /// What may be referred to below `data` without a rule.
    pub given: Given,
    /// Functions that are added to Rego.
    pub extensions: Vec<Extension>,
}

/// A program, and what was wrong with modules that are not part of it.
#[derive(Debug)]
pub struct Compiled {
    /// What can be used.
    pub program: Program,
    /// Why something cannot, in the order of the modules.
    pub errors: Vec<CompileError>,
    /// Whether each module is part of the program.
    pub usable: Vec<bool>,
}

/// Compiles modules together.
pub fn compile(input: &Input<'_>) -> Compiled {
    let mut errors = Vec::new();
    let mut modules: Vec<Option<Module>> = Vec::with_capacity(input.modules.len());
    for (number, source) in input.modules.iter().enumerate() {
        match syntax::parse(source.text, source.version) {
            Ok(module) => modules.push(Some(module)),
            Err(error) => {
                modules.push(None);
                let kind = CompileErrorKind::Syntax;
                let (span, message, help) = (error.span, error.message, error.help);
                errors.push(CompileError { module: number, span, kind, message, help });
            }
        }
    }
    loop {
        let usable: Vec<(usize, &Module)> =
            modules.iter().enumerate().filter_map(|(number, module)| Some((number, module.as_ref()?))).collect();
        let (program, mut found) = compile_usable(input, &usable);
        if found.is_empty() {
            let mut program = program;
            dispatch::analyse(&mut program);
            let usable = modules.iter().map(Option::is_some).collect();
            errors.sort_by_key(|error: &CompileError| (error.module, error.span.start));
            return Compiled { program, errors, usable };
        }
        // What needs a module that falls out now says so the next time round.
        let lost: HashSet<usize> = found.iter().map(|error| error.module).collect();
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
    let packages: Vec<(usize, Vec<Name>)> = lost
        .iter()
        .filter_map(|&number| {
            let source = &input.modules[number];
            let module = syntax::parse(source.text, source.version).ok()?;
            Some((number, module.package))
        })
        .collect();
    for error in found.iter_mut().filter(|error| error.kind == CompileErrorKind::Name) {
        let broken = packages.iter().find(|(_, package)| error.message.contains(&package.join(".")));
        if let Some((number, _)) = broken {
            error.kind = CompileErrorKind::Broken;
            error.message = format!("it needs {}, which cannot be used", input.modules[*number].name);
            error.help = "mend that module first".to_owned();
        }
    }
}

fn compile_usable(input: &Input<'_>, modules: &[(usize, &Module)]) -> (Program, Vec<CompileError>) {
    let (world, mut errors) = World::new(modules);
    let exports = exports(modules);
    let (nothing, facts, mut scratch) = (Heap::default(), Facts::default(), Scratch::default());
    let memory = Memory::new(&nothing, &[], &mut scratch, &facts);
    let callees = Callees { world: &world, extensions: &input.extensions, given: &input.given };
    let mut coder = Coder {
        callees,
        memory,
        module: 0,
        next_name: 0,
        next_slot: 0,
        places: Vec::new(),
        uses: BTreeSet::new(),
        slots: HashMap::new(),
        bound: HashSet::new(),
        known: HashSet::new(),
    };
    let data = coder.memory.json(input.data);
    let globals: HashMap<usize, Globals> =
        modules.iter().map(|&(number, module)| (number, globals(module, &exports))).collect();
    let mut definitions = Vec::with_capacity(world.groups.len());
    let mut uses = Vec::with_capacity(world.groups.len());
    for group in &world.groups {
        coder.uses.clear();
        definitions.push(definition(&mut coder, group, modules, &globals, &mut errors));
        uses.push(std::mem::take(&mut coder.uses));
    }
    if errors.is_empty() {
        errors = recursion::errors(&world, &uses);
    }
    let names = branch_names(&mut coder, &world);
    let (slots, steps) = (coder.next_slot as usize, coder.places);
    let mut program = Program {
        constants: scratch.into_heap(),
        data: Some(data.in_space(Space::Constant)),
        definitions,
        tree: world.tree,
        slots,
        steps,
        modules: input.modules.iter().map(|source| source.name.clone()).collect(),
        extensions: input.extensions.clone(),
    };
    program.constants.freeze();
    for (branch, name) in program.tree.iter_mut().zip(names) {
        branch.name = name;
    }
    (program, errors)
}

/// What a module's rules may call by a short name.
fn globals(module: &Module, exports: &HashMap<Vec<Name>, Vec<Name>>) -> Globals {
    let data = Name::from("data");
    let mut paths = HashMap::new();
    for import in &module.imports {
        paths.insert(import.name.clone(), import.path.clone());
    }
    for name in exports.get(&module.package).into_iter().flatten() {
        let path = std::iter::once(&data).chain(&module.package).chain([name]).cloned().collect();
        paths.insert(name.clone(), path);
    }
    Globals { paths }
}

/// Compiles all rules of one name.
fn definition(
    coder: &mut Coder<'_, '_>,
    group: &Group,
    modules: &[(usize, &Module)],
    globals: &HashMap<usize, Globals>,
    errors: &mut Vec<CompileError>,
) -> Definition {
    let mut definition = Definition {
        path: format!("data.{}", group.path.join(".")).into(),
        form: group.form,
        clauses: Vec::with_capacity(group.rules.len()),
        default: None,
        constant: false,
    };
    for declared in group.rules.iter().chain(&group.default) {
        let Some(module) = modules.iter().find(|(number, _)| *number == declared.module).map(|(_, module)| module)
        else {
            continue;
        };
        let mut rule = module.rules[declared.rule].clone();
        let callees = coder.callees;
        let arity = |function: &syntax::ast::Term| callees.callee(function).ok()?.arity();
        let faults = names::name(&mut rule, &globals[&declared.module], &arity, &mut coder.next_name);
        if !faults.is_empty() {
            errors.extend(faults.into_iter().map(|fault| fault.at(declared.module)));
            continue;
        }
        coder.module = declared.module as u32;
        let fault = if rule.default {
            coder.default(&rule).map(|default| definition.default = Some(default)).err()
        } else {
            coder.clause(&rule, declared).map(|clause| definition.clauses.push(clause)).err()
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
