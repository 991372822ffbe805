//! The values of expressions.

use std::cmp::Ordering;

use super::{Flow, Machine, Nothing, Replaced, Yield, leads::Made};
use crate::rego::{
    builtins::{Builtin, sprintf},
    number,
    program::{Block, DefinitionId, Expression, Format, Key, Known, Target, TemplatePart},
    syntax::ast::Operator,
    value::{Tag, Value},
};

/// Arguments that fit on the stack.
const FEW: usize = 8;

impl<'r> Machine<'r> {
    /// The value of an expression. All forms are told apart by one jump, each into a function of its own: what none of
    /// them needs does not burden the others.
    pub(super) fn eval(&mut self, expression: &'r Expression) -> Yield {
        match expression {
            Expression::Constant(value) => Ok(*value),
            Expression::Slot(slot) => Ok(self.slots[*slot as usize]),
            Expression::Input => self.input.ok_or(Nothing),
            Expression::Data => Ok(self.data),
            Expression::Path(parts) => self.path(&parts.0, &parts.1),
            Expression::Index(parts) => self.index(&parts.0, &parts.1),
            Expression::Rule(id) => self.rule_value(*id),
            Expression::Package(branch, names) => self.package(*branch, names),
            Expression::Call(id, arguments) => self.called(*id, arguments),
            Expression::Builtin(builtin, arguments) => self.built_in(builtin, arguments),
            Expression::Extension(id, arguments) => self.extended(*id, arguments),
            Expression::Regex(parts) => self.regex(&parts.0, &parts.1),
            Expression::Format(parts) => self.format(&parts.0, &parts.1),
            Expression::Compare(operator, parts) => self.compare(*operator, &parts.0, &parts.1),
            Expression::Arithmetic(operator, parts) => self.arithmetic(*operator, &parts.0, &parts.1),
            Expression::Member(parts) => self.member(&parts.0, &parts.1),
            Expression::MemberWithKey(parts) => self.member_with_key(parts),
            Expression::Array(items) => self.array(items),
            Expression::Set(items) => self.literal_set(items),
            Expression::Object(pairs) => self.literal_object(pairs),
            Expression::ArrayComprehension(parts) => self.array_comprehension(&parts.0, &parts.1),
            Expression::SetComprehension(parts) => self.set_comprehension(&parts.0, &parts.1),
            Expression::ObjectComprehension(parts) => self.collect_object(&parts.0, &parts.1, &parts.2),
            Expression::Template(parts) => self.template(parts),
            Expression::Print(parts) => self.print(parts),
        }
    }

    /// The value of a part of an expression: variables and constants, as most are, without the jump.
    #[inline]
    pub(super) fn part(&mut self, expression: &'r Expression) -> Yield {
        match expression {
            Expression::Slot(slot) => Ok(self.slots[*slot as usize]),
            Expression::Constant(value) => Ok(*value),
            expression => self.eval(expression),
        }
    }

    /// Evaluates arguments into a list that needs no allocation where they are few.
    fn with_arguments(
        &mut self,
        arguments: &'r [Expression],
        apply: impl FnOnce(&mut Self, &[Value]) -> Yield,
    ) -> Yield {
        if let [only] = arguments {
            let value = self.part(only)?;
            return apply(self, &[value]);
        }
        if let [first, second] = arguments {
            let values = [self.part(first)?, self.part(second)?];
            return apply(self, &values);
        }
        if arguments.len() <= FEW {
            let mut values = [Value::NULL; FEW];
            for (at, argument) in arguments.iter().enumerate() {
                values[at] = self.part(argument)?;
            }
            return apply(self, &values[..arguments.len()]);
        }
        self.reserve(arguments.len(), 0)?;
        let values: Vec<Value> = arguments.iter().map(|argument| self.eval(argument)).collect::<Yield<_>>()?;
        apply(self, &values)
    }

    #[inline(never)]
    fn path(&mut self, base: &'r Expression, keys: &'r [Key]) -> Yield {
        let mut value = match self.collection(base) {
            Ok(value) => value,
            Err(nothing) if self.error.is_none() => return Err(nothing),
            Err(Nothing) => {
                let keys: Vec<Value> = keys.iter().map(|key| key.text).collect();
                return self.by_key(base, &keys);
            }
        };
        if let Some(first) = keys.first() {
            self.follow_key(value, first.text);
        }
        for key in keys {
            let is_absent = self.is_absent(value, key.symbol);
            match if is_absent { None } else { self.memory.field(value, key.text, key.symbol) } {
                Some(below) => value = below,
                None => {
                    self.touch_missing(value, key.text);
                    return Err(Nothing);
                }
            }
        }
        self.touch(value);
        Ok(value)
    }

    #[inline(never)]
    fn index(&mut self, base: &'r Expression, key: &'r Expression) -> Yield {
        let collection = match self.collection(base) {
            Ok(collection) => collection,
            Err(nothing) if self.error.is_none() => return Err(nothing),
            Err(Nothing) => {
                let error = self.error.take();
                let key = self.part(key)?;
                self.error = error;
                return self.by_key(base, &[key]);
            }
        };
        let key = self.part(key)?;
        match self.memory.get(collection, key) {
            Some(value) => {
                self.follow_key(collection, key);
                self.touch(value);
                Ok(value)
            }
            None => {
                self.touch_missing(collection, key);
                Err(Nothing)
            }
        }
    }

    #[inline(never)]
    fn called(&mut self, id: DefinitionId, arguments: &'r [Expression]) -> Yield {
        self.with_arguments(arguments, |machine, values| machine.call(id, values))
    }

    #[inline(never)]
    fn built_in(&mut self, builtin: &'static Builtin, arguments: &'r [Expression]) -> Yield {
        self.with_arguments(arguments, |machine, values| machine.builtin(builtin, values))
    }

    #[inline(never)]
    fn extended(&mut self, id: u32, arguments: &'r [Expression]) -> Yield {
        self.with_arguments(arguments, |machine, values| machine.extension(id, values))
    }

    #[inline(never)]
    fn array(&mut self, items: &'r [Expression]) -> Yield {
        self.with_arguments(items, |machine, values| Ok(machine.memory.array(values)))
    }

    #[inline(never)]
    fn literal_set(&mut self, items: &'r [Expression]) -> Yield {
        self.reserve(items.len(), 0)?;
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            values.push(self.eval(item)?);
        }
        Ok(self.memory.set(&mut values))
    }

    #[inline(never)]
    fn literal_object(&mut self, pairs: &'r [(Expression, Expression)]) -> Yield {
        self.reserve(2 * pairs.len(), 0)?;
        let mut values = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            values.push((self.eval(key)?, self.eval(value)?));
        }
        Ok(self.memory.object_of_last(&mut values))
    }

    #[inline(never)]
    fn array_comprehension(&mut self, block: &'r Block, head: &'r Expression) -> Yield {
        if self.tracing {
            let made = self.collect_with_leads(block, head)?;
            return Ok(self.array_of(&made));
        }
        let values = self.collect(block, head)?;
        Ok(self.memory.array(&values))
    }

    #[inline(never)]
    fn set_comprehension(&mut self, block: &'r Block, head: &'r Expression) -> Yield {
        if self.tracing {
            let made = self.collect_with_leads(block, head)?;
            return Ok(self.set_of(made));
        }
        let mut values = self.collect(block, head)?;
        Ok(self.memory.set(&mut values))
    }

    #[inline(never)]
    fn print(&mut self, parts: &'r [TemplatePart]) -> Yield {
        let text = self.unseen(|machine| machine.template(parts))?;
        self.memory.keep_print(text);
        Ok(Value::TRUE)
    }

    #[inline(never)]
    fn arithmetic(&mut self, operator: Operator, a: &'r Expression, b: &'r Expression) -> Yield {
        let (a, b) = (self.part(a)?, self.part(b)?);
        let value = number::arithmetic(&mut self.memory, operator, a, b);
        self.took(value)
    }

    #[inline(never)]
    fn compare(&mut self, operator: Operator, a: &'r Expression, b: &'r Expression) -> Yield {
        let (a, b) = (self.part(a)?, self.part(b)?);
        Ok(Value::bool(match operator {
            Operator::Equal => self.memory.equal(a, b),
            Operator::NotEqual => !self.memory.equal(a, b),
            Operator::Less => self.memory.compare(a, b) == Ordering::Less,
            Operator::LessOrEqual => self.memory.compare(a, b) != Ordering::Greater,
            Operator::Greater => self.memory.compare(a, b) == Ordering::Greater,
            _ => self.memory.compare(a, b) != Ordering::Less,
        }))
    }

    #[inline(never)]
    fn member(&mut self, element: &'r Expression, collection: &'r Expression) -> Yield {
        let (element, collection) = (self.part(element)?, self.part(collection)?);
        if collection.tag() == Tag::Set {
            return Ok(Value::bool(self.memory.contains(collection, element)));
        }
        let children = self.memory.children(collection);
        self.spend(children.len())?;
        for index in 0..children.len() {
            let (_, value) = self.memory.child(children, index);
            if self.memory.equal(value, element) {
                return Ok(Value::TRUE);
            }
        }
        Ok(Value::FALSE)
    }

    #[inline(never)]
    fn member_with_key(&mut self, parts: &'r [Expression; 3]) -> Yield {
        let [key, value, collection] = parts;
        let (key, value, collection) = (self.part(key)?, self.part(value)?, self.part(collection)?);
        let found = self.memory.get(collection, key);
        Ok(Value::bool(found.is_some_and(|found| self.memory.equal(found, value))))
    }

    #[inline(never)]
    fn format(&mut self, format: &'r Format, arguments: &'r [Expression]) -> Yield {
        self.with_arguments(arguments, |machine, values| {
            if machine.replaced.is_empty() {
                let printed = sprintf::print(&mut machine.memory, format, values);
                if let Some(printed) = machine.took(printed)? {
                    return Ok(printed);
                }
            }
            let values = machine.memory.array(values);
            machine.builtin(format.builtin, &[format.text, values])
        })
    }

    fn builtin(&mut self, builtin: &'static Builtin, values: &[Value]) -> Yield {
        match self.replacement(|target| matches!(target, Target::Builtin(name) if **name == *builtin.name)) {
            Some(replaced) => self.replaced_call(replaced, values),
            None => {
                self.spend_on(values)?;
                let value = (builtin.run)(&mut self.memory, values);
                let value = self.took(value)?;
                if self.tracing {
                    self.touch_result(builtin, values, value);
                }
                Ok(value)
            }
        }
    }

    fn touch_result(&mut self, builtin: &Builtin, values: &[Value], value: Value) {
        match values {
            // What is not there has no place; what lacks it has.
            [object, key, default] if builtin.name == "object.get" && default.is_identical(value) => {
                self.touch_absent(*object, *key);
            }
            _ => self.touch(value),
        }
    }

    /// A key, or the end of an array of keys, that may be missing in an object.
    fn touch_absent(&mut self, object: Value, key: Value) {
        let path = if key.tag() == Tag::Array { self.memory.list(key) } else { vec![key] };
        let mut at = object;
        for key in path {
            match self.memory.get(at, key) {
                Some(below) => at = below,
                None => return self.touch_missing(at, key),
            }
        }
        self.touch(at);
    }

    #[inline(never)]
    fn regex(&mut self, known: &'r Known, value: &'r Expression) -> Yield {
        let value = self.part(value)?;
        if let Some(replaced) =
            self.replacement(|target| matches!(target, Target::Builtin(name) if **name == *"regex.match"))
        {
            let pattern = self.memory.string(known.pattern());
            return self.replaced_call(replaced, &[pattern, value]);
        }
        let text = self.memory.as_str(value).ok_or(Nothing)?;
        let matches = known.regex().ok_or(Nothing)?.is_match(text);
        self.took(matches).map(Value::bool)
    }

    fn extension(&mut self, id: u32, values: &[Value]) -> Yield {
        match self.replacement(|target| *target == Target::Extension(id)) {
            Some(replaced) => self.replaced_call(replaced, values),
            None => {
                let value = (self.program.extensions[id as usize].run)(&mut self.memory, values);
                self.took(value)
            }
        }
    }

    /// A call of what stands in place of a function. Inside it, all functions are themselves again.
    pub(super) fn replaced_call(&mut self, replaced: Replaced, values: &[Value]) -> Yield {
        let id = match replaced {
            Replaced::Value(value) => return Ok(value),
            Replaced::Builtin(builtin) => {
                let value = (builtin.run)(&mut self.memory, values);
                return self.took(value);
            }
            Replaced::Function(id) => id,
        };
        let is_data = |(target, _): &&(Target, Replaced)| matches!(target, Target::Data(_));
        let inside = self.replaced.iter().filter(is_data).cloned().collect();
        let outside = std::mem::replace(&mut self.replaced, inside);
        let stamp = self.stamp;
        self.forget();
        let value = self.call(id, values);
        self.stamp = stamp;
        self.replaced = outside;
        value
    }

    fn collect(&mut self, block: &'r Block, head: &'r Expression) -> Yield<Vec<Value>> {
        let mut values = Vec::new();
        self.run(block, &mut |machine| {
            let value = machine.eval(head);
            values.extend(machine.defined(value)?);
            machine.make_room(values.len(), 1)?;
            Ok(Flow::Continue)
        })?;
        Ok(values)
    }

    /// The same with what led to each.
    fn collect_with_leads(&mut self, block: &'r Block, head: &'r Expression) -> Yield<Made> {
        let (start, lapse) = (self.trail.len(), self.lapse.take());
        let asked = std::mem::take(&mut self.asked);
        let mut made = Made::default();
        self.run(block, &mut |machine| {
            let value = machine.said(|machine| machine.eval(head));
            if let Some(value) = machine.defined(value)? {
                machine.add(&mut made, value, start, block)?;
            }
            Ok(Flow::Continue)
        })?;
        if self.trail.len() == start {
            self.trail.extend(if made.is_empty() { self.lapse } else { made.whole });
        }
        (self.lapse, self.asked) = (lapse, asked);
        Ok(made)
    }

    #[inline(never)]
    fn collect_object(&mut self, block: &'r Block, key: &'r Expression, value: &'r Expression) -> Yield {
        let mut pairs = Vec::new();
        self.run(block, &mut |machine| {
            let pair = machine.eval(key).and_then(|key| Ok((key, machine.eval(value)?)));
            pairs.extend(machine.defined(pair)?);
            machine.make_room(pairs.len(), 2)?;
            Ok(Flow::Continue)
        })?;
        let object = self.memory.object(&mut pairs);
        self.took(object)
    }

    /// Text and values in turn; strings stand as they are, other values in Rego's form.
    #[inline(never)]
    fn template(&mut self, parts: &'r [TemplatePart]) -> Yield {
        let mut out = String::new();
        for part in parts {
            match part {
                TemplatePart::Text(text) => out.push_str(self.memory.text(*text)),
                TemplatePart::Value(block, head) => match self.collect(block, head)?.first() {
                    Some(&value) => match self.memory.as_str(value) {
                        Some(text) => out.push_str(text),
                        None => {
                            let written = self.memory.write_rego(value, &mut out);
                            self.took(written)?;
                        }
                    },
                    None => out.push_str("<undefined>"),
                },
            }
        }
        self.reserve(0, out.len())?;
        Ok(self.memory.string(&out))
    }
}
