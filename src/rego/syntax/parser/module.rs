//! Modules: the package, imports, and rules one after another.

use super::{
    super::{
        ast::{Body, Import, Module, Name, Term, TermKind, Version},
        fault::{Fault, Read},
        token::{Keyword, Keywords, Kind},
    },
    Parser,
};
use crate::source::Span;

impl Parser<'_> {
    pub(super) fn module(&mut self) -> Read<Module> {
        if !self.is_keyword(Keyword::Package) || self.is_keyword_in_reference() {
            let message = if self.is(Kind::End) { "an empty module" } else { "a module without a package" };
            let help = "write `package name` at the top";
            return Err(self.illegal_here().unwrap_or_else(|| Fault::new(self.token().span(), message, help)));
        }
        let (package, span) = self.package()?;
        let (mut imports, mut rules) = (Vec::new(), Vec::new());
        while !self.is(Kind::End) {
            let reference = self.is_keyword_in_reference();
            match self.keyword() {
                Some(Keyword::Package)
                    if !reference && !matches!(self.next_token().kind, Kind::Assign | Kind::Unify) =>
                {
                    let help = "remove it, or move what follows to a file of its own";
                    return Err(Fault::new(self.token().span(), "a second package in one module", help));
                }
                Some(Keyword::Import) if !reference => imports.extend(self.import()?),
                _ => self.rules(&mut rules)?,
            }
        }
        Ok(Module { package, span, imports, rules, comments: std::mem::take(&mut self.comments) })
    }

    /// A query is one body without brackets. Its literals need no line of their own.
    pub(super) fn query(&mut self) -> Read<Body> {
        let mut body = vec![self.literal()?];
        while !self.is(Kind::End) {
            self.take(Kind::Semicolon);
            body.push(self.literal()?);
        }
        Ok(body)
    }

    /// The fault of an illegal token that stands here.
    pub(super) fn illegal_here(&self) -> Option<Box<Fault>> {
        if self.is(Kind::Illegal) { self.illegal.clone() } else { None }
    }

    fn package(&mut self) -> Read<(Vec<Name>, Span)> {
        let start = self.advance().start;
        if !self.is_word() {
            return Err(self.unexpected("write a name after `package`"));
        }
        let first = self.advance();
        let mut path = vec![self.name(first)];
        for part in self.path()? {
            path.push(self.string_part(part, "package")?);
        }
        self.check_path_end("package")?;
        Ok((path, self.span_from(start)))
    }

    /// A part of a package's or import's path.
    fn string_part(&mut self, part: Term, what: &str) -> Read<Name> {
        match part.kind {
            TermKind::String(text) => Ok(text.into()),
            _ => {
                let help = "write names after `.`, or strings in brackets";
                Err(Fault::new(part.span, format!("a path of `{what}` that is not constant"), help))
            }
        }
    }

    /// What cannot follow a path but looks like a part of it.
    fn check_path_end(&self, what: &str) -> Read<()> {
        let token = self.token();
        match token.kind {
            Kind::Minus => {
                let help = "write parts with other characters than letters, digits and `_` as `a[\"b-c\"]`";
                Err(Fault::new(token.span(), format!("`-` in a path of `{what}`"), help))
            }
            Kind::Divide => Err(self.unexpected("write paths as `a.b` or `a[\"b\"]`")),
            Kind::LeftParenthesis if !token.apart => Err(self.unexpected("write paths as `a.b` or `a[\"b\"]`")),
            _ => Ok(()),
        }
    }

    /// One import; none if it only switches keywords on.
    fn import(&mut self) -> Read<Option<Import>> {
        let start = self.advance().start;
        let token = self.token();
        if !self.is_word() {
            return Err(self.unexpected("write a path after `import`: `data.…`, `input.…` or `rego.v1`"));
        }
        self.advance();
        let root = self.text_of(token);
        let mut path = vec![self.name(token)];
        for part in self.path()? {
            path.push(self.string_part(part, "import")?);
        }
        let path_span = self.span_from(token.start);
        let alias = self.alias()?;
        self.check_path_end("import")?;
        let span = self.span_from(start);
        let switch = match root {
            "data" | "input" => false,
            "future" => {
                self.future(&path, path_span)?;
                true
            }
            "rego" => {
                self.rego(&path, path_span)?;
                true
            }
            _ => {
                let help = "write `import data.…` for another module or `import input.…` for a part of the input";
                return Err(Fault::new(path_span, "an import of something that is neither data nor input", help));
            }
        };
        if switch {
            return match alias {
                Some((_, span)) => {
                    Err(Fault::new(span, "a name for an import of keywords", "remove `as` and the name"))
                }
                None => Ok(None),
            };
        }
        let name = match alias {
            Some((name, _)) => name,
            None => self.last_part(&path, path_span)?,
        };
        Ok(Some(Import { span, path, name }))
    }

    /// `as name`.
    fn alias(&mut self) -> Read<Option<(Name, Span)>> {
        if !self.is_keyword(Keyword::As) {
            return Ok(None);
        }
        self.advance();
        let token = self.token();
        if !self.is_name() {
            return Err(self.unexpected("write a name after `as` that is no keyword"));
        }
        self.advance();
        let name = self.name(token);
        if matches!(&*name, "input" | "data") {
            return Err(Fault::new(
                token.span(),
                format!("`{name}` as the name of an import"),
                "write another name after `as`",
            ));
        }
        if !self.token().apart && matches!(self.kind(), Kind::Dot | Kind::LeftBracket) {
            return Err(self.unexpected("write one name after `as`"));
        }
        Ok(Some((name, token.span())))
    }

    /// The last part of a path, as the import's name: no keyword of the version.
    fn last_part(&self, path: &[Name], span: Span) -> Read<Name> {
        let name = &path[path.len() - 1];
        let known = if self.version == Version::V1 { Keywords::ONE } else { Keywords::FIRST };
        match Keyword::of(name).filter(|&keyword| known.has(keyword)) {
            None => Ok(name.clone()),
            Some(_) => {
                let help = format!("write a name for it: `import {} as …`", &self.text[span.range()]);
                Err(Fault::new(span, format!("an import whose name is the keyword `{name}`"), help))
            }
        }
    }

    /// `future.keywords`, `future.keywords.in`.
    fn future(&mut self, path: &[Name], span: Span) -> Read<()> {
        const ALL: [Keyword; 7] =
            [Keyword::In, Keyword::Every, Keyword::Contains, Keyword::If, Keyword::Not, Keyword::And, Keyword::Or];
        let chosen = match path {
            [_, keywords] if &**keywords == "keywords" => &ALL[..],
            [_, keywords, keyword] if &**keywords == "keywords" => {
                let chosen = ALL.iter().position(|known| known.text() == &**keyword);
                chosen.map_or(&[][..], |at| &ALL[at..=at])
            }
            _ => &[],
        };
        if chosen.is_empty() {
            let help =
                "write `import future.keywords` and one of `.in`, `.every`, `.contains`, `.if`, `.not`, `.and`, `.or`";
            return Err(Fault::new(span, "an import of an unknown keyword", help));
        }
        for &keyword in chosen {
            self.keywords.add(keyword);
            self.not_bodies |= keyword == Keyword::Not;
        }
        Ok(())
    }

    /// `rego.v1`, and `rego.v2`, which brings all keywords there are.
    fn rego(&mut self, path: &[Name], span: Span) -> Read<()> {
        match path {
            [_, version] if &**version == "v1" => self.keywords.add_all(Keywords::ONE),
            [_, version] if &**version == "v2" => {
                self.keywords.add_all(Keywords::ALL);
                self.not_bodies = true;
            }
            _ => return Err(Fault::new(span, "an unknown version of Rego", "write `import rego.v1`")),
        }
        self.modern = true;
        self.objection.take().map_or(Ok(()), Err)
    }
}
