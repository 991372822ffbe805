//! What rules may refer to besides rules and the functions of Rego. The build script compiles packs over the same.

/// Paths below `data`: facts of the platform, and what waylint gives.
pub(crate) const GIVEN: [&[&str]; 4] =
    [&["platform"], &["waylint", "as_of"], &["waylint", "now_ns"], &["waylint", "options"]];

/// The function that leads to the parts of a document, and how many arguments it takes.
pub(crate) const VIEW: (&str, u8) = ("waylint.view", 2);
