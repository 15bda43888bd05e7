//! The worker that tells others, beside the requests. Any number of processes may run one.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::{MAIL_ROUND, Mail};
use crate::{Desk, Result};

/// How often it looks for something to tell.
const EVERY: Duration = Duration::from_secs(2);

/// Tells payroll and members what waits, and makes the packets of runs, until `stop` is true. A round that has
/// begun is finished; a run of packets stops after the one at work, and goes on at the next start.
///
/// Each notice is also written to the folder `notices`, where one is given.
pub async fn run(
    desk: Desk,
    mail: Option<Arc<dyn Mail>>,
    notices: Option<PathBuf>,
    stop: watch::Receiver<bool>,
) {
    // Apart, so that a slow mail server does not keep payroll waiting.
    tokio::join!(
        tell_payroll(&desk, notices.as_deref(), stop.clone()),
        tell_members(&desk, mail.as_ref(), stop.clone()),
        make_packets(&desk, stop)
    );
}

async fn tell_payroll(desk: &Desk, folder: Option<&Path>, mut stop: watch::Receiver<bool>) {
    let mut filed = 0;
    loop {
        let round = async {
            let made = desk.make_payroll_notice().await?;
            if let Some(folder) = folder {
                filed = desk.file_notices(folder, filed).await?;
            }
            Ok(made.is_some())
        };
        let more = round.await;
        if !goes_on("payroll", more, &mut stop).await {
            return;
        }
    }
}

async fn tell_members(desk: &Desk, mail: Option<&Arc<dyn Mail>>, mut stop: watch::Receiver<bool>) {
    loop {
        let more = desk.send_mail(mail).await.map(|taken| taken as i64 >= MAIL_ROUND);
        if !goes_on("mail", more, &mut stop).await {
            return;
        }
    }
}

async fn make_packets(desk: &Desk, mut stop: watch::Receiver<bool>) {
    loop {
        let told = stop.clone();
        let more = desk.work_off_packets(&|| !*told.borrow()).await;
        if !goes_on("packets", more, &mut stop).await {
            return;
        }
    }
}

/// Waits for the next round, but not where `more` may be there already. False where it is to stop, or
/// nobody is left who could say so.
async fn goes_on(what: &str, more: Result<bool>, stop: &mut watch::Receiver<bool>) -> bool {
    let more = more.unwrap_or_else(|error| {
        tracing::error!(%error, what, "a round of telling failed; it is tried again");
        false
    });
    let wait = if more { Duration::ZERO } else { EVERY };
    tokio::time::timeout(wait, stop.wait_for(|stop| *stop)).await.is_err()
}
