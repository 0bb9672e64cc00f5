//! The machine: the data directory, the room on its disk, and the clock.

use std::path::Path;

use rustix::fs::{Access, access};

use super::report::Report;
use crate::cli::context::{is_open_to_others, temporary_directory};
use crate::clock::{Clock, SystemClock};
use crate::config::Settings;

/// Less room than this is worth a warning: an SQLite registry of a million records fits into about this much.
const ENOUGH_ROOM: u64 = 1 << 30;

/// With less room than this writes may fail at any moment.
const LEAST_ROOM: u64 = 64 << 20;

/// No clock that is right shows an earlier year: this program was not there.
const EARLIEST_YEAR: i32 = 2025;

pub(super) fn check(report: &mut Report, settings: &Settings) {
    check_data_directory(report, &settings.data_directory);
    check_temporary_files(report, settings);
    check_clock(report);
}

fn check_data_directory(report: &mut Report, directory: &Path) {
    let shown = directory.display().to_string();
    if !directory.is_dir() {
        report.ok("data directory", &format!("{shown} is not there yet; it is made when it is needed"));
        return;
    }
    if is_open_to_others(directory) == Some(true) {
        report.warning(
            "data directory",
            &format!("{shown} can be looked into by other users of this machine"),
            &format!("chmod 700 {}", crate::cli::settings::quoted(&shown)),
        );
    } else {
        report.ok("data directory", &shown);
    }
    if let Err(error) = access(directory, Access::WRITE_OK | Access::EXEC_OK) {
        let advice = "`serve` makes files there. Give this user the right to, and mount the disk to be written.";
        report.problem("data directory", &format!("{shown} cannot be written: {error}"), advice);
    }
    if let Ok(statistics) = rustix::fs::statvfs(directory) {
        let free = statistics.f_bavail.saturating_mul(statistics.f_frsize);
        let summary = format!("{} MiB free where {shown} lies", free >> 20);
        match free {
            0..LEAST_ROOM => report.problem("disk", &summary, "Make room: writes are about to fail."),
            LEAST_ROOM..ENOUGH_ROOM => report.warning("disk", &summary, "Make room before it runs out."),
            _ => report.ok("disk", &summary),
        }
    }
}

/// Exports and result files pass through them.
fn check_temporary_files(report: &mut Report, settings: &Settings) {
    match temporary_directory(settings) {
        Ok(directory) => report.ok("temporary", &format!("files can be made in {}", directory.display())),
        Err(error) => report.problem(
            "temporary",
            &format!("no file can be made in {}: {error}", std::env::temp_dir().display()),
            "Name another directory with the variable TMPDIR.",
        ),
    }
}

fn check_clock(report: &mut Report) {
    use chrono::Datelike;
    let now = SystemClock.now();
    let summary = now.format("%Y-%m-%d %H:%M:%S UTC").to_string();
    if now.year() < EARLIEST_YEAR {
        report.problem("clock", &format!("{summary} cannot be right"), "Set the clock, best by NTP.");
    } else {
        report.ok("clock", &summary);
    }
}
