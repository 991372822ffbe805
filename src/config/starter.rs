//! The configuration that `waylint init` writes: what was found, and the keys most teams need first, commented.

use std::{collections::BTreeMap, fmt::Write};

use crate::finding::Report;

/// A commented `.waylint.yaml` for what a run has found.
pub fn starter(report: &Report) -> String {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for kind in report.artifacts.iter().flat_map(|artifact| &artifact.kinds) {
        *kinds.entry(kind.as_str()).or_default() += 1;
    }
    let mut found: Vec<_> = kinds.into_iter().collect();
    found.sort_by_key(|&(kind, count)| (std::cmp::Reverse(count), kind));
    let mut text = String::from("# Configuration of waylint. Every key is optional.\n#\n# Found here:\n");
    for (kind, count) in found.iter().take(12) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "#   {count:>5} {kind}");
    }
    if found.len() > 12 {
        let _ = writeln!(text, "#         and {} more kinds", found.len() - 12);
    }
    if found.is_empty() {
        text.push_str("#   nothing that waylint knows\n");
    }
    text.push_str(REST);
    text
}

const REST: &str = r#"
# The level from which on a run fails: error, warning or note.
fail-on: error

# Levels of rules: error, warning, note or off; for one rule, a pack or a glob.
rules: {}
#  kubernetes/image-unversioned: error
#  istio: off

# Files to leave out, from this folder on. What .gitignore names is left out anyway.
exclude: []
#  - third_party/**

# Facts about your platform. Rules that need a fact nobody has set are not applied.
platform: {}
#  registries: {allow: [registry.example.com/*]}

# Folders with rules of your own; docs/writing-rules.md shows how to write one.
packs: []
#  - platform/policies

# Exemptions: each with a reason, best with an owner and a date.
waivers: []
#  - rule: kubernetes/privileged-container
#    files: [deploy/node-agent.yaml]
#    reason: the agent reads kernel counters
#    owner: team-observability
#    until: 2027-06-30
"#;
