//! Files that the command line names; `-` is standard input.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::failure::Failure;

pub(super) fn is_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

pub(super) fn shown(path: &Path) -> String {
    if is_input(path) { "standard input".to_owned() } else { path.display().to_string() }
}

pub(super) fn unreadable(path: &Path, error: &io::Error) -> String {
    let advice = match error.kind() {
        ErrorKind::NotFound => "\nCheck its name, and the directory that it lies in.",
        ErrorKind::IsADirectory => "\nName the file itself.",
        _ => "",
    };
    format!("{} cannot be read: {error}{advice}", shown(path))
}

pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

pub(super) fn no_temporary_file(error: &io::Error) -> Failure {
    Failure::new(format!("no temporary file can be used: {error}\nThe variable TMPDIR says where they are made."))
}

/// What is in a file, if that is not longer than `longest` bytes; of a longer one `None`, and no more is read.
pub(super) fn read(path: &Path, longest: usize) -> io::Result<Option<Vec<u8>>> {
    let mut content = Vec::new();
    let limit = longest as u64 + 1;
    if is_input(path) {
        io::stdin().lock().take(limit).read_to_end(&mut content)?;
    } else {
        File::open(path)?.take(limit).read_to_end(&mut content)?;
    }
    Ok((content.len() <= longest).then_some(content))
}
