//! Which schema a document is held against: those that somebody named, those of custom resources that the repository
//! defines, those that waylint carries.
//!
//! A shape is made when a document of its kind is first seen; a run pays for what it meets.

mod bundle;
mod custom;
mod fetch;
mod named;
mod remote;
mod removals;

pub use custom::{Custom, CustomError};
pub use fetch::Store;
pub use named::NamedError;
pub use removals::{Standing, standing};

pub use crate::kubernetes::{Version, VersionError};

use std::{
    borrow::Cow,
    collections::HashMap,
    path::Path,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    document::{Document, NodeRef},
    embedded::{self, FILES, OBJECTS, Object},
    kind::Kind,
    shape::{ReadError, Rules, Shape, nearest},
};
use named::Behind;
use remote::Remote;

/// What stands behind an `apiVersion` and a kind.
#[derive(Clone, Debug)]
pub enum Found {
    /// A document that is known.
    Known {
        /// Its schema in each version of Kubernetes that is asked about, what is gone as it was at last; one if it does not
        /// depend on versions, none if there never was one.
        shapes: Vec<(Option<Version>, Arc<Shape>)>,
        /// The versions that do not serve it, though it is of a group of Kubernetes.
        unserved: Vec<Version>,
    },
    /// An object whose schema nobody knows.
    Unknown,
    /// A file of no known shape.
    None,
}

impl Found {
    /// What has one schema, whatever the version of Kubernetes.
    fn of(shape: Arc<Shape>) -> Self {
        Self::Known { shapes: vec![(None, shape)], unserved: Vec::new() }
    }
}

/// All schemas of a run.
#[derive(Debug)]
pub struct Catalogue {
    versions: Vec<Version>,
    /// Of objects that somebody named or the repository defines.
    custom: HashMap<(String, String), Custom>,
    /// At addresses that objects fill in.
    remote: Arc<Remote>,
    shapes: RwLock<FxHashMap<Key, Pending>>,
}

type Made = Option<Arc<Shape>>;
type Pending = Arc<OnceLock<Made>>;

/// What a shape of those that waylint carries is made of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    /// A definition of Kubernetes at a version.
    Native(&'static str, Version),
    /// A custom resource that waylint carries, by its place in the index.
    Carried(usize),
    /// A format of files that waylint carries.
    File(&'static str),
}

/// Schemas that somebody named.
#[derive(Clone, Debug)]
pub struct Named {
    schemas: Vec<Custom>,
    remote: Arc<Remote>,
}

impl Named {
    /// The schemas behind some names, the first of two for the same counting.
    ///
    /// # Errors
    /// The first name that cannot be used, and why.
    pub fn new<'n>(names: impl IntoIterator<Item = &'n Path>, store: &Store) -> Result<Self, NamedError> {
        let (mut schemas, mut templates) = (Vec::new(), Vec::new());
        for name in names {
            match named::behind(name, store)? {
                Behind::Schemas(more) => schemas.extend(more),
                Behind::Template(address) => templates.push(address),
            }
        }
        Ok(Self { schemas, remote: Arc::new(Remote::new(templates, store.clone())) })
    }

    /// Those that are known by now.
    pub fn schemas(&self) -> &[Custom] {
        &self.schemas
    }
}

impl Default for Named {
    fn default() -> Self {
        Self { schemas: Vec::new(), remote: Arc::new(Remote::new(Vec::new(), Store::closed())) }
    }
}

/// How schemas of objects are meant.
const OBJECT: Rules = Rules { closed: true, null_is_absent: true };
/// How schemas of files are meant.
const FILE: Rules = Rules { closed: true, null_is_absent: false };

impl Catalogue {
    /// A catalogue for some versions of Kubernetes; the newest if none is named.
    pub fn new(versions: &[Version], named: Named) -> Self {
        let versions = if versions.is_empty() { vec![Version::newest()] } else { versions.to_vec() };
        let Named { schemas, remote } = named;
        let mut catalogue = Self { versions, custom: HashMap::new(), remote, shapes: RwLock::default() };
        schemas.into_iter().for_each(|custom| catalogue.add(custom));
        catalogue
    }

    /// What went wrong with addresses.
    pub fn troubles(&self) -> Vec<NamedError> {
        self.remote.troubles()
    }

    /// Adds a schema that somebody named. Of two for the same, the first counts.
    fn add(&mut self, custom: Custom) {
        for (api, kind) in &custom.objects {
            self.custom.entry(custom_key(api, kind)).or_insert_with(|| custom.clone());
        }
    }

    /// The same with the custom resources that a repository defines. What was named before counts more.
    pub fn with(&self, definitions: Vec<Custom>) -> Self {
        let mut catalogue = Self {
            versions: self.versions.clone(),
            custom: self.custom.clone(),
            remote: self.remote.clone(),
            shapes: RwLock::new(self.shapes.read().unwrap_or_else(PoisonError::into_inner).clone()),
        };
        definitions.into_iter().for_each(|custom| catalogue.add(custom));
        catalogue
    }

    /// The versions of Kubernetes that are asked about.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// Whether the schema of an object may still come from somewhere else in the repository: it is of no group that
    /// Kubernetes itself serves.
    pub fn may_be_defined(kind: &Kind, document: Document<'_>) -> bool {
        names(document.root()).is_some_and(|(api, name)| is_whole(kind, &name) && !is_native(&api))
    }

    /// Whether a schema may be asked for from an address.
    pub fn may_ask_elsewhere(&self) -> bool {
        !self.remote.is_empty()
    }

    /// The schemas of a document.
    pub fn find(&self, kind: &Kind, document: Document<'_>) -> Found {
        if let Ok(at) = FILES.binary_search_by_key(&kind.as_str(), |(kind, _)| kind) {
            let (name, chunk) = FILES[at];
            return self.one(Key::File(name), || bundle::file(chunk, FILE));
        }
        let root = document.root();
        if root.get("sops").is_some_and(|sops| sops.get("mac").is_some()) {
            // Encrypted: https://getsops.io. What it is becomes known when it is decrypted.
            return Found::None;
        }
        match names(root) {
            Some((api, name)) if is_whole(kind, &name) => self.object(&api, &name),
            _ => Found::None,
        }
    }

    fn object(&self, api: &str, kind: &str) -> Found {
        if let Some(custom) = self.custom(api, kind) {
            return Found::of(custom.shape.clone());
        }
        if !is_native(api)
            && let Some(shape) = self.remote.find(api, kind)
        {
            return Found::of(shape);
        }
        let entries = entries(api, kind);
        match entries.clone().next() {
            Some(at) if !is_native(api) => self.one(Key::Carried(at), || bundle::resource(&OBJECTS[at], OBJECT)),
            Some(_) => self.native(entries),
            // `v1` is also where other systems had their objects before there were groups.
            None if is_native(api) && !is_list(kind) && (api != "v1" || Self::near(api, kind).is_some()) => {
                Found::Known { shapes: Vec::new(), unserved: self.versions.clone() }
            }
            None => Found::Unknown,
        }
    }

    /// What somebody named for an object, under its group or the first name of it.
    fn custom(&self, api: &str, kind: &str) -> Option<&Custom> {
        if self.custom.is_empty() {
            return None;
        }
        let short =
            api.split_once('/').and_then(|(group, version)| Some(format!("{}/{version}", group.split('.').next()?)));
        let full = self.custom.get(&custom_key(api, kind));
        full.or_else(|| self.custom.get(&custom_key(&short?, kind)))
    }

    /// The kind or group that was probably meant by an object that Kubernetes does not serve.
    pub fn near(api: &str, kind: &str) -> Option<String> {
        let native =
            || OBJECTS.iter().filter(|entry| entry.is_native() && entry.versions.1 == Version::newest().minor());
        let nearest = nearest(kind, native().filter(|entry| entry.api == api).map(|entry| entry.kind));
        let elsewhere = || native().find(|entry| entry.kind == kind).map(|entry| format!("apiVersion: {}", entry.api));
        nearest.map(|near| format!("kind: {near}")).or_else(elsewhere)
    }

    fn native(&self, entries: std::ops::Range<usize>) -> Found {
        let (mut shapes, mut unserved) = (Vec::new(), Vec::new());
        for &version in &self.versions {
            let serves = |entry: &&Object| (entry.versions.0..=entry.versions.1).contains(&version.minor());
            let served = OBJECTS[entries.clone()].iter().find(serves);
            if served.is_none() {
                unserved.push(version);
            }
            // What is gone is held against what it was at last.
            let Some(entry) = served.or_else(|| OBJECTS[entries.clone()].last()) else { continue };
            let known = Version::of_minor(version.minor().clamp(entry.versions.0, entry.versions.1));
            let make = || read(bundle::native(entry, known, OBJECT));
            let shape = self.made(&Key::Native(entry.name, known), make);
            shapes.extend(shape.map(|shape| (Some(version), shape)));
        }
        Found::Known { shapes, unserved }
    }

    fn one(&self, key: Key, make: impl FnOnce() -> Result<Shape, ReadError>) -> Found {
        match self.made(&key, || read(make())) {
            Some(shape) => Found::of(shape),
            None => Found::None,
        }
    }

    /// The shape of a key, made by whoever needs it first.
    fn made(&self, key: &Key, make: impl FnOnce() -> Made) -> Made {
        let known = self.shapes.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
        let pending = known.unwrap_or_else(|| {
            self.shapes.write().unwrap_or_else(PoisonError::into_inner).entry(key.clone()).or_default().clone()
        });
        pending.get_or_init(make).clone()
    }
}

/// What waylint carries is read in its tests, so that a schema that cannot be read never comes this far.
fn read(made: Result<Shape, ReadError>) -> Made {
    made.ok().map(Arc::new)
}

/// Whether a document is recognised as the object that it names, and not as a patch or another part of one.
fn is_whole(kind: &Kind, name: &str) -> bool {
    kind.as_str().rsplit('/').next() == Some(name)
}

/// Names of files know no upper case, so kinds are compared without it.
fn custom_key(api: &str, kind: &str) -> (String, String) {
    (api.to_owned(), kind.to_ascii_lowercase())
}

/// The entries of the index for an object, whatever the version of Kubernetes.
fn entries(api: &str, kind: &str) -> std::ops::Range<usize> {
    let first = OBJECTS.partition_point(|entry| (entry.api, entry.kind) < (api, kind));
    let len = OBJECTS[first..].iter().take_while(|entry| (entry.api, entry.kind) == (api, kind)).count();
    first..first + len
}

/// Whether Kubernetes itself serves the group.
fn is_native(api: &str) -> bool {
    let group = |api: &'static str| api.split_once('/').map_or("", |(group, _)| group);
    let own = api.split_once('/').map_or("", |(group, _)| group);
    static GROUPS: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    let groups = GROUPS.get_or_init(|| {
        let native = OBJECTS.iter().filter(|entry| entry.is_native()).map(|entry| group(entry.api));
        // Groups that are gone altogether.
        let gone = embedded::REMOVALS.iter().filter(|row| row.system == "kubernetes").map(|row| group(row.api));
        native.chain(gone).collect()
    });
    groups.contains(own)
}

/// Lists of any kind are taken apart before they are judged, and an empty one is left.
fn is_list(kind: &str) -> bool {
    kind.ends_with("List")
}

/// `apiVersion` and kind of an object.
fn names(root: NodeRef<'_>) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
    let text = |key: &str| root.get(key)?.as_str();
    Some((text("apiVersion")?, text("kind")?))
}

/// A kind of object or file that waylint carries a schema of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// `apps/v1 Deployment`, or the kind of a file.
    pub name: String,
    /// The first and last version of Kubernetes, for what Kubernetes itself serves.
    pub versions: Option<(Version, Version)>,
}

/// Everything that waylint carries a schema of.
pub fn carried() -> Vec<Carried> {
    let object = |entry: &Object| Carried {
        name: format!("{} {}", entry.api, entry.kind),
        versions: (entry.is_native())
            .then(|| (Version::of_minor(entry.versions.0), Version::of_minor(entry.versions.1))),
    };
    let files = FILES.iter().map(|(kind, _)| Carried { name: (*kind).to_owned(), versions: None });
    OBJECTS.iter().map(object).chain(files).collect()
}

/// The text of a schema that waylint carries, with everything it refers to: `apps/v1 Deployment`, `Deployment`, a kind of
/// file. Of several, the newest.
pub fn text(name: &str, version: Version) -> Option<serde_json::Value> {
    if let Ok(at) = FILES.binary_search_by_key(&name, |(kind, _)| kind) {
        return bundle::file_text(FILES[at].1);
    }
    let fits =
        |entry: &&Object| format!("{} {}", entry.api, entry.kind) == name || entry.kind.eq_ignore_ascii_case(name);
    let stable = |entry: &&Object| {
        (entry.versions.1 >= version.minor(), !entry.api.contains("alpha"), !entry.api.contains("beta"))
    };
    OBJECTS.iter().filter(fits).max_by_key(|entry| stable(entry)).and_then(|entry| bundle::object_text(entry, version))
}
