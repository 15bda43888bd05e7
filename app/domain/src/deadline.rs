//! Deadlines are local wall-clock times in the city's zone, decided by the server's clock.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

/// The zone of every Massachusetts city.
pub const CITY_ZONE: Tz = chrono_tz::America::New_York;

/// The first instant of a local day. Where the clocks skip midnight, the first one that exists.
pub fn start_of_day(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    (0..=4)
        .filter_map(|half_hours| {
            zone.from_local_datetime(&(midnight + chrono::Duration::minutes(30 * half_hours))).earliest()
        })
        .next()
        .map_or_else(|| midnight.and_utc(), |local| local.with_timezone(&Utc))
}

/// The instant after 23:59:59 of a local day: what comes before it is in time.
pub fn end_of_day(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    start_of_day(day + Days::new(1), zone)
}

/// The local calendar day of an instant.
pub fn local_day(instant: DateTime<Utc>, zone: Tz) -> NaiveDate {
    instant.with_timezone(&zone).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_its_local_midnight() {
        for (day, end) in [
            ("2026-12-08", "2026-12-09T05:00:00Z"),
            ("2026-07-01", "2026-07-02T04:00:00Z"),
            ("2026-03-08", "2026-03-09T04:00:00Z"),
            ("2026-11-01", "2026-11-02T05:00:00Z"),
        ] {
            let end: DateTime<Utc> = end.parse().unwrap();
            assert_eq!(end_of_day(day.parse().unwrap(), CITY_ZONE), end, "{day}");
            assert_eq!(local_day(end - chrono::Duration::milliseconds(1), CITY_ZONE), day.parse().unwrap());
        }
    }
}
