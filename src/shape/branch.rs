//! `anyOf`, `oneOf`, `not`: of several branches the one that was meant, so that people read one reason and not all.

use std::{cmp::Reverse, sync::Arc};

use super::{
    fault::{Fault, Wrong},
    judge::{Judge, is_remark},
    node::{Id, Name, Types},
};
use crate::document::{NodeRef, Step};

/// At least one branch must fit.
pub(super) fn any<'t>(judge: &mut Judge<'_, 't>, branches: &[Id], node: NodeRef<'t>) {
    let mut tried = Vec::with_capacity(branches.len());
    for &branch in branches {
        let mut faults = judge.try_out(branch, node);
        if faults.iter().all(is_remark) {
            judge.faults.append(&mut faults);
            return;
        }
        tried.push(faults);
    }
    none_fits(judge, tried, node);
}

/// Exactly one branch must fit.
pub(super) fn one<'t>(judge: &mut Judge<'_, 't>, branches: &[Id], node: NodeRef<'t>) {
    let tried: Vec<Vec<Fault>> = branches.iter().map(|&branch| judge.try_out(branch, node)).collect();
    let fitting: Vec<usize> = (0..tried.len()).filter(|&at| tried[at].iter().all(is_remark)).collect();
    match fitting.as_slice() {
        [] => none_fits(judge, tried, node),
        [only] => judge.faults.extend(tried[*only].iter().cloned()),
        several => {
            let required = |&at: &usize| -> &[Name] { &judge.shape.node(branches[at]).required };
            let mut names: Vec<Arc<str>> = Vec::new();
            for name in
                several.iter().flat_map(required).filter(|name| node.get_known(&name.text, name.symbol).is_some())
            {
                if !names.contains(&name.text) {
                    names.push(name.text.clone());
                }
            }
            // Branches that are told apart by a field with a default look alike where it is left out.
            if names.len() > 1 {
                judge.fault(node, Wrong::Exclusive { names });
            }
        }
    }
}

/// What must not hold does.
pub(super) fn not<'t>(judge: &mut Judge<'_, 't>, not: Id, node: NodeRef<'t>) {
    let required: Vec<Name> = judge.shape.node(not).required.to_vec();
    let forbidden = || Wrong::Bounds { phrase: "is not allowed here".to_owned() };
    match required.as_slice() {
        [] => judge.fault(node, forbidden()),
        [name] => {
            let mut at = judge.pointer();
            at.0.push(Step::Key(name.text.to_string()));
            let value = node.get_known(&name.text, name.symbol).unwrap_or(node);
            judge.faults.push(Fault { at, on_key: true, node: value.id(), wrong: forbidden() });
        }
        names => judge.fault(node, Wrong::Exclusive { names: names.iter().map(|name| name.text.clone()).collect() }),
    }
}

/// Says why none of several branches fits.
fn none_fits<'t>(judge: &mut Judge<'_, 't>, mut tried: Vec<Vec<Fault>>, node: NodeRef<'t>) {
    let depth = judge.way.len();
    tried.iter_mut().for_each(|faults| faults.retain(|fault| !is_remark(fault)));
    if let Some(wrong) = all_types(&tried, depth) {
        return judge.fault(node, wrong);
    }
    // Branches for values of other types were not meant.
    tried.retain(|faults| !faults.iter().any(|fault| is_type_at(fault, depth)));
    if let [only] = tried.as_mut_slice() {
        judge.faults.append(only);
        return;
    }
    if let Some(fault) = one_reason(&tried, depth) {
        judge.faults.push(fault);
        return;
    }
    let best = tried.iter().min_by_key(|faults| score(faults, depth));
    match best {
        Some(best) => judge.faults.extend(best.iter().cloned()),
        None => judge.fault(node, Wrong::Nothing { tried: tried.len() }),
    }
}

fn is_type_at(fault: &Fault, depth: usize) -> bool {
    fault.at.steps().len() == depth && matches!(fault.wrong, Wrong::Type { .. })
}

/// If each branch wants another type: what they want together.
fn all_types(tried: &[Vec<Fault>], depth: usize) -> Option<Wrong> {
    let (mut together, mut there, mut form) = (Types::NONE, Types::NONE, None);
    for faults in tried {
        let wrong = faults.iter().find(|fault| is_type_at(fault, depth)).map(|fault| &fault.wrong);
        let Some(Wrong::Type { wanted, found, form: this }) = wrong else { return None };
        together = together.or(*wanted);
        there = *found;
        form = form.or(*this);
    }
    Some(Wrong::Type { wanted: together, found: there, form })
}

/// If all branches have one reason of one sort: the reasons as one.
fn one_reason(tried: &[Vec<Fault>], depth: usize) -> Option<Fault> {
    let first = tried.first()?.first()?;
    if let Some(groups) = missing(tried, depth) {
        return Some(Fault { wrong: Wrong::MissingOneOf { groups }, ..first.clone() });
    }
    // The same value at one place, be it the node's own or that of a field that tells branches apart.
    let mut together: Vec<String> = Vec::new();
    let mut place: Option<&Fault> = None;
    for faults in tried {
        let close = faults.iter().find(|fault| {
            fault.at.steps().len() <= depth + 1
                && matches!(fault.wrong, Wrong::Value { .. })
                && place.is_none_or(|place| place.at == fault.at)
        })?;
        place = Some(close);
        if let Wrong::Value { known, .. } = &close.wrong {
            together.extend(known.iter().filter(|value| !together.contains(value)).cloned().collect::<Vec<_>>());
        }
    }
    let place = place?;
    let near = tried.iter().flatten().find_map(|fault| match &fault.wrong {
        Wrong::Value { near, .. } if fault.at == place.at => near.clone(),
        _ => None,
    });
    Some(Fault { wrong: Wrong::Value { known: together, near }, ..place.clone() })
}

/// If all that is wrong with each branch is fields that are missing: the fields of each.
fn missing(tried: &[Vec<Fault>], depth: usize) -> Option<Vec<Vec<Arc<str>>>> {
    let of_branch = |faults: &Vec<Fault>| {
        let name = |fault: &Fault| match &fault.wrong {
            Wrong::Missing { name } if fault.at.steps().len() == depth => Some(name.clone()),
            _ => None,
        };
        faults.iter().map(name).collect::<Option<Vec<_>>>()
    };
    tried.iter().map(of_branch).collect()
}

/// The smaller, the more likely it was meant: a field that tells branches apart fits, the object has few unknown and few
/// missing fields, and what is wrong lies deep inside.
fn score(faults: &[Fault], depth: usize) -> (bool, usize, usize, Reverse<usize>, usize) {
    let tells_apart =
        |fault: &&Fault| fault.at.steps().len() == depth + 1 && matches!(fault.wrong, Wrong::Value { .. });
    let unknown = |fault: &&Fault| fault.at.steps().len() == depth + 1 && matches!(fault.wrong, Wrong::Unknown { .. });
    let missing = |fault: &&Fault| fault.at.steps().len() == depth && matches!(fault.wrong, Wrong::Missing { .. });
    (
        faults.iter().any(|fault| tells_apart(&fault)),
        faults.iter().filter(unknown).count(),
        faults.iter().filter(missing).count(),
        Reverse(faults.iter().map(|fault| fault.at.steps().len()).max().unwrap_or_default()),
        faults.len(),
    )
}
