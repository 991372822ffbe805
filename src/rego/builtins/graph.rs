//! Builtins of graphs: an object of each node's neighbours.

use super::{Builtin, builtin, collection, expect, take};
use crate::rego::{
    fail::{ErrorKind, Fail, Outcome},
    memory::{Memory, compare::MOST_DEPTH},
    value::{Tag, Value},
};

pub(super) const BUILTINS: &[Builtin] =
    &[builtin("graph.reachable", 2, reachable), builtin("graph.reachable_paths", 2, paths)];

/// Neighbours; none if they are neither an array nor a set. Nothing if the node is not in the graph.
fn neighbours(memory: &mut Memory<'_>, graph: Value, node: Value) -> Option<Vec<Value>> {
    let edges = memory.get(graph, node)?;
    Some(if matches!(edges.tag(), Tag::Array | Tag::Set) { memory.list(edges) } else { Vec::new() })
}

fn reachable(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [graph, start] = take(arguments)?;
    expect(graph, Tag::Object)?;
    collection(memory, start)?;
    let pairs = memory.pairs(graph);
    let mut nodes: Vec<(Value, bool)> = (0..pairs.len).map(|index| (memory.pair(pairs, index).0, false)).collect();
    let mut waiting = memory.list(start);
    while let Some(node) = waiting.pop() {
        memory.work(1)?;
        let Ok(at) = nodes.binary_search_by(|&(key, _)| memory.compare(key, node)) else { continue };
        if std::mem::replace(&mut nodes[at].1, true) {
            continue;
        }
        waiting.extend(neighbours(memory, graph, node).unwrap_or_default());
    }
    let mut reached: Vec<Value> = nodes.into_iter().filter(|&(_, reached)| reached).map(|(node, _)| node).collect();
    memory.reserve(reached.len(), 0)?;
    Ok(memory.set(&mut reached))
}

/// Every path from a start until there is nowhere to go but to the path itself, or out of the graph. Of a node that is its
/// own neighbour OPA notices only on the second visit.
fn paths(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [graph, start] = take(arguments)?;
    expect(graph, Tag::Object)?;
    collection(memory, start)?;
    let mut found = Vec::new();
    for node in memory.list(start) {
        let Some(next) = neighbours(memory, graph, node) else { continue };
        let mut path = vec![node];
        if next.is_empty() {
            found.push(memory.array(&path));
        }
        for neighbour in next {
            walk(memory, graph, neighbour, &mut path, &mut found)?;
        }
    }
    Ok(memory.set(&mut found))
}

/// There may be as many paths as there are orders of nodes: each is paid for.
fn walk(
    memory: &mut Memory<'_>,
    graph: Value,
    node: Value,
    path: &mut Vec<Value>,
    found: &mut Vec<Value>,
) -> Outcome<()> {
    memory.work(path.len() as u64)?;
    memory.reserve(path.len() + found.len(), 0)?;
    let next = neighbours(memory, graph, node);
    if next.is_none() {
        found.push(memory.array(path));
        return Ok(());
    }
    if path.len() == MOST_DEPTH {
        let message = format!("a path of a graph has more than {MOST_DEPTH} nodes");
        return Err(Fail::error(ErrorKind::Limit, message));
    }
    path.push(node);
    let next = next.unwrap_or_default();
    if next.is_empty() {
        found.push(memory.array(path));
    }
    for neighbour in next {
        if path.iter().any(|&before| memory.equal(before, neighbour)) {
            found.push(memory.array(path));
        } else {
            walk(memory, graph, neighbour, path, found)?;
        }
    }
    path.pop();
    Ok(())
}
