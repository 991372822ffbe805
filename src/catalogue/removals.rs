//! APIs that are deprecated or gone.

use super::Version;
use crate::embedded::{REMOVALS, Removal};

/// How an API stands in some version.
#[derive(Clone, Copy, Debug)]
pub enum Standing {
    /// It is not served any more.
    Gone(&'static Removal),
    /// It is served still, and something else should be used.
    Deprecated(&'static Removal),
}

/// How an object's API stands in the versions that are asked about; the worst of them.
///
/// Of systems other than Kubernetes the newest release is asked about.
pub fn standing(api: &str, kind: &str, versions: &[Version]) -> Option<Standing> {
    let first = REMOVALS.partition_point(|row| row.api < api);
    let rows = REMOVALS[first..].iter().take_while(|row| row.api == api);
    let row = rows.filter(|row| row.kind == kind || row.kind == "*").max_by_key(|row| row.kind == kind)?;
    if row.system != "kubernetes" {
        return match (row.removed, row.deprecated) {
            ("", "") => None,
            ("", _) => Some(Standing::Deprecated(row)),
            _ => Some(Standing::Gone(row)),
        };
    }
    let since = |release: &str| release.strip_prefix("1.").and_then(|minor| minor.parse::<u8>().ok());
    let newest = versions.iter().map(|version| version.minor()).max()?;
    if since(row.removed).is_some_and(|minor| minor <= newest) {
        return Some(Standing::Gone(row));
    }
    since(row.deprecated).filter(|minor| *minor <= newest).map(|_| Standing::Deprecated(row))
}
