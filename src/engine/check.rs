//! Judging a module before it judges anything: what the interpreter would do wrong or without end is refused with a
//! sentence, and three idioms in which it differs from OPA are rewritten.
//!
//! * `some x in e` and `every x in e` over something that is no collection: a hard error here that drops the whole
//!   query, undefined in OPA. `e` is wrapped so that it becomes undefined.
//! * A head that refers to what may be absent (`deny contains d.name if some d in ds`) ends the iteration or fails the
//!   rule here, while OPA passes the element by. The head's expression moves to the end of the body.
//! * `time.now_ns()` reads the system's clock; the clock is an input of waylint, so it becomes `data.waylint.now_ns`.
//! * `[p, v] := walk(x)` yields nothing and no error: refused, `walk(x, [p, v])` works.
//! * A call of an unknown function is found only when it is evaluated: refused.
//! * A function that calls itself overflows the stack, which cannot be caught: refused.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{BUILTINS, Expr, Literal, Module as Ast, Query, Rule, RuleBody, RuleHead, Span};

use crate::registry::Module;

/// Why a module cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct ModuleError {
    /// The module's file.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// A module that may be judged with.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    /// Its text, rewritten where the interpreter needs it.
    pub text: String,
    /// Packages it refers to.
    pub packages: BTreeSet<String>,
    /// Its functions: full name → full names of what they call.
    functions: BTreeMap<String, BTreeSet<String>>,
    /// Functions it calls that are neither builtins nor its own: full name, where.
    calls: Vec<(String, u32, u32)>,
}

/// Functions that reach outside, by prefix: never available to a rule.
const FORBIDDEN: [&str; 6] = ["http.", "opa.", "net.lookup_ip_addr", "rand.", "uuid.", "trace"];

/// Names that waylint adds to Rego.
pub(super) const COLLECTION: &str = "waylint.collection";
/// The nodes of a view in a document.
pub(super) const VIEW: &str = "waylint.view";

/// Parses and checks a module alone. Calls into other modules are checked by [`check_together`].
pub(super) fn check(module: &Module) -> Result<Checked, ModuleError> {
    let mut engine = regorus::Engine::new();
    engine
        .add_policy(module.name.to_string(), module.text.to_string())
        .map_err(|error| of_interpreter(&module.name, &format!("{error:#}")))?;
    let asts = engine.get_modules();
    let Some(ast) = asts.first() else { return Err(of_interpreter(&module.name, "the module is empty")) };
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

/// Checks what modules can only get wrong together: unknown functions and recursion. Names the module at fault.
pub(super) fn check_together<'m>(modules: impl Iterator<Item = (&'m Module, &'m Checked)> + Clone) -> Vec<ModuleError> {
    let mut errors = Vec::new();
    let mut functions: BTreeMap<&str, &BTreeSet<String>> = BTreeMap::new();
    for (_, checked) in modules.clone() {
        functions.extend(checked.functions.iter().map(|(name, calls)| (name.as_str(), calls)));
    }
    for (module, checked) in modules {
        for (name, line, column) in &checked.calls {
            if !functions.contains_key(name.as_str()) {
                errors.push(ModuleError {
                    file: module.name.to_string(),
                    line: *line,
                    column: *column,
                    message: format!("function `{}` does not exist", name.trim_start_matches("data.")),
                    help: "check its spelling and imports; functions that reach the network or clock do not exist here"
                        .to_owned(),
                });
            }
        }
        if let Some(name) = checked.functions.keys().find(|name| reaches_itself(name, &functions)) {
            errors.push(ModuleError {
                file: module.name.to_string(),
                line: 1,
                column: 1,
                message: format!("function `{}` calls itself", name.trim_start_matches("data.")),
                help: "Rego has no recursion: use `walk` or a comprehension".to_owned(),
            });
        }
    }
    errors
}

fn reaches_itself(name: &str, functions: &BTreeMap<&str, &BTreeSet<String>>) -> bool {
    let mut seen = BTreeSet::new();
    let mut next: Vec<&str> =
        functions.get(name).into_iter().flat_map(|calls| calls.iter().map(String::as_str)).collect();
    while let Some(callee) = next.pop() {
        if callee == name {
            return true;
        }
        if seen.insert(callee) {
            next.extend(functions.get(callee).into_iter().flat_map(|calls| calls.iter().map(String::as_str)));
        }
    }
    false
}

/// The interpreter's errors are text: `--> file:line:column` and `error: message`.
pub(super) fn of_interpreter(file: &str, text: &str) -> ModuleError {
    let place = text.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
    let mut numbers =
        place.into_iter().flat_map(|place| place.rsplit(':').take(2)).map(|part| part.parse().unwrap_or(1));
    let column = numbers.next().unwrap_or(1);
    let line = numbers.next().unwrap_or(1);
    let message = text.lines().find_map(|line| line.trim_start().strip_prefix("error: "));
    ModuleError {
        file: file.to_owned(),
        line,
        column,
        message: message.unwrap_or(text.lines().next().unwrap_or_default()).to_owned(),
        help: "mend the module; `opa check --strict` explains most errors at length".to_owned(),
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
