//! A waiver as an entry of `.waylint.yaml`, whose comments and layout stay.

use std::{fs, path::Path, sync::Arc};

use serde_json::{Map, Value, json};

use super::{Text, Wish, absolute};
use crate::{
    config::{Choice, FILE_NAME, PlacePattern},
    discover,
    document::{Limits, Pointer, Tree, parse},
    finding::{Edit, Finding},
    fix,
    kind::{Dialect, Format},
    linter::{Request, SetupError},
    source::Source,
};

const WAIVERS: &str = "waivers";

/// The configuration with the waiver. `root` is the folder that its patterns are relative to.
pub(super) fn text(wish: &Wish, open: &[&Finding], request: &Request, root: &Path) -> Result<Text, SetupError> {
    let file = match &request.config {
        Choice::Find => discover::from_here(&root.join(FILE_NAME)),
        Choice::File(file) => file.clone(),
        Choice::None => {
            let help = "leave out `--no-config`, or waive it in the file itself with `--inline`";
            return Err(SetupError::new("without a configuration there is nothing to write to", help));
        }
    };
    let entries = entries(wish, open, root)?;
    let before = match fs::read_to_string(&file) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => {
            return Err(SetupError::new(format!("{}: {error}", file.display()), "name a file that can be read"));
        }
    };
    let after = with(before.as_deref().unwrap_or_default(), &entries).map_err(|refusal| {
        let text = yaml(&entries);
        SetupError::new(format!("{} is not changed: {refusal}", file.display()), format!("add this by hand:\n{text}"))
    })?;
    Ok(Text { file, before, after })
}

/// One entry, or one for each place on a line.
fn entries(wish: &Wish, open: &[&Finding], root: &Path) -> Result<Vec<Value>, SetupError> {
    let file = absolute(&wish.file)?;
    let relative = file.strip_prefix(root).map_err(|_| {
        let message =
            format!("{} does not lie below {}, where the configuration holds", wish.file.display(), root.display());
        SetupError::new(message, "waive it in the file itself with `--inline`")
    })?;
    let mut places: Vec<&Pointer> = Vec::new();
    for pointer in open.iter().map(|finding| &*finding.place.pointer).filter(|_| wish.line.is_some()) {
        if !places.contains(&pointer) {
            places.push(pointer);
        }
    }
    // Waiving the document as a whole is waiving the file.
    let everywhere = places.is_empty() || places.iter().any(|place| place.steps().is_empty());
    let entry = |at: Option<Value>| {
        let fields = [
            ("rule", Some(json!(wish.rule))),
            ("files", Some(json!(pattern(relative)))),
            ("at", at),
            ("reason", Some(json!(wish.reason.trim()))),
            ("owner", wish.owner.as_ref().map(|owner| json!(owner))),
            ("until", wish.until.map(|until| json!(until))),
        ];
        let fields = fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        Value::Object(fields.collect::<Map<_, _>>())
    };
    Ok(match everywhere {
        true => vec![entry(None)],
        false => places.into_iter().map(|place| entry(Some(written(place)))).collect(),
    })
}

/// A place as reports show it, if that is read back; otherwise keys and indices.
fn written(place: &Pointer) -> Value {
    let text = place.to_string();
    match PlacePattern::new(&text) {
        Ok(pattern) if pattern.covers(place) => json!(text),
        _ => json!(place),
    }
}

/// The pattern that names one file: from the configuration's folder on, and none of its characters meant otherwise.
fn pattern(relative: &Path) -> String {
    let names: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    let mut pattern = String::new();
    for c in names.join("/").chars() {
        if "*?[]{}\\!#".contains(c) {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    // Without a slash a pattern matches at any depth.
    if names.len() == 1 { format!("/{pattern}") } else { pattern }
}

/// A configuration's text with further waivers.
fn with(text: &str, entries: &[Value]) -> Result<String, fix::Refusal> {
    let source = Source::new(FILE_NAME, text.to_owned());
    let tree = parse(Arc::new(source), Format::Yaml, &Limits::default());
    let Some(root) =
        tree.documents(Dialect::Core).next().map(|document| document.root()).filter(|root| root.is_mapping())
    else {
        return Ok(appended(text, entries));
    };
    let known = root.get(WAIVERS).map(|waivers| waivers.items().count());
    match known {
        None => Ok(appended(text, entries)),
        Some(known) => mended(&tree, known, entries),
    }
}

fn mended(tree: &Tree, known: usize, entries: &[Value]) -> Result<String, fix::Refusal> {
    let edits: Vec<Edit> = match known {
        0 => vec![Edit::Add { at: Pointer(vec![WAIVERS.into()]), value: json!(entries) }],
        _ => {
            let at = |number: usize| Pointer(vec![WAIVERS.into(), (known + number).into()]);
            entries
                .iter()
                .enumerate()
                .map(|(number, entry)| Edit::Add { at: at(number), value: entry.clone() })
                .collect()
        }
    };
    fix::mend(tree, 0, &edits).map(|mended| mended.text)
}

/// A new key at the end, apart from what stands there.
fn appended(text: &str, entries: &[Value]) -> String {
    let gap = match text {
        "" => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    format!("{text}{gap}{}", yaml(entries))
}

/// Entries as YAML, with the key above them.
fn yaml(entries: &[Value]) -> String {
    let source = Source::new(FILE_NAME, format!("{WAIVERS}:\n"));
    let tree = parse(Arc::new(source), Format::Yaml, &Limits::default());
    let edit = Edit::Add { at: Pointer(vec![WAIVERS.into()]), value: json!(entries) };
    // JSON is YAML too, should a text ever be such that it cannot be written otherwise.
    fix::mend(&tree, 0, &[edit]).map_or_else(|_| format!("{WAIVERS}: {}\n", json!(entries)), |mended| mended.text)
}
