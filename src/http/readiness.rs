//! Whether this node can serve requests: asked past the queue, so that a queue that is full hides nothing.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use tokio::sync::Mutex;

use crate::registry::Registry;
use crate::registry::database::{Trouble, TroubleKind};

/// How long an answer of the database is waited for.
const DEADLINE: Duration = Duration::from_secs(3);

/// Who asks the database whether it is of use, one question at a time.
#[derive(Clone, Default)]
pub struct Readiness(Arc<Mutex<()>>);

impl Readiness {
    /// What the database cannot do, and why.
    pub async fn ask(&self, registry: Arc<Registry>) -> Result<(), Trouble> {
        let turns = self.0.clone();
        let asked = async {
            // Held until the question is answered, also when nobody waits for that any more.
            let turn = turns.lock_owned().await;
            web::block(move || {
                let _turn = turn;
                registry.probe()
            })
            .await
        };
        let unreachable = |cause: &str| Trouble { kind: TroubleKind::Unreachable, cause: cause.to_owned() };
        match tokio::time::timeout(DEADLINE, asked).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(unreachable("the question panicked")),
            Err(_) => Err(unreachable("no answer in time")),
        }
    }
}
