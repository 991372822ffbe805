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

use xxhash_rust::xxh3::xxh3_128;

use super::{
    file::{Judged, read_at_most},
    plan::Layer,
};
use crate::{baseline, discover::Found, finding::Artifact, recognise::Guess};

/// How many files are remembered; those that come later are judged for themselves. Some ten megabytes.
const MOST: usize = 1 << 16;

/// What files have in common that yield the same but for their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    bytes: u128,
    length: usize,
    guess: Guess,
    named: bool,
    /// By its address: layers live as long as the session.
    layer: usize,
}

impl Key {
    pub(super) fn new(bytes: &[u8], guess: &Guess, named: bool, layer: &Arc<Layer>) -> Self {
        let layer = Arc::as_ptr(layer).addr();
        Self { bytes: xxh3_128(bytes), length: bytes.len(), guess: *guess, named, layer }
    }
}

/// The files of a run by what they hold.
#[derive(Debug)]
pub(super) struct Copies<'a> {
    files: &'a [Found],
    first: Mutex<HashMap<Key, u32>>,
}

impl<'a> Copies<'a> {
    /// Nothing remembered yet of some files.
    pub(super) fn new(files: &'a [Found]) -> Self {
        Self { files, first: Mutex::default() }
    }

    /// Which file holds the same as file `number` and is judged; if there is none, this one is to be judged.
    pub(super) fn same(&self, number: usize, bytes: &[u8], key: Key) -> Option<usize> {
        let first = self.first(number, key)?;
        let held = read_at_most(&self.files[first].path, bytes.len(), Vec::new()).ok()?;
        (held == bytes).then_some(first)
    }

    fn first(&self, number: usize, key: Key) -> Option<usize> {
        let mut first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
        let room = first.len() < MOST;
        match first.entry(key) {
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
            baseline::move_to(&mut finding.fingerprint, &found.relative);
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
