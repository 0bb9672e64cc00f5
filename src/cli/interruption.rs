//! Being told to stop (Ctrl-C, SIGTERM) in the middle of long work: once to stop where it does no harm, and once more to
//! stop at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use actix_web::rt::Runtime;
use actix_web::rt::signal::unix::{Signal, SignalKind, signal};
use futures_util::future::{Either, select};

use super::failure::Failure;

/// How long it may take until it is noticed while nothing is done.
const SLICE: Duration = Duration::from_millis(50);

/// The exit code of a command that was stopped at once, as shells have it.
const AT_ONCE: i32 = 130;

#[derive(Clone, Debug, Default)]
pub(super) struct Interruption(Arc<AtomicBool>);

impl Interruption {
    /// Begins to listen, in a thread that ends with the process.
    pub(super) fn listen() -> Result<Self, Failure> {
        let cannot = |error: std::io::Error| Failure::new(format!("signals cannot be listened to: {error}"));
        let interruption = Self::default();
        let told = interruption.clone();
        let (ready, is_ready) = std::sync::mpsc::channel();
        let listen = move || {
            let runtime = Runtime::new();
            let listening = runtime.and_then(|runtime| {
                let signals = runtime
                    .block_on(async { Ok((signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?)) });
                signals.map(|signals| (runtime, signals))
            });
            match listening {
                Ok((runtime, (mut interrupt, mut terminate))) => {
                    let _ = ready.send(Ok(()));
                    runtime.block_on(either(&mut interrupt, &mut terminate));
                    told.0.store(true, Ordering::Release);
                    runtime.block_on(either(&mut interrupt, &mut terminate));
                    std::process::exit(AT_ONCE);
                }
                Err(error) => {
                    let _ = ready.send(Err(error));
                }
            }
        };
        std::thread::Builder::new().name("signals".to_owned()).spawn(listen).map_err(cannot)?;
        match is_ready.recv() {
            Ok(Err(error)) => Err(cannot(error)),
            _ => Ok(interruption),
        }
    }

    pub(super) fn is_told(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    /// Waits for that long, or until it has.
    pub(super) fn sleep(&self, duration: Duration) {
        let end = Instant::now() + duration;
        while !self.is_told() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            std::thread::sleep(left.min(SLICE));
        }
    }
}

async fn either(one: &mut Signal, other: &mut Signal) {
    let (one, other) = (std::pin::pin!(one.recv()), std::pin::pin!(other.recv()));
    match select(one, other).await {
        Either::Left(_) | Either::Right(_) => {}
    }
}
