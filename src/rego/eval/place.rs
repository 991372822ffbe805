//! Where a finding came from: what its evaluation read on the way.
//!
//! While a rule is asked for findings, every value that was read from a document leaves its node on a trail, which is cut
//! when the evaluation goes back. At a finding, the trail holds what led to it: the elements that were walked through, the
//! values that were looked at, and, below `not`, the keys that were missing.

use super::Machine;
use crate::{
    document::NodeId,
    rego::value::{DocumentId, Value},
};

/// One value that was looked at.
#[derive(Clone, Copy, Debug)]
pub struct Touch {
    /// Its document.
    pub document: DocumentId,
    /// Its node; if a key was missing, the node that lacks it.
    pub node: NodeId,
    /// The key that was missing.
    pub missing: Option<Value>,
    /// Whether it is an element that was walked through.
    pub is_element: bool,
}

impl Machine<'_> {
    pub(super) fn touch(&mut self, value: Value) {
        if self.tracing
            && let Some((document, node)) = value.origin()
        {
            self.trail.push(Touch { document, node, missing: None, is_element: false });
        }
    }

    pub(super) fn touch_missing(&mut self, value: Value, key: Value) {
        if self.tracing
            && let Some((document, node)) = value.origin()
        {
            self.trail.push(Touch { document, node, missing: Some(key), is_element: false });
        }
    }

    pub(super) fn touch_element(&mut self, value: Value) {
        if self.tracing
            && let Some((document, node)) = value.origin()
        {
            self.trail.push(Touch { document, node, missing: None, is_element: true });
        }
    }
}
