//! actionlint: `.github/actionlint.yaml`.

use serde_json::json;

use super::{ConfigError, Peer, Settings};
use crate::document::NodeRef;

pub(super) static PEER: Peer =
    Peer { name: "actionlint", files: &[".github/actionlint.yaml", ".github/actionlint.yml"], unasked: &[], read };

/// The labels that actionlint takes without being told: GitHub's own, and those every runner of one's own has.
const HOSTED: [&str; 10] =
    ["ubuntu-*", "windows-*", "macos-*", "self-hosted", "linux", "windows", "macos", "x64", "arm", "arm64"];

fn read(settings: &mut Settings, root: NodeRef<'_>) -> Result<(), ConfigError> {
    for (key, value) in root.entries() {
        match &*key.text() {
            "self-hosted-runner" => runners(settings, value)?,
            "config-variables" if value.is_sequence() => {
                settings.remark(key, "names of `vars` are not judged: waylint does not know which there are");
            }
            "paths" => {
                for (pattern, under) in value.entries() {
                    paths(settings, pattern, under)?;
                }
            }
            "config-variables" => {}
            other => settings.remark(key, format!("`{other}` is no key of actionlint that has a counterpart")),
        }
    }
    Ok(())
}

fn runners(settings: &mut Settings, value: NodeRef<'_>) -> Result<(), ConfigError> {
    for (key, value) in value.entries() {
        if &*key.text() == "labels" {
            let labels = settings.strings(value)?;
            if !labels.is_empty() {
                let allowed: Vec<&str> = HOSTED.into_iter().chain(labels.iter().map(|label| &**label)).collect();
                settings.fact(["runners", "allow"], json!(allowed));
            }
        }
    }
    Ok(())
}

/// actionlint silences messages by pattern, in files by pattern.
fn paths(settings: &mut Settings, pattern: NodeRef<'_>, under: NodeRef<'_>) -> Result<(), ConfigError> {
    for (key, value) in under.entries() {
        if &*key.text() != "ignore" {
            settings.remark(key, format!("`{}` is no key of actionlint that has a counterpart", key.text()));
            continue;
        }
        for message in settings.strings(value)? {
            let files = pattern.text();
            settings.remark(key, format!("messages like `{message}` in {files} are not known here: waive the rule"));
        }
    }
    Ok(())
}
