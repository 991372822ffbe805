//! Audits of many repositories: through the binary on small ones, and through the library on a fleet whose history is known.

mod command;
mod fleet;
mod held;
mod killed;
mod sets;
