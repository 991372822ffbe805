//! Edits of YAML and JSON as changes to their text.

mod block;
mod flow;
mod habit;
mod layout;
mod render;
mod set;

use serde_json::Value;

use super::{Refusal, Splice, expect};
use crate::{
    document::{NodeId, Step, Style, Tree},
    finding::Edit,
    kind::Dialect,
};
use habit::Habit;
use layout::{Layout, Slot, Way};

/// The changes to its text that an edit of a document comes to; `literals` says whether text of several lines may be
/// written as such.
pub(super) fn splices(tree: &Tree, document: usize, edit: &Edit, literals: bool) -> Result<Vec<Splice>, Refusal> {
    let root = *tree.arena().roots().get(document).ok_or_else(|| Refusal::new("the document does not exist"))?;
    let layout = Layout::new(tree);
    let editor = Editor { habit: Habit::of(&layout, literals), layout };
    match edit {
        Edit::Add { at, value } => editor.add(root, at.steps(), value),
        Edit::Replace { at, value, text: None, comment } => {
            let (way, old) = editor.existing(root, at.steps())?;
            editor.refuse_same(old, value)?;
            let holder = way.slots.last().copied();
            let mut splices = editor.set(holder, old, value)?;
            splices.extend(comment.as_ref().and_then(|words| editor.comment_behind(holder, old, words)));
            Ok(splices)
        }
        Edit::Replace { at, value, text: Some(words), .. } => {
            let (_, old) = editor.existing(root, at.steps())?;
            editor.words(old, words, value)
        }
        Edit::Remove { at } => {
            let (way, value) = editor.existing(root, at.steps())?;
            editor.remove(&way, value)
        }
        Edit::Rename { at, value } => {
            let (way, _) = editor.at(root, at.steps())?;
            editor.rename(&way, value)
        }
    }
}

/// A text and how it is written.
struct Editor<'t> {
    layout: Layout<'t>,
    habit: Habit,
}

impl Editor<'_> {
    /// What a pointer leads to.
    fn at(&self, root: NodeId, steps: &[Step]) -> Result<(Way, NodeId), Refusal> {
        let way = self.layout.way(root, steps)?;
        if way.slots.len() < steps.len() {
            return Err(Refusal::new("the place does not exist, or a merge key brings it"));
        }
        let node = self.layout.last(&way)?;
        Ok((way, node))
    }

    /// What a pointer leads to, if nothing else needs it.
    fn existing(&self, root: NodeId, steps: &[Step]) -> Result<(Way, NodeId), Refusal> {
        let (way, node) = self.at(root, steps)?;
        self.layout.refuse_shared(node)?;
        Ok((way, node))
    }

    /// What is there already is not written anew.
    fn refuse_same(&self, old: NodeId, new: &Value) -> Result<(), Refusal> {
        let dialects = if self.habit.json { vec![Dialect::Json] } else { vec![Dialect::Core, Dialect::Go] };
        let is_same = |dialect| self.layout.tree.document(old, dialect).root().to_json() == *new;
        if dialects.into_iter().all(is_same) { Err(Refusal::nothing()) } else { Ok(()) }
    }

    /// A new key or item. Parents that are missing are made.
    fn add(&self, root: NodeId, steps: &[Step], value: &Value) -> Result<Vec<Splice>, Refusal> {
        let way = self.layout.way(root, steps)?;
        if let Some(slot) = way.slots.last().filter(|_| way.slots.len() == steps.len()) {
            return match self.layout.style(slot.parent) {
                Style::Sequence => self.add_block_item(slot.parent, slot.index, value),
                Style::FlowSequence => self.add_flow(slot.parent, slot.index, None, value),
                _ => {
                    let old = self.layout.value_of(*slot)?;
                    self.layout.refuse_shared(old)?;
                    self.refuse_same(old, value)?;
                    self.set(Some(*slot), old, value)
                }
            };
        }
        let parent = self.layout.last(&way)?;
        if self.layout.style(parent) == Style::Alias {
            return Err(Refusal::new("the place is written as an alias"));
        }
        let rest = &steps[way.slots.len()..];
        let node = self.layout.node(parent);
        let missing = || Refusal::new("the place does not exist");
        let (first, below) = rest.split_first().ok_or_else(missing)?;
        let new = || expect::nested(below, value.clone()).ok_or_else(missing);
        let holder = way.slots.last().copied();
        let fills = node.count() == 0 && self.layout.is_flow(parent) && self.in_block(holder);
        match first {
            Step::Key(key) if node.is_mapping() && !fills => self.add_key(parent, key, &new()?),
            Step::Index(index) if node.is_sequence() && !fills => {
                if *index != node.count() as usize {
                    return Err(missing());
                }
                match node.style() {
                    Style::Sequence => self.add_block_item(parent, *index, &new()?),
                    _ => self.add_flow(parent, *index, None, &new()?),
                }
            }
            Step::Key(_) if node.is_sequence() => Err(missing()),
            Step::Index(_) if node.is_mapping() => Err(missing()),
            // Nothing, null, or empty brackets below a block: what is added takes their place.
            _ => self.set(holder, parent, &expect::nested(rest, value.clone()).ok_or_else(missing)?),
        }
    }

    fn add_key(&self, parent: NodeId, key: &str, value: &Value) -> Result<Vec<Splice>, Refusal> {
        match self.layout.style(parent) {
            Style::Mapping => self.add_block_key(parent, key, value),
            _ => self.add_flow(parent, self.layout.node(parent).count() as usize, Some(key), value),
        }
    }

    /// Takes a key or item out. Of the last one a pair of brackets is left.
    fn remove(&self, way: &Way, value: NodeId) -> Result<Vec<Splice>, Refusal> {
        let Some((slot, holders)) = way.slots.split_last() else {
            return Err(Refusal::new("a document cannot be removed"));
        };
        let parent = self.layout.node(slot.parent);
        self.layout.refuse_shared(value)?;
        if let Style::FlowMapping | Style::FlowSequence = parent.style() {
            return self.remove_flow(*slot);
        }
        if parent.count() == 1 {
            let empty =
                if parent.is_mapping() { Value::Object(serde_json::Map::new()) } else { Value::Array(Vec::new()) };
            return self.set(holders.last().copied(), slot.parent, &empty);
        }
        self.remove_block(*slot)
    }

    /// Another name for a key, in the quotes it has.
    fn rename(&self, way: &Way, name: &str) -> Result<Vec<Splice>, Refusal> {
        let slot = *way.slots.last().ok_or_else(|| Refusal::new("a document has no name"))?;
        let key = self.layout.key_of(slot).map_err(|_| Refusal::new("an item of a list has no name"))?;
        if self.layout.style(key) == Style::Alias {
            return Err(Refusal::new("the key is written as an alias"));
        }
        if self.layout.children(slot.parent).iter().any(|(key, _)| {
            key.is_some_and(|key| self.layout.style(key) != Style::Alias && self.layout.value(key).text() == name)
        }) {
            return Err(Refusal::new(format!("the key `{name}` is there already")));
        }
        let text = self.like(key, name, self.layout.is_flow(slot.parent));
        Ok(vec![Splice::new(self.layout.span(key).range(), text)])
    }

    /// A comment at the end of the line, if nothing else stands there.
    fn comment_behind(&self, holder: Option<Slot>, old: NodeId, words: &str) -> Option<Splice> {
        let end = self.layout.node_end(old).ok()??;
        let rest = self.layout.text[end..].split(['\r', '\n']).next()?;
        let fits = self.in_block(holder) && rest.trim().is_empty() && !words.contains(['\r', '\n']);
        fits.then(|| Splice::new(end..end + rest.len(), format!(" # {words}")))
    }

    /// Other words within a scalar, which stays as it is written otherwise.
    fn words(&self, old: NodeId, words: &str, new: &Value) -> Result<Vec<Splice>, Refusal> {
        let node = self.layout.node(old);
        let new = new.as_str().ok_or_else(|| Refusal::new("words can only be replaced by words"))?;
        let at = self.layout.text[node.scalar_span().range()].find(words).filter(|_| !words.is_empty());
        let at = node.start() as usize + at.ok_or_else(|| Refusal::new(format!("`{words}` is not written there")))?;
        Ok(vec![Splice::new(at..at + words.len(), new)])
    }

    /// Whether what a slot holds stands in a block.
    fn in_block(&self, holder: Option<Slot>) -> bool {
        !self.habit.json && holder.is_some_and(|slot| !self.layout.is_flow(slot.parent))
    }
}
