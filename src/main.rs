//! The program: everything it does is in the library.
#![forbid(unsafe_code)]

/// Intake makes and drops some thousand small texts for every row of a file: a fifth of its time went into the system's
/// allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::process::ExitCode;

fn main() -> ExitCode {
    touchstone::cli::run(std::env::args_os())
}
