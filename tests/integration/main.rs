//! waylint from outside: everything here goes through the binary or the public library.

mod dockerfile;
