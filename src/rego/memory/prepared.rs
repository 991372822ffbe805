//! What builtins make of a text once and use again: compiled patterns, mostly.
//!
//! This floor knows no builtin, so it keeps anything. A worker keeps what it made from one evaluation to the next.

use std::{any::Any, collections::HashMap, sync::Arc};

/// Which reading of a text was prepared: the same text can be a regular expression and a glob.
pub(in crate::rego) type Kind = &'static str;

type Made = HashMap<Box<str>, Arc<dyn Any + Send + Sync>, xxhash_rust::xxh3::Xxh3Builder>;

/// Of one kind no more than these are kept: when they are full all are dropped, and a rule that makes up patterns pays.
const MOST: usize = 256;

/// Things made of texts, by kind.
#[derive(Debug, Default)]
pub(in crate::rego) struct Prepared {
    /// Few kinds, so a list.
    kinds: Vec<(Kind, Made)>,
}

impl Prepared {
    /// What was made of a text, if it was.
    pub(in crate::rego) fn get<T: Any + Send + Sync>(&self, kind: Kind, text: &str) -> Option<Arc<T>> {
        let (_, made) = self.kinds.iter().find(|(name, _)| *name == kind)?;
        Arc::clone(made.get(text)?).downcast().ok()
    }

    /// Keeps what was made of a text.
    pub(in crate::rego) fn keep<T: Any + Send + Sync>(&mut self, kind: Kind, text: &str, made: T) -> Arc<T> {
        let made = Arc::new(made);
        let at = self.kinds.iter().position(|(name, _)| *name == kind).unwrap_or_else(|| {
            self.kinds.push((kind, Made::default()));
            self.kinds.len() - 1
        });
        let kept = &mut self.kinds[at].1;
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(text.into(), Arc::clone(&made) as Arc<dyn Any + Send + Sync>);
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_do_not_mix() {
        let mut prepared = Prepared::default();
        prepared.keep("regex", "a", 1_u8);
        assert_eq!(prepared.get::<u8>("regex", "a").as_deref(), Some(&1));
        assert_eq!(prepared.get::<u8>("glob", "a"), None);
        assert_eq!(prepared.get::<u16>("regex", "a"), None);
    }

    #[test]
    fn no_more_than_a_fixed_number_is_kept() {
        let mut prepared = Prepared::default();
        for number in 0..3 * MOST {
            prepared.keep("regex", &number.to_string(), number);
        }
        assert!(prepared.kinds[0].1.len() <= MOST);
    }
}
