//! An appointment as a calendar file (RFC 5545), for anybody's calendar.

use chrono::{DateTime, Duration, Utc};
use icalendar::{Calendar, Component, Event, EventLike};
use uuid::Uuid;

/// An appointment.
#[derive(Debug, Clone, Copy)]
pub struct Appointment<'a> {
    /// Its id: the same file again changes the entry and makes no second one.
    pub id: Uuid,
    /// What it is.
    pub title: &'a str,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// How long it is, in minutes.
    pub minutes: i64,
    /// Where it is.
    pub place: &'a str,
    /// It does not take place.
    pub called_off: bool,
}

/// The file of an appointment. The same appointment makes the same bytes.
pub fn write(one: &Appointment<'_>) -> Vec<u8> {
    let mut event = Event::new();
    event
        .uid(&one.id.to_string())
        .timestamp(one.starts_at)
        .summary(one.title)
        .location(one.place)
        .starts(one.starts_at)
        .ends(one.starts_at + Duration::minutes(one.minutes));
    if one.called_off {
        event.status(icalendar::EventStatus::Cancelled);
    }
    Calendar::new().push(event.done()).done().to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_appointment_makes_the_same_file() {
        let one = Appointment {
            id: Uuid::from_u128(7),
            title: "Retiring; what to know",
            starts_at: "2027-03-10T22:00:00Z".parse().unwrap(),
            minutes: 90,
            place: "City Hall, Room 204",
            called_off: false,
        };
        let file = String::from_utf8(write(&one)).unwrap();
        assert_eq!(file.as_bytes(), write(&one));
        for line in [
            "BEGIN:VCALENDAR\r\n",
            "UID:00000000-0000-0000-0000-000000000007\r\n",
            "DTSTART:20270310T220000Z\r\n",
            "DTEND:20270310T233000Z\r\n",
            "SUMMARY:Retiring\\; what to know\r\n",
            "LOCATION:City Hall\\, Room 204\r\n",
        ] {
            assert!(file.contains(line), "{line} in {file}");
        }
        let off = String::from_utf8(write(&Appointment { called_off: true, ..one })).unwrap();
        assert!(off.contains("STATUS:CANCELLED") && !file.contains("STATUS:CANCELLED"));
    }
}
