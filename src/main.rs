//! The program: everything it does is in the library.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    touchstone::cli::run(std::env::args_os())
}
