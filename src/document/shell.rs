//! Shell commands of RUN bodies and CI steps: a flat list of simple commands, each word with its place in the file.
//!
//! Rules ask "which commands run, with which words, joined how", so no syntax tree is kept. The reader is our own:
//! brush-parser, the crate measured for this, overflows the stack on some thousand nested `if`s (which no count of
//! brackets foresees), takes time exponential in the number of unclosed `((`, reads 4 MB/s and gives no place for what is
//! inside a quoted word. This one walks the bytes once per level of nesting, keeps its own stack, and maps every byte of
//! a word, and of the script inside `sh -c '…'`, to the file.
//!
//! What it does not understand is never guessed: an unclosed quote or bracket makes the whole script unread.

mod blocks;
mod command;
mod json;
mod lex;
mod mapped;
mod nested;
mod read;
mod redirect;
mod write;
mod writer;

pub(in crate::document) use command::{Piece, Script};
pub use json::commands;
pub(in crate::document) use mapped::Mapped;
pub(in crate::document) use read::{read, read_words};
pub(in crate::document) use write::write_commands;
pub(in crate::document) use writer::Writer;

/// Whether a shell's name stands for one whose language is read here.
pub(in crate::document) fn is_posix(shell: &str) -> bool {
    let name = shell.rsplit(['/', '\\']).next().unwrap_or(shell);
    let name = name.strip_suffix(".exe").unwrap_or(name);
    matches!(name, "sh" | "bash" | "ash" | "dash" | "ksh" | "zsh")
}
