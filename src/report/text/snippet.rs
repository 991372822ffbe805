//! The lines around a place with the place marked. The only file that names miette.
//!
//! The excerpt is laid out first ([`Canvas`]); its lines are drawn by miette's graphical handler over our own source code,
//! which knows their numbers without counting through the file. miette's frame is left out, so that the caller can set its
//! own lines around.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};

use super::canvas::{Canvas, TAB};
use crate::{
    report::printable::{printable, without_commands},
    rule::Level,
    source::{Excerpt, Span},
};

/// A marked place, with words beside the mark.
pub(super) struct Mark<'a> {
    pub(super) span: Span,
    pub(super) label: Option<&'a str>,
}

/// Lines ready to be drawn.
#[derive(Debug)]
pub(super) struct Snippet {
    text: String,
    first_line: usize,
    lines: usize,
    labels: Vec<LabeledSpan>,
    primary: usize,
    cut: bool,
}

impl Snippet {
    /// Lines of an excerpt with its first mark underlined and the others, which lie among the lines shown, beside it.
    /// `None` where the excerpt holds nothing.
    pub(super) fn new(excerpt: &Excerpt, marks: &[Mark<'_>], width: usize) -> Option<Self> {
        let (primary, others) = marks.split_first()?;
        let canvas = Canvas::new(excerpt, primary.span, width)?;
        let mut labels = vec![LabeledSpan::new_primary_with_span(None, canvas.mark(excerpt, primary.span))];
        for other in others.iter().filter(|other| canvas.shows(other.span)) {
            let label = other.label.map(|label| printable(label).into_owned());
            labels.push(LabeledSpan::new_with_span(label, canvas.mark(excerpt, other.span)));
        }
        labels.sort_by_key(LabeledSpan::offset);
        let primary = labels.iter().position(LabeledSpan::primary).unwrap_or_default();
        let Canvas { text, first_line, lines, cut, .. } = canvas;
        Some(Self { text, first_line, lines: lines.len(), labels, primary, cut })
    }

    /// Whether a second place would be among the lines shown for the first.
    pub(super) fn holds(excerpt: &Excerpt, primary: Span, other: Span, width: usize) -> bool {
        Canvas::new(excerpt, primary, width).is_some_and(|canvas| canvas.shows(other))
    }

    /// Width of the largest line number.
    pub(super) fn number_width(&self) -> usize {
        (self.first_line + self.lines - 1).to_string().len()
    }

    /// Whether the place goes on below the lines shown.
    pub(super) const fn is_cut(&self) -> bool {
        self.cut
    }

    /// The lines with their numbers and marks, each ended by a line feed.
    pub(super) fn draw(&self, level: Level, color: bool) -> String {
        let mut theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let styles = &mut theme.styles;
        let (own, beside) = match level {
            Level::Error => (styles.error, styles.advice),
            Level::Warning => (styles.warning, styles.advice),
            Level::Note => (styles.advice, styles.warning),
        };
        styles.highlights =
            (0..self.labels.len()).map(|label| if label == self.primary { own } else { beside }).collect();
        let handler = GraphicalReportHandler::new_themed(theme)
            .tab_width(TAB)
            .with_urls(false)
            .without_primary_span_start()
            .without_syntax_highlighting();
        let mut drawing = String::new();
        // The only error is that of a full formatter, which a string never is.
        let _ = handler.render_report(&mut drawing, self);
        without_frame(&drawing)
    }
}

/// Takes off what miette draws around the lines: the empty message and the frame's top before them, its bottom after.
fn without_frame(drawing: &str) -> String {
    let lines: Vec<_> = drawing.lines().collect();
    let inner = lines.get(2..lines.len().saturating_sub(1)).unwrap_or_default();
    inner.iter().map(|line| without_commands(line.trim_end()).into_owned() + "\n").collect()
}

impl fmt::Display for Snippet {
    /// Empty: the caller has said what is wrong.
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Snippet {}

impl Diagnostic for Snippet {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

impl SourceCode for Snippet {
    /// Always all lines: they were chosen before.
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let all = SourceSpan::from(0..self.text.len());
        Ok(Box::new(MietteSpanContents::new(self.text.as_bytes(), all, self.first_line - 1, 0, self.lines)))
    }
}
