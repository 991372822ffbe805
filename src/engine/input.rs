//! What rules are asked about.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::kind_name;
use crate::{
    document::{Document, NodeId, Pointer, Tree},
    kind::{Dialect, Kind},
    recognise::Recognised,
    rego::{
        memory::{Facts, Heap, Memory, Scratch},
        reads::Shape,
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
        /// Where those stand of which only parts are kept.
        kept: &'t [Tree],
        /// Whether nothing of the scope was left out, so that "not found" may be concluded.
        complete: bool,
    },
}

/// What the input of a rule over several documents is made of.
pub(super) const COLLECTION: Shape<'_> = Shape::Object(&[
    ("complete", Shape::Plain),
    (
        "documents",
        Shape::Array(&Shape::Object(&[
            ("document", Shape::Plain),
            ("file", Shape::Plain),
            ("kind", Shape::Plain),
            ("node", Shape::Document),
        ])),
    ),
]);

/// One document among those that rules over several documents see. It keeps its file, or says which it was.
#[derive(Clone, Debug)]
pub struct Member {
    /// The file as shown.
    pub file: Arc<str>,
    /// Which of the file's judged documents, from 0; items of a list count each.
    pub document: u32,
    /// Its kind.
    pub kind: Kind,
    dialect: Dialect,
    body: Body,
}

#[derive(Clone, Debug)]
enum Body {
    Whole(Box<Whole>),
    Part(Part),
}

/// A document as it was recognised in its file.
#[derive(Clone, Debug)]
struct Whole {
    tree: Arc<Tree>,
    root: NodeId,
    index: usize,
    pointer: Pointer,
}

/// Where the kept parts of a document stand, and what it is a part of.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Which of the trees that hold such parts.
    pub tree: u32,
    /// Its root there.
    pub root: NodeId,
    /// A number made of the text of the file.
    pub text: u64,
}

impl Member {
    /// A recognised document of a tree; `document` counts the documents of its file.
    pub fn new(tree: &Arc<Tree>, document: u32, part: &Recognised<'_>) -> Self {
        let (root, pointer) = (part.document.root().id(), part.pointer.clone());
        Self {
            file: tree.source().path().clone(),
            document,
            kind: part.kind.clone(),
            dialect: part.document.dialect(),
            body: Body::Whole(Box::new(Whole { tree: tree.clone(), root, index: part.index, pointer })),
        }
    }

    /// The same document of another file that holds the same. Both keep one tree, which knows the first file's name alone.
    pub fn in_file(&self, file: &Arc<str>) -> Self {
        Self { file: file.clone(), ..self.clone() }
    }

    /// Has it look at a copy of its tree, unless only a part of it is kept.
    pub fn look_at(&mut self, copy: &Arc<Tree>) {
        if let Body::Whole(whole) = &mut self.body {
            whole.tree = copy.clone();
        }
    }

    /// Has it keep no more than a part of its document.
    pub fn reduce(&mut self, part: Part) {
        self.body = Body::Part(part);
    }

    /// Of which text only a part is kept, if that is so.
    pub fn part_of(&self) -> Option<u64> {
        match &self.body {
            Body::Whole(_) => None,
            Body::Part(part) => Some(part.text),
        }
    }

    /// The document as it was recognised; none if only a part is kept, which does not know where it stands.
    pub fn recognised(&self) -> Option<Recognised<'_>> {
        let Body::Whole(whole) = &self.body else { return None };
        let document = whole.tree.document(whole.root, self.dialect);
        Some(Recognised { kind: self.kind.clone(), document, index: whole.index, pointer: whole.pointer.clone() })
    }

    fn document<'t>(&'t self, kept: &'t [Tree]) -> Document<'t> {
        match &self.body {
            Body::Whole(whole) => whole.tree.document(whole.root, self.dialect),
            Body::Part(part) => kept[part.tree as usize].document(part.root, self.dialect),
        }
    }
}

impl<'t> Input<'t> {
    /// The documents that values may point into.
    pub(super) fn documents(&self) -> Vec<Document<'t>> {
        match *self {
            Self::Document(document) => vec![document],
            Self::Collection { members, kept, .. } => members.iter().map(|member| member.document(kept)).collect(),
        }
    }

    /// The input as rules see it. Documents are numbered from 1, as in [`Input::documents`].
    pub(super) fn value(&self, memory: &mut Memory<'_>) -> Value {
        match self {
            Self::Document(_) => memory.document(1),
            Self::Collection { members, complete, .. } => collection(memory, members, *complete),
        }
    }
}

/// About what rules make of each of several documents, in values and bytes of text. What is not used costs nothing, and a
/// heap that grew with them would leave holes of its former sizes in memory.
const VALUES: usize = 32;
const TEXT: usize = 64;

fn collection(memory: &mut Memory<'_>, members: &[&Member], complete: bool) -> Value {
    memory.expect(VALUES * members.len(), TEXT * members.len());
    let keys = ["document", "file", "kind", "node"].map(|key| memory.string(key));
    // Documents of one file stand together, and there are few kinds.
    let (mut file, mut kinds): (Option<(&str, Value)>, FxHashMap<&str, Value>) = Default::default();
    let documents: Vec<Value> = members
        .iter()
        .zip(1..)
        .map(|(member, id)| {
            let known = file.filter(|(name, _)| **name == *member.file);
            let (_, name) = *file.insert(known.unwrap_or_else(|| (&member.file, memory.string(&member.file))));
            let kind = kind_name(&member.kind);
            let kind = *kinds.entry(kind).or_insert_with(|| memory.string(kind));
            let values = [Value::integer(member.document.into()), name, kind, memory.document(id)];
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
