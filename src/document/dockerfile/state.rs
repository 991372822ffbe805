//! What holds at a place of a stage: variables, shell, user, working directory.

use std::{collections::HashMap, rc::Rc};

use crate::document::shell::Piece;

use super::{
    base::Base,
    expand::{Expansion, Scope, Value, expand, is_predefined},
    instruction::{Instruction, Pair},
};

/// Bytes that expansion may add to one file; beyond it variables stay as written.
const MOST_EXPANDED: usize = 16 << 20;

/// Variables that stages of a file may take over from several others; beyond it they count as not set.
const MOST_MERGED: usize = 1 << 20;

/// In a file with more names of stages none is looked for by a part of it.
const MOST_NAMES: usize = 256;

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
    mergeable: usize,
}

impl State {
    pub(super) fn new(escape: u8) -> Self {
        let mut globals = Scope::default();
        for name in ["PLATFORM", "OS", "ARCH", "VARIANT"] {
            globals.argument(&format!("TARGET{name}"), Value::Unknown);
            globals.argument(&format!("BUILD{name}"), Value::Unknown);
        }
        globals.argument("TARGETSTAGE", Value::Unknown);
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
            mergeable: MOST_MERGED,
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

    /// The earlier stages whose names, in lower case, fit, in their order.
    pub(super) fn stages_where(&self, fits: impl Fn(&str) -> bool) -> Vec<usize> {
        if self.names.len() > MOST_NAMES {
            return Vec::new();
        }
        let mut stages: Vec<usize> =
            self.names.iter().filter(|(name, _)| fits(name)).map(|(_, &index)| index).collect();
        stages.sort_unstable();
        stages
    }

    /// Begins a stage.
    pub(super) fn begin(&mut self, base: &Base) {
        (self.user, self.workdir, self.shell) = (None, None, None);
        match base {
            Base::Image => self.scope = Scope::default(),
            Base::Stage(index) => {
                let left = &self.left[*index];
                self.scope = Scope::inherit(&left.scope);
                (self.user, self.workdir, self.shell) = (left.user.clone(), left.workdir.clone(), left.shell.clone());
            }
            Base::OneOf(stages) => {
                self.merge(stages);
                self.agree(stages);
            }
            Base::Variable(stages) => self.merge(stages),
        }
    }

    fn merge(&mut self, stages: &[usize]) {
        let scopes = stages.iter().map(|&index| &self.left[index].scope);
        self.scope = Scope::of_any(scopes, &mut self.mergeable);
    }

    /// Of user, working directory and shell, what all stages that may be meant leave alike.
    fn agree(&mut self, stages: &[usize]) {
        let Some((first, others)) = stages.split_first() else { return };
        let first = &self.left[*first];
        let mut others = others.iter().map(|&index| &self.left[index]);
        let text = |piece: &Option<Piece>| piece.as_ref().map(|piece| piece.text().to_owned());
        let words = |shell: &Option<Vec<Piece>>| {
            shell.as_ref().map(|words| words.iter().map(|word| word.text().to_owned()).collect::<Vec<_>>())
        };
        let path = |workdir: &Option<(Piece, String)>| workdir.as_ref().map(|(_, path)| path.clone());
        let user = others.clone().all(|other| text(&other.user) == text(&first.user));
        let workdir = others.clone().all(|other| path(&other.workdir) == path(&first.workdir));
        let shell = others.all(|other| words(&other.shell) == words(&first.shell));
        self.user = first.user.clone().filter(|_| user);
        self.workdir = first.workdir.clone().filter(|_| workdir);
        self.shell = first.shell.clone().filter(|_| shell);
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
