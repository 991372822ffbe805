//! Files that hold the same: what does not depend on a file's name is worked out once for all of them.
//!
//! While files are judged, each is remembered by a number made of its bytes. A later one with the same number is compared
//! with the first byte by byte, since whoever wants two files to have one number can make them so, and then only names
//! the first. When all files are judged, such files get copies of what the first one yields, under their own names.
//! Which of them is judged is a matter of chance; what comes out is not.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, Mutex, PoisonError},
};

use xxhash_rust::xxh3::xxh3_64;

use super::{
    file::{Judged, read_at_most},
    plan::Layer,
};
use crate::{baseline, discover::Found, finding::Artifact, recognise::Guess};

/// How many files are remembered; those that come later are judged for themselves. Some three megabytes.
const MOST: usize = 1 << 16;

/// What files have in common besides their bytes that yield the same but for their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sort {
    guess: Guess,
    named: bool,
    /// By its address: layers live as long as the session.
    layer: usize,
}

impl Sort {
    pub(super) fn new(guess: &Guess, named: bool, layer: &Arc<Layer>) -> Self {
        Self { guess: *guess, named, layer: Arc::as_ptr(layer).addr() }
    }
}

/// The files of a run by what they hold.
#[derive(Debug)]
pub(super) struct Copies<'a> {
    files: &'a [Found],
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    /// There are few of them.
    sorts: Vec<Sort>,
    /// The first file of a sort, by its place among those, and of bytes, by their number.
    first: HashMap<(u64, u32), u32>,
}

impl<'a> Copies<'a> {
    /// Nothing remembered yet of some files.
    pub(super) fn new(files: &'a [Found]) -> Self {
        Self { files, seen: Mutex::default() }
    }

    /// Which file holds the same as file `number` and is judged; if there is none, this one is to be judged.
    pub(super) fn same(&self, number: usize, bytes: &[u8], sort: Sort) -> Option<usize> {
        let first = self.first(number, xxh3_64(bytes), sort)?;
        let held = read_at_most(self.files[first].path(), bytes.len(), Vec::new()).ok()?;
        (held == bytes).then_some(first)
    }

    fn first(&self, number: usize, bytes: u64, sort: Sort) -> Option<usize> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let Seen { sorts, first } = &mut *seen;
        let room = first.len() < MOST;
        let sort = sorts.iter().position(|known| *known == sort).unwrap_or_else(|| {
            sorts.push(sort);
            sorts.len() - 1
        });
        match first.entry((bytes, sort as u32)) {
            Entry::Occupied(entry) => Some(*entry.get() as usize),
            Entry::Vacant(entry) if room => {
                entry.insert(number as u32);
                None
            }
            Entry::Vacant(_) => None,
        }
    }
}

impl Judged {
    /// The same for a file that holds the same.
    pub(super) fn copy(&self, found: &Found) -> Self {
        let file = &found.shown;
        let mut findings = self.findings.clone();
        for finding in &mut findings {
            finding.move_to(file);
            baseline::move_to(&mut finding.fingerprint, found.relative());
        }
        let mut failures = self.failures.clone();
        for failure in &mut failures {
            failure.file = failure.file.as_ref().map(|_| file.clone());
        }
        Self {
            artifact: self.artifact.as_ref().map(|artifact| Artifact { file: file.clone(), ..artifact.clone() }),
            findings,
            waivers: self.waivers.iter().map(|waiver| waiver.in_file(file)).collect(),
            members: self.members.iter().map(|member| member.in_file(file)).collect(),
            waiting: self.waiting.iter().map(|waiting| waiting.in_file(found)).collect(),
            definitions: self.definitions.clone(),
            failures,
            opaque: self.opaque,
            excluded: self.excluded,
            same_as: None,
            by_name: self.by_name,
            timer: self.timer.copy(),
            digest: self.digest,
        }
    }
}
