//! Which kind of workbook a file is, and what to say of those that are not read.

use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use super::archive::Archive;
use super::{FileError, Format, damaged, encrypted, wrong_kind};

/// What the binary files of Office begin with.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";

const AS_WORKBOOK: &str =
    "open it in a spreadsheet program and save it as \"Excel Workbook (.xlsx)\", .ods or \"CSV UTF-8\"";

pub(super) fn is_archive(beginning: &[u8]) -> bool {
    [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"].iter().any(|magic| beginning.starts_with(*magic))
}

pub(super) fn is_compound(beginning: &[u8]) -> bool {
    beginning.starts_with(COMPOUND)
}

/// A binary file of Office: of the old kind, or one of today's behind a password.
pub(super) fn compound(file: &mut (impl Read + Seek)) -> FileError {
    let mut directory = Vec::new();
    // Where its list of contents begins, in sectors; one that is encrypted has few entries.
    let is_read = (|| {
        let mut head = [0; 64];
        file.seek(SeekFrom::Start(0))?;
        file.read_exact(&mut head)?;
        let sector = u64::from(u32::from_le_bytes([head[48], head[49], head[50], head[51]]));
        let shift = u32::from(head[30]).min(16);
        file.seek(SeekFrom::Start((sector + 1) << shift))?;
        file.take(4096).read_to_end(&mut directory)
    })();
    let wanted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if is_read.is_ok() && directory.windows(wanted.len()).any(|window| window == wanted) {
        return encrypted();
    }
    wrong_kind(format!("the file is a spreadsheet of the old binary kind (.xls); {AS_WORKBOOK}"))
}

/// Which kind of workbook an archive is.
pub(super) fn format<R: Read + Seek>(archive: &mut Archive<R>) -> Result<Format, FileError> {
    let has = |archive: &Archive<R>, wanted: &dyn Fn(&str) -> bool| archive.names().any(wanted);
    if has(archive, &|name| name == "[content_types].xml") {
        if has(archive, &|name| name.ends_with("xl/workbook.bin")) {
            return Err(wrong_kind(format!("the file is a binary workbook (.xlsb); {AS_WORKBOOK}")));
        }
        for (folder, what) in [("word/", "a text of Word"), ("ppt/", "a presentation"), ("visio/", "a drawing")] {
            if has(archive, &|name| name.starts_with(folder)) {
                return Err(wrong_kind(format!(
                    "the file is {what}; send the table in it as a workbook (.xlsx) or CSV"
                )));
            }
        }
        return Ok(Format::Xlsx);
    }
    if has(archive, &|name| name == "content.xml" || name == "encrypted-package") {
        if archive.text("META-INF/manifest.xml")?.contains("encryption-data") {
            return Err(encrypted());
        }
        let kind = archive.text("mimetype")?;
        if !(kind.is_empty() || kind.contains("opendocument.spreadsheet")) {
            let detail = "the file is an OpenDocument file, and not a spreadsheet; send the table in it as .ods or CSV";
            return Err(wrong_kind(detail.to_owned()));
        }
        return Ok(Format::Ods);
    }
    if has(archive, &|name| Path::new(name).extension().is_some_and(|ending| ending == "iwa") || name == "index.zip") {
        let detail = "the file is a spreadsheet of Numbers; export it (File, Export To, Excel) as .xlsx, and send that";
        return Err(wrong_kind(detail.to_owned()));
    }
    if archive.names().next().is_none() {
        return Err(damaged("there is nothing in it"));
    }
    Err(wrong_kind("the file is a ZIP archive and no workbook; send the file inside it".to_owned()))
}
