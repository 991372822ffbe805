//! hadolint: `.hadolint.yaml`.

use serde_json::{Map, Value, json};

use super::{ConfigError, Peer, Settings, Unasked};
use crate::{document::NodeRef, rule::Level};

pub(super) static PEER: Peer = Peer {
    name: "hadolint",
    files: &[".hadolint.yaml", ".hadolint.yml"],
    unasked: &[
        manager("DL3008", "apt"),
        manager("DL3018", "apk"),
        manager("DL3033", "dnf"),
        manager("DL3037", "zypper"),
        manager("DL3041", "dnf"),
        every("DL3009", "dockerfile/package-cache-kept"),
        every("DL3019", "dockerfile/package-cache-kept"),
        every("DL3032", "dockerfile/package-cache-kept"),
        every("DL3036", "dockerfile/package-cache-kept"),
        every("DL3040", "dockerfile/package-cache-kept"),
        every("DL3042", "dockerfile/library-cache-kept"),
        every("DL3060", "dockerfile/library-cache-kept"),
        every("DL3029", "dockerfile/constant-platform"),
        every("DL3059", "dockerfile/consecutive-runs"),
        every("DL3066", "dockerfile/user-by-name"),
    ],
    read,
};

/// hadolint asks for versions of packages, which waylint leaves to those who want it.
const fn manager(check: &'static str, manager: &'static str) -> Unasked {
    Unasked { check, rule: "dockerfile/package-unpinned", option: "managers", item: Some(manager) }
}

/// hadolint looks at all stages and users alike, whether they are in the image or not.
const fn every(check: &'static str, rule: &'static str) -> Unasked {
    Unasked { check, rule, option: "every", item: None }
}

fn read(settings: &mut Settings, root: NodeRef<'_>) -> Result<(), ConfigError> {
    for (key, value) in root.entries() {
        match &*key.text() {
            "ignored" => levels(settings, value, None)?,
            "override" => {
                for (word, checks) in value.entries() {
                    let Some(level) = level(&word.text()) else {
                        return Err(settings.fault(word, "error, warning, info or style"));
                    };
                    levels(settings, checks, level)?;
                }
            }
            "failure-threshold" => match level(&settings.string(value)?) {
                Some(Some(level)) => settings.fail_on = Some(level),
                Some(None) => settings.remark(key, "nothing fails a run: write `waylint check --fail-on never`"),
                None => return Err(settings.fault(value, "error, warning, info, style, ignore or none")),
            },
            "no-fail" if settings.truth(value)? => {
                settings.remark(key, "nothing fails a run: write `waylint check --fail-on never`");
            }
            "trustedRegistries" => {
                let allowed = settings.strings(value)?;
                settings.fact(["registries", "allow"], json!(allowed));
            }
            "label-schema" => labels(settings, value)?,
            "strict-labels" if settings.truth(value)? => {
                settings.option("dockerfile/undeclared-label", "strict", Value::Bool(true));
            }
            "disable-ignore-pragma" if settings.truth(value)? => {
                settings.remark(key, "comments `hadolint ignore` count, and are counted in the summary as waived");
            }
            "format" => settings.remark(key, "write `waylint check --format`"),
            "no-color" if settings.truth(value)? => settings.remark(key, "write `--color never`, or set NO_COLOR"),
            "no-fail" | "strict-labels" | "disable-ignore-pragma" | "no-color" => {}
            other => settings.remark(key, format!("`{other}` is no key of hadolint that has a counterpart")),
        }
    }
    Ok(())
}

fn levels(settings: &mut Settings, checks: NodeRef<'_>, level: Option<Level>) -> Result<(), ConfigError> {
    for check in settings.strings(checks)? {
        settings.level(&check, level);
    }
    Ok(())
}

/// A level of hadolint; none within if nothing is at or above it.
fn level(word: &str) -> Option<Option<Level>> {
    match word {
        "error" => Some(Some(Level::Error)),
        "warning" => Some(Some(Level::Warning)),
        "info" | "style" => Some(Some(Level::Note)),
        "ignore" | "none" => Some(None),
        _ => None,
    }
}

fn labels(settings: &mut Settings, schema: NodeRef<'_>) -> Result<(), ConfigError> {
    let mut labels = Map::new();
    for (name, form) in schema.entries() {
        let Some(pattern) = pattern(&settings.string(form)?) else {
            return Err(settings.fault(form, "text, rfc3339, semver, url, hash, spdx or email"));
        };
        labels.insert(name.text().into_owned(), pattern.into());
    }
    settings.fact(["required-labels", "image"], Value::Object(labels));
    Ok(())
}

/// What a value of a form is like; empty for any.
fn pattern(form: &str) -> Option<&'static str> {
    Some(match form {
        "text" => "",
        "rfc3339" => r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$",
        "semver" => r"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$",
        "url" => r"^[A-Za-z][A-Za-z0-9+.-]*:\S+$",
        "hash" => r"^([0-9a-f]{7}|[0-9a-f]{40})$",
        "spdx" => r"^[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*$",
        "email" => r"^[^@\s]+@[^@\s]+$",
        _ => return None,
    })
}
