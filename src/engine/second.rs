//! A second opinion: the same rules and documents, judged by regorus. Only for comparing; see `waylint policy check`.
//!
//! Known to differ there, and not here nor in OPA: `some … in` over what is no collection ends the query, a head that
//! refers to what is absent fails the rule, and arithmetic on wrong types is an error.

use std::{cell::RefCell, collections::BTreeSet, sync::Arc};

use regorus::{Engine, Value};

use super::{Judge, given::VIEW, loaded::File, view};
use crate::{
    document::{Document, Limits, parse},
    kind::{Dialect, Format},
    recognise::KindTable,
    registry::package_of_rule,
    rego::{
        memory::{Facts, Heap, Memory, Scratch},
        value::Value as Own,
    },
    rule::RuleId,
    source::Source,
};

/// What regorus says of documents, rule by rule.
pub struct Second {
    engine: RefCell<Engine>,
}

impl std::fmt::Debug for Second {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Second").finish_non_exhaustive()
    }
}

impl Second {
    /// An interpreter over the rules and libraries of a judge.
    ///
    /// # Errors
    /// If regorus cannot read one of the modules.
    pub fn new(judge: &Judge) -> Result<Self, String> {
        let mut engine = Engine::new();
        engine.set_strict_builtin_errors(false);
        let failed = |error: anyhow::Error| format!("{error:#}");
        let kinds = judge.kinds.clone();
        let run = move |arguments: Vec<Value>| Ok(view_nodes(&kinds, &arguments).unwrap_or(Value::Undefined));
        engine.add_extension(VIEW.0.to_owned(), VIEW.1, Box::new(run)).map_err(failed)?;
        engine.add_data(Value::from_json_str(&judge.data.to_string()).map_err(failed)?).map_err(failed)?;
        for File { module, .. } in judge.rules.values().chain(&judge.libraries) {
            engine.add_policy(module.name.to_string(), module.text.to_string()).map_err(failed)?;
        }
        Ok(Self { engine: RefCell::new(engine) })
    }

    /// The elements of a rule's `deny` for a document, as JSON in order.
    ///
    /// # Errors
    /// What regorus said.
    pub fn deny(&self, rule: &RuleId, document: Document<'_>) -> Result<BTreeSet<String>, String> {
        let failed = |error: anyhow::Error| format!("{error:#}");
        let mut engine = self.engine.borrow_mut();
        engine.set_input(Value::from_json_str(&super::shown(document)).map_err(failed)?);
        let query = format!("data.{}.deny", package_of_rule(rule));
        let mut results = engine.eval_query(query, false).map_err(failed)?;
        let value = results.result.pop().and_then(|mut result| result.expressions.pop()).map(|one| one.value);
        let Some(Value::Set(elements)) = value else { return Ok(BTreeSet::new()) };
        let plain = |element: &Value| {
            let json = element.to_json_str().map_err(failed)?;
            let json: serde_json::Value = serde_json::from_str(&json).map_err(|error| error.to_string())?;
            Ok(json.to_string())
        };
        elements.iter().map(plain).collect()
    }
}

/// `waylint.view` on this interpreter's values, by way of JSON.
fn view_nodes(kinds: &Arc<KindTable>, arguments: &[Value]) -> Option<Value> {
    let [Value::String(name), document] = arguments else { return None };
    let source = Arc::new(Source::new("document", document.to_json_str().ok()?));
    let tree = parse(source, Format::Json, &Limits::default());
    let documents = [tree.documents(Dialect::Json).next()?];
    let (constants, facts, mut scratch) = (Heap::default(), Facts::default(), Scratch::default());
    let mut memory = Memory::new(&constants, &documents, &mut scratch, &facts);
    let arguments: [Own; 2] = [memory.string(name), memory.document(1)];
    let nodes = (view::extension(kinds.clone()).run)(&mut memory, &arguments).ok()?;
    let mut json = String::new();
    memory.write_json(nodes, &mut json).ok()?;
    Value::from_json_str(&json).ok()
}
