//! The one wildcard language of the kinds table: `*` for any run of characters, `?` for one, `{a,b}` for either.
//!
//! File names are matched for every file of a repository before it is opened, and the table is built at every start, so
//! nothing here compiles to a regular expression: an index by file name and by extension leaves a handful of patterns
//! to compare.

use std::collections::HashMap;

/// Whether `pattern` covers all of `text`. A `*` also covers `/`; paths are cut at `/` before they get here.
pub(super) fn covers(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    // Where the last `*` stands, and how much of the text it has taken so far.
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(&byte) if byte == b'?' || byte == text[t] => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((at, taken)) = star else { return false };
                star = Some((at, taken + 1));
                p = at + 1;
                t = taken + 1;
            }
        }
    }
    pattern[p..].iter().all(|&byte| byte == b'*')
}

/// Every spelling of a pattern with `{a,b}` in it. Braces do not nest.
pub(super) fn spellings(pattern: &str) -> Vec<String> {
    let braces = pattern.split_once('{').and_then(|(before, rest)| {
        let (inside, after) = rest.split_once('}')?;
        Some((before, inside, after))
    });
    let Some((before, inside, after)) = braces else { return vec![pattern.to_owned()] };
    let rests = spellings(after);
    inside.split(',').flat_map(|word| rests.iter().map(move |rest| format!("{before}{word}{rest}"))).collect()
}

/// A pattern of one name of a path, cut so that most names are ruled out by comparing their ends.
#[derive(Debug, PartialEq, Eq)]
enum Segment {
    /// `**`
    Folders,
    Literal(String),
    /// With one `*` the ends are all there is to compare; otherwise the whole pattern is kept as well.
    Wild {
        prefix: String,
        suffix: String,
        whole: Option<String>,
    },
}

impl Segment {
    fn new(text: &str) -> Self {
        let Some((prefix, rest)) = text.split_once(['*', '?']) else { return Self::Literal(text.to_owned()) };
        if text == "**" {
            return Self::Folders;
        }
        let suffix = text.rsplit(['*', '?']).next().unwrap_or_default();
        let whole = (rest != suffix || text.contains('?')).then(|| text.to_owned());
        Self::Wild { prefix: prefix.to_owned(), suffix: suffix.to_owned(), whole }
    }

    fn covers(&self, name: &str) -> bool {
        match self {
            Self::Folders => true,
            Self::Literal(text) => text == name,
            Self::Wild { prefix, suffix, whole } => {
                name.len() >= prefix.len() + suffix.len()
                    && same(prefix.bytes(), name.bytes())
                    && same(suffix.bytes().rev(), name.bytes().rev())
                    && whole.as_ref().is_none_or(|whole| covers(whole, name))
            }
        }
    }
}

/// Whether two runs of bytes agree as far as both go. They rarely do for long, and a call of `memcmp` for each was
/// measured to cost most of the matching.
fn same(mut left: impl Iterator<Item = u8>, mut right: impl Iterator<Item = u8>) -> bool {
    loop {
        match (left.next(), right.next()) {
            (Some(a), Some(b)) if a != b => return false,
            (Some(_), Some(_)) => {}
            _ => return true,
        }
    }
}

/// A pattern of paths. It may begin at any folder, unless it starts with `/`.
#[derive(Debug)]
pub(super) struct PathPattern {
    anchored: bool,
    segments: Vec<Segment>,
}

impl PathPattern {
    /// The patterns that one entry of the table stands for.
    pub(super) fn all(pattern: &str) -> Vec<Self> {
        let new = |spelling: String| Self {
            anchored: spelling.starts_with('/'),
            segments: spelling.trim_start_matches('/').split('/').map(Segment::new).collect(),
        };
        spellings(pattern).into_iter().map(new).collect()
    }

    /// Whether a path is meant.
    pub(super) fn covers(&self, path: &str) -> bool {
        ends_with(&self.segments, Some(path), self.anchored)
    }

    /// The same of a path that is cut already, for patterns that do not end in `**`.
    fn covers_cut(&self, folder: Option<&str>, name: &str) -> bool {
        let Some((last, before)) = self.segments.split_last() else { return false };
        last.covers(name) && leads_to(before, folder, self.anchored)
    }

    /// Whether a path is meant that is counted from where the pattern must begin.
    pub(super) fn covers_whole(&self, path: &str) -> bool {
        ends_with(&self.segments, Some(path), true)
    }
}

/// Whether the segments cover the end of the path, or all of it. `**` takes any number of folders, at the end at least
/// the file itself.
fn ends_with(segments: &[Segment], path: Option<&str>, whole: bool) -> bool {
    let Some((last, before)) = segments.split_last() else { return !whole || path.is_none() };
    if *last == Segment::Folders {
        let mut rest = path;
        while let Some(path) = rest {
            rest = path.rsplit_once('/').map(|(folder, _)| folder);
            if ends_with(before, rest, whole) {
                return true;
            }
        }
        return false;
    }
    let Some((folder, name)) = path.map(cut) else { return false };
    last.covers(name) && leads_to(before, folder, whole)
}

/// Whether the segments cover the end of the path of a folder, or all of it.
fn leads_to(segments: &[Segment], folder: Option<&str>, whole: bool) -> bool {
    match segments.split_last() {
        // In the middle `**` may also stand for no folder at all.
        Some((Segment::Folders, earlier)) => ends_with(earlier, folder, whole) || ends_with(segments, folder, whole),
        _ => ends_with(segments, folder, whole),
    }
}

/// Path patterns by number. Most hold a name without wildcards, a file's or a folder's, and are found by it; of the others
/// most are found by extension.
#[derive(Debug, Default)]
pub(super) struct PathIndex {
    patterns: Vec<(u16, PathPattern)>,
    by_segment: HashMap<String, Vec<u32>>,
    by_extension: HashMap<String, Vec<u32>>,
    rest: Vec<u32>,
}

impl PathIndex {
    /// Adds a pattern under a number.
    pub(super) fn add(&mut self, number: u16, pattern: PathPattern) {
        let at = self.patterns.len() as u32;
        let literal = pattern.segments.iter().rev().find_map(|segment| match segment {
            Segment::Literal(name) => Some(name),
            _ => None,
        });
        let slot = match (literal, pattern.segments.last()) {
            (Some(name), _) => self.by_segment.entry(name.clone()).or_default(),
            (None, Some(Segment::Wild { suffix, .. })) if extension(suffix).is_some() => {
                self.by_extension.entry(extension(suffix).unwrap_or_default().to_owned()).or_default()
            }
            _ => &mut self.rest,
        };
        slot.push(at);
        self.patterns.push((number, pattern));
    }

    /// Calls `see` with the number of every pattern that covers a path, in no order.
    pub(super) fn matches(&self, path: &str, see: &mut dyn FnMut(u16)) {
        let (folder, name) = cut(path);
        for segment in path.split('/') {
            for &at in self.by_segment.get(segment).into_iter().flatten() {
                let (number, pattern) = &self.patterns[at as usize];
                if pattern.covers(path) {
                    see(*number);
                }
            }
        }
        let extended = extension(name).and_then(|extension| self.by_extension.get(extension));
        for &at in extended.into_iter().flatten().chain(&self.rest) {
            let (number, pattern) = &self.patterns[at as usize];
            if pattern.covers_cut(folder, name) {
                see(*number);
            }
        }
    }
}

/// Folder and file name.
fn cut(path: &str) -> (Option<&str>, &str) {
    path.rsplit_once('/').map_or((None, path), |(folder, name)| (Some(folder), name))
}

/// The part after the last `/`.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// The part of a file name after its last `.`.
pub(super) fn extension(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(_, extension)| extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_take_any_run_of_characters() {
        for (pattern, text) in
            [("*", ""), ("a*c", "abbc"), ("*.rules.yml", "x.rules.yml"), ("a*b*c", "abbbc"), ("?", "x")]
        {
            assert!(covers(pattern, text), "{pattern} should cover {text}");
        }
        for (pattern, text) in [("", "a"), ("a*c", "ab"), ("a?", "a"), ("*.yml", "yml"), ("abc", "abcd")] {
            assert!(!covers(pattern, text), "{pattern} should not cover {text}");
        }
    }

    #[test]
    fn braces_are_spelt_out() {
        assert_eq!(spellings("a.{yml,yaml}"), ["a.yml", "a.yaml"]);
        assert_eq!(spellings("{a,b}/{c,d}"), ["a/c", "a/d", "b/c", "b/d"]);
    }

    #[test]
    fn a_pattern_may_begin_at_any_folder_unless_it_is_anchored() {
        let covers = |pattern: &str, path: &str| PathPattern::all(pattern).iter().any(|pattern| pattern.covers(path));
        assert!(covers(".github/workflows/*.{yml,yaml}", ".github/workflows/ci.yml"));
        assert!(covers(".github/workflows/*.{yml,yaml}", "nested/.github/workflows/ci.yaml"));
        assert!(!covers(".github/workflows/*.{yml,yaml}", ".github/workflows/sub/ci.yaml"));
        assert!(!covers(".github/workflows/*.{yml,yaml}", "x.github/workflows/ci.yaml"));
        assert!(covers("/CODEOWNERS", "CODEOWNERS"));
        assert!(!covers("/CODEOWNERS", "docs/CODEOWNERS"));
        assert!(covers("templates/**", "chart/templates/a/b.yaml"));
        assert!(!covers("templates/**", "templates"));
        assert!(covers("nginx/**/*.conf", "nginx/a.conf"));
        assert!(covers("nginx/**/*.conf", "etc/nginx/a/b/c.conf"));
        assert!(!covers("nginx/**/*.conf", "a.conf"));
        assert!(PathPattern::all("values*.yaml")[0].covers_whole("values-prod.yaml"));
        assert!(!PathPattern::all("values*.yaml")[0].covers_whole("x/values-prod.yaml"));
        assert!(PathPattern::all("a/**/b.yaml")[0].covers_whole("a/b.yaml"));
        assert!(!PathPattern::all("a/**/b.yaml")[0].covers_whole("x/a/b.yaml"));
    }
}
