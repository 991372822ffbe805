//! What a stage is built from, and which stages references mean.

use std::{collections::HashMap, ops::Range};

use crate::{
    document::shell::{Piece, Writer},
    source::Span,
};

use super::{
    expand::Expansion,
    instruction::Instruction,
    reference::{self, Reference},
    state::State,
    write,
};

/// The names of all stages: COPY --from may name any of them.
pub(super) struct StageNames {
    names: HashMap<String, usize>,
    pub(super) current: usize,
    pub(super) count: usize,
}

impl StageNames {
    pub(super) fn new(stages: &[Vec<Instruction>]) -> Self {
        let named = stages.iter().enumerate().filter_map(|(index, stage)| {
            let name = stage.first()?.arguments.get(2)?;
            Some((name.text().to_ascii_lowercase(), index))
        });
        Self { names: named.collect(), current: 0, count: stages.len() }
    }

    /// The stage that is being written.
    pub(super) fn enter(&mut self, index: usize) {
        self.current = index;
    }

    /// The stage a `--from` means: by name, else by number.
    pub(super) fn find(&self, text: &str) -> Option<usize> {
        let numbered = || text.parse().ok().filter(|&index| index < self.count);
        self.names.get(&text.to_ascii_lowercase()).copied().or_else(numbered)
    }
}

/// What FROM names, as far as the file tells.
pub(super) enum Base {
    Image,
    /// An earlier stage.
    Stage(usize),
    /// One of these earlier stages, by a name that is partly a variable, or else an image.
    OneOf(Vec<usize>),
    /// What a variable alone names: mostly an image, and maybe one of these stages.
    Variable(Vec<usize>),
}

impl Base {
    fn of(expansion: &Expansion, state: &State) -> Self {
        if let Some(index) = state.stage_named(&expansion.text) {
            return Self::Stage(index);
        }
        if expansion.unresolved.is_empty() {
            return Self::Image;
        }
        let text = expansion.text.to_ascii_lowercase();
        let parts = between_variables(&text);
        let stages = state.stages_where(|name| fits(&parts, name));
        match parts.iter().all(|part| part.is_empty()) {
            _ if stages.is_empty() => Self::Image,
            true => Self::Variable(stages),
            false => Self::OneOf(stages),
        }
    }
}

/// What stands before, between and behind the variables of a text.
fn between_variables(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((part, variable)) = rest.split_once('$') {
        parts.push(part);
        let mut depth = 0;
        let length = variable.find(|sign: char| {
            match sign {
                '{' => depth += 1,
                // The bracket belongs to it: the search ends behind.
                '}' if depth > 0 => depth -= 1,
                _ => return depth == 0 && !(sign.is_ascii_alphanumeric() || sign == '_'),
            }
            false
        });
        rest = length.map_or("", |length| &variable[length..]);
    }
    parts.push(rest);
    parts
}

/// Whether a name may come of a text, whatever its variables are.
fn fits(parts: &[&str], name: &str) -> bool {
    let [first, between @ .., last] = parts else { return false };
    let Some(mut rest) = name.strip_prefix(first).and_then(|rest| rest.strip_suffix(last)) else { return false };
    between.iter().all(|part| match rest.split_once(part) {
        Some((_, behind)) => {
            rest = behind;
            true
        }
        None => part.is_empty(),
    })
}

/// Writes `base`; returns what it is.
pub(super) fn write(w: &mut Writer<'_, '_>, from: &Instruction, written: &Piece, state: &mut State) -> Base {
    let expansion = state.expand_global(written.text());
    let platform = from.flags.iter().rev().find_map(|flag| flag.value.as_ref());
    let platform = platform.map(|value| (value.clone(), state.expand_global(value.text())));
    let base = Base::of(&expansion, state);
    let is_stage = matches!(base, Base::Stage(_));
    let scratch = !is_stage && expansion.text == "scratch";
    let span = written.span;
    w.key(span, "base");
    w.map(span, |w| {
        w.text_at("text", span, written.text());
        parts(w, written, &expansion, !is_stage && !scratch);
        match &platform {
            Some((value, expansion)) => w.text_at("platform", value.span, &expansion.text),
            None => w.literal_at("platform", span, "null"),
        }
        match &base {
            Base::Stage(index) => w.number_at("stage", span, *index),
            _ => w.literal_at("stage", span, "null"),
        }
        if let Base::OneOf(stages) = &base {
            w.key(span, "stages");
            w.list(span, |w| stages.iter().for_each(|&index| w.number(span, index)));
        }
        w.boolean_at("resolved", span, expansion.unresolved.is_empty());
        w.boolean_at("scratch", span, scratch);
        write::names(w, span, &expansion);
    });
    base
}

/// The parts of the reference. Stages and `scratch` come from no registry.
fn parts(w: &mut Writer<'_, '_>, written: &Piece, expansion: &Expansion, is_image: bool) {
    let text = &expansion.text;
    let reference = reference::parse(text);
    // Where nothing was expanded each part has its own place.
    let place = |range: Range<usize>| if *text == written.text() { written.value.span(range) } else { written.span };
    let part = |w: &mut Writer<'_, '_>, key: &str, range: Option<Range<usize>>| match range {
        Some(range) => w.text_at(key, place(range.clone()), &text[range]),
        None => w.literal_at(key, written.span, "null"),
    };
    let Reference { image, registry, repository, tag, digest } = &reference;
    part(w, "image", Some(image.clone()));
    let host: Option<(Span, &str)> = match registry {
        _ if !is_image => None,
        Some(host) => Some((place(host.clone()), reference::registry(&text[host.clone()]))),
        None => Some((written.span, reference::DEFAULT_REGISTRY)),
    };
    match host {
        Some((span, host)) => w.text_at("registry", span, host),
        None => w.literal_at("registry", written.span, "null"),
    }
    part(w, "repository", Some(repository.clone()).filter(|_| is_image));
    part(w, "tag", tag.clone());
    part(w, "digest", digest.clone());
    if is_image && expansion.unresolved.is_empty() && !reference::is_valid(text, &reference) {
        w.boolean_at("invalid", written.span, true);
    }
}
