//! Import of files: all of a file in one transaction, or nothing of it.

use std::path::Path;

use records::audit;
use records::import::{self, Kind, Progress, Report, Source, Terms};
use serde_json::json;

use crate::{Actor, Desk, Permission, Result};

/// A file to import, and how.
#[derive(Clone, Copy)]
pub struct ImportOrder<'a> {
    /// What it holds.
    pub kind: Kind,
    /// The file.
    pub source: &'a Source,
    /// Only show what would change.
    pub dry_run: bool,
    /// Write the good rows although others are bad.
    pub accept_good: bool,
    /// With `accept_good`: where the bad rows go, each with its reason. Must not exist yet.
    pub rejects: Option<&'a Path>,
}

impl<'a> ImportOrder<'a> {
    /// The whole file or nothing.
    pub fn whole(kind: Kind, source: &'a Source) -> ImportOrder<'a> {
        ImportOrder { kind, source, dry_run: false, accept_good: false, rejects: None }
    }
}

/// What came of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// What was found in the file.
    pub report: Report,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Its rows are in the records.
    Written,
    /// Its rows were in the records already.
    NothingNew,
    /// It would be written.
    Tried,
    /// Something is wrong with it; nothing was written.
    Refused,
}

impl Desk {
    /// Imports a file. Bad rows are in the report and refuse the whole file, unless good ones are
    /// accepted. `watch` hears how far it has come.
    pub async fn import(
        &self,
        actor: &Actor,
        order: ImportOrder<'_>,
        watch: impl Fn(Progress) + Send + Sync,
    ) -> Result<Imported> {
        actor.require(Permission::Import)?;
        let ImportOrder { kind, source, dry_run, accept_good, rejects } = order;
        let terms = Terms {
            at: self.now(),
            actor: &actor.id,
            actor_name: &actor.name,
            accept_good,
            rejects: rejects.filter(|_| accept_good && !dry_run),
            watch: &watch,
        };
        let mut write = self.store.begin().await?;
        let report = import::run(&mut write, kind, source, terms).await?;
        let may_stand = report.is_clean() || (accept_good && !report.unusable);
        if dry_run || !may_stand {
            let outcome = if may_stand { Outcome::Tried } else { Outcome::Refused };
            return Ok(Imported { report, outcome });
        }
        if report.changes_something() {
            records::catalog::touch(&mut write).await?;
        }
        let entry = audit::Entry {
            at: terms.at,
            actor: &actor.id,
            action: &format!("import.{}", kind.as_str()),
            subject: &format!("file:{}", report.sha256),
            detail: json!({ "file": report.file, "sha256": report.sha256, "counts": report.counts }),
        };
        audit::append(&mut write, entry).await?;
        write.commit().await?;
        let outcome = if report.changes_something() { Outcome::Written } else { Outcome::NothingNew };
        Ok(Imported { report, outcome })
    }
}
