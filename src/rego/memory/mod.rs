//! Everything a value may point into: constants, documents, and the heap of the evaluation.
//!
//! Collections of a document are read where they stand. Only when one is walked through are its children listed in the
//! heap, one level deep and in Rego's order, once for each evaluation (`open`); looking a key up needs no list.

pub(in crate::rego) mod compare;
mod document;
mod fields;
mod make;
mod nodes;
mod prepared;
mod print;
pub(in crate::rego) mod quote;
mod sets;

pub use print::Form;

use serde::{Deserialize, Serialize};

use super::{
    fail::{ErrorKind, Fail, Outcome},
    value::{Space, Tag, Value},
};
use crate::document::Document;
use fields::Fields;
use nodes::Nodes;
use prepared::Prepared;

/// Values and text, found by position.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Heap {
    /// Elements of arrays and sets; key and value in turn of objects, sorted by key.
    pub(super) values: Vec<Value>,
    pub(super) text: String,
}

impl Heap {
    /// Forgets everything and keeps the memory.
    pub fn clear(&mut self) {
        self.values.clear();
        self.text.clear();
    }

    /// Bytes in use.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.values) + self.text.len()
    }

    /// Makes what was built here constants.
    pub(super) fn freeze(&mut self) {
        for value in &mut self.values {
            *value = value.in_space(Space::Constant);
        }
    }
}

/// What one evaluation writes; one for each worker, cleared and used again.
#[derive(Debug, Default)]
pub struct Scratch {
    heap: Heap,
    /// What was read of documents.
    nodes: Nodes,
    /// What was read of fields.
    fields: Fields,
    /// A string to build text in.
    buffer: String,
    /// Elements compared and written, digits computed: what [`Memory::work`] counts.
    work: u64,
    /// Patterns that were compiled; kept from one evaluation to the next.
    pub(in crate::rego) prepared: Prepared,
    /// What `print` wrote.
    pub prints: Vec<String>,
}

impl Scratch {
    /// Forgets the last evaluation.
    pub fn clear(&mut self) {
        self.heap.clear();
        self.nodes.clear();
        self.fields.clear();
        self.prints.clear();
        self.work = 0;
    }

    /// A scratch that goes on where constants end: they are the first that was made.
    pub(super) fn over(heap: Heap) -> Self {
        Self { heap, ..Self::default() }
    }

    /// What was made, for a program's constants.
    pub(super) fn into_heap(self) -> Heap {
        self.heap
    }

    /// Bytes in use.
    pub fn bytes(&self) -> usize {
        self.heap.bytes() + self.nodes.bytes()
    }
}

/// What the evaluation may look up besides its documents.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Nanoseconds since 1970 at the day of the run: what `time.now_ns` says.
    pub now_ns: i64,
    /// Bytes the heap of an evaluation may hold.
    pub most_bytes: usize,
    /// Elements an evaluation may compare and write.
    pub most_work: u64,
}

impl Default for Facts {
    fn default() -> Self {
        Self { now_ns: 0, most_bytes: 256 << 20, most_work: 1 << 26 }
    }
}

/// The memory of one evaluation.
#[derive(Debug)]
pub struct Memory<'a> {
    constants: &'a Heap,
    documents: &'a [Document<'a>],
    /// What the evaluation writes.
    pub scratch: &'a mut Scratch,
    /// What the evaluation may look up.
    pub facts: &'a Facts,
}

impl<'a> Memory<'a> {
    /// Memory over a program's constants and some documents, which are numbered from 1.
    pub fn new(constants: &'a Heap, documents: &'a [Document<'a>], scratch: &'a mut Scratch, facts: &'a Facts) -> Self {
        Self { constants, documents, scratch, facts }
    }

    /// Makes ready for so many values and bytes of text.
    pub fn expect(&mut self, values: usize, bytes: usize) {
        self.scratch.heap.values.reserve(values);
        self.scratch.heap.text.reserve(bytes);
    }

    /// Asks for room before something large is made.
    ///
    /// # Errors
    /// If the heap would hold more than [`Facts::most_bytes`]: the query ends.
    pub fn reserve(&mut self, values: usize, bytes: usize) -> Outcome<()> {
        self.work(0)?;
        let wanted = values.saturating_mul(size_of::<Value>()).saturating_add(bytes);
        if self.scratch.bytes().saturating_add(wanted) > self.facts.most_bytes {
            let message = format!("it needs more than {} MiB of memory", self.facts.most_bytes >> 20);
            return Err(Fail::error(ErrorKind::Limit, message));
        }
        Ok(())
    }

    /// Counts steps whose number does not follow from the rules: of comparing, of writing, of long arithmetic.
    ///
    /// # Errors
    /// If they were more than [`Facts::most_work`], or a comparison met values nested too deeply: the query ends.
    pub fn work(&mut self, steps: u64) -> Outcome<()> {
        self.scratch.work = self.scratch.work.saturating_add(steps);
        if self.scratch.work > self.facts.most_work {
            let message = "it takes too many steps, or meets values that are nested too deeply";
            return Err(Fail::error(ErrorKind::Limit, message));
        }
        Ok(())
    }

    fn heap(&self, space: Space) -> &Heap {
        if matches!(space, Space::Constant) { self.constants } else { &self.scratch.heap }
    }

    /// The text of a string, or of a number that is not [`Tag::Integer`]; empty for anything else.
    pub fn text(&self, value: Value) -> &str {
        let range = value.stored_range();
        match (value.tag(), value.space()) {
            (Tag::String | Tag::Number, Space::Document) => {
                self.documents[value.document() as usize - 1].tree().source().text().get(range).unwrap_or_default()
            }
            (Tag::String | Tag::Number, space) => self.heap(space).text.get(range).unwrap_or_default(),
            _ => "",
        }
    }

    /// The text of a string that is a constant.
    fn constant_text(&self, key: Value) -> &str {
        self.constants.text.get(key.stored_range()).unwrap_or_default()
    }

    /// The bytes of [`Memory::text`]: for texts, their order is that of their characters.
    #[inline]
    fn bytes(&self, value: Value) -> &[u8] {
        let text = match value.space() {
            Space::Constant => &self.constants.text,
            Space::Scratch => &self.scratch.heap.text,
            Space::Document => self.documents[value.document() as usize - 1].tree().source().text(),
        };
        text.as_bytes().get(value.stored_range()).unwrap_or_default()
    }

    /// The text, if the value is a string.
    pub fn as_str(&self, value: Value) -> Option<&str> {
        value.is_string().then(|| self.text(value))
    }

    /// The elements of an array or set, in order; none for anything else.
    pub fn elements(&mut self, value: Value) -> Elements {
        match value.tag() {
            Tag::Array | Tag::Set => self.open(value),
            _ => Elements::NONE,
        }
    }

    /// The pairs of an object, sorted by key; none for anything else.
    pub fn pairs(&mut self, value: Value) -> Elements {
        match value.tag() {
            Tag::Object => self.open(value),
            _ => Elements::NONE,
        }
    }

    /// Number of elements or pairs; 0 for anything else.
    pub fn len(&mut self, value: Value) -> usize {
        match (value.is_collection(), value.space()) {
            (false, _) => 0,
            (true, Space::Document) => self.node(value).len(),
            (true, _) => value.stored_len(),
        }
    }

    /// One of [`Memory::elements`].
    pub fn element(&self, elements: Elements, index: usize) -> Value {
        self.heap(elements.space).values[elements.start + index]
    }

    /// One of [`Memory::pairs`].
    pub fn pair(&self, pairs: Elements, index: usize) -> (Value, Value) {
        let values = &self.heap(pairs.space).values;
        (values[pairs.start + 2 * index], values[pairs.start + 2 * index + 1])
    }

    /// The children of a collection, to be walked through; none for anything else.
    #[inline]
    pub(in crate::rego) fn children(&mut self, value: Value) -> Children {
        let elements = if value.is_collection() { self.open(value) } else { Elements::NONE };
        Children { tag: value.tag(), elements }
    }

    /// Key and value of a child: the index of an array, the element itself of a set.
    #[inline]
    pub(in crate::rego) fn child(&self, children: Children, index: usize) -> (Value, Value) {
        match children.tag {
            Tag::Object => self.pair(children.elements, index),
            Tag::Array => (Value::integer(index as i64), self.element(children.elements, index)),
            _ => {
                let element = self.element(children.elements, index);
                (element, element)
            }
        }
    }

    /// [`Memory::elements`] as a list, or those of [`Memory::pairs`] as key and value in turn.
    pub fn list(&mut self, value: Value) -> Vec<Value> {
        let elements = if value.is_collection() { self.open(value) } else { Elements::NONE };
        let len = if value.tag() == Tag::Object { 2 * elements.len } else { elements.len };
        self.heap(elements.space).values[elements.start..elements.start + len].to_vec()
    }

    /// What `value[key]` is: an element by index, a value by key, the element itself of a set.
    pub fn get(&mut self, value: Value, key: Value) -> Option<Value> {
        match value.tag() {
            Tag::Object => self.look_up(value, key),
            Tag::Array => self.at(value, key),
            Tag::Set => self.contains(value, key).then_some(key),
            _ => None,
        }
    }

    /// Which element of a collection a key leads to.
    pub(in crate::rego) fn position(&mut self, value: Value, key: Value) -> Option<usize> {
        let elements = if value.is_collection() { self.open(value) } else { return None };
        match value.tag() {
            Tag::Array => usize::try_from(self.whole(key)?).ok().filter(|index| *index < elements.len),
            Tag::Object => self.search(elements, 2, key),
            _ => self.search(elements, 1, key),
        }
    }

    /// Whether a set holds an element.
    pub fn contains(&mut self, set: Value, element: Value) -> bool {
        let elements = self.elements(set);
        self.search(elements, 1, element).is_some()
    }

    fn at(&mut self, array: Value, index: Value) -> Option<Value> {
        let index = usize::try_from(self.whole(index)?).ok()?;
        let elements = self.open(array);
        (index < elements.len).then(|| self.element(elements, index))
    }

    fn look_up(&mut self, object: Value, key: Value) -> Option<Value> {
        if object.space() == Space::Document {
            return self.look_up_node(object, key);
        }
        let pairs = self.open(object);
        let at = self.search(pairs, 2, key)?;
        Some(self.pair(pairs, at).1)
    }

    /// The number if it is a whole one of 64 bits, however it is written.
    pub fn whole(&self, value: Value) -> Option<i64> {
        match value.tag() {
            Tag::Integer => value.as_integer(),
            Tag::Number => super::number::whole(self.text(value)),
            _ => None,
        }
    }

    /// Where the heap stands now.
    pub(in crate::rego) fn mark(&self) -> Mark {
        Mark { values: self.scratch.heap.values.len(), text: self.scratch.heap.text.len() }
    }

    /// Drops what was made since; nobody may hold a value of it.
    pub(in crate::rego) fn rewind(&mut self, mark: Mark) {
        let heap = &mut self.scratch.heap;
        heap.values.truncate(mark.values);
        heap.text.truncate(mark.text);
        self.scratch.nodes.clear();
        self.scratch.fields.clear();
    }

    /// Whether half of what may be used is used.
    pub(in crate::rego) fn is_half_full(&self) -> bool {
        self.scratch.bytes() > self.facts.most_bytes / 2
    }

    /// Starts to count work anew.
    pub(in crate::rego) fn forget_work(&mut self) {
        self.scratch.work = 0;
    }

    /// Keeps a line that `print` wrote; after many, no more.
    pub(in crate::rego) fn keep_print(&mut self, line: Value) {
        if self.scratch.prints.len() < MOST_PRINTS {
            let line = self.text(line).chars().take(LONGEST_PRINT).collect();
            self.scratch.prints.push(line);
        }
    }

    /// A string to build text in; give it back with [`Memory::give_back`].
    pub fn buffer(&mut self) -> String {
        let mut buffer = std::mem::take(&mut self.scratch.buffer);
        buffer.clear();
        buffer
    }

    /// Returns what [`Memory::buffer`] lent.
    pub fn give_back(&mut self, buffer: String) {
        self.scratch.buffer = buffer;
    }
}

/// A state of the heap.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::rego) struct Mark {
    values: usize,
    text: usize,
}

/// Lines of `print` that are kept, and characters of each.
const MOST_PRINTS: usize = 1_000;
const LONGEST_PRINT: usize = 10_000;

/// Elements of a collection in a heap: a list that is not borrowed, so more can be made while walking through it.
#[derive(Clone, Copy, Debug)]
pub struct Elements {
    space: Space,
    start: usize,
    /// How many elements or pairs.
    pub len: usize,
}

/// The children of a collection, whatever its type.
#[derive(Clone, Copy, Debug)]
pub(in crate::rego) struct Children {
    tag: Tag,
    elements: Elements,
}

impl Children {
    /// How many there are.
    pub(in crate::rego) fn len(self) -> usize {
        self.elements.len
    }
}

impl Elements {
    const NONE: Self = Self { space: Space::Constant, start: 0, len: 0 };
}
