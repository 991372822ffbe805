//! Mutants of seed texts, the same for the same seed.

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

pub(crate) struct Mutator {
    seeds: Vec<String>,
    tokens: Vec<String>,
    state: u64,
}

impl Mutator {
    pub(crate) fn new(seeds: Vec<String>, seed: u64, tokens: &str) -> Self {
        assert!(!seeds.is_empty(), "no seed files for the target");
        let tokens = tokens.split(' ').map(|token| token.replace('␣', " ").replace('¶', "\n")).collect();
        Self { seeds, tokens, state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1 }
    }

    /// A piece of a seed with one to six changes.
    pub(crate) fn next(&mut self) -> String {
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
