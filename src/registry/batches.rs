//! Result batches: "a body registers candidates, evidence and results, one by one or by the file".

pub mod file;
