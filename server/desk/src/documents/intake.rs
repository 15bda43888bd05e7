//! What every file goes through before any of it is kept: the scanner, then our own look.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use documents::{Clean, LARGEST, Refusal};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::{Error, Result};

/// Files that are looked through at a time: a picture takes some hundred megabytes while it is drawn anew.
const AT_A_TIME: usize = 2;
/// How long a file waits for its turn.
const LONGEST_WAIT: Duration = Duration::from_secs(45);

/// What a scanner found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScanVerdict {
    /// Nothing.
    Clean,
    /// Something that it knows by this name.
    Infected(String),
}

/// A way to look for viruses.
pub trait Scan: Send + Sync {
    /// Looks through a file. The error is for the log: why the scanner could not be asked.
    fn scan<'a>(
        &'a self,
        content: &'a [u8],
    ) -> Pin<Box<dyn Future<Output = std::result::Result<ScanVerdict, String>> + Send + 'a>>;
}

/// The way in for files. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Intake {
    scanner: Option<Arc<dyn Scan>>,
    turns: Arc<Semaphore>,
}

impl Default for Intake {
    fn default() -> Intake {
        Intake { scanner: None, turns: Arc::new(Semaphore::new(AT_A_TIME)) }
    }
}

impl Intake {
    pub(crate) fn with_scanner(self, scanner: Arc<dyn Scan>) -> Intake {
        Intake { scanner: Some(scanner), ..self }
    }

    pub(crate) fn scans(&self) -> bool {
        self.scanner.is_some()
    }

    /// A turn to hold a whole file in memory and look through it. [`Error::TooMany`] where none comes.
    pub(super) async fn turn(&self) -> Result<SemaphorePermit<'_>> {
        match tokio::time::timeout(LONGEST_WAIT, self.turns.acquire()).await {
            Ok(Ok(turn)) => Ok(turn),
            _ => Err(Error::TooMany),
        }
    }

    /// Looks through a file, in its turn, and writes it anew. Where the scanner can't be asked, nothing is
    /// taken.
    pub(super) async fn look(&self, _turn: &SemaphorePermit<'_>, content: Vec<u8>) -> Result<Clean> {
        if content.is_empty() {
            return Err(refused(Refusal::Empty.as_str()));
        }
        if content.len() > LARGEST {
            return Err(refused(Refusal::TooLarge.as_str()));
        }
        if let Some(scanner) = &self.scanner {
            match scanner.scan(&content).await {
                Ok(ScanVerdict::Clean) => {}
                Ok(ScanVerdict::Infected(virus)) => {
                    tracing::warn!(virus, "the scanner found something in a file that was sent");
                    return Err(refused("file_infected"));
                }
                Err(error) => {
                    tracing::error!(error, "the scanner can't be asked");
                    return Err(refused("scanner_unavailable"));
                }
            }
        }
        match tokio::task::spawn_blocking(move || documents::inspect(&content)).await {
            Ok(Ok(clean)) => Ok(clean),
            Ok(Err(refusal)) => Err(refused(refusal.as_str())),
            Err(error) => {
                tracing::error!(%error, "a file could not be looked through");
                Err(refused(Refusal::Damaged.as_str()))
            }
        }
    }
}

/// A file that is not taken, as an error of its field.
pub(super) fn refused(problem: &str) -> Error {
    Error::field("file", problem)
}
