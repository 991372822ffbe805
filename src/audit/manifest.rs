//! Which repositories to audit: folders, folders of clones, references of git, and lists of all these.

use std::{
    collections::BTreeSet,
    fmt::Display,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::Deserialize;

use super::dataset::RepositoryId;
use crate::{
    clone,
    date::Date,
    document::{self, Limits},
    kind::{Dialect, Format},
    linter::SetupError,
    source::Source,
    standard::Condition,
};

/// A repository to audit, and what is known of it beforehand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its name across runs.
    pub id: RepositoryId,
    /// Where it lies.
    pub path: PathBuf,
    /// A branch, tag or commit to audit instead of the files that lie there.
    pub reference: Option<String>,
    /// What the manifest says of it.
    pub facts: Facts,
}

/// What a manifest says of a repository besides where it lies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default, expecting = "a mapping that describes a repository")]
pub struct Facts {
    /// Its name; that of its folder if none.
    name: Option<String>,
    /// Its folder, relative to the manifest; its name if none.
    path: Option<String>,
    /// A branch, tag or commit.
    #[serde(rename = "ref")]
    reference: Option<String>,
    /// Where people find it.
    pub url: Option<String>,
    /// Who owns it, if neither its catalogue nor CODEOWNERS says so.
    #[serde(alias = "team")]
    pub owner: Option<String>,
    /// What the owner belongs to.
    pub domain: Option<String>,
    /// Its main language.
    pub language: Option<String>,
    /// Its lifecycle.
    pub lifecycle: Option<String>,
    /// The day it was made.
    pub created: Option<Date>,
}

impl Facts {
    /// Whether a condition's words about language and lifecycle hold here; kinds are another matter.
    pub fn fit(&self, condition: &Condition) -> bool {
        let one_of = |words: &[String], word: &Option<String>| {
            words.is_empty() || word.as_ref().is_some_and(|word| words.iter().any(|own| own.eq_ignore_ascii_case(word)))
        };
        one_of(&condition.language, &self.language) && one_of(&condition.lifecycle, &self.lifecycle)
    }
}

/// How deep a folder of clones may be: host, organisation, repository.
const DEPTH: usize = 3;

/// The repositories that some arguments mean, ordered by name.
///
/// # Errors
/// An argument that is nothing of the sort, a manifest that cannot be read, two repositories of one name.
pub fn targets(paths: &[PathBuf]) -> Result<Vec<Target>, SetupError> {
    let mut targets = Vec::new();
    for path in paths {
        collect(path, &mut targets)?;
    }
    targets.sort_by(|a, b| a.id.cmp(&b.id));
    let twice = targets.windows(2).find(|pair| pair[0].id == pair[1].id).map(|pair| (pair[0].clone(), pair[1].clone()));
    match twice {
        None => Ok(targets),
        Some((a, b)) if a.path == b.path && a.reference == b.reference => {
            targets.dedup_by(|a, b| a.id == b.id && a.path == b.path && a.reference == b.reference);
            distinct(targets)
        }
        Some(_) => distinct(targets),
    }
}

fn distinct(targets: Vec<Target>) -> Result<Vec<Target>, SetupError> {
    match targets.windows(2).find(|pair| pair[0].id == pair[1].id) {
        None => Ok(targets),
        Some(pair) => Err(SetupError::new(
            format!("{} and {} are both called `{}`", pair[0].path.display(), pair[1].path.display(), pair[0].id),
            "name them apart in a manifest, or give the folder that holds both",
        )),
    }
}

fn collect(path: &Path, targets: &mut Vec<Target>) -> Result<(), SetupError> {
    if path.is_dir() {
        targets.extend(of_folder(path)?);
        return Ok(());
    }
    if path.is_file() {
        let found = of_manifest(path)?;
        if found.is_empty() {
            let message = format!("{} names no repository", path.display());
            return Err(SetupError::new(message, "add a line for each repository"));
        }
        targets.extend(found);
        return Ok(());
    }
    let text = path.to_string_lossy();
    if let Some((folder, reference)) = text.rsplit_once('@').filter(|(folder, _)| Path::new(folder).is_dir()) {
        let path = absolute(Path::new(folder))?;
        let id = RepositoryId::new(name_of(&path));
        targets.push(Target { id, path, reference: Some(reference.to_owned()), facts: Facts::default() });
        return Ok(());
    }
    let help = "name a folder, a folder of clones, PATH@REF, or a manifest (.csv, .yaml)";
    Err(SetupError::new(format!("{text}: there is no such file or folder"), help))
}

/// A repository, or all repositories below a folder, called by their way from it.
fn of_folder(folder: &Path) -> Result<Vec<Target>, SetupError> {
    let folder = absolute(folder)?;
    let target = |path: PathBuf, name: String| Target {
        id: RepositoryId::new(name),
        path,
        reference: None,
        facts: Facts::default(),
    };
    let mut clones = Vec::new();
    if !clone::is_root(&folder) {
        clones_below(&folder, DEPTH, &mut clones);
    }
    if clones.is_empty() {
        let name = name_of(&folder);
        return Ok(vec![target(folder, name)]);
    }
    let named = |path: PathBuf| {
        let name = path.strip_prefix(&folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        target(path, name.trim_end_matches(".git").to_owned())
    };
    Ok(clones.into_iter().map(named).collect())
}

fn clones_below(folder: &Path, depth: usize, clones: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let folders = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    for path in folders.map(|entry| entry.path()) {
        if clone::is_root(&path) {
            clones.push(path);
        } else if depth > 1 {
            clones_below(&path, depth - 1, clones);
        }
    }
}

fn of_manifest(path: &Path) -> Result<Vec<Target>, SetupError> {
    let shown = path.display();
    let refused =
        |error: &dyn Display, help| SetupError::new(format!("{shown}: the manifest cannot be read: {error}"), help);
    let bytes = fs::read(path).map_err(|error| refused(&error, "name a readable file"))?;
    // <https://www.sqlite.org/fileformat.html#magic_header_string>
    if bytes.starts_with(b"SQLite format 3\0") {
        return Err(refused(&"it is a history of audits", "name it with `--history`"));
    }
    let text = String::from_utf8(bytes).map_err(|error| refused(&error.utf8_error(), "save the file as UTF-8"))?;
    let is_csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let rows = if is_csv { of_csv(&text) } else { of_yaml(&text) };
    let rows = rows.map_err(|(line, message)| {
        let help = "write name, path, ref, url, owner, domain, language, lifecycle and created; see docs/adoption.md";
        SetupError::new(format!("{shown}:{line}: {message}"), help)
    })?;
    let home = absolute(path)?.parent().map(Path::to_owned).unwrap_or_default();
    rows.into_iter().map(|(line, facts)| of_row(facts, &home).ok_or_else(|| nameless(path, line))).collect()
}

fn nameless(path: &Path, line: usize) -> SetupError {
    let message = format!("{}:{line}: the repository has neither a name nor a path", path.display());
    SetupError::new(message, "write `name`, `path`, or both")
}

/// What a row means. A folder that is not there stays: that it could not be reached is a result.
fn of_row(mut facts: Facts, home: &Path) -> Option<Target> {
    let path = facts.path.take().or_else(|| facts.name.clone())?;
    let path = home.join(path);
    let path = fs::canonicalize(&path).unwrap_or(path);
    let name = facts.name.take().unwrap_or_else(|| name_of(&path));
    let reference = facts.reference.take();
    Some(Target { id: RepositoryId::new(name), path, reference, facts })
}

/// Rows with the lines they begin on.
type Rows = Vec<(usize, Facts)>;

fn of_yaml(text: &str) -> Result<Rows, (usize, String)> {
    let source = Arc::new(Source::new("manifest", text.to_owned()));
    let tree = document::parse(source.clone(), Format::Yaml, &Limits::default());
    if let Some(error) = tree.errors().first() {
        return Err((source.position(error.span.start).line as usize, error.message.clone()));
    }
    let Some(document) = tree.documents(Dialect::Core).next() else { return Ok(Vec::new()) };
    let root = document.root();
    let list = root.get("repositories").unwrap_or(root);
    let row = |node: document::NodeRef<'_>| {
        let line = source.position(node.raw_span().start).line as usize;
        let value = match node.to_json() {
            serde_json::Value::String(path) => serde_json::json!({"path": path}),
            value => value,
        };
        serde_json::from_value(value).map(|facts| (line, facts)).map_err(|error| (line, error.to_string()))
    };
    let items: Vec<_> = list.items().collect();
    if items.is_empty() && !list.is_collection() {
        return Err((1, "the manifest is neither a list nor a mapping with `repositories`".to_owned()));
    }
    items.into_iter().map(row).collect()
}

fn of_csv(text: &str) -> Result<Rows, (usize, String)> {
    let mut lines = records(text)?.into_iter();
    let Some((_, header)) = lines.next() else { return Ok(Vec::new()) };
    let header: Vec<String> = header.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
    let names: BTreeSet<&str> = header.iter().map(String::as_str).collect();
    if !names.contains("name") && !names.contains("path") {
        return Err((1, "the first line names neither a column `name` nor `path`".to_owned()));
    }
    let row = |(line, fields): (usize, Vec<String>)| {
        let cells = header.iter().zip(fields).filter(|(_, cell)| !cell.trim().is_empty());
        let row = cells.map(|(name, cell)| (name.clone(), cell.trim().into())).collect();
        let facts = serde_json::from_value(serde_json::Value::Object(row));
        facts.map(|facts| (line, facts)).map_err(|error| (line, error.to_string()))
    };
    lines.map(row).collect()
}

/// The fields of a line, with its number.
type Record = (usize, Vec<String>);

/// The records of a CSV text (RFC 4180), each with the line it begins on; empty lines and comments are left out.
fn records(text: &str) -> Result<Vec<Record>, (usize, String)> {
    let mut records = Vec::new();
    let (mut line, mut begun) = (1, 1);
    let (mut fields, mut field, mut quoted, mut was_quoted) = (Vec::new(), String::new(), false, false);
    let mut characters = text.trim_start_matches('\u{feff}').chars().chain(['\n']).peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                field.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if field.is_empty() => (quoted, was_quoted) = (true, true),
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                let empty = fields.is_empty() && field.trim().is_empty() && !was_quoted;
                let comment = fields.is_empty() && field.starts_with('#');
                fields.push(std::mem::take(&mut field));
                let record = std::mem::take(&mut fields);
                if !empty && !comment && !record[0].starts_with('#') {
                    records.push((begun, record));
                }
                line += 1;
                (begun, was_quoted) = (line, false);
            }
            c => {
                line += usize::from(c == '\n');
                field.push(c);
            }
        }
    }
    if quoted { Err((begun, "a quotation mark is not closed".to_owned())) } else { Ok(records) }
}

fn absolute(path: &Path) -> Result<PathBuf, SetupError> {
    fs::canonicalize(path).map_err(|error| {
        SetupError::new(format!("{}: it cannot be reached: {error}", path.display()), "name a folder that can be read")
    })
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| "repository".to_owned(), |name| name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_is_read_as_spreadsheets_write_it() {
        let text = "\u{feff}Name,Path,Owner,Created\r\n# retired below\r\nshop,\"clones/shop, old\",team-a,2026-01-31\r\n\r\n\"a \"\"b\"\"\",,,\r\n";
        let rows = of_csv(text).unwrap();
        let home = Path::new("/fleet");
        let targets: Vec<Target> = rows.iter().map(|(_, facts)| of_row(facts.clone(), home).unwrap()).collect();
        assert_eq!(rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 5]);
        assert_eq!((targets[0].id.as_str(), targets[0].path.as_path()), ("shop", Path::new("/fleet/clones/shop, old")));
        assert_eq!(targets[0].facts.owner.as_deref(), Some("team-a"));
        assert_eq!((targets[1].id.as_str(), targets[1].path.as_path()), ("a \"b\"", Path::new("/fleet/a \"b\"")));
        assert_eq!(of_csv("name\n\"open\n").unwrap_err().0, 2);
        assert_eq!(of_csv("name,colour\nx,red\n").unwrap_err().0, 2);
        assert!(of_csv("title\nx\n").is_err());
    }

    #[test]
    fn yaml_is_a_list_or_a_mapping_and_a_path_will_do() {
        let both = [
            "- ./shop\n- {name: cart, team: team-b, ref: main}\n",
            "repositories:\n  - ./shop\n  - {name: cart, team: team-b, ref: main}\n",
        ];
        for text in both {
            let rows = of_yaml(text).unwrap();
            let targets: Vec<Target> =
                rows.into_iter().map(|(_, facts)| of_row(facts, Path::new("/f")).unwrap()).collect();
            assert_eq!((targets[0].id.as_str(), targets[1].id.as_str()), ("shop", "cart"));
            assert_eq!(
                (targets[1].reference.as_deref(), targets[1].facts.owner.as_deref()),
                (Some("main"), Some("team-b"))
            );
        }
        assert_eq!(of_yaml("- name: a\n- nam: b\n").unwrap_err().0, 2);
        assert!(of_yaml("just words\n").is_err());
    }
}
