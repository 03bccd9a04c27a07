//! What the desk takes from the world: the time, and ids that nobody else has.

use uuid::Uuid;

use crate::model::Time;

/// Tells the time.
pub trait Clock: Send {
    /// Returns the present moment.
    fn now(&self) -> Time;
}

/// Makes ids.
pub trait IdSource: Send {
    /// Returns an id that was never given before, here or elsewhere.
    fn next(&mut self) -> Uuid;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Time {
        Time(jiff::Timestamp::now().as_second())
    }
}

/// UUIDs of version 7: random enough to be unique across readers without a server, and later ones sort later.
#[derive(Debug, Clone, Copy, Default)]
pub struct RandomIds;

impl IdSource for RandomIds {
    fn next(&mut self) -> Uuid {
        Uuid::now_v7()
    }
}
