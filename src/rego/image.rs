//! A compiled program as bytes: what waylint carries of packs, made when it is built.
//!
//! Reading all definitions would take longer than most runs need for their rules, so each is read when it is needed
//! first, and nothing but names and constants before.

use std::{ops::Index, sync::OnceLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::{
    builtins::{self, Builtin},
    extension::Extension,
    memory::{Facts, Heap, Memory, Scratch},
    program::{Branch, Definition, DefinitionId, Known, Program},
    value::Space,
};

/// Everything of a program but what is given to it: data and added functions. Without the texts of its steps: whoever
/// wants to know about these has the modules.
#[derive(Serialize, Deserialize)]
struct Image<'a> {
    constants: Heap,
    tree: Vec<Branch>,
    slots: usize,
    #[serde(borrow)]
    definitions: Vec<&'a [u8]>,
}

impl Program {
    /// The program as bytes.
    ///
    /// # Errors
    /// None that is known of: all of a program can be written.
    pub fn to_image(&self) -> Result<Vec<u8>, postcard::Error> {
        let definitions: Vec<Vec<u8>> =
            self.definitions.iter().map(postcard::to_stdvec).collect::<Result<_, postcard::Error>>()?;
        let image = Image {
            constants: self.constants.clone(),
            tree: self.tree.clone(),
            slots: self.slots,
            definitions: definitions.iter().map(Vec::as_slice).collect(),
        };
        postcard::to_stdvec(&image)
    }

    /// The program of an image, over `data` as it is without rules. The functions are those it was compiled with.
    ///
    /// # Errors
    /// If the bytes are no image.
    pub fn from_image(
        bytes: &'static [u8],
        data: &serde_json::Value,
        extensions: Vec<Extension>,
    ) -> Result<Self, postcard::Error> {
        let image: Image<'static> = postcard::from_bytes(bytes)?;
        let mut scratch = Scratch::over(image.constants);
        let (nothing, facts) = (Heap::default(), Facts::default());
        let data = Memory::new(&nothing, &[], &mut scratch, &facts).json(data);
        let mut constants = scratch.into_heap();
        constants.freeze();
        Ok(Self {
            constants,
            data: Some(data.in_space(Space::Constant)),
            definitions: Definitions::of_image(image.definitions),
            tree: image.tree,
            slots: image.slots,
            steps: Vec::new(),
            extensions,
        })
    }
}

/// The rules and functions of a program, by number.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    known: Vec<OnceLock<Box<Definition>>>,
    /// Where those stand that nobody has needed yet.
    written: Vec<&'static [u8]>,
}

impl Definitions {
    fn of_image(written: Vec<&'static [u8]>) -> Self {
        Self { known: written.iter().map(|_| OnceLock::new()).collect(), written }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// Each of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Definition> {
        (0..self.len() as DefinitionId).map(|id| &self[id])
    }

    #[cold]
    fn read(&self, id: usize) -> Box<Definition> {
        // The build script wrote it, with the same types: a definition that cannot be read is not one of this program.
        postcard::from_bytes(self.written[id]).unwrap_or_else(|error| panic!("definition {id} of the image: {error}"))
    }
}

impl From<Vec<Definition>> for Definitions {
    fn from(definitions: Vec<Definition>) -> Self {
        let known = definitions.into_iter().map(|definition| OnceLock::from(Box::new(definition)));
        Self { known: known.collect(), written: Vec::new() }
    }
}

impl Index<DefinitionId> for Definitions {
    type Output = Definition;

    #[inline]
    fn index(&self, id: DefinitionId) -> &Definition {
        let known = &self.known[id as usize];
        known.get().unwrap_or_else(|| known.get_or_init(|| self.read(id as usize)))
    }
}

/// Builtins are written as their names.
pub(super) mod builtin {
    use super::*;

    pub(in crate::rego) fn serialize<S: Serializer>(builtin: &Builtin, to: S) -> Result<S::Ok, S::Error> {
        builtin.name.serialize(to)
    }

    pub(in crate::rego) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<&'static Builtin, D::Error> {
        let name = <&str>::deserialize(from)?;
        let found = builtins::find(name).or_else(|| builtins::stand_in(name));
        found.ok_or_else(|| D::Error::custom(format!("there is no builtin {name}")))
    }
}

/// Patterns are written as their texts.
impl Serialize for Known {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.pattern().serialize(to)
    }
}

impl<'de> Deserialize<'de> for Known {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        <&str>::deserialize(from).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        embedded,
        rego::compile::{Input, Source, compile},
        rego::syntax::ast::Version,
    };

    #[test]
    fn what_waylint_carries_is_read_and_written_to_the_same_bytes() {
        let program = Program::from_image(embedded::PROGRAM, &serde_json::Value::Null, Vec::new()).unwrap();
        assert!(program.to_image().unwrap() == embedded::PROGRAM);
        assert!(program.definitions.len() > 500);
    }

    #[test]
    fn every_form_of_rule_survives() {
        let text = r#"package p
import data.given

default d := {"a": [1, 2.50, "x"]}
d := {"b": true} if input.never
f(x, [y, _]) := concat("/", [x, y])
s contains {"m": $"{x}: {input.a}", "r": regex.match(`^a+$`, x)} if { some x in {"a", "b"}; not x in given.names }
o[k] := v if { some k, v in input.o; every e in v { e > 1 }; [["z", _], _] = walk(input) }
w := x if { x := f("a", ["b", 1]) with input.a as 1 with data.given as {} with time.now_ns as 3 with f as g }
g(_, _) := count({x | some x in [1, 2]; x != 1}) + count({a: b | some a, b in input}) + data.p.q.n
q.n := 5 - 3
"#;
        let source = [Source::new("p.rego", text, Version::V1)];
        let null = serde_json::Value::Null;
        let compiled = compile(&Input::all(&source, &null));
        assert!(compiled.errors.is_empty(), "{:?}", compiled.errors);
        let image: &'static [u8] = compiled.program.to_image().unwrap().leak();
        let read = Program::from_image(image, &null, Vec::new()).unwrap();
        let definitions =
            |program: &Program| program.definitions.iter().map(|one| format!("{one:#?}")).collect::<Vec<_>>();
        assert_eq!(definitions(&read), definitions(&compiled.program));
    }

    #[test]
    fn what_is_no_image_is_refused() {
        let whole = embedded::PROGRAM;
        for end in [0, 1, whole.len() / 2, whole.len() - 1] {
            assert!(Program::from_image(&whole[..end], &serde_json::Value::Null, Vec::new()).is_err(), "{end}");
        }
    }
}
