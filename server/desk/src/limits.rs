//! How often something may be done in a while.

use chrono::{DateTime, DurationRound, TimeDelta};
use records::rate_limits;

use crate::Desk;
use crate::error::{Error, Result};

impl Desk {
    /// Counts one more of `bucket`, such as `submit:<person>`, and refuses what is beyond `most` in the same
    /// window of length `per`. What stands after the colon is kept as a keyed hash.
    pub async fn limit(&self, bucket: &str, most: u32, per: TimeDelta) -> Result<()> {
        let now = self.now();
        let window = now.duration_trunc(per).unwrap_or(DateTime::UNIX_EPOCH);
        let count = rate_limits::hit(&self.store, bucket, window).await?;
        if count > i64::from(most) { Err(Error::TooMany) } else { Ok(()) }
    }

    /// Does away with what only takes room: windows of limits that are over, uploads that
    /// nobody went on with, numbers of people who never came to be on record, ended sessions, expired codes.
    pub async fn tidy(&self) -> Result<()> {
        let now = self.now();
        records::uploads::discard_before(&self.store, now - TimeDelta::days(1)).await?;
        records::entered_ssn::forget_before(&self.store, now - TimeDelta::days(400)).await?;
        rate_limits::forget_before(&self.store, now - TimeDelta::days(2)).await?;
        // Both end by the system's clock: the web server and the issuer set them.
        let system = crate::Clock::system().now();
        records::sessions::delete_ended(&self.store, system).await?;
        records::issuer_codes::delete_expired(&self.store, system).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{City, Clock};

    #[tokio::test]
    async fn a_limit_is_per_bucket_and_per_window() {
        for store in records::testing::both().await {
            let city = City { name: "Alderbrook".into(), base_url: String::new(), demonstration: true };
            let desk = Desk::new(store, Clock::showing("2026-11-24T15:00:00Z".parse().unwrap()), city);
            let minute = TimeDelta::minutes(1);
            for _ in 0..3 {
                desk.limit("submit:a", 3, minute).await.unwrap();
            }
            assert!(matches!(desk.limit("submit:a", 3, minute).await, Err(Error::TooMany)));
            desk.limit("submit:b", 3, minute).await.unwrap();
            let later = desk.at(Clock::showing("2026-11-24T15:01:00Z".parse().unwrap()));
            later.limit("submit:a", 3, minute).await.unwrap();
            later.tidy().await.unwrap();
        }
    }
}
