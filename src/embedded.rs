//! What waylint carries: its packs and tables, every file under `policies/`, made ready by the build script.

/// A file under `policies/`.
#[derive(Clone, Copy, Debug)]
pub struct Embedded {
    /// Its name from the project's root.
    pub name: &'static str,
    /// What it says in YAML, as JSON, so that a run need not read YAML before it starts: the whole of a schema rule or
    /// table, the metadata of a Rego rule, `null` for a library.
    pub data: &'static str,
    /// The text of a Rego module.
    pub text: &'static str,
}

/// All files, ordered by name.
pub const POLICIES: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/policies.rs"));
