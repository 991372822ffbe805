//! Redirections and here-documents.

use super::{
    Mapped,
    command::{Command, Piece, Redirect},
    lex::Unread,
    nested,
    read::{Reader, read_inner},
};
use crate::source::Span;

/// Where a here-document's body is still to come.
pub(super) struct Pending {
    delimiter: String,
    strip_tabs: bool,
    /// Index of the command it belongs to, if that reads its script from it.
    script_of: Option<usize>,
}

impl Reader<'_, '_> {
    pub(super) fn redirect(&mut self, descriptor: Option<Piece>) -> Result<(), Unread> {
        const OPERATORS: [&str; 12] = ["&>>", "<<<", "<<-", "&>", "<<", "<&", "<>", ">>", ">&", ">|", "<", ">"];
        let rest = &self.bytes[self.at..];
        let Some(operator) = OPERATORS.iter().find(|operator| rest.starts_with(operator.as_bytes())) else {
            return Err(Unread);
        };
        let start = self.at;
        self.at += operator.len();
        let operator_piece = self.text.slice(start..self.at);
        self.blanks();
        let target = self.next_word()?;
        let piece = self.piece(&target);
        let from = descriptor.as_ref().map_or(operator_piece.whole().start, |descriptor| descriptor.span.start);
        self.cover(Span::new(from, piece.span.end));
        if matches!(*operator, "<<" | "<<-") {
            self.pending.push(Pending {
                delimiter: target.value.text().to_owned(),
                strip_tabs: *operator == "<<-",
                script_of: None,
            });
        }
        let operator = Piece { span: operator_piece.whole(), value: operator_piece };
        self.command.redirects.push(Redirect { descriptor, operator, target: piece });
        Ok(())
    }

    pub(super) fn here_document(&mut self, pending: &Pending) {
        let mut body = Mapped::default();
        while self.at < self.bytes.len() {
            let rest = &self.text.text()[self.at..];
            let line = rest.split_inclusive('\n').next().unwrap_or_default();
            let end = self.at + line.len();
            let stripped = if pending.strip_tabs { line.trim_start_matches('\t') } else { line };
            if stripped.trim_end_matches(['\n', '\r']) == pending.delimiter {
                self.at = end;
                break;
            }
            if pending.script_of.is_some() {
                body.extend(self.text, end - stripped.len()..end);
            }
            self.at = end;
        }
        let Some(index) = pending.script_of else { return };
        let via = self.script.commands.get(index).and_then(Command::name).unwrap_or_default().to_owned();
        read_inner(&body, self.script, &via, self.depth + 1);
    }

    /// A shell without a script of its own reads the here-document it is given.
    pub(super) fn claim_here_documents(&mut self, command: &Command) {
        if nested::reads_standard_input(command) {
            let index = self.script.commands.len();
            let own =
                command.redirects.iter().filter(|redirect| matches!(redirect.operator.text(), "<<" | "<<-")).count();
            let from = self.pending.len().saturating_sub(own);
            self.pending[from..].iter_mut().for_each(|pending| pending.script_of = Some(index));
        }
    }
}
