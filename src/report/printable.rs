//! Text of strangers, made safe to show on a terminal.
//!
//! Names, messages and excerpts come from the files under judgement. Escape sequences in them could repaint the screen, a
//! line break could forge a finding, and bidirectional controls could show a line other than the one that is there
//! (CVE-2021-42574, "Trojan Source").

use std::borrow::Cow;

/// What makes a log line a command, wherever it stands in the line: GitHub's old form (`ActionCommand.TryParse` in
/// actions/runner), Azure Pipelines, TeamCity.
const COMMANDS: [&str; 3] = ["##[", "##vso[", "##teamcity["];

/// The text with every character that steers a terminal replaced by one that shows it, and without commands to the
/// server that keeps the log.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| shown(c) != c) {
        let shown: String = text.chars().map(shown).collect();
        Cow::Owned(without_commands(&shown).into_owned())
    } else {
        without_commands(text)
    }
}

/// A drawn line without commands to the server that keeps the log. As wide as before.
pub(super) fn without_commands(line: &str) -> Cow<'_, str> {
    if !COMMANDS.iter().any(|command| line.contains(command)) {
        return Cow::Borrowed(line);
    }
    let mut line = line.to_owned();
    for command in COMMANDS {
        line = line.replace(command, &command.replacen('#', "\u{fffd}", 1));
    }
    Cow::Owned(line)
}

/// Text that begins a line and is no workflow command of GitHub there (`ActionCommand.TryParseV2` in actions/runner).
pub(super) fn line_start(text: &str) -> Cow<'_, str> {
    if text.trim_start().starts_with("::") {
        Cow::Owned(text.replacen("::", "\u{fffd}:", 1))
    } else {
        Cow::Borrowed(text)
    }
}

/// As [`printable`], but tabs stay, for lines of source.
pub(super) fn printable_source(text: &str) -> Cow<'_, str> {
    let keep = |c| if c == '\t' { c } else { shown(c) };
    if text.chars().any(|c| keep(c) != c) { Cow::Owned(text.chars().map(keep).collect()) } else { Cow::Borrowed(text) }
}

/// A control character's picture (Unicode block "Control Pictures"), or the replacement character where there is none.
pub fn shown(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_shown_instead() {
        assert_eq!(printable("a\x1b[31mb\nc\u{202e}d"), "a␛[31mb␊c\u{fffd}d");
        assert!(matches!(printable("naïve 日本"), Cow::Borrowed(_)));
        assert_eq!(printable_source("\ta\r"), "\ta␍");
    }

    #[test]
    fn a_log_line_commands_nothing() {
        assert_eq!(printable("a ##[add-mask]b"), "a \u{fffd}#[add-mask]b");
        assert_eq!(printable("##vso[x]\x07"), "\u{fffd}#vso[x]␇");
        assert_eq!(line_start(" ::error::x::"), " \u{fffd}:error::x::");
        assert_eq!(printable("## title"), "## title");
    }
}
