//! Fixing: edits to text.

mod edits;
