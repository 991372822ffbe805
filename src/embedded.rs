//! What waylint carries: its packs and tables, every file under `policies/`, made ready by the build script.

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
