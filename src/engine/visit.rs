//! One walk over a module's syntax: what it refers to, what must be rewritten, what must be refused.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{BUILTINS, Expr, Literal, Module as Ast, Query, Rule, RuleBody, RuleHead, Span};

use super::check::{COLLECTION, ModuleError, VIEW};
use crate::registry::Module;

/// A module that may be judged with.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    /// Its text, rewritten where the interpreter needs it.
    pub text: String,
    /// Packages it refers to.
    pub packages: BTreeSet<String>,
    /// Its functions: full name → full names of what they call.
    pub functions: BTreeMap<String, BTreeSet<String>>,
    /// Functions it calls that are neither builtins nor its own: full name, where.
    pub calls: Vec<(String, u32, u32)>,
}

/// Functions that reach outside, by prefix: never available to a rule.
const FORBIDDEN: [&str; 6] = ["http.", "opa.", "net.lookup_ip_addr", "rand.", "uuid.", "trace"];

/// Walks a module; the error is the first thing that must be refused.
pub(super) fn visit(module: &Module, ast: &Ast) -> Result<Checked, ModuleError> {
    let mut visit = Visit::new(module, ast);
    for rule in &ast.policy {
        visit.rule(rule);
    }
    match visit.problem {
        Some(problem) => Err(problem),
        None => Ok(Checked {
            text: rewrite(&module.text, visit.edits),
            packages: visit.packages,
            functions: visit.functions,
            calls: visit.calls,
        }),
    }
}

/// Byte range → text that replaces it.
type Edits = BTreeMap<(u32, u32), String>;

fn rewrite(text: &str, edits: Edits) -> String {
    let mut result = String::with_capacity(text.len() + 32 * edits.len());
    let mut done = 0;
    for ((start, end), replacement) in edits {
        result.push_str(text.get(done..start as usize).unwrap_or_default());
        result.push_str(&replacement);
        done = end as usize;
    }
    result.push_str(text.get(done..).unwrap_or_default());
    result
}

struct Visit<'m> {
    module: &'m Module,
    /// Name → package or rule that an import stands for, without `data.`.
    imports: BTreeMap<String, String>,
    own: BTreeSet<String>,
    edits: Edits,
    packages: BTreeSet<String>,
    functions: BTreeMap<String, BTreeSet<String>>,
    calls: Vec<(String, u32, u32)>,
    current: Option<String>,
    problem: Option<ModuleError>,
}

impl<'m> Visit<'m> {
    fn new(module: &'m Module, ast: &Ast) -> Self {
        let mut imports = BTreeMap::new();
        let mut packages = BTreeSet::new();
        for import in &ast.imports {
            if let Some(path) = import.refr.span().text().strip_prefix("data.") {
                let name = import.r#as.as_ref().map_or_else(|| path.rsplit('.').next().unwrap_or(path), Span::text);
                imports.insert(name.to_owned(), path.to_owned());
                packages.insert(path.to_owned());
            }
        }
        let own = ast.policy.iter().filter_map(|rule| function_name(rule)).collect();
        Self {
            module,
            imports,
            own,
            edits: Edits::new(),
            packages,
            functions: BTreeMap::new(),
            calls: Vec::new(),
            current: None,
            problem: None,
        }
    }

    fn rule(&mut self, rule: &Rule) {
        match rule {
            Rule::Spec { head, bodies, .. } => {
                self.current = function_name(rule).map(|name| format!("data.{}.{name}", self.module.package));
                if let Some(name) = self.current.clone() {
                    self.functions.entry(name).or_default();
                }
                self.head(head);
                for body in bodies {
                    if let Some(assign) = &body.assign {
                        self.expr(&assign.value);
                    }
                    self.query(&body.query);
                }
                if let [body] = &**bodies {
                    self.bind_head(head, body);
                }
                self.current = None;
            }
            Rule::Default { value, .. } => self.expr(value),
        }
    }

    fn head(&mut self, head: &RuleHead) {
        match head {
            RuleHead::Compr { assign, .. } | RuleHead::Func { assign, .. } => {
                if let Some(assign) = assign {
                    self.expr(&assign.value);
                }
            }
            RuleHead::Set { key, .. } => {
                if let Some(key) = key {
                    self.expr(key);
                }
            }
        }
    }

    /// Moves what the head refers to into the body, where being undefined only passes the element by.
    fn bind_head(&mut self, head: &RuleHead, body: &RuleBody) {
        let (key, assign) = match head {
            RuleHead::Set { key, .. } => (key.as_deref(), None),
            RuleHead::Compr { refr, assign, .. } => match &**refr {
                Expr::RefBrack { index, .. } => (Some(&**index), assign.as_ref()),
                _ => (None, assign.as_ref()),
            },
            RuleHead::Func { assign, .. } => (None, assign.as_ref()),
        };
        if body.query.stmts.is_empty() {
            return;
        }
        let value = assign.map(|assign| &*assign.value);
        let mut bindings = String::new();
        for (name, expr) in [("waylint_key", key), ("waylint_value", value)] {
            let Some(expr) = expr.filter(|expr| may_be_undefined(expr)) else { continue };
            let (start, end) = self.range(expr);
            let text = self.take(start, end);
            bindings += &format!("\n{name} := {text}");
            self.edits.insert((start, end), name.to_owned());
        }
        if bindings.is_empty() {
            return;
        }
        let span = &body.query.span;
        let braces = span.text().starts_with('{');
        let end = if braces { span.end - 1 } else { span.end };
        if !braces {
            self.insert(span.start, "{ ");
            bindings += "\n}";
        }
        self.insert(end, &bindings);
    }

    /// The bytes of an expression. The interpreter lets an object start at its last key.
    fn range(&self, expr: &Expr) -> (u32, u32) {
        let span = expr.span();
        let start = match expr {
            Expr::Object { fields, .. } => fields
                .first()
                .and_then(|(_, key, _)| self.module.text.get(..key.span().start as usize)?.rfind('{'))
                .map_or(span.start, |start| start as u32),
            _ => span.start,
        };
        (start, span.end)
    }

    /// The text of a range as it will be rewritten; the edits there are used up.
    fn take(&mut self, start: u32, end: u32) -> String {
        let inside: Vec<_> = self.edits.range((start, 0)..=(end, end)).map(|(range, _)| *range).collect();
        let edits = inside.into_iter().filter_map(|range| {
            let text = self.edits.remove(&range)?;
            Some(((range.0 - start, range.1 - start), text))
        });
        let edits = edits.collect();
        rewrite(self.module.text.get(start as usize..end as usize).unwrap_or_default(), edits)
    }

    /// Adds text at a place, behind what other edits add there.
    fn insert(&mut self, at: u32, text: &str) {
        self.edits.entry((at, at)).or_default().push_str(text);
    }

    fn query(&mut self, query: &Query) {
        for statement in &query.stmts {
            match &statement.literal {
                Literal::SomeVars { .. } => {}
                Literal::SomeIn { collection, .. } => self.collection(collection),
                Literal::Every { domain, query, .. } => {
                    self.collection(domain);
                    self.query(query);
                }
                Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => self.expr(expr),
            }
            for with in &statement.with_mods {
                self.expr(&with.r#as);
            }
        }
    }

    /// What is iterated over becomes undefined where it is no collection.
    fn collection(&mut self, expr: &Expr) {
        let literal = matches!(
            expr,
            Expr::Array { .. }
                | Expr::Set { .. }
                | Expr::Object { .. }
                | Expr::ArrayCompr { .. }
                | Expr::SetCompr { .. }
        );
        if !literal {
            let span = expr.span();
            self.insert(span.start, &format!("{COLLECTION}("));
            self.insert(span.end, ")");
        }
        self.expr(expr);
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::String { .. }
            | Expr::RawString { .. }
            | Expr::Number { .. }
            | Expr::Bool { .. }
            | Expr::Null { .. }
            | Expr::Var { .. } => {}
            Expr::Array { items, .. } | Expr::Set { items, .. } => items.iter().for_each(|item| self.expr(item)),
            Expr::Object { fields, .. } => fields.iter().for_each(|(_, key, value)| {
                self.expr(key);
                self.expr(value);
            }),
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                self.expr(term);
                self.query(query);
            }
            Expr::ObjectCompr { key, value, query, .. } => {
                self.expr(key);
                self.expr(value);
                self.query(query);
            }
            Expr::Call { span, fcn, params, .. } => {
                self.call(span, fcn);
                params.iter().for_each(|param| self.expr(param));
            }
            Expr::UnaryExpr { expr, .. } => self.expr(expr),
            Expr::RefDot { refr, span, .. } => {
                self.reference(span);
                self.expr(refr);
            }
            Expr::RefBrack { refr, index, .. } => {
                self.expr(refr);
                self.expr(index);
            }
            Expr::BinExpr { lhs, rhs, .. } | Expr::BoolExpr { lhs, rhs, .. } | Expr::ArithExpr { lhs, rhs, .. } => {
                self.expr(lhs);
                self.expr(rhs);
            }
            Expr::AssignExpr { lhs, rhs, span, .. } => {
                if is_call_of(rhs, "walk") {
                    self.refuse(span, "the value of `walk` is assigned", "write `walk(x, [path, value])`");
                }
                self.expr(lhs);
                self.expr(rhs);
            }
            Expr::Membership { key, value, collection, .. } => {
                if let Some(key) = key {
                    self.expr(key);
                }
                self.expr(value);
                self.expr(collection);
            }
        }
    }

    fn reference(&mut self, span: &Span) {
        if let Some(path) = span.text().strip_prefix("data.") {
            self.packages.insert(path.to_owned());
        }
    }

    fn call(&mut self, span: &Span, function: &Expr) {
        let name = function.span().text();
        if FORBIDDEN.iter().any(|prefix| name.starts_with(prefix)) {
            let message = format!("`{name}` reaches outside of the run");
            self.refuse(span, &message, "rules see their input and `data` only");
        } else if name == "time.now_ns" {
            self.edits.insert((span.start, span.end), "data.waylint.now_ns".to_owned());
        } else if name == "print" || name == COLLECTION || name == VIEW || BUILTINS.contains_key(name) {
        } else {
            let callee = self.full_name(name);
            if let Some(current) = &self.current {
                self.functions.entry(current.clone()).or_default().insert(callee.clone());
            }
            self.calls.push((callee, span.line, span.col));
        }
    }

    /// `f` → `data.own.package.f`, `lib.f` → `data.imported.f`.
    fn full_name(&self, name: &str) -> String {
        if self.own.contains(name) {
            return format!("data.{}.{name}", self.module.package);
        }
        let (head, rest) = name.split_once('.').map_or((name, None), |(head, rest)| (head, Some(rest)));
        match (self.imports.get(head), rest) {
            (Some(path), Some(rest)) => format!("data.{path}.{rest}"),
            (Some(path), None) => format!("data.{path}"),
            _ => name.to_owned(),
        }
    }

    fn refuse(&mut self, span: &Span, message: &str, help: &str) {
        self.problem.get_or_insert_with(|| ModuleError {
            file: self.module.name.to_string(),
            line: span.line,
            column: span.col,
            message: message.to_owned(),
            help: help.to_owned(),
        });
    }
}

fn function_name(rule: &Rule) -> Option<String> {
    let head = match rule {
        Rule::Spec { head: RuleHead::Func { refr, .. }, .. } => refr,
        Rule::Default { refr, args, .. } if !args.is_empty() => refr,
        _ => return None,
    };
    Some(head.span().text().to_owned())
}

/// Whether evaluating an expression can yield nothing: whether it refers to or calls anything.
fn may_be_undefined(expr: &Expr) -> bool {
    match expr {
        Expr::Array { items, .. } | Expr::Set { items, .. } => items.iter().any(|item| may_be_undefined(item)),
        Expr::Object { fields, .. } => {
            fields.iter().any(|(_, key, value)| may_be_undefined(key) || may_be_undefined(value))
        }
        Expr::String { .. }
        | Expr::RawString { .. }
        | Expr::Number { .. }
        | Expr::Bool { .. }
        | Expr::Null { .. }
        | Expr::Var { .. }
        | Expr::ArrayCompr { .. }
        | Expr::SetCompr { .. }
        | Expr::ObjectCompr { .. } => false,
        _ => true,
    }
}

fn is_call_of(expr: &Expr, name: &str) -> bool {
    matches!(expr, Expr::Call { fcn, .. } if fcn.span().text() == name)
}
