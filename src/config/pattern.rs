//! How configuration and waivers name rules, places and files.

use std::{
    fmt,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use globset::{GlobBuilder, GlobMatcher, GlobSet, GlobSetBuilder};

use crate::{
    document::{Pointer, Step},
    rule::RuleId,
};

/// Names rules: one by its id, all of a pack by the pack's name, or some by a glob over ids.
#[derive(Clone, Debug)]
pub struct RulePattern {
    text: Arc<str>,
    glob: Option<GlobMatcher>,
}

/// How narrowly a pattern names rules; narrower wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// `kubernetes`.
    Pack,
    /// `kubernetes/image-*`.
    Glob,
    /// `kubernetes/image-unversioned`.
    Exact,
}

impl RulePattern {
    /// Reads a pattern. The error is a phrase that says what is wrong with it.
    pub fn new(text: &str) -> Result<Self, String> {
        let odd = text.find(|c: char| c.is_whitespace() || c.is_control());
        if text.is_empty() || odd.is_some() {
            return Err(format!("`{text}` names no rule"));
        }
        let glob = match text.contains(['*', '?', '[', '{']) {
            true => Some(GlobBuilder::new(text).build().map_err(|error| explain(text, &error))?.compile_matcher()),
            false => None,
        };
        Ok(Self { text: text.into(), glob })
    }

    /// Whether it names this rule.
    pub fn matches(&self, rule: &RuleId) -> bool {
        match &self.glob {
            Some(glob) => glob.is_match(rule.as_str()),
            None => rule.as_str() == &*self.text || rule.pack() == &*self.text,
        }
    }

    /// How narrow it is.
    pub fn reach(&self) -> Reach {
        match &self.glob {
            Some(_) => Reach::Glob,
            None if self.text.contains('/') => Reach::Exact,
            None => Reach::Pack,
        }
    }

    /// The pattern as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for RulePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for RulePattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for RulePattern {}

fn explain(text: &str, error: &globset::Error) -> String {
    format!("`{text}` is not a glob: {}", error.kind())
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum PatternStep {
    Step(Step),
    Any,
}

/// Names a place and everything below it: `spec.containers[0].image`, with `*` for any key or index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacePattern(Vec<PatternStep>);

impl PlacePattern {
    /// Reads a place as people write it, which is also how reports show it.
    pub fn new(text: &str) -> Result<Self, String> {
        let mut steps = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (step, after) = read_step(rest).ok_or_else(|| format!("`{text}` is not a place in a document"))?;
            steps.push(step);
            rest = after;
            if let Some(after) = rest.strip_prefix('.') {
                if after.is_empty() || after.starts_with(['.', '[']) {
                    return Err(format!("`{text}` is not a place in a document"));
                }
                rest = after;
            } else if !rest.is_empty() && !rest.starts_with('[') {
                return Err(format!("`{text}` is not a place in a document"));
            }
        }
        if steps.is_empty() { Err("the place is empty".to_owned()) } else { Ok(Self(steps)) }
    }

    /// A place as keys and indices, `*` standing for any.
    pub fn from_steps(steps: Vec<Step>) -> Self {
        let any = |step: &Step| matches!(step, Step::Key(key) if key == "*");
        Self(steps.into_iter().map(|s| if any(&s) { PatternStep::Any } else { PatternStep::Step(s) }).collect())
    }

    /// Whether a place is the named one or lies below it.
    pub fn covers(&self, pointer: &Pointer) -> bool {
        let steps = pointer.steps();
        steps.len() >= self.0.len()
            && self.0.iter().zip(steps).all(|(pattern, step)| match pattern {
                PatternStep::Any => true,
                PatternStep::Step(named) => named == step,
            })
    }
}

/// The first step of a text and what follows it.
fn read_step(text: &str) -> Option<(PatternStep, &str)> {
    let Some(inner) = text.strip_prefix('[') else {
        let end = text.find(['.', '[']).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        let step = if name == "*" { PatternStep::Any } else { PatternStep::Step(name.into()) };
        return (!name.is_empty()).then_some((step, rest));
    };
    if let Some(rest) = inner.strip_prefix("*]") {
        return Some((PatternStep::Any, rest));
    }
    if inner.starts_with('"') {
        let mut strings = serde_json::Deserializer::from_str(inner).into_iter::<String>();
        let key = strings.next()?.ok()?;
        let rest = inner.get(strings.byte_offset()..)?.strip_prefix(']')?;
        return Some((PatternStep::Step(Step::Key(key)), rest));
    }
    let (index, rest) = inner.split_once(']')?;
    let digits = !index.is_empty() && index.bytes().all(|b| b.is_ascii_digit());
    let index = digits.then(|| index.parse::<usize>().ok()).flatten()?;
    Some((PatternStep::Step(Step::Index(index)), rest))
}

/// Names files below a folder, in the language of `.gitignore`: a pattern without a slash matches at any depth, one with a
/// slash from the folder on, a trailing slash only folders, `!` takes back what an earlier pattern named.
#[derive(Clone, Debug)]
pub struct FilePatterns {
    base: PathBuf,
    globs: GlobSet,
    /// For each glob: the pattern it belongs to is taken back, and whether it applies to folders alone.
    marks: Vec<Mark>,
    negates: bool,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    negated: bool,
    folder_itself: bool,
}

impl FilePatterns {
    /// Compiles patterns relative to `base`, an absolute folder. The error holds the index of the bad pattern and a phrase.
    pub fn new(base: &Path, patterns: &[String]) -> Result<Self, (usize, String)> {
        let mut set = GlobSetBuilder::new();
        let mut marks = Vec::new();
        for (index, pattern) in patterns.iter().enumerate() {
            for (glob, mark) in translate(pattern).ok_or_else(|| (index, format!("`{pattern}` names no file")))? {
                let glob = GlobBuilder::new(&glob).literal_separator(true).backslash_escape(true).build();
                set.add(glob.map_err(|error| (index, explain(pattern, &error)))?);
                marks.push(mark);
            }
        }
        let globs = set.build().map_err(|error| (0, explain("", &error)))?;
        let negates = marks.iter().any(|mark| mark.negated);
        Ok(Self { base: base.to_owned(), globs, marks, negates })
    }

    /// The same patterns, relative to another folder.
    #[must_use]
    pub fn relative_to(&self, base: &Path) -> Self {
        Self { base: base.to_owned(), ..self.clone() }
    }

    /// Whether an absolute path is named (`Some(true)`), taken back (`Some(false)`), or not mentioned.
    pub fn verdict(&self, path: &Path, folder: bool) -> Option<bool> {
        let relative = path.strip_prefix(&self.base).ok()?;
        let matches = self.globs.matches(relative);
        matches.into_iter().rev().map(|at| self.marks[at]).find(|m| folder || !m.folder_itself).map(|m| !m.negated)
    }

    /// Whether an absolute path is named.
    pub fn name(&self, path: &Path) -> bool {
        self.verdict(path, false) == Some(true)
    }

    /// Whether everything below a folder is named, so that nobody need look into it.
    pub fn name_all_below(&self, folder: &Path) -> bool {
        !self.negates && self.verdict(folder, true) == Some(true)
    }
}

/// The globs of one pattern: the thing itself, and everything below it.
fn translate(pattern: &str) -> Option<[(String, Mark); 2]> {
    let (negated, body) = match pattern.strip_prefix('!') {
        Some(rest) => (true, rest),
        None => (false, pattern),
    };
    let body = body.strip_prefix("./").unwrap_or(body);
    let only_folders = body.ends_with('/');
    let trimmed = body.trim_end_matches('/');
    let anchored = trimmed.contains('/');
    let trimmed = trimmed.trim_start_matches('/');
    let climbs = Path::new(trimmed).components().any(|part| matches!(part, Component::ParentDir));
    if trimmed.is_empty() || climbs {
        return None;
    }
    let glob = if anchored { trimmed.to_owned() } else { format!("**/{trimmed}") };
    let below = format!("{}/**", glob.trim_end_matches("/**"));
    let itself = Mark { negated, folder_itself: only_folders };
    Some([(glob, itself), (below, Mark { negated, folder_itself: false })])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_as_reports_show_it() {
        let pointer = Pointer(vec!["metadata".into(), "labels".into(), "app.kubernetes.io/name".into(), 2.into()]);
        let pattern = PlacePattern::new(&pointer.to_string()).unwrap();
        assert!(pattern.covers(&pointer) && pattern.covers(&pointer.join(&["x".into()])));
        assert!(!pattern.covers(&Pointer(vec!["metadata".into()])));
        let any = PlacePattern::new("metadata.*[*]").unwrap();
        assert!(any.covers(&pointer) && !any.covers(&Pointer(vec!["spec".into(), "a".into(), 0.into()])));
        for text in ["", ".", "a.", "a..b", "a[", "a[x]", "a[0]b", "a.[0]", "[\"a]", "[-1]", "[]"] {
            assert!(PlacePattern::new(text).is_err(), "{text}");
        }
    }

    #[test]
    fn file_patterns_speak_the_language_of_gitignore() {
        let named = |patterns: &[&str], path: &str| {
            let patterns: Vec<String> = patterns.iter().map(|&p| p.to_owned()).collect();
            FilePatterns::new(Path::new("/r"), &patterns).unwrap().name(&Path::new("/r").join(path))
        };
        assert!(named(&["*.tmpl"], "a/b.tmpl") && named(&["vendor"], "a/vendor/b.yaml"));
        assert!(named(&["vendor/"], "vendor/b.yaml") && !named(&["vendor/"], "vendor"));
        assert!(named(&["/a"], "a/x") && !named(&["/a"], "b/a"));
        assert!(named(&["a/*.yaml"], "a/x.yaml") && !named(&["a/*.yaml"], "a/b/x.yaml"));
        assert!(named(&["a/**"], "a/b/x.yaml") && named(&["**/x"], "x") && named(&["./a/b"], "a/b"));
        assert!(
            !named(&["vendor", "!vendor/mine/*"], "vendor/mine/x") && named(&["vendor", "!vendor/mine"], "vendor/x")
        );
        let outside = FilePatterns::new(Path::new("/r"), &["*".to_owned()]).unwrap();
        assert!(!outside.name(Path::new("/s/x")));
    }

    #[test]
    fn narrower_patterns_rank_higher() {
        let reach = |text| RulePattern::new(text).unwrap().reach();
        assert!(reach("docker/root-user") > reach("docker/*") && reach("*") > reach("docker"));
        let rule = RuleId::new("docker/root-user");
        for text in ["docker", "docker/root-user", "docker/*", "*", "*/root-*"] {
            assert!(RulePattern::new(text).unwrap().matches(&rule), "{text}");
        }
        assert!(!RulePattern::new("dock").unwrap().matches(&rule));
    }
}
