//! The server's clock. A demonstration may be set to a day; its time then runs on from there.

use chrono::{DateTime, Duration, Utc};

/// Tells the time, by the system's clock and an offset that is zero but for a demonstration or a test.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    offset: Duration,
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Clock {
        Clock::default()
    }

    /// A clock that shows `now` at this moment and runs on.
    pub fn showing(now: DateTime<Utc>) -> Clock {
        Clock { offset: now - Utc::now() }
    }

    /// A clock that is ahead of the system's by `offset`.
    pub fn ahead(offset: Duration) -> Clock {
        Clock { offset }
    }

    /// How far it is ahead of the system's clock.
    pub fn offset(self) -> Duration {
        self.offset
    }

    /// Now, to the microsecond that the records keep.
    pub fn now(self) -> DateTime<Utc> {
        records::db::stored(Utc::now() + self.offset)
    }
}
