//! Seats of a seminar: who comes first sits, the others wait and move up.

use chrono::{Days, NaiveDate};

/// Where somebody is who has signed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// They have a seat.
    Seat,
    /// They wait: the number of their turn, from 1.
    Waiting(usize),
}

/// Where the one is who signed up as number `position`, from 0, of those who still come.
pub const fn place(capacity: usize, position: usize) -> Place {
    if position < capacity { Place::Seat } else { Place::Waiting(position - capacity + 1) }
}

/// Who moves up to a seat when the one at `leaves` goes: the first who waits, where a seat becomes free.
pub const fn moves_up(capacity: usize, count: usize, leaves: usize) -> Option<usize> {
    if leaves < capacity && capacity < count { Some(capacity) } else { None }
}

/// Days before a seminar on which those who have a seat are reminded.
pub const REMINDED_AHEAD: [u64; 2] = [7, 1];

/// The reminder that is due: of several, the last. `None` before the first, and from the day itself on.
pub fn reminder(held_on: NaiveDate, today: NaiveDate) -> Option<u64> {
    let due = |ahead: &&u64| held_on - Days::new(**ahead) <= today;
    REMINDED_AHEAD.iter().rev().find(due).copied().filter(|_| today < held_on)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_reminder_is_due_a_week_and_a_day_ahead() {
        for (today, due) in [
            ("2027-03-02", None),
            ("2027-03-03", Some(7)),
            ("2027-03-08", Some(7)),
            ("2027-03-09", Some(1)),
            ("2027-03-10", None),
        ] {
            let (held_on, today) = ("2027-03-10".parse().unwrap(), today.parse().unwrap());
            assert_eq!(reminder(held_on, today), due, "{today}");
        }
    }

    proptest! {
        #[test]
        fn whoever_moves_up_waited_and_sits_then(capacity in 1usize..20, count in 1usize..40, leaves in 0usize..40) {
            prop_assume!(leaves < count);
            let seats = |count: usize| (0..count).filter(|one| place(capacity, *one) == Place::Seat).count();
            prop_assert_eq!(seats(count), count.min(capacity));
            match moves_up(capacity, count, leaves) {
                Some(next) => {
                    prop_assert_eq!(place(capacity, next), Place::Waiting(1));
                    prop_assert_eq!(place(capacity, next - 1), Place::Seat);
                    prop_assert!(next != leaves);
                }
                None => prop_assert!(count <= capacity || place(capacity, leaves) != Place::Seat),
            }
        }
    }
}
