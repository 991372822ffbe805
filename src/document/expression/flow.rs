//! Which parts of an expression can become its result.
//!
//! Of `github.head_ref == 'main' && env.A || env.B` those are `env.A` and `env.B`: a comparison yields true or false, and the
//! left of `&&` is the result only where it is nothing to speak of.

use super::{Access, Node, Part};

/// Functions whose result says something about their arguments, but holds nothing of them.
const JUDGES: [&str; 9] =
    ["contains", "startswith", "endswith", "hashfiles", "success", "failure", "always", "cancelled", "case"];

/// Marks what flows into the last node.
pub(super) fn mark(nodes: &mut [Node]) {
    let mut flowing: Vec<usize> = nodes.len().checked_sub(1).into_iter().collect();
    while let Some(number) = flowing.pop() {
        nodes[number].flows = true;
        match &nodes[number].part {
            Part::Operator("||", operands) => flowing.extend(operands),
            Part::Operator("&&", operands) => flowing.extend(operands.last()),
            // A condition before each value, and a value for all other cases.
            Part::Call(name, arguments) if name == "case" => {
                flowing.extend(arguments.iter().skip(1).step_by(2));
                flowing.extend(arguments.last().filter(|_| arguments.len() % 2 == 1));
            }
            Part::Call(name, arguments) if !JUDGES.contains(&name.as_str()) => flowing.extend(arguments),
            Part::Access(base, _) => flowing.push(*base),
            Part::Operator(..) | Part::Call(..) | Part::Literal(_) | Part::Reference(_) => {}
        }
    }
}

impl Access {
    /// As rules see it: a name, `*`, or nothing that is known.
    pub(super) fn shown(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            Self::Every => Some("*"),
            Self::Computed(_) => None,
        }
    }
}
