//! dclint: `.dclintrc`.

use serde_json::{Value, json};

use super::{ConfigError, Peer, Settings, Unasked};
use crate::{document::NodeRef, rule::Level};

pub(super) static PEER: Peer = Peer {
    name: "dclint",
    files: &[".dclintrc", ".dclintrc.json", ".dclintrc.yaml", ".dclintrc.yml"],
    unasked: &[
        Unasked { check: "no-duplicate-exported-ports", rule: "compose/duplicate-port", option: "every", item: None },
        Unasked {
            check: "require-project-name-field",
            rule: "compose/project-name-missing",
            option: "required",
            item: None,
        },
        sorted("service-dependencies-alphabetical-order", "depends_on"),
        sorted("service-ports-alphabetical-order", "ports"),
    ],
    read,
};

/// dclint asks for sorted lists, which waylint leaves to those who want it.
const fn sorted(check: &'static str, list: &'static str) -> Unasked {
    Unasked { check, rule: "compose/unsorted-list", option: "lists", item: Some(list) }
}

fn read(settings: &mut Settings, root: NodeRef<'_>) -> Result<(), ConfigError> {
    for (key, value) in root.entries() {
        match &*key.text() {
            "rules" => {
                for (check, value) in value.entries() {
                    rule(settings, check, value)?;
                }
            }
            "exclude" => {
                let files = settings.strings(value)?;
                settings.waive("compose", files, key);
            }
            "quiet" if settings.truth(value)? => settings.remark(key, "write `waylint check --quiet`"),
            "quiet" | "debug" | "$schema" => {}
            other => settings.remark(key, format!("`{other}` is no key of dclint that has a counterpart")),
        }
    }
    Ok(())
}

/// A level as a number, or a list of one and of options.
fn rule(settings: &mut Settings, check: NodeRef<'_>, value: NodeRef<'_>) -> Result<(), ConfigError> {
    let mut items = value.items();
    let (number, options) = if value.is_sequence() { (items.next(), items.next()) } else { (Some(value), None) };
    let level = match number.map(NodeRef::to_json).as_ref().and_then(Value::as_u64) {
        Some(0) => None,
        Some(1) => Some(Level::Warning),
        Some(2) => Some(Level::Error),
        _ => return Err(settings.fault(value, "0, 1 or 2")),
    };
    settings.level(&check.text(), level);
    if let (Some(options), Some(_)) = (options, level) {
        for (name, value) in options.entries() {
            match (&*check.text(), &*name.text()) {
                ("service-image-require-explicit-tag", "prohibitedTags") => {
                    let tags = settings.strings(value)?;
                    settings.option("compose/image-unversioned", "moving", json!(tags));
                }
                (check, option) => {
                    settings.remark(name, format!("option `{option}` of {check} has no counterpart"));
                }
            }
        }
    }
    Ok(())
}
