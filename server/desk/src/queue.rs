//! The queue: what waits for a decision, found, sorted and counted.

use records::queue;

use crate::Desk;
use crate::error::Result;

impl Desk {
    /// A number that grows with every change of the queue: whoever watches the queue looks again when it
    /// does. It says nothing about anybody, so it has no permission of its own.
    pub async fn queue_version(&self) -> Result<i64> {
        Ok(queue::version(&self.store).await?)
    }
}
