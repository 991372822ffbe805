//! Rules and functions that need themselves: Rego has no recursion.

use std::collections::BTreeSet;

use super::{
    declare::World,
    error::{CompileError, CompileErrorKind, Fault},
};
use crate::rego::program::DefinitionId;

/// Names of a circle that are told.
const MOST_NAMES: usize = 8;

/// An error for each definition that needs itself, through others or not. `uses` says what each definition needs.
pub(super) fn errors(world: &World, uses: &[BTreeSet<DefinitionId>]) -> Vec<CompileError> {
    let mut errors = Vec::new();
    // 0: not seen, 1: being followed, 2: done. Without recursion of our own, since chains may be long.
    let mut state = vec![0u8; uses.len()];
    // Of each one circle is told, though it may be part of many.
    let mut told = vec![false; uses.len()];
    for start in 0..uses.len() {
        let mut path: Vec<(usize, Vec<DefinitionId>)> = Vec::new();
        if state[start] == 0 {
            state[start] = 1;
            path.push((start, uses[start].iter().copied().collect()));
        }
        while let Some((at, waiting)) = path.last_mut() {
            let Some(next) = waiting.pop() else {
                state[*at] = 2;
                path.pop();
                continue;
            };
            let next = next as usize;
            match state[next] {
                0 => {
                    state[next] = 1;
                    path.push((next, uses[next].iter().copied().collect()));
                }
                1 if !told[next] => {
                    told[next] = true;
                    errors.extend(circle(world, &path.iter().map(|(id, _)| *id).collect::<Vec<_>>(), next));
                }
                _ => {}
            }
        }
    }
    errors
}

fn circle(world: &World, path: &[usize], back_to: usize) -> Option<CompileError> {
    let from = path.iter().position(|&id| id == back_to)?;
    let name = |id: usize| world.groups[id].path.join(".");
    let mut names: Vec<String> = path[from..].iter().take(MOST_NAMES).map(|&id| name(id)).collect();
    if path.len() - from > MOST_NAMES {
        names.push("…".to_owned());
    }
    names.push(name(back_to));
    let group = &world.groups[back_to];
    let declared = group.rules.first().or(group.default.as_ref())?;
    let message = match names.as_slice() {
        [name, _] => format!("`{name}` needs itself"),
        names => format!("`{}` needs itself: {}", names[0], names.join(" → ")),
    };
    let help = "Rego has no recursion: use `walk`, `graph.reachable` or a comprehension";
    Some(Fault::new(CompileErrorKind::Recursion, declared.span, message, help).at(declared.module))
}
