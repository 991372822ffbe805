//! Commands of a script that is a value of a document, as rules see them: places are bytes of the value's text.

use std::ops::Range;

use serde_json::{Value, json};

use super::{
    Mapped,
    command::{Command, Piece},
    read,
};
use crate::source::Span;

/// The commands of a script; none if it cannot be read.
///
/// `filled` are the parts of the text that something else replaces before the shell reads it, such as `${{ … }}`. To the
/// shell each is one word without blanks or quotes; rules see them as written.
pub fn commands(text: &str, filled: &[Range<usize>]) -> Vec<Value> {
    let mut script = Mapped::default();
    let mut from = 0;
    for (number, range) in filled.iter().enumerate() {
        let before = Span::new(from as u32, range.start as u32);
        script.push(text.get(before.range()).unwrap_or_default(), before);
        script.push_replaced(&placeholder(number), Span::new(range.start as u32, range.end as u32));
        from = range.end;
    }
    let rest = Span::new(from as u32, text.len() as u32);
    script.push(text.get(rest.range()).unwrap_or_default(), rest);
    let written = |text_read: &str| {
        let mut written = text_read.to_owned();
        for (number, range) in filled.iter().enumerate().filter(|_| text_read.contains("${{")) {
            written = written.replace(&placeholder(number), text.get(range.clone()).unwrap_or_default());
        }
        written
    };
    read(&script).commands.iter().map(|command| shown(command, &written)).collect()
}

fn placeholder(number: usize) -> String {
    format!("${{{{{number}}}}}")
}

fn shown(command: &Command, written: &dyn Fn(&str) -> String) -> Value {
    let text = |piece: &Piece| written(piece.text());
    let words: Vec<String> = command.words.iter().map(text).collect();
    let options_end = words.iter().position(|word| word == "--").unwrap_or(words.len());
    let is_flag = |index: usize| index < options_end && words[index].len() > 1 && words[index].starts_with('-');
    let rest = (1..words.len()).filter(|&index| index != options_end);
    let redirects = command.redirects.iter().map(|redirect| {
        json!({
            "operator": redirect.operator.text(),
            "target": text(&redirect.target),
            "descriptor": redirect.descriptor.as_ref().and_then(|descriptor| descriptor.text().parse::<u16>().ok()),
        })
    });
    let assignments = command.assignments.iter().map(|it| (it.name.text().to_owned(), text(&it.value).into()));
    json!({
        "name": command.name().map(written),
        "arguments": rest.clone().filter(|&index| !is_flag(index)).map(|index| &words[index]).collect::<Vec<_>>(),
        "flags": rest.filter(|&index| is_flag(index)).map(|index| &words[index]).collect::<Vec<_>>(),
        "places": command.words.iter().map(|word| json!([word.span.start, word.span.end])).collect::<Vec<_>>(),
        "words": words,
        "assignments": assignments.collect::<serde_json::Map<_, _>>(),
        "redirects": redirects.collect::<Vec<_>>(),
        "operator": command.operator,
        "pipeline": command.pipeline,
        "subshell": command.subshell,
        "via": command.via,
        "from": command.span.start,
        "to": command.span.end,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_have_their_places_in_the_text() {
        let text = "echo 'a b'\nsudo apt-get install -y curl | cat > x\n";
        let found = commands(text, &[]);
        let names: Vec<_> = found.iter().map(|command| command["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["echo", "sudo", "apt-get", "cat"]);
        assert_eq!(found[0]["words"], json!(["echo", "a b"]));
        assert_eq!(found[0]["places"][1], json!([5, 10]));
        assert_eq!(found[2]["flags"], json!(["-y"]));
        assert_eq!(found[3]["redirects"][0]["target"], "x");
        assert_eq!(&text[found[3]["from"].as_u64().unwrap() as usize..][..3], "cat");
    }

    #[test]
    fn what_is_filled_in_is_one_word() {
        let text = "A=${{ a || 'b c' }} run ${{ x }}/y \"${{ z }}\"";
        let filled = [2..19, 24..32, 36..44];
        let found = commands(text, &filled);
        assert_eq!(found[0]["assignments"]["A"], "${{ a || 'b c' }}");
        assert_eq!(found[0]["words"], json!(["run", "${{ x }}/y", "${{ z }}"]));
        assert_eq!(found[0]["places"][1], json!([24, 34]));
    }

    #[test]
    fn a_script_that_cannot_be_read_has_no_commands() {
        assert_eq!(commands("echo 'a", &[]), Vec::<Value>::new());
    }
}
