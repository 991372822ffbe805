//! What a function's name means.

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
        syntax::ast::{Term, TermKind},
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
}

impl Callees<'_> {
    /// What a function's name means.
    pub(super) fn callee(&self, function: &Term) -> Coded<Callee> {
        let span = function.span;
        if let TermKind::Ref(head, path) = &function.kind
            && matches!(&head.kind, TermKind::Var(name) if &**name == "data")
        {
            return self.function_of_program(path, span);
        }
        let name = dotted(function).ok_or_else(|| {
            let help = "call a function by its name";
            Fault::new(CompileErrorKind::Name, span, "a computed value is called", help)
        })?;
        match &*name {
            "walk" => return Ok(Callee::Walk),
            "print" => return Ok(Callee::Print),
            _ => {}
        }
        if let Some(at) = self.extensions.iter().position(|extension| extension.name == name) {
            return Ok(Callee::Extension(at as u32, self.extensions[at].arity));
        }
        builtins::find(&name).map(Callee::Builtin).ok_or_else(|| self.unknown_function(&name, span))
    }

    fn function_of_program(&self, path: &[Term], span: Span) -> Coded<Callee> {
        let strings = path.iter().map_while(|term| match &term.kind {
            TermKind::String(text) => Some(&**text),
            _ => None,
        });
        let name = || strings.clone().collect::<Vec<_>>().join(".");
        match self.world.land(strings.clone()) {
            Landing::Rule(id, taken) if taken == path.len() => match self.world.groups[id as usize].form {
                Form::Function(arity) => Ok(Callee::Function(id, arity)),
                _ => Ok(Callee::Rule(id)),
            },
            _ => Err(Fault::new(
                CompileErrorKind::Name,
                span,
                format!("function `{}` does not exist", name()),
                self.near(path).unwrap_or_else(|| "check its spelling and the imports".to_owned()),
            )),
        }
    }

    /// A function with a similar name in the same package.
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
        let near = names.filter(|name| strsim::jaro_winkler(name, last) > 0.85).min()?;
        Some(format!("did you mean `{near}`?"))
    }

    fn unknown_function(&self, name: &str, span: Span) -> Fault {
        if let Some(why) = builtins::refused(name) {
            return Fault::new(CompileErrorKind::Name, span, format!("`{name}` is not available"), why);
        }
        let known = builtins::all().map(|builtin| builtin.name).chain(self.extensions.iter().map(|one| one.name));
        let near = known
            .filter(|known| strsim::jaro_winkler(known, name) > 0.85)
            .max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "check its spelling and the imports".to_owned(),
        };
        Fault::new(CompileErrorKind::Name, span, format!("function `{}` does not exist", written(name)), help)
    }

    /// Refuses a path that nothing can be given at.
    pub(super) fn check_given(&self, path: &[Term], known: usize, span: Span) -> Coded<()> {
        let strings = path.iter().map_while(|term| match &term.kind {
            TermKind::String(text) => Some(&**text),
            _ => None,
        });
        let parts: Vec<&str> = strings.collect();
        if self.given.may_hold(&parts) {
            return Ok(());
        }
        let name = parts[..(known + 1).min(parts.len())].join(".");
        let help = self.near(&path[..(known + 1).min(path.len())]);
        Err(Fault::new(
            CompileErrorKind::Name,
            span,
            format!("nothing is called `data.{name}`"),
            help.unwrap_or_else(|| "check its spelling and the imports".to_owned()),
        ))
    }
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
