//! Mutants of seed texts, the same for the same seed.

use std::ops::Range;

/// Longest piece of a seed that is mutated: faults are near, and short inputs run often.
const LONGEST: usize = 600;

/// What means something in one of the formats, separated by spaces; `␣` is a space and `¶` a line end.
pub(crate) const DOCUMENTS: &str = "␣ ¶ ¶␣␣ \r \r¶ \t # ␣#␣c¶ :␣ : -␣ ?␣ ' \" ''' \"\"\" | >- |2+ [ ] [[ ]] { } , = . &a␣ *a !t␣ !!int␣ <<:␣*a ---¶ ...¶ \
    %YAML␣1.2¶ \u{feff} \u{85} é \0 \\ \\u00e9 \\ud83d // /* */ -1e5 null 0x1_0 FROM␣ RUN␣ COPY␣--from= ENV␣ ARG␣ \\¶ <<EOF¶ EOF¶ $ ${";

/// The same for modules of Rego.
pub(crate) const MODULES: &str = "␣ ¶ # #␣c¶ ; , . : := = == != < <= > >= + - * / % & | ( ) [ ] { } {␣ ␣} [␣x␣|␣ {␣x␣|␣ {␣a:␣b␣|␣ (␣ \
    \" \"s\" `r` $\" $\"{ $` $`{ }\" }` \\{ \\u00e9 \\ud83d \\ude00 \\n \\q 0 01 1.5 .5 -1e3 1e9999999 _ x input data set() f(x) p[q] a.b.c \
    true false null package␣ import␣ import␣rego.v1¶ import␣future.keywords¶ import␣future.keywords.not¶ ␣as␣ default␣ ␣else␣:=␣ \
    ␣if␣ ␣if␣{␣ ␣contains␣ ␣in␣ some␣ every␣ every␣x␣in␣y␣{␣ not␣ not␣{␣ ␣with␣input␣as␣ ␣and␣ ␣or␣ print(x) é \0 \u{feff} \u{a0} ' ! @ $";

/// Names, numbers and signs of a text.
fn words(text: &str) -> Vec<Range<usize>> {
    let kind = |sign: char| if sign.is_alphanumeric() || sign == '_' { 0 } else { 1 + u8::from(sign.is_whitespace()) };
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut last = 2;
    for (at, sign) in text.char_indices() {
        let end = at + sign.len_utf8();
        match (kind(sign), words.last_mut()) {
            (0, Some(word)) if last == 0 => word.end = end,
            (2, _) => {}
            _ => words.push(at..end),
        }
        last = kind(sign);
    }
    words
}

pub(crate) struct Mutator {
    seeds: Vec<String>,
    /// Rules of seeds that are modules: put together anew they are modules that can be read.
    rules: Vec<String>,
    tokens: Vec<String>,
    state: u64,
}

impl Mutator {
    pub(crate) fn new(seeds: Vec<String>, seed: u64, tokens: &str) -> Self {
        assert!(!seeds.is_empty(), "no seed files for the target");
        let tokens = tokens.split(' ').map(|token| token.replace('␣', " ").replace('¶', "\n")).collect();
        Self { seeds, rules: Vec::new(), tokens, state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1 }
    }

    /// The same for modules of Rego.
    pub(crate) fn of_modules(seeds: Vec<String>, seed: u64) -> Self {
        let rules = seeds.iter().flat_map(|seed| seed.split("\n\n").skip(1)).map(str::to_owned).collect();
        Self { rules, ..Self::new(seeds, seed, MODULES) }
    }

    /// A piece of a seed with one to six changes; or, of modules, rules of several with few.
    pub(crate) fn next(&mut self) -> String {
        if !self.rules.is_empty() && self.below(4) > 0 {
            return self.module();
        }
        let mut text = self.piece().into_bytes();
        for _ in 0..=self.below(5) {
            let at = self.below(text.len() + 1);
            match self.below(5) {
                0 => {
                    let token = self.below(self.tokens.len());
                    text.splice(at..at, self.tokens[token].bytes());
                }
                1 => {
                    let end = (at + 1 + self.below(8)).min(text.len());
                    text.drain(at..end);
                }
                2 if at < text.len() => text[at] ^= 1 << self.below(7),
                3 => {
                    let other = self.piece().into_bytes();
                    let end = self.below(other.len().min(80) + 1);
                    text.splice(at..at, other[..end].iter().copied());
                }
                _ => {
                    // Say a part twice: repeated keys, anchors and headers.
                    let end = (at + self.below(60)).min(text.len());
                    let part = text[at..end].to_vec();
                    let to = self.below(text.len() + 1);
                    text.splice(to..to, part);
                }
            }
        }
        String::from_utf8_lossy(&text).into_owned()
    }

    /// Rules under the head of a seed, with up to three words in other words' places, and now and then a token.
    fn module(&mut self) -> String {
        let which = self.below(self.seeds.len());
        let mut text = self.seeds[which].split("\n\n").next().unwrap_or_default().to_owned();
        for _ in 0..=self.below(4) {
            text.push_str("\n\n");
            let rule = self.below(self.rules.len());
            text.push_str(&self.rules[rule]);
        }
        for _ in 0..self.below(4) {
            let words = words(&text);
            let (Some(to), Some(from)) = (self.pick(&words), self.pick(&words)) else { continue };
            let from = text[from].to_owned();
            text.replace_range(to, &from);
        }
        if self.below(4) == 0 {
            let token = self.below(self.tokens.len());
            let at = text.floor_char_boundary(self.below(text.len() + 1));
            text.insert_str(at, &self.tokens[token]);
        }
        text
    }

    fn pick(&mut self, words: &[Range<usize>]) -> Option<Range<usize>> {
        let at = self.below(words.len());
        words.get(at).cloned()
    }

    fn piece(&mut self) -> String {
        let which = self.below(self.seeds.len());
        let length = self.seeds[which].len();
        let start = if self.below(2) == 0 { 0 } else { self.below(length + 1) };
        let end = (start + 1 + self.below(LONGEST)).min(length);
        let bytes = &self.seeds[which].as_bytes()[start..end.max(start)];
        String::from_utf8_lossy(bytes).into_owned()
    }

    fn below(&mut self, limit: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state % limit.max(1) as u64) as usize
    }
}
