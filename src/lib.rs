//! Touchstone: the certification registry of the ISO/IEC 20000 qualification scheme.
#![forbid(unsafe_code)]
