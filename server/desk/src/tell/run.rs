//! The worker that tells others, beside the requests. Any number of processes may run one.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::{MAIL_ROUND, Mail};
use crate::{Desk, Result};

/// How often it looks for something to tell.
const EVERY: Duration = Duration::from_secs(2);

/// Tells payroll and members what waits, until `stop` is true. A round that has begun is finished.
///
/// Each notice is also written to the folder `notices`, where one is given.
pub async fn run(
    desk: Desk,
    mail: Option<Arc<dyn Mail>>,
    notices: Option<PathBuf>,
    stop: watch::Receiver<bool>,
) {
    let mut filed = 0;
    let payroll = rounds(stop.clone(), "payroll", async || {
        let made = desk.make_payroll_notice().await?;
        if let Some(folder) = &notices {
            filed = desk.file_notices(folder, filed).await?;
        }
        Ok(made.is_some())
    });
    let mail = rounds(stop, "mail", async || Ok(desk.send_mail(mail.as_ref()).await? as i64 >= MAIL_ROUND));
    tokio::join!(payroll, mail);
}

/// Runs `round` until `stop`: at once again where it says that more may wait, else after a while.
async fn rounds(
    mut stop: watch::Receiver<bool>,
    what: &'static str,
    mut round: impl AsyncFnMut() -> Result<bool>,
) {
    while !*stop.borrow_and_update() {
        let more = round().await.unwrap_or_else(|error| {
            tracing::error!(%error, what, "a round of telling failed; it is tried again");
            false
        });
        if !more {
            tokio::select! {
                // Whoever could say stop is gone: nobody will.
                gone = stop.changed() => if gone.is_err() { return },
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    }
}
