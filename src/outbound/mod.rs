//! HOW THE REGISTRY CALLS OTHERS: which addresses it may call at all, and over which TLS. HTTP is spoken to others from
//! here and from the command line, and from nowhere else.

pub mod address;
mod destination;
mod sender;
mod tls;

pub use destination::{Destination, DestinationRules, REFUSALS};
pub use sender::{Answer, Failure, Message, Sender};
pub use tls::tls_config;
