//! Payroll notices, for the payroll office.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use feeds::payroll_notice::{self, Line, Told};
use records::audit::{self, Entry};
use records::payroll;
pub use records::payroll::{Notice, NoticeCatchUp, NoticeLine};

use crate::error::{Error, Result};
use crate::{Actor, Desk, Permission};

impl Desk {
    /// Every notice, the latest first.
    pub async fn payroll_notices(&self, actor: &Actor) -> Result<Vec<Notice>> {
        actor.require(Permission::SeePayroll)?;
        Ok(payroll::notices(&self.store).await?)
    }

    /// One notice and its lines.
    pub async fn payroll_notice(&self, actor: &Actor, number: i64) -> Result<(Notice, Vec<NoticeLine>)> {
        actor.require(Permission::SeePayroll)?;
        let notice = payroll::notice(&self.store, number).await?;
        Ok((notice, payroll::lines(&self.store, number).await?))
    }

    /// The pays that a notice makes good.
    pub async fn payroll_catch_up(&self, actor: &Actor, number: i64) -> Result<Vec<NoticeCatchUp>> {
        actor.require(Permission::SeePayroll)?;
        Ok(payroll::catch_up(&self.store, number).await?)
    }

    /// One notice as its file: made anew from the records, byte for byte the same each time. Each time is
    /// in the audit trail.
    pub async fn payroll_csv(&self, actor: &Actor, number: i64) -> Result<Vec<u8>> {
        let (_, lines) = self.payroll_notice(actor, number).await?;
        let file = file(number, &lines, &payroll::catch_up(&self.store, number).await?)?;
        let mut write = self.store.begin().await?;
        let entry = Entry {
            at: self.now(),
            actor: &actor.id,
            action: "payroll_notice.downloaded",
            subject: &format!("payroll_notice:{number}"),
            detail: serde_json::json!({ "lines": lines.len() }),
        };
        audit::append(&mut write, entry).await?;
        write.commit().await?;
        Ok(file)
    }

    /// Writes each notice after number `filed` into `folder`, unless its file is there. Returns the last
    /// number. A file is there whole or not at all, even after a power cut.
    pub(crate) async fn file_notices(&self, folder: &Path, filed: i64) -> Result<i64> {
        let mut last = filed;
        for number in payroll::numbers_after(&self.store, filed).await? {
            let path = folder.join(format!("payroll-notice-{number:06}.csv"));
            if !path.exists() {
                let lines = payroll::lines(&self.store, number).await?;
                let bytes = file(number, &lines, &payroll::catch_up(&self.store, number).await?)?;
                let write = tokio::task::spawn_blocking(move || put(&path, &bytes));
                write.await.map_err(io::Error::other).flatten().map_err(Error::Folder)?;
            }
            last = number;
        }
        Ok(last)
    }
}

/// The file of a notice.
fn file(number: i64, lines: &[NoticeLine], owed: &[NoticeCatchUp]) -> Result<Vec<u8>> {
    let owed = owed.iter().map(|one| Line {
        person_ref: &one.person_ref,
        family_name: &one.family_name,
        given_name: &one.given_name,
        unit: &one.unit,
        reference: &one.reference,
        told: Told::CatchUp(&one.owed),
    });
    let lines = lines.iter().map(|line| Line {
        person_ref: &line.person_ref,
        family_name: &line.family_name,
        given_name: &line.given_name,
        unit: &line.unit,
        reference: &line.reference,
        told: Told::Deduction(&line.line),
    });
    payroll_notice::write(number, lines.chain(owed)).map_err(Error::File)
}

/// Writes a file under a name of its own, syncs it and gives it its name.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished: PathBuf = path.with_extension(format!("{}.unfinished", std::process::id()));
    let mut file = fs::File::create(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)?;
    // The name itself is in the folder.
    path.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
}
