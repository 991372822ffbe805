//! What unread templates hold, as far as they say it in so many words: `apiVersion` and `kind` are hardly ever filled in.
//!
//! Whether a chart deploys a workload is known from its templates, although what the workload looks like is not.

use std::{collections::BTreeMap, fs, path::Path};

use crate::{finding::Artifact, kind::Kind, recognise::KindTable};

/// Kinds whose files hold objects of a cluster that nobody knows until they are filled in.
const TEMPLATES: [&str; 2] = ["helm/template", "helmfile"];

/// Larger templates are not looked into.
const MOST: u64 = 1 << 20;

/// Objects that stand in templates.
#[derive(Debug, Default)]
pub(super) struct Templates {
    /// How many templates there are.
    pub(super) files: u32,
    /// The kinds that they name, with the number of files that do.
    pub(super) kinds: BTreeMap<Kind, u32>,
    /// Whether one of them has a kind that is filled in, so that more may be there.
    pub(super) open: bool,
}

/// Looks through a repository's templates.
pub(super) fn templates(folder: &Path, artifacts: &[Artifact], table: &KindTable) -> Templates {
    let mut found = Templates::default();
    let is_template = |artifact: &&Artifact| artifact.kinds.iter().any(|kind| TEMPLATES.contains(&kind.as_str()));
    for artifact in artifacts.iter().filter(is_template) {
        found.files += 1;
        let path = folder.join(&*artifact.file);
        let text = match fs::metadata(&path) {
            Ok(metadata) if metadata.len() <= MOST => fs::read_to_string(&path).unwrap_or_default(),
            _ => String::new(),
        };
        let mut kinds = Vec::new();
        found.open |= text.is_empty() || look(&text, table, &mut kinds);
        kinds.sort_unstable();
        kinds.dedup();
        kinds.into_iter().for_each(|kind| *found.kinds.entry(kind).or_default() += 1);
    }
    found
}

/// Collects the kinds that a text names; whether there is one that it does not.
fn look(text: &str, table: &KindTable, kinds: &mut Vec<Kind>) -> bool {
    let (mut version, mut open) = ("", false);
    for line in text.lines() {
        // Only at the margin: below it stand references to other objects.
        if let Some(value) = line.strip_prefix("apiVersion:") {
            version = value.trim().trim_matches(['"', '\'']);
        } else if let Some(value) = line.strip_prefix("kind:") {
            let name = value.trim().trim_matches(['"', '\'']);
            // A version that is filled in is one of the group's; which one does not change the kind.
            let known = |version: &str| table.kind_of_object(version, name);
            match if version.contains("{{") { known("apps/v1").or_else(|| known("v1")) } else { known(version) } {
                Some(kind) if !name.contains("{{") => kinds.push(kind),
                _ => open = true,
            }
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_names_its_kinds() {
        let text = "{{- if .Values.on }}\napiVersion: apps/v1\nkind: Deployment\nspec:\n  scaleTargetRef:\n    kind: Other\n---\napiVersion: {{ .v }}\nkind: Service\n";
        let mut kinds = Vec::new();
        assert!(!look(text, KindTable::built_in(), &mut kinds));
        assert_eq!(kinds, [Kind::new("kubernetes/Deployment"), Kind::new("kubernetes/Service")]);
        assert!(look("apiVersion: v1\nkind: {{ .kind }}\n", KindTable::built_in(), &mut kinds));
    }
}
