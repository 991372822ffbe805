//! zizmor: `zizmor.yml`.

use serde_json::{Map, Value, json};

use super::{ConfigError, Peer, Settings, Unasked};
use crate::document::NodeRef;

pub(super) static PEER: Peer = Peer {
    name: "zizmor",
    files: &["zizmor.yml", "zizmor.yaml", ".github/zizmor.yml", ".github/zizmor.yaml"],
    unasked: &[
        Unasked { check: "artipacked", rule: "github/checkout-keeps-token", option: "every", item: None },
        Unasked { check: "secrets-inherit", rule: "github/secrets-inherited", option: "own", item: None },
    ],
    read,
};

fn read(settings: &mut Settings, root: NodeRef<'_>) -> Result<(), ConfigError> {
    let mut pins = None;
    for (key, value) in root.entries() {
        if &*key.text() != "rules" {
            settings.remark(key, format!("`{}` is no key of zizmor that has a counterpart", key.text()));
            continue;
        }
        for (audit, value) in value.entries() {
            rule(settings, audit, value, &mut pins)?;
        }
    }
    // Without a policy of its own, zizmor wants every action pinned to a commit.
    if !settings.levels.iter().any(|(audit, level)| audit == "unpinned-uses" && level.is_none()) {
        let pins = pins.unwrap_or_else(|| Map::from_iter([("*/*".to_owned(), "commit".into())]));
        settings.fact(["actions", "pin"], Value::Object(pins));
    }
    Ok(())
}

fn rule(
    settings: &mut Settings,
    audit: NodeRef<'_>,
    value: NodeRef<'_>,
    pins: &mut Option<Map<String, Value>>,
) -> Result<(), ConfigError> {
    let name = audit.text();
    for (key, value) in value.entries() {
        match &*key.text() {
            "disable" if settings.truth(value)? => settings.level(&name, None),
            "disable" => {}
            "ignore" => {
                for place in value.items() {
                    ignored(settings, &name, place)?;
                }
            }
            "config" => {
                for (key, value) in value.entries() {
                    config(settings, &name, (key, value), pins)?;
                }
            }
            other => settings.remark(key, format!("`{other}` of {name} has no counterpart")),
        }
    }
    Ok(())
}

/// `file.yml`, `file.yml:line` or `file.yml:line:column`; a waiver here is for a file, or for what a pointer names.
fn ignored(settings: &mut Settings, audit: &str, place: NodeRef<'_>) -> Result<(), ConfigError> {
    let text = settings.string(place)?;
    let (file, at) = text.split_once(':').map_or((&*text, None), |(file, at)| (file, Some(at)));
    settings.waive(audit, vec![file.to_owned()], place);
    if let Some(at) = at {
        let line = at.split(':').next().unwrap_or_default();
        settings
            .remark(place, format!("of {file} line {line} alone is ignored, which a waiver's `at` or a comment says"));
    }
    Ok(())
}

fn config(
    settings: &mut Settings,
    audit: &str,
    (key, value): (NodeRef<'_>, NodeRef<'_>),
    pins: &mut Option<Map<String, Value>>,
) -> Result<(), ConfigError> {
    match (audit, &*key.text()) {
        ("unpinned-uses", "policies") => {
            let pins = pins.get_or_insert_default();
            for (pattern, policy) in value.entries() {
                let kind = match &*settings.string(policy)? {
                    "hash-pin" => "commit",
                    "ref-pin" | "any" => "branch",
                    _ => return Err(settings.fault(policy, "hash-pin, ref-pin or any")),
                };
                let pattern = pattern.text();
                pins.insert(if &*pattern == "*" { "*/*".to_owned() } else { pattern.into_owned() }, kind.into());
            }
        }
        ("forbidden-uses", list @ ("allow" | "deny")) => {
            let actions = settings.strings(value)?;
            settings.fact(["actions", if list == "allow" { "allow" } else { "deny" }], json!(actions));
        }
        ("dependabot-cooldown", "days") => {
            settings.option("github/update-without-cooldown", "days", value.to_json());
        }
        (audit, option) => settings.remark(key, format!("`{option}` of {audit} has no counterpart")),
    }
    Ok(())
}
