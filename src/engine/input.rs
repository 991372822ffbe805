//! What rules are asked about.

use std::sync::Arc;

use super::kind_name;
use crate::{
    document::{Document, NodeId, Pointer, Tree},
    kind::{Dialect, Kind},
    recognise::Recognised,
    rego::{
        memory::{Facts, Heap, Memory, Scratch},
        value::Value,
    },
};

/// What a rule is asked about.
#[derive(Clone, Copy, Debug)]
pub enum Input<'t> {
    /// A document, as it is.
    Document(Document<'t>),
    /// Several documents: `{"complete": …, "documents": [{"file", "document", "kind", "node"}]}`.
    Collection {
        /// The documents.
        members: &'t [&'t Member],
        /// Whether nothing of the scope was left out, so that "not found" may be concluded.
        complete: bool,
    },
}

/// One document among those that rules over several documents see. It keeps its file.
#[derive(Clone, Debug)]
pub struct Member {
    /// The file as shown.
    pub file: Arc<str>,
    /// Which of the file's judged documents, from 0; items of a list count each.
    pub document: u32,
    /// Its kind.
    pub kind: Kind,
    tree: Arc<Tree>,
    root: NodeId,
    dialect: Dialect,
    index: usize,
    pointer: Pointer,
}

impl Member {
    /// A recognised document of a tree; `document` counts the documents of its file.
    pub fn new(tree: &Arc<Tree>, document: u32, part: &Recognised<'_>) -> Self {
        Self {
            file: tree.source().path().clone(),
            document,
            kind: part.kind.clone(),
            tree: tree.clone(),
            root: part.document.root().id(),
            dialect: part.document.dialect(),
            index: part.index,
            pointer: part.pointer.clone(),
        }
    }

    /// The same document of another file that holds the same. Both keep one tree, which knows the first file's name alone.
    pub fn in_file(&self, file: &Arc<str>) -> Self {
        Self { file: file.clone(), ..self.clone() }
    }

    /// Has it look at a copy of its tree.
    pub fn look_at(&mut self, copy: &Arc<Tree>) {
        self.tree = copy.clone();
    }

    /// The document as it was recognised.
    pub fn recognised(&self) -> Recognised<'_> {
        let document = self.document();
        Recognised { kind: self.kind.clone(), document, index: self.index, pointer: self.pointer.clone() }
    }

    fn document(&self) -> Document<'_> {
        self.tree.document(self.root, self.dialect)
    }
}

impl<'t> Input<'t> {
    /// The documents that values may point into.
    pub(super) fn documents(&self) -> Vec<Document<'t>> {
        match self {
            Self::Document(document) => vec![*document],
            Self::Collection { members, .. } => members.iter().map(|member| member.document()).collect(),
        }
    }

    /// The input as rules see it. Documents are numbered from 1, as in [`Input::documents`].
    pub(super) fn value(&self, memory: &mut Memory<'_>) -> Value {
        match self {
            Self::Document(_) => memory.document(1),
            Self::Collection { members, complete } => collection(memory, members, *complete),
        }
    }
}

fn collection(memory: &mut Memory<'_>, members: &[&Member], complete: bool) -> Value {
    let keys = ["document", "file", "kind", "node"].map(|key| memory.string(key));
    let documents: Vec<Value> = members
        .iter()
        .zip(1..)
        .map(|(member, id)| {
            let values = [
                Value::integer(member.document.into()),
                memory.string(&member.file),
                memory.string(kind_name(&member.kind)),
                memory.document(id),
            ];
            let pairs = [(keys[0], values[0]), (keys[1], values[1]), (keys[2], values[2]), (keys[3], values[3])];
            memory.sorted_object(&pairs)
        })
        .collect();
    let documents = memory.array(&documents);
    let keys = ["complete", "documents"].map(|key| memory.string(key));
    memory.sorted_object(&[(keys[0], Value::bool(complete)), (keys[1], documents)])
}

/// A document as JSON, as a rule sees it.
pub fn shown(document: Document<'_>) -> String {
    let (constants, facts, mut scratch) = (Heap::default(), Facts::default(), Scratch::default());
    let documents = [document];
    let mut memory = Memory::new(&constants, &documents, &mut scratch, &facts);
    let value = memory.document(1);
    let mut json = String::new();
    // What is too deep or too large to be written is cut off.
    let _ = memory.write_json(value, &mut json);
    json
}
