//! Payroll notices, for the payroll office.

use feeds::payroll_notice::{self, Line};
use records::audit::{self, Entry};
use records::payroll;
pub use records::payroll::{Notice, NoticeLine};

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

    /// One notice as its file: made anew from the records, byte for byte the same each time. Each time is
    /// in the audit trail.
    pub async fn payroll_csv(&self, actor: &Actor, number: i64) -> Result<Vec<u8>> {
        let (_, lines) = self.payroll_notice(actor, number).await?;
        let file = payroll_notice::write(
            number,
            lines.iter().map(|line| Line {
                person_ref: &line.person_ref,
                family_name: &line.family_name,
                given_name: &line.given_name,
                unit: &line.unit,
                reference: &line.reference,
                deduction: &line.line,
            }),
        )
        .map_err(Error::File)?;
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
}
