use super::*;

/// The file's rows as they are interpreted, or why it cannot be taken.
fn read(format: Format, bytes: &[u8]) -> Result<Vec<Row>, FileError> {
    let mut scanner = Scanner::open(format, bytes)?;
    let mut rows = Vec::new();
    while let Some(raw) = scanner.next_row()? {
        rows.push(scanner.layout().interpret(&raw));
    }
    Ok(rows)
}

/// A sample file of the sending bodies, and the references of its rows whose values cannot be read.
fn sample(name: &str) -> (Vec<Row>, Vec<String>) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(name);
    let rows = read(Format::Csv, &std::fs::read(path).unwrap()).unwrap();
    let wrong = rows.iter().filter(|row| !row.errors.is_empty()).map(|row| row.reference.clone().unwrap()).collect();
    (rows, wrong)
}

#[test]
fn the_samples_are_read() {
    for (name, count) in [("results-a.csv", 400), ("results-b-spreadsheet.csv", 300)] {
        let (rows, wrong) = sample(name);
        assert_eq!(rows.len(), count);
        for row in rows {
            for error in row.errors {
                println!("{:?} {} {} {} {}", row.reference, row.line, error.pointer, error.code, error.detail);
            }
        }
        println!("{wrong:?}");
    }
}
