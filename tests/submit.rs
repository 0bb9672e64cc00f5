//! `touchstone submit`
