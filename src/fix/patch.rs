//! Changes to a text as bytes taken out and put in, and several of them as one.

use crate::source::Span;

/// Bytes of a text taken out, and others put in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// What is taken out; empty where something is only put in.
    pub span: Span,
    /// What is put in.
    pub text: String,
}

impl Splice {
    /// `text` instead of the bytes of a range.
    pub(super) fn new(range: std::ops::Range<usize>, text: impl Into<String>) -> Self {
        Self { span: Span::new(range.start as u32, range.end as u32), text: text.into() }
    }

    /// Something put in before a byte.
    pub(super) fn insert(at: usize, text: impl Into<String>) -> Self {
        Self::new(at..at, text)
    }

    /// A range taken out.
    pub(super) fn delete(range: std::ops::Range<usize>) -> Self {
        Self::new(range, "")
    }

    fn grown(&self) -> i64 {
        self.text.len() as i64 - i64::from(self.span.len())
    }
}

/// Splices of one text, in order, none touching another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    splices: Vec<Splice>,
}

impl Patch {
    /// The splices, in order.
    pub fn splices(&self) -> &[Splice] {
        &self.splices
    }

    /// The text with the changes made.
    pub fn apply(&self, text: &str) -> String {
        let mut changed =
            String::with_capacity(text.len() + self.splices.iter().map(|splice| splice.text.len()).sum::<usize>());
        let mut at = 0;
        for splice in &self.splices {
            let range = splice.span.range();
            changed.push_str(&text[at..range.start]);
            changed.push_str(&splice.text);
            at = range.end;
        }
        changed.push_str(&text[at..]);
        changed
    }

    /// From the first byte concerned to the last.
    pub fn extent(&self) -> Option<Span> {
        Some(Span::new(self.splices.first()?.span.start, self.splices.last()?.span.end))
    }

    /// This change, and then another to the text that it makes. `changed` is that text.
    pub(super) fn then(mut self, later: &[Splice], changed: &str) -> Self {
        // From the back, so that what comes earlier stays where it is.
        for splice in joined(later).iter().rev() {
            self.take_in(splice, changed);
        }
        self
    }

    /// Takes in a splice of the text that the changes so far make, or rather would make behind it.
    fn take_in(&mut self, splice: &Splice, changed: &str) {
        let (start, end) = (i64::from(splice.span.start), i64::from(splice.span.end));
        let (mut from, mut until) = (start, end);
        // By how much the text has grown before the splice, and before its end.
        let (mut before, mut within) = (0, 0);
        let (mut first, mut count) = (0, 0);
        for (index, known) in self.splices.iter().enumerate() {
            let known_start = i64::from(known.span.start) + within;
            let known_end = known_start + known.text.len() as i64;
            if known_end < start {
                before += known.grown();
                within = before;
                first = index + 1;
            } else if known_start <= end {
                from = from.min(known_start);
                until = until.max(known_end);
                within += known.grown();
                count += 1;
            } else {
                break;
            }
        }
        let part = |from: i64, until: i64| changed.get(from as usize..until as usize).unwrap_or_default();
        let text = [part(from, start), &splice.text, part(end, until)].concat();
        let merged = Splice { span: Span::new((from - before) as u32, (until - within) as u32), text };
        self.splices.splice(first..first + count, [merged]);
    }

    /// Several changes to one text as one; they are apart from each other.
    pub(super) fn union<'a>(patches: impl Iterator<Item = &'a Self>) -> Self {
        let mut splices: Vec<Splice> = patches.flat_map(|patch| patch.splices.iter().cloned()).collect();
        splices.sort_by_key(|splice| splice.span);
        Self { splices }
    }
}

/// Splices in order, those that touch as one.
fn joined(splices: &[Splice]) -> Vec<Splice> {
    let mut order: Vec<&Splice> = splices.iter().collect();
    order.sort_by_key(|splice| splice.span);
    let mut joined: Vec<Splice> = Vec::with_capacity(splices.len());
    for splice in order {
        match joined.last_mut() {
            Some(last) if last.span.end == splice.span.start => {
                last.span.end = splice.span.end;
                last.text.push_str(&splice.text);
            }
            _ => joined.push(splice.clone()),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_change_after_another_is_one_change() {
        let text = "0123456789";
        let steps: [&[Splice]; 4] = [
            &[Splice::new(2..4, "ab"), Splice::insert(6, "XYZ")],
            &[Splice::delete(0..1), Splice::new(7..8, "q")],
            &[Splice::new(2..6, "-"), Splice::insert(6, "+"), Splice::insert(9, "end")],
            &[Splice::insert(0, "start")],
        ];
        let (mut patch, mut expected) = (Patch::default(), text.to_owned());
        for step in steps {
            patch = patch.then(step, &expected);
            expected = Patch { splices: step.to_vec() }.apply(&expected);
            assert_eq!(patch.apply(text), expected, "{patch:?}");
        }
    }
}
