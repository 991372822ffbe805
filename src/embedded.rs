//! What waylint carries: its packs and tables, every file under `policies/`, and the schemas of files, everything under
//! `schemas/`, both made ready by the build script.

/// A file under `policies/`.
#[derive(Clone, Copy, Debug)]
pub struct Embedded {
    /// Its name from the project's root.
    pub name: &'static str,
    /// What it says in YAML, as JSON, so that a run need not read YAML before it starts: the metadata of a rule, the
    /// whole of a table, `null` for a library.
    pub data: &'static str,
    /// The text of a Rego module, or a schema as JSON without its metadata.
    pub text: &'static str,
}

/// All files, ordered by name.
pub const POLICIES: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/policies.rs"));

/// The rules in Rego among them and their libraries, compiled (`rego/image.rs`).
pub const PROGRAM: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/program.image"));

/// A schema of Kubernetes objects.
#[derive(Clone, Copy, Debug)]
pub struct Object {
    /// Group and version, as `apiVersion` has them.
    pub api: &'static str,
    /// The kind.
    pub kind: &'static str,
    /// The first and the last version of Kubernetes that serve it, by their minor numbers; all for custom resources.
    pub versions: (u8, u8),
    /// The chunk of the bundle that holds it.
    pub chunk: usize,
    /// Its name there.
    pub name: &'static str,
}

/// The chunk of what Kubernetes' newest version knows. Entries of Kubernetes' own objects name it, whatever their versions.
pub const NATIVE: usize = 0;

impl Object {
    /// Whether Kubernetes itself serves it.
    pub fn is_native(&self) -> bool {
        self.chunk == NATIVE
    }
}

/// An API that is deprecated or gone.
#[derive(Clone, Copy, Debug)]
pub struct Removal {
    /// Group and version, as `apiVersion` has them.
    pub api: &'static str,
    /// The kind, or `*` for all of them.
    pub kind: &'static str,
    /// Whose releases these are: `kubernetes`, `istio`.
    pub system: &'static str,
    /// The release that deprecated it; empty if nobody said.
    pub deprecated: &'static str,
    /// The first release without it; empty if there is none yet.
    pub removed: &'static str,
    /// The `apiVersion` that stands in its place; empty if none does.
    pub replacement: &'static str,
    /// The kind there, if it has another name.
    pub replacement_kind: &'static str,
    /// Whether changing `apiVersion` alone is right.
    pub mechanical: bool,
    /// The page that says so.
    pub source: &'static str,
}

impl Removal {
    /// The system as people write it.
    pub fn title(&self) -> &'static str {
        match self.system {
            "kubernetes" => "Kubernetes",
            "istio" => "Istio",
            "argo-cd" => "Argo CD",
            "flux" => "Flux",
            "gateway-api" => "Gateway API",
            other => other,
        }
    }
}

/// Schemas in chunks, each compressed by itself: lines of a name, a tab, and the schema as JSON,
/// ordered by name.
pub const BUNDLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/schemas.lz4"));

include!(concat!(env!("OUT_DIR"), "/schemas.rs"));
