//! What many findings have alike is kept once: a rule says the same of a hundred files, at the same place of each.

use std::{
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

use rustc_hash::FxHashSet;

use crate::document::Pointer;

/// Texts and pointers that findings have so far.
#[derive(Debug, Default)]
pub(super) struct Shared {
    texts: Mutex<FxHashSet<Arc<str>>>,
    pointers: Mutex<FxHashSet<Arc<Pointer>>>,
}

impl Shared {
    /// A text, kept once.
    pub(super) fn text(&self, text: &str) -> Arc<str> {
        once(&self.texts, text, || text.into())
    }

    /// A pointer, kept once.
    pub(super) fn pointer(&self, pointer: &Pointer) -> Arc<Pointer> {
        once(&self.pointers, pointer, || pointer.clone().into())
    }
}

fn once<T: Eq + Hash + ?Sized>(known: &Mutex<FxHashSet<Arc<T>>>, wanted: &T, make: impl FnOnce() -> Arc<T>) -> Arc<T> {
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = known.get(wanted) {
        return known.clone();
    }
    let made = make();
    known.insert(made.clone());
    made
}
