//! Organisation certificates: from the application over the review to the published certificate and what becomes of it.

mod kept;
mod listing;
mod particulars;
mod renewal;
mod review;
mod standing;
mod submission;
mod visibility;
