//! Examples to begin with.
