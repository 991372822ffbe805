//! The configuration that `waylint init` writes: what was found, what other linters' configurations come to, and the keys most
//! teams need first, commented.

use std::{collections::BTreeMap, fmt::Write, path::Path};

use super::{
    from::{Carried, Peer, Settings},
    test_data::USUAL,
};
use crate::{
    finding::Report,
    rule::{Level, Rule},
};

/// A commented `.waylint.yaml` for what a run over a folder has found, with other linters' settings in terms of the rules.
pub fn starter(report: &Report, folder: &Path, settings: &[Settings], rules: &[&Rule]) -> String {
    let carried = Carried::of(settings, rules);
    let mut text = String::from("# Configuration of waylint. Every key is optional.\n#\n");
    found(&mut text, report);
    for (peer, file) in Peer::present(folder) {
        if settings.is_empty() {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "#\n# {file} lies here: `waylint init --from {peer}` takes over what it sets.");
        }
    }
    if !settings.is_empty() {
        let files: Vec<&str> = settings.iter().map(Settings::file).collect();
        let _ = writeln!(text, "#\n# Taken over from {}.", files.join(" and "));
        let remarks = carried.remarks();
        if !remarks.is_empty() {
            let _ = write!(text, "# What has no counterpart:\n{remarks}");
        }
    }
    let fail_on = carried.fail_on.unwrap_or(Level::Error);
    let test_data = USUAL.map(|pattern| format!("{pattern:?}")).join(", ");
    let (rules, platform, waivers) = (carried.rules(), carried.platform(), carried.waivers());
    let _ = write!(
        text,
        r#"
# The level from which on a run fails: error, warning or note.
fail-on: {fail_on}

# Levels of rules: error, warning, note or off; for one rule, a pack or a glob.
rules:{rules}
#  kubernetes/image-unversioned: error
#  istio: off
# What somebody may have chosen with good reason is a note. Where your platform has decided, raise it:
#  compose/{{image-unversioned,privileged-service,runtime-socket-mounted}}: warning
#  dockerfile/{{root-user,user-missing,remote-file-unverified}}: warning

# Files to leave out, from this folder on. What .gitignore names is left out anyway.
exclude: []
#  - third_party/**

# Inputs of tests: what is found there is a note at most. These unless set, and [] for none:
#test-data: [{test_data}]

# Facts about your platform. Rules that need a fact nobody has set are not applied.
platform:{platform}
#  registries: {{allow: [registry.example.com/*]}}

# Folders with rules of your own; docs/writing-rules.md shows how to write one.
packs: []
#  - platform/policies

# Exemptions: each with a reason, best with an owner and a date.
waivers:{waivers}
#  - rule: kubernetes/privileged-container
#    files: [deploy/node-agent.yaml]
#    reason: the agent reads kernel counters
#    owner: team-observability
#    until: 2027-06-30
"#
    );
    text
}

fn found(text: &mut String, report: &Report) {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for kind in report.artifacts.iter().flat_map(|artifact| &artifact.kinds) {
        *kinds.entry(kind.as_str()).or_default() += 1;
    }
    let mut found: Vec<_> = kinds.into_iter().collect();
    found.sort_by_key(|&(kind, count)| (std::cmp::Reverse(count), kind));
    text.push_str("# Found here:\n");
    for (kind, count) in found.iter().take(12) {
        let _ = writeln!(text, "#   {count:>5} {kind}");
    }
    if found.len() > 12 {
        let _ = writeln!(text, "#         and {} more kinds", found.len() - 12);
    }
    if found.is_empty() {
        text.push_str("#   nothing that waylint knows\n");
    }
}
