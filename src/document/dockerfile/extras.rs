//! What single instructions have beside what all have: pairs, sources, ports, mounts.

use crate::{
    document::shell::{Mapped, Piece, Writer},
    source::Span,
};

use super::{
    base::StageNames,
    expand::Expansion,
    instruction::{Flag, Instruction, Pair},
    state::State,
    write::names,
};

/// Writes them; ARG, ENV, USER and WORKDIR change what holds from here on.
pub(super) fn extras(w: &mut Writer<'_, '_>, instruction: &Instruction, stages: &StageNames, state: &mut State) {
    let shown = if instruction.text.is_empty() { instruction.written.span } else { instruction.text.whole() };
    let mut used = Expansion::default();
    match instruction.keyword {
        "ENV" => {
            let expansions = state.environment(instruction);
            pairs(w, instruction, expansions);
        }
        "ARG" => {
            let expansions = instruction.pairs.iter().map(|pair| state.declare(pair)).collect();
            pairs(w, instruction, expansions);
        }
        "LABEL" => {
            let expand = |pair: &Pair| pair.raw.as_ref().map(|raw| state.expand(raw.text()));
            let expansions = instruction.pairs.iter().map(expand).collect();
            pairs(w, instruction, expansions);
        }
        "COPY" | "ADD" => copy(w, instruction, stages, state, &mut used),
        "RUN" => mounts(w, instruction, stages),
        "EXPOSE" => ports(w, instruction, state, &mut used),
        "USER" => user(w, instruction, state, &mut used),
        "WORKDIR" => {
            if let Some(piece) = instruction.arguments.first() {
                let path = expanded(state, piece, &mut used);
                w.text_at("path", piece.span, &path);
                state.enter(piece, &path);
            }
        }
        "VOLUME" => {
            let paths: Vec<_> =
                instruction.arguments.iter().map(|path| (path.span, expanded(state, path, &mut used))).collect();
            texts_at(w, "paths", instruction.written.span, &paths);
        }
        "STOPSIGNAL" => {
            if let Some(piece) = instruction.arguments.first() {
                let signal = expanded(state, piece, &mut used);
                w.text_at("signal", piece.span, &signal);
            }
        }
        "HEALTHCHECK" => w.boolean_at("none", shown, instruction.form.is_none()),
        _ => {}
    }
    names(w, shown, &used);
}

fn expanded(state: &mut State, piece: &Piece, used: &mut Expansion) -> String {
    let expansion = state.expand(piece.text());
    used.add_names(&expansion);
    expansion.text
}

fn texts_at(w: &mut Writer<'_, '_>, key: &str, shown: Span, texts: &[(Span, String)]) {
    w.key(shown, key);
    let start = texts.first().map_or(shown, |(span, _)| *span);
    w.list(super::cover(start, texts.iter().map(|(span, _)| *span)), |w| {
        texts.iter().for_each(|(span, text)| w.text(*span, text));
    });
}

/// `pairs`, and the names all of them use.
pub(super) fn pairs(w: &mut Writer<'_, '_>, instruction: &Instruction, expansions: Vec<Option<Expansion>>) {
    let mut all = Expansion::default();
    w.key(instruction.written.span, "pairs");
    w.list(instruction.text.whole(), |w| {
        for (pair, expansion) in instruction.pairs.iter().zip(&expansions) {
            let name = pair.name.span;
            w.map(Span::new(name.start, pair.value.as_ref().map_or(name.end, |value| value.span.end)), |w| {
                w.text_at("name", name, pair.name.text());
                w.piece_at("value", pair.value.as_ref(), name);
                w.boolean_at("legacy", name, pair.legacy);
                if let (Some(value), Some(expansion)) = (&pair.value, expansion) {
                    if expansion.text != value.text() {
                        w.text_at("expanded", value.span, &expansion.text);
                    }
                    names(w, value.span, expansion);
                    all.add_names(expansion);
                }
            });
        }
    });
    names(w, instruction.text.whole(), &all);
}

fn copy(
    w: &mut Writer<'_, '_>,
    instruction: &Instruction,
    stages: &StageNames,
    state: &mut State,
    used: &mut Expansion,
) {
    let Some((destination, sources)) = instruction.arguments.split_last() else { return };
    let shown = instruction.written.span;
    let paths: Vec<_> = sources.iter().map(|source| (source.span, expanded(state, source, used))).collect();
    texts_at(w, "sources", shown, &paths);
    let path = expanded(state, destination, used);
    w.text_at("destination", destination.span, &path);
    let from = instruction.flags.iter().rev().find(|flag| flag.name.text() == "from");
    if let Some(value) = from.and_then(|flag| flag.value.as_ref()) {
        w.key(value.span, "from");
        w.map(value.span, |w| origin(w, value, stages));
    }
}

/// What a `from` means: a stage of this file, or else an image or a build context.
fn origin(w: &mut Writer<'_, '_>, value: &Piece, stages: &StageNames) {
    w.piece_at("text", Some(value), value.span);
    match stages.find(value.text()) {
        Some(index) => w.number_at("stage", value.span, index),
        None => w.literal_at("stage", value.span, "null"),
    }
}

/// The parts of each `--mount`, under one spelling.
fn mounts(w: &mut Writer<'_, '_>, instruction: &Instruction, stages: &StageNames) {
    let is_mount = |flag: &&Flag| flag.name.text() == "mount";
    let values = instruction.flags.iter().filter(is_mount).filter_map(|flag| flag.value.as_ref());
    let shown = instruction.written.span;
    w.key(shown, "mounts");
    w.list(super::cover(shown, values.clone().map(|value| value.span)), |w| {
        values.for_each(|value| w.map(value.span, |w| mount(w, value, stages)));
    });
}

fn mount(w: &mut Writer<'_, '_>, value: &Piece, stages: &StageNames) {
    const KEYS: [&str; 14] = [
        "type",
        "target",
        "source",
        "from",
        "id",
        "sharing",
        "mode",
        "uid",
        "gid",
        "required",
        "readonly",
        "readwrite",
        "size",
        "env",
    ];
    let text = value.text();
    let mut seen = Vec::new();
    let mut start = 0;
    for part in text.split(',') {
        let end = start + part.len();
        let (written, given) = part.split_once('=').unwrap_or((part, "true"));
        let key = match written {
            "dst" | "destination" => "target",
            "src" => "source",
            "ro" => "readonly",
            "rw" => "readwrite",
            other => other,
        };
        let place = value.value.span(end - given.len().min(part.len())..end);
        if KEYS.contains(&key) && !seen.contains(&key) {
            w.text_at(key, place, given);
            seen.push(key);
            if let Some(index) = Some(given).filter(|_| key == "from").and_then(|name| stages.find(name)) {
                w.number_at("stage", place, index);
            }
        }
        start = end + 1;
    }
    if !seen.contains(&"type") {
        w.text_at("type", value.span, "bind");
    }
}

fn ports(w: &mut Writer<'_, '_>, instruction: &Instruction, state: &mut State, used: &mut Expansion) {
    w.key(instruction.written.span, "ports");
    w.list(instruction.text.whole(), |w| {
        for piece in &instruction.arguments {
            let text = expanded(state, piece, used);
            w.map(piece.span, |w| port(w, piece.span, &text));
        }
    });
}

/// `[host:]port[-to][/protocol]`.
fn port(w: &mut Writer<'_, '_>, span: Span, text: &str) {
    let (ports, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
    let (host, ports) = ports.rsplit_once(':').map_or((None, ports), |(host, ports)| (Some(host), ports));
    let (from, to) = ports.split_once('-').map_or((ports, None), |(from, to)| (from, Some(to)));
    let number = |text: &str| text.parse::<u32>().ok();
    w.text_at("text", span, text);
    match number(from) {
        Some(port) => w.number_at("port", span, port as usize),
        None => w.literal_at("port", span, "null"),
    }
    if let Some(to) = to.and_then(number) {
        w.number_at("to", span, to as usize);
    }
    w.text_at("protocol", span, protocol);
    if let Some(host) = host {
        w.text_at("host", span, host);
    }
}

fn user(w: &mut Writer<'_, '_>, instruction: &Instruction, state: &mut State, used: &mut Expansion) {
    let Some(piece) = instruction.arguments.first() else { return };
    let text = expanded(state, piece, used);
    let verbatim = text == piece.text();
    let place = |range: std::ops::Range<usize>| if verbatim { piece.value.span(range) } else { piece.span };
    let colon = text.find(':');
    let name = 0..colon.unwrap_or(text.len());
    w.text_at("user", place(name.clone()), &text[name]);
    match colon {
        Some(colon) => w.text_at("group", place(colon + 1..text.len()), &text[colon + 1..]),
        None => w.literal_at("group", piece.span, "null"),
    }
    let mut value = Mapped::default();
    if verbatim {
        value = piece.value.clone()
    } else {
        value.push_replaced(&text, piece.span)
    }
    state.user = Some(Piece { value, span: piece.span });
}
