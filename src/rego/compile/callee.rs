//! What a function's name means.

use std::collections::BTreeSet;

use super::{
    coder::Coded,
    declare::{Landing, World},
    error::{CompileErrorKind, Fault},
    names::written,
};
use crate::{
    rego::{
        builtins::{self, Builtin},
        extension::Extension,
        program::{DefinitionId, Form},
        syntax::ast::{Name, Term, TermKind},
    },
    source::Span,
};

/// What a call calls.
#[derive(Clone, Copy)]
pub(super) enum Callee {
    Function(DefinitionId, u8),
    /// A rule, called without arguments.
    Rule(DefinitionId),
    Builtin(&'static Builtin),
    Extension(u32, u8),
    Walk,
    Print,
}

impl Callee {
    pub(super) fn arity(self) -> Option<usize> {
        match self {
            Self::Function(_, arity) | Self::Extension(_, arity) => Some(arity.into()),
            Self::Builtin(builtin) => Some(builtin.arity.into()),
            Self::Walk => Some(1),
            Self::Rule(_) => Some(0),
            Self::Print => None,
        }
    }
}

/// Everything that can be called or referred to by a path.
#[derive(Clone, Copy)]
pub(super) struct Callees<'c> {
    pub(super) world: &'c World,
    pub(super) extensions: &'c [Extension],
    /// What may be below `data` without a rule.
    pub(super) given: &'c super::Given,
    /// What is given there.
    pub(super) data: &'c serde_json::Value,
    /// Builtins that are refused, but which some `with` of the program replaces.
    pub(super) replaced: &'c BTreeSet<&'static str>,
    /// The package of the module at hand.
    pub(super) package: &'c [Name],
}

impl Callees<'_> {
    /// What a function's name means.
    pub(super) fn callee(&self, function: &Term) -> Coded<Callee> {
        self.find(function).ok_or_else(|| self.unknown(function))
    }

    /// What a name means if it is a function's.
    pub(super) fn find(&self, function: &Term) -> Option<Callee> {
        if let TermKind::Ref(head, path) = &function.kind
            && matches!(&head.kind, TermKind::Var(name) if &**name == "data")
        {
            return self.function_of_program(path);
        }
        let name = dotted(function)?;
        match &*name {
            "walk" => return Some(Callee::Walk),
            "print" => return Some(Callee::Print),
            _ => {}
        }
        if let Some(at) = self.extensions.iter().position(|extension| extension.name == name) {
            return Some(Callee::Extension(at as u32, self.extensions[at].arity));
        }
        let stand_in = || self.replaced.get(&*name).and_then(|name| builtins::stand_in(name));
        builtins::find(&name).or_else(stand_in).map(Callee::Builtin)
    }

    fn function_of_program(&self, path: &[Term]) -> Option<Callee> {
        match self.world.land(strings(path)) {
            Landing::Rule(id, taken) if taken == path.len() => match self.world.groups[id as usize].form {
                Form::Function(arity) => Some(Callee::Function(id, arity)),
                _ => Some(Callee::Rule(id)),
            },
            _ => None,
        }
    }

    /// Why something cannot be called.
    fn unknown(&self, function: &Term) -> Fault {
        let span = function.span;
        if let TermKind::Ref(head, path) = &function.kind
            && matches!(&head.kind, TermKind::Var(name) if &**name == "data")
        {
            let name = strings(path).collect::<Vec<_>>().join(".");
            let help = self.near(path).unwrap_or_else(|| "check its spelling and the imports".to_owned());
            return Fault::new(CompileErrorKind::Name, span, format!("function `{name}` does not exist"), help);
        }
        match dotted(function) {
            Some(name) => self.unknown_function(&name, span),
            None => {
                let help = "call a function by its name";
                Fault::new(CompileErrorKind::Name, span, "a computed value is called", help)
            }
        }
    }

    /// Something with a similar name in the same package.
    fn near(&self, path: &[Term]) -> Option<String> {
        let parts: Vec<&str> = path
            .iter()
            .filter_map(|term| match &term.kind {
                TermKind::String(text) => Some(&**text),
                _ => None,
            })
            .collect();
        let (last, package) = parts.split_last()?;
        let Landing::Package(branch) = self.world.land(package.iter().copied()) else { return None };
        let names = self.world.tree[branch as usize].below.keys();
        let near = names.map(|name| (strsim::jaro_winkler(name, last), name)).filter(|(likeness, _)| *likeness > 0.85);
        let (_, near) = near.max_by(|(a, x), (b, y)| a.total_cmp(b).then(y.cmp(x)))?;
        Some(format!("did you mean `{near}`?"))
    }

    /// The functions of the package at hand.
    fn functions_here(&self) -> impl Iterator<Item = &str> {
        let here = match self.world.land(self.package.iter().map(|part| &**part)) {
            Landing::Package(branch) => Some(&self.world.tree[branch as usize].below),
            _ => None,
        };
        let is_function = |id: DefinitionId| matches!(self.world.groups[id as usize].form, Form::Function(_));
        here.into_iter().flatten().filter_map(move |(name, &below)| {
            self.world.tree[below as usize].definition.is_some_and(is_function).then_some(&**name)
        })
    }

    fn unknown_function(&self, name: &str, span: Span) -> Fault {
        if let Some(why) = builtins::refused(name) {
            return Fault::new(CompileErrorKind::Name, span, format!("`{name}` is not available"), why);
        }
        let known = builtins::all().map(|builtin| builtin.name).chain(self.extensions.iter().map(|one| one.name));
        let near = known.chain(self.functions_here()).filter(|known| strsim::jaro_winkler(known, name) > 0.85);
        let near =
            near.max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)).then(b.cmp(a)));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "check its spelling and the imports".to_owned(),
        };
        Fault::new(CompileErrorKind::Name, span, format!("function `{}` does not exist", written(name)), help)
    }

    /// A path below `data` as given documents have it: their keys are strings, also those that are written as numbers.
    pub(super) fn as_given(&self, path: &[Term]) -> Option<Vec<Term>> {
        let mut at = self.data;
        let mut changed: Option<Vec<Term>> = None;
        for (index, term) in path.iter().enumerate() {
            let below = match &term.kind {
                TermKind::String(text) => at.get(&**text),
                TermKind::Number(text) => at.get(&**text).inspect(|_| {
                    changed.get_or_insert_with(|| path.to_vec())[index].kind = TermKind::String(text.clone());
                }),
                _ => None,
            };
            let Some(below) = below else { break };
            at = below;
        }
        changed
    }

    /// Refuses a path that nothing can be given at.
    pub(super) fn check_given(&self, path: &[Term], known: usize, span: Span) -> Coded<()> {
        let parts: Vec<&str> = strings(path).collect();
        if self.given.may_hold(&parts) {
            return Ok(());
        }
        let name = parts[..(known + 1).min(parts.len())].join(".");
        let help = self.near(&path[..(known + 1).min(path.len())]);
        Err(Fault::new(
            CompileErrorKind::Name,
            path.get(known).map_or(span, |part| part.span),
            format!("nothing is called `data.{name}`"),
            help.unwrap_or_else(|| "check its spelling and the imports".to_owned()),
        ))
    }
}

/// The parts of a path up to the first that is computed.
fn strings(path: &[Term]) -> impl Iterator<Item = &str> {
    path.iter().map_while(|term| match &term.kind {
        TermKind::String(text) => Some(&**text),
        _ => None,
    })
}

/// `a.b.c` of a reference to strings.
pub(super) fn dotted(term: &Term) -> Option<String> {
    match &term.kind {
        TermKind::Var(name) => Some(name.to_string()),
        TermKind::Ref(head, path) => {
            let mut name = dotted(head)?;
            for part in path {
                let TermKind::String(text) = &part.kind else { return None };
                name.push('.');
                name.push_str(text);
            }
            Some(name)
        }
        _ => None,
    }
}
