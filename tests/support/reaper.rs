//! Ends what a test process started, even when the test process itself is killed.
//!
//! One small shell per test process reads the numbers of processes and the names of directories from a pipe. When
//! the pipe closes, because the test process ended in whatever way, the shell ends and removes what is still listed.

use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};

/// Lines are `process N`, `gone N` and `directory PATH`. A process that the test ended itself is taken off the list,
/// so that its number, given to somebody else by then, is never signalled.
const SCRIPT: &str = r#"
set -f
processes=' '
newline='
'
directories=
while read -r kind value; do
    case $kind in
        process) processes="$processes$value " ;;
        gone) case $processes in *" $value "*) processes="${processes%% $value *} ${processes#* $value }" ;; esac ;;
        directory) directories="$directories$value$newline" ;;
    esac
done
for process in $processes; do kill -9 "$process"; done
IFS=$newline
for directory in $directories; do rm -rf -- "$directory"; done
"#;

/// Lists a process to be ended with the test process.
pub fn process(number: u32) {
    tell(&format!("process {number}"));
}

/// Takes a process that has ended off the list; call it right after it was waited for, because from then on its
/// number can be given to another one.
pub fn gone(number: u32) {
    tell(&format!("gone {number}"));
}

/// Lists a directory to be removed when the test process ends, should it still be there.
pub fn directory(path: &Path) {
    tell(&format!("directory {}", path.display()));
}

fn tell(line: &str) {
    static SHELL: OnceLock<Mutex<Child>> = OnceLock::new();
    let shell = SHELL.get_or_init(|| Mutex::new(start()));
    let mut shell = shell.lock().unwrap_or_else(PoisonError::into_inner);
    let pipe = shell.stdin.as_mut().expect("its standard input is a pipe");
    writeln!(pipe, "{line}").expect("the reaper reads");
}

fn start() -> Child {
    Command::new("sh")
        .args(["-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("sh can be started")
}
