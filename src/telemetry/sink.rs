//! Where the log goes: to standard error, and nobody waits for it. What cannot be written there is lost and counted, as
//! a service whose log is full is of more use than none.

use std::io::{self, Write};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Builder;
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;

/// How many lines wait for whoever reads the log; more are lost.
const WAITING: usize = 8192;

/// How long the end of the process waits for the last lines.
const GRACE: Duration = Duration::from_secs(1);

/// The way to the thread that writes, where there is one.
static WRITER: OnceLock<SyncSender<Order>> = OnceLock::new();

enum Order {
    Write(Vec<u8>),
    /// Says when all that came before has been written.
    Tell(SyncSender<()>),
}

#[derive(Clone, Debug)]
pub(super) enum Sink {
    /// Each line is written before the program goes on: for a command, whose words and log appear in their order.
    Direct,
    /// Each line is handed to a thread: for a server, which does not stand still when nobody reads its log.
    Thread,
}

impl Sink {
    /// A writer with a thread of its own.
    pub fn thread() -> io::Result<Self> {
        let (sender, receiver) = sync_channel(WAITING);
        Builder::new().name("log".to_owned()).spawn(move || write_all(&receiver))?;
        // A second log is refused later.
        let _ = WRITER.set(sender);
        Ok(Self::Thread)
    }
}

impl<'a> MakeWriter<'a> for Sink {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Write for Sink {
    /// Takes a whole line and never fails.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let is_taken = match self {
            Self::Direct => io::stderr().write_all(line).is_ok(),
            Self::Thread => WRITER.get().is_some_and(|writer| writer.try_send(Order::Write(line.to_vec())).is_ok()),
        };
        if !is_taken {
            lose_one();
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn write_all(orders: &Receiver<Order>) {
    while let Ok(order) = orders.recv() {
        match order {
            Order::Write(line) => {
                if io::stderr().write_all(&line).is_err() {
                    lose_one();
                }
            }
            // Whoever asked has gone on where this fails.
            Order::Tell(teller) => drop(teller.try_send(())),
        }
    }
}

fn lose_one() {
    metrics::counter!("log_lines_lost_total").increment(1);
}

/// Waits a moment until what was logged has been written.
pub fn finish_log() {
    let Some(writer) = WRITER.get() else { return };
    let (teller, told) = sync_channel(1);
    if writer.try_send(Order::Tell(teller)).is_ok() {
        // Nobody reads the log where this takes longer.
        let _ = told.recv_timeout(GRACE);
    }
}
