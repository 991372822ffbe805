//! Comments by which a file silences another linter: which checks of whose, and for how much of the file.
//!
//! They are as good as a waiver of the rules that stand for these checks. Nothing is said of one that waives nothing or
//! cannot be read: it may be meant for a check that no rule stands for.

use crate::{date::Date, rule::Rule};

/// What such a comment asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ignore {
    /// What is silenced.
    pub checks: Checks,
    /// For how much of the file.
    pub reach: Reach,
    /// The last day it holds.
    pub until: Option<Date>,
    /// The comment as written, which is the reason that reports give.
    pub text: String,
}

/// Checks of a peer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Checks {
    peer: &'static str,
    /// Their ids; all that the peer has if none.
    ids: Option<Vec<String>>,
}

/// How far a comment reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// The file.
    File,
    /// The file, if the comment stands above all that is in it.
    Head,
    /// The comment's own line, with a text that goes on below it.
    Line,
    /// The comment's own line or, if there is nothing else on it, the next one.
    NextLine,
    /// The same with the block that begins on the next line: the document, if it is the first.
    NextBlock,
    /// The part of the file around the comment.
    Around,
}

impl Checks {
    /// Whether a rule stands for one of them.
    pub(super) fn name(&self, rule: &Rule) -> bool {
        let Some(known) = rule.equivalents.get(self.peer) else { return false };
        let same = |id: &String| known.iter().any(|known| same(self.peer, id, known));
        self.ids.as_ref().is_none_or(|ids| ids.iter().any(same))
    }
}

/// Whether a comment's id is that of a check, as the peer takes it.
fn same(peer: &str, written: &str, known: &str) -> bool {
    let ends = |long: &str, short: &str| long.strip_suffix(short).is_some_and(|before| before.ends_with('.'));
    match peer {
        "semgrep" => written == known || ends(known, written) || ends(written, known),
        "trivy" => trivy_id(written) == trivy_id(known),
        _ => written.eq_ignore_ascii_case(known),
    }
}

/// `AVD-DS-0002`, `DS-0002` and `DS002` are one check.
fn trivy_id(id: &str) -> (String, String) {
    let id = id.to_ascii_uppercase();
    let id = id.strip_prefix("AVD-").unwrap_or(&id);
    let name = id.trim_end_matches(|c: char| c.is_ascii_digit());
    (name.trim_end_matches('-').to_owned(), id[name.len()..].trim_start_matches('0').to_owned())
}

/// What a comment, with its sign, asks of peers. Several may share one: `# v4.1 # zizmor: ignore[unpinned-uses]`.
pub(super) fn parse_ignores(comment: &str) -> Vec<Ignore> {
    let comment = comment.strip_suffix("*/").unwrap_or(comment);
    comment.split('#').flat_map(|part| read(part.trim_start_matches(['/', '*', ';', ' ', '\t']).trim_end())).collect()
}

/// Ids, all if none; how far; the last day.
type Asked = (Option<Vec<String>>, Reach, Option<Date>);

/// Reads what follows the sign of a peer's comments.
type Syntax = fn(&str) -> Vec<Asked>;

/// How peers' comments begin.
const SYNTAXES: [(&str, &str, Syntax); 8] = [
    ("hadolint", "hadolint", hadolint),
    ("zizmor:", "zizmor", zizmor),
    ("checkov:skip=", "checkov", checkov),
    ("trivy:ignore:", "trivy", trivy),
    ("nosemgrep", "semgrep", semgrep),
    ("nosem", "semgrep", semgrep),
    ("kics-scan", "kics", kics),
    ("dclint", "dclint", dclint),
];

fn read(text: &str) -> Vec<Ignore> {
    let sign = |(sign, peer, syntax): &(&str, &'static str, Syntax)| Some((text.strip_prefix(sign)?, *peer, *syntax));
    let Some((rest, peer, syntax)) = SYNTAXES.iter().find_map(sign) else { return Vec::new() };
    let ignore = |(ids, reach, until)| Ignore { checks: Checks { peer, ids }, reach, until, text: text.to_owned() };
    syntax(rest).into_iter().map(ignore).collect()
}

/// Ids parted by commas; what follows one behind a space is no part of it.
fn ids(list: &str) -> Vec<String> {
    list.split(',').filter_map(|id| Some(id.split_whitespace().next()?.to_owned())).collect()
}

/// `hadolint ignore=DL3008,SC2086` for the next instruction, `hadolint global ignore=…` for the file.
fn hadolint(rest: &str) -> Vec<Asked> {
    let rest = rest.trim_start();
    let (reach, rest) = rest.strip_prefix("global").map_or((Reach::NextBlock, rest), |rest| (Reach::File, rest));
    let list = rest.trim_start().strip_prefix("ignore").and_then(|rest| rest.trim_start().strip_prefix('='));
    list.map(|list| (Some(ids(list)), reach, None)).into_iter().collect()
}

/// `zizmor: ignore[artipacked, unpinned-uses] why`.
fn zizmor(rest: &str) -> Vec<Asked> {
    let list = rest.trim_start().strip_prefix("ignore[").and_then(|rest| rest.split_once(']'));
    list.map(|(list, _)| (Some(ids(list)), Reach::Line, None)).into_iter().collect()
}

/// `checkov:skip=CKV_DOCKER_2:why`.
fn checkov(rest: &str) -> Vec<Asked> {
    vec![(Some(ids(rest.split(':').next().unwrap_or_default())), Reach::Around, None)]
}

/// `trivy:ignore:DS-0002 trivy:ignore:DS-0026:exp:2027-01-31`. What holds for some parameters or workspaces alone is
/// not for files of these kinds.
fn trivy(rest: &str) -> Vec<Asked> {
    let ignore = |word: &str| {
        let word = word.strip_prefix("trivy:ignore:").unwrap_or(word);
        let (id, until) = match word.split_once(":exp:") {
            Some((id, day)) => (id, Some(day.parse().ok()?)),
            None => (word, None),
        };
        let plain = id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        (id == "*" || plain).then(|| ((id != "*").then(|| vec![id.to_owned()]), Reach::NextBlock, until))
    };
    let words = rest.split_whitespace().enumerate();
    words
        .filter(|(at, word)| *at == 0 || word.starts_with("trivy:ignore:"))
        .filter_map(|(_, word)| ignore(word))
        .collect()
}

/// `nosemgrep`, `nosemgrep: last-user-is-root`.
fn semgrep(rest: &str) -> Vec<Asked> {
    match rest.strip_prefix(':') {
        Some(list) => vec![(Some(ids(list)), Reach::NextLine, None)],
        None if rest.is_empty() || rest.starts_with(char::is_whitespace) => vec![(None, Reach::NextLine, None)],
        None => Vec::new(),
    }
}

/// `kics-scan ignore`, `ignore-line`, `ignore-block` and `disable=…`.
fn kics(rest: &str) -> Vec<Asked> {
    let asked = match rest.trim() {
        "ignore" => (None, Reach::Head),
        "ignore-line" => (None, Reach::NextLine),
        "ignore-block" => (None, Reach::NextBlock),
        // Their names hold spaces.
        other => match other.strip_prefix("disable=") {
            Some(list) => (Some(list.split(',').map(|id| id.trim().to_owned()).collect()), Reach::Head),
            None => return Vec::new(),
        },
    };
    vec![(asked.0, asked.1, None)]
}

/// `dclint disable`, `disable-line`, `disable-next-line`, each for the rules it names or for all.
fn dclint(rest: &str) -> Vec<Asked> {
    let mut words = rest.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    let reach = match words.next() {
        Some("disable" | "disable-file") => Reach::Head,
        Some("disable-line") => Reach::Line,
        Some("disable-next-line") => Reach::NextLine,
        _ => return Vec::new(),
    };
    let ids: Vec<String> = words.map(str::to_owned).collect();
    vec![((!ids.is_empty()).then_some(ids), reach, None)]
}

/// What the value of a Dockerfile's directive `check` asks of BuildKit: `skip=JSONArgsRecommended,StageNameCasing;error=true`.
pub(super) fn parse_directive(value: &str) -> Option<Ignore> {
    let list = value.split(';').find_map(|setting| setting.trim().strip_prefix("skip="))?;
    let ids = (!list.trim().eq_ignore_ascii_case("all")).then(|| ids(list));
    let checks = Checks { peer: "buildkit", ids };
    Some(Ignore { checks, reach: Reach::File, until: None, text: format!("check={value}") })
}

/// The domains of annotations that may ask something, as they are written.
pub(super) const ANNOTATIONS: [&str; 2] = ["kube-linter.io/", "checkov.io/skip"];

/// What an annotation of a Kubernetes object asks of peers: `ignore-check.kube-linter.io/<check>: why`,
/// `kube-linter.io/ignore-all`, `checkov.io/skip1: CKV_K8S_14=why`.
pub(super) fn parse_annotation(key: &str, value: &str) -> Option<Ignore> {
    let (peer, ids) = if let Some(check) = key.strip_prefix("ignore-check.kube-linter.io/") {
        ("kube-linter", Some(vec![check.to_owned()]))
    } else if key == "kube-linter.io/ignore-all" {
        ("kube-linter", None)
    } else if key.starts_with("checkov.io/skip") {
        ("checkov", Some(vec![value.split('=').next()?.trim().to_owned()]))
    } else {
        return None;
    };
    let text = if peer == "checkov" { format!("{key}: {value}") } else { key.to_owned() };
    Some(Ignore { checks: Checks { peer, ids }, reach: Reach::Around, until: None, text })
}
