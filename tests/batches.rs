//! Result files: taken whole, dealt with in the background, each row exactly as a single request would be.

mod answers;
mod dates;
mod durability;
mod entries;
mod limits;
mod matching;
mod progress;
mod readings;
mod report;
mod samples;
mod turns;
mod ugly;
mod waiting;
