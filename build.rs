//! Takes what `/docs/` needs of Swagger UI out of the archive that a crate brings, and keeps each file as the gzip file
//! that a browser is sent: as a part of the program this is a tenth of what the archive unpacks to.
//!
//! The archive holds the files deflated, and so does gzip (RFC 1952): only what stands before and behind is written anew.

use std::error::Error;
use std::io::{Cursor, Read};
use std::path::Path;
use std::{env, fs};

use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED;
use zip::{CompressionMethod, ZipArchive};

/// The files, below the archive's only folder, which is named after the version. Whoever gives Swagger UI away gives its
/// licence and its notice too.
const FILES: [&str; 5] = ["dist/index.css", "dist/swagger-ui.css", "dist/swagger-ui-bundle.js", "LICENSE", "NOTICE"];

/// Deflated, no flags, no time, no hint at the effort, unknown system.
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    let output = env::var_os("OUT_DIR").ok_or("cargo says where to write in OUT_DIR")?;
    let mut archive = ZipArchive::new(Cursor::new(SWAGGER_UI_VENDORED))?;
    let first = archive.file_names().next().ok_or("the archive is empty")??.into_owned();
    let folder = first.split('/').next().unwrap_or_default();
    for (file, path) in FILES.map(|file| (file, format!("{folder}/{file}"))) {
        let index = archive.index_for_name(&path).ok_or_else(|| format!("the archive has no {path}"))?;
        let name = Path::new(file).file_name().ok_or("a file has a name")?;
        fs::write(Path::new(&output).join(name).with_added_extension("gz"), gzip(&mut archive, index)?)?;
    }
    Ok(())
}

/// One file of the archive as a gzip file.
fn gzip(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut entry = archive.by_index_raw(index)?;
    let mut content = Vec::new();
    entry.read_to_end(&mut content)?;
    let deflated = match entry.compression() {
        CompressionMethod::Stored => stored_block(&content)?,
        _ => content,
    };
    let length = u32::try_from(entry.size())?;
    Ok([&HEADER[..], &deflated, &entry.crc32().to_le_bytes(), &length.to_le_bytes()].concat())
}

/// What was not worth deflating, as deflate's one and last block without compression (RFC 1951, section 3.2.4).
fn stored_block(content: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let length = u16::try_from(content.len())?;
    Ok([&[1][..], &length.to_le_bytes(), &(!length).to_le_bytes(), content].concat())
}
