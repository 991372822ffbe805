//! What holds at a place of a stage: variables, shell, user, working directory.

use std::{collections::HashMap, rc::Rc};

use crate::document::shell::Piece;

use super::{
    expand::{Expansion, Scope, Value, expand, is_predefined},
    instruction::{Instruction, Pair},
};

/// Bytes that expansion may add to one file; beyond it variables stay as written.
const MOST_EXPANDED: usize = 16 << 20;

/// What a stage leaves to those built from it.
#[derive(Clone)]
pub(super) struct Left {
    pub(super) scope: Rc<Scope>,
    pub(super) user: Option<Piece>,
    pub(super) workdir: Option<(Piece, String)>,
    pub(super) shell: Option<Vec<Piece>>,
}

/// The file so far.
pub(super) struct State {
    pub(super) escape: u8,
    /// ARG before the first FROM.
    globals: Scope,
    /// Variables of the stage.
    scope: Scope,
    pub(super) user: Option<Piece>,
    /// The instruction's argument, and the path it leads to.
    pub(super) workdir: Option<(Piece, String)>,
    pub(super) shell: Option<Vec<Piece>>,
    /// Stage names in lower case → the last stage of that name so far.
    names: HashMap<String, usize>,
    left: Vec<Left>,
    expanded: usize,
}

impl State {
    pub(super) fn new(escape: u8) -> Self {
        let mut globals = Scope::default();
        for name in ["PLATFORM", "OS", "ARCH", "VARIANT"] {
            globals.argument(&format!("TARGET{name}"), Value::Unknown);
            globals.argument(&format!("BUILD{name}"), Value::Unknown);
        }
        Self {
            escape,
            globals,
            scope: Scope::default(),
            user: None,
            workdir: None,
            shell: None,
            names: HashMap::new(),
            left: Vec::new(),
            expanded: 0,
        }
    }

    /// Expands a word of an instruction inside a stage.
    pub(super) fn expand(&mut self, word: &str) -> Expansion {
        let expansion = expand(word, self.escape, &self.scope);
        self.within_budget(word, expansion)
    }

    /// Expands a word of FROM, which sees the ARGs before the first FROM only.
    pub(super) fn expand_global(&mut self, word: &str) -> Expansion {
        let expansion = expand(word, self.escape, &self.globals);
        self.within_budget(word, expansion)
    }

    fn within_budget(&mut self, word: &str, expansion: Expansion) -> Expansion {
        self.expanded += expansion.text.len().saturating_sub(word.len());
        if self.expanded <= MOST_EXPANDED {
            return expansion;
        }
        self.expanded = MOST_EXPANDED + 1;
        let unresolved = expansion.variables.clone();
        Expansion { text: word.to_owned(), unresolved, ..expansion }
    }

    /// The earlier stage of a name.
    pub(super) fn stage_named(&self, name: &str) -> Option<usize> {
        self.names.get(&name.to_ascii_lowercase()).copied()
    }

    /// Begins a stage built from an image or from an earlier stage.
    pub(super) fn begin(&mut self, base: Option<usize>) {
        match base.and_then(|index| self.left.get(index)) {
            Some(left) => {
                self.scope = Scope::inherit(&left.scope);
                self.user = left.user.clone();
                self.workdir = left.workdir.clone();
                self.shell = left.shell.clone();
            }
            None => {
                self.scope = Scope::default();
                self.user = None;
                self.workdir = None;
                self.shell = None;
            }
        }
    }

    /// Ends a stage.
    pub(super) fn end(&mut self, name: Option<&str>) {
        if let Some(name) = name {
            self.names.insert(name.to_ascii_lowercase(), self.left.len());
        }
        let scope = Rc::new(std::mem::take(&mut self.scope));
        let (user, workdir, shell) = (self.user.take(), self.workdir.take(), self.shell.take());
        self.left.push(Left { scope, user, workdir, shell });
    }

    /// An ARG before the first FROM, expanded.
    pub(super) fn declare_global(&mut self, pair: &Pair) -> Option<Expansion> {
        let expansion = pair.raw.as_ref().map(|raw| self.expand_global(raw.text()));
        let value = expansion.as_ref().map_or(Value::Unknown, Expansion::value);
        self.globals.argument(pair.name.text(), value);
        expansion
    }

    /// An ARG in a stage, expanded. Without a default it has that of the ARG before the first FROM.
    pub(super) fn declare(&mut self, pair: &Pair) -> Option<Expansion> {
        let expansion = pair.raw.as_ref().map(|raw| self.expand(raw.text()));
        let name = pair.name.text();
        let value = match &expansion {
            // A builder's own value goes before the default.
            Some(_) if is_predefined(name) => Value::Unknown,
            Some(expansion) => expansion.value(),
            None => self.globals.get(name).cloned().unwrap_or(Value::Unknown),
        };
        self.scope.argument(name, value);
        expansion
    }

    /// ENV: all its values see the variables before it.
    pub(super) fn environment(&mut self, instruction: &Instruction) -> Vec<Option<Expansion>> {
        let expansions: Vec<_> =
            instruction.pairs.iter().map(|pair| pair.raw.as_ref().map(|raw| self.expand(raw.text()))).collect();
        for (pair, expansion) in instruction.pairs.iter().zip(&expansions) {
            let value = expansion.as_ref().map_or(Value::Unknown, Expansion::value);
            self.scope.environment(pair.name.text(), value);
        }
        expansions
    }

    /// WORKDIR: relative ones lead on from where one is.
    pub(super) fn enter(&mut self, piece: &Piece, path: &str) {
        let absolute = path.starts_with(['/', '$', '\\']) || path.as_bytes().get(1) == Some(&b':');
        let path = match &self.workdir {
            Some((_, before)) if !absolute && before.len() < 4096 => {
                let path = path.strip_prefix("./").unwrap_or(path);
                format!("{}/{path}", before.trim_end_matches('/'))
            }
            _ => path.to_owned(),
        };
        self.workdir = Some((piece.clone(), path));
    }

    /// What holds here, for [`State::restore`].
    pub(super) fn save(&mut self) -> Left {
        let scope = Rc::new(std::mem::take(&mut self.scope));
        self.scope = Scope::inherit(&scope);
        Left { scope, user: self.user.clone(), workdir: self.workdir.clone(), shell: self.shell.clone() }
    }

    /// Undoes what was declared since [`State::save`].
    pub(super) fn restore(&mut self, left: Left) {
        self.scope = Scope::default();
        self.scope = Rc::try_unwrap(left.scope).unwrap_or_default();
        (self.user, self.workdir, self.shell) = (left.user, left.workdir, left.shell);
    }
}
