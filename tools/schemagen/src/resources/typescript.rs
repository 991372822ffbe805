//! The little of TypeScript that declarations of `@kubernetes-models` are written in.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

/// A type.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `string`, `number`, `boolean`, `any`, or the name of another.
    Name(String),
    /// `"Always"`
    Literal(String),
    /// `Array<…>`
    Array(Box<Type>),
    /// `{ [key: string]: … }`
    Map(Box<Type>),
    /// `{ "name"?: …; }`
    Object(Vec<Field>),
    /// `… | …`
    Union(Vec<Type>),
}

/// A property.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Whether it may be left out.
    pub optional: bool,
    /// What it holds.
    pub ty: Type,
}

/// One file: a type, and where the names in it come from.
pub struct File {
    /// What the file declares.
    pub ty: Type,
    /// Modules by the name that is imported.
    pub imports: BTreeMap<String, String>,
}

/// Reads a file that declares the type `I` and its name; none if it does not.
pub fn read(text: &str, name: &str) -> Result<Option<File>> {
    let text = without_comments(text);
    let mut imports = BTreeMap::new();
    for line in text.lines().filter_map(|line| line.trim().strip_prefix("import {")) {
        let (names, module) = line.split_once("} from ").context("an import without a module")?;
        for each in names.split(',') {
            imports.insert(each.trim().to_owned(), module.trim().trim_matches(['"', ';']).to_owned());
        }
    }
    let class = text.find(&format!("export declare class {name} "));
    let interface = text.find(&format!("export interface I{name} "));
    let alias = text.find(&format!("export type I{name} = "));
    // A class repeats what its interface inherits.
    let ty = if let Some(at) = class.or(interface) {
        let body = &text[at..];
        Parser { rest: &body[body.find('{').context("a declaration without a body")?..] }.ty()?
    } else if let Some(at) = alias {
        Parser { rest: text[at..].split_once(" = ").context("an alias of nothing")?.1 }.ty()?
    } else {
        return Ok(None);
    };
    Ok(Some(File { ty, imports }))
}

/// Text without `/* … */`.
fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    /// A type with its alternatives.
    fn ty(&mut self) -> Result<Type> {
        let mut all = vec![self.single()?];
        while self.eat("|") {
            all.push(self.single()?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Type::Union(all) })
    }

    fn single(&mut self) -> Result<Type> {
        if self.eat("Array<") {
            let inner = self.ty()?;
            self.expect(">")?;
            return Ok(Type::Array(Box::new(inner)));
        }
        if self.eat("{") {
            return self.members();
        }
        if self.eat("\"") {
            return Ok(Type::Literal(self.until('"')?));
        }
        let name = self.word();
        if name.is_empty() {
            bail!("no type at: {:.40}", self.rest);
        }
        // `IKind["kind"]`
        if self.eat("[") {
            self.until(']')?;
            return Ok(Type::Name("string".to_owned()));
        }
        Ok(Type::Name(name))
    }

    /// What stands between braces.
    fn members(&mut self) -> Result<Type> {
        let mut fields = Vec::new();
        loop {
            if self.eat("}") {
                return Ok(Type::Object(fields));
            }
            if self.eat("[key: string]:") {
                let values = self.ty()?;
                self.expect(";")?;
                self.expect("}")?;
                return Ok(Type::Map(Box::new(values)));
            }
            // Members of classes that are no data.
            if self.eat("static ") || self.eat("constructor") {
                self.until(';')?;
                continue;
            }
            let name = if self.eat("\"") { self.until('"')? } else { self.word() };
            let optional = self.eat("?");
            self.expect(":")?;
            fields.push(Field { name, optional, ty: self.ty()? });
            self.expect(";")?;
        }
    }

    fn eat(&mut self, token: &str) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, token: &str) -> Result<()> {
        if self.eat(token) { Ok(()) } else { bail!("no `{token}` at: {:.40}", self.rest) }
    }

    fn until(&mut self, end: char) -> Result<String> {
        let (before, after) = self.rest.split_once(end).with_context(|| format!("no `{end}`"))?;
        self.rest = after;
        Ok(before.to_owned())
    }

    fn word(&mut self) -> String {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_declarations_are_made_of() {
        let text = r#"
            import { IKey } from "kubernetes-models/v1/SecretKeySelector";
            /** Prose. */
            export interface ITest extends IOther { "b": number; }
            export declare class Test extends Model<ITest> implements ITest {
                "a"?: "x" | "y";
                "b": Array<IKey>;
                "c"?: {
                    [key: string]: string;
                };
                static kind: ITest["kind"];
                constructor(data?: ModelData<ITest>);
            }
        "#;
        let file = read(text, "Test").unwrap().unwrap();
        assert_eq!(file.imports["IKey"], "kubernetes-models/v1/SecretKeySelector");
        let Type::Object(fields) = file.ty else { panic!("no object") };
        assert_eq!(fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
        assert!(fields[0].optional && !fields[1].optional);
    }
}
