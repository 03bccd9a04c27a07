//! Work off the main thread: each job is a closure that returns one value, and wakes the shell when it is done.
//!
//! The shell hands in how to wake it, so that this module knows no window. A job owns (or shares)
//! what it reads; it never touches the desk.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

/// Runs jobs and collects what they return, in the order in which they finish.
pub struct Jobs<T> {
    sender: Sender<T>,
    receiver: Receiver<T>,
    wake: Arc<dyn Fn() + Send + Sync>,
    fault: fn() -> T,
}

impl<T: Send + 'static> Jobs<T> {
    /// Returns an idle runner. `wake` is called from a job's thread after its value was handed over.
    /// `fault` makes the value of a job that failed by a fault of the program, so that nobody waits for it for ever.
    pub fn new(wake: impl Fn() + Send + Sync + 'static, fault: fn() -> T) -> Self {
        let (sender, receiver) = channel();
        Self { sender, receiver, wake: Arc::new(wake), fault }
    }

    /// Starts a job. A job that can't be given a thread of its own is done right here.
    pub fn start(&self, name: &str, job: impl FnOnce() -> T + Send + 'static) {
        let sender = self.sender.clone();
        let (wake, fault) = (Arc::clone(&self.wake), self.fault);
        // Kept in a shared slot, so that it is still ours when no thread can be had.
        let slot = Arc::new(std::sync::Mutex::new(Some(job)));
        let theirs = Arc::clone(&slot);
        let work = move || {
            let job = theirs.lock().ok().and_then(|mut slot| slot.take());
            if let Some(job) = job {
                // The receiver is gone only when the program ends.
                let value = catch_unwind(AssertUnwindSafe(job)).unwrap_or_else(|_| fault());
                let _ = sender.send(value);
                wake();
            }
        };
        let spawned = std::thread::Builder::new().name(name.to_owned()).spawn(work);
        if spawned.is_err() {
            let job = slot.lock().ok().and_then(|mut slot| slot.take());
            if let Some(job) = job {
                let _ = self.sender.send(job());
                (self.wake)();
            }
        }
    }

    /// Returns what hands values over from elsewhere, as often as there is something to tell: a watch, say.
    pub fn reporter(&self) -> impl Fn(T) + Send + 'static {
        let (sender, wake) = (self.sender.clone(), Arc::clone(&self.wake));
        move |value| {
            // The receiver is gone only when the program ends.
            let _ = sender.send(value);
            wake();
        }
    }

    /// Returns the next value that is ready, without waiting.
    pub fn next_done(&self) -> Option<T> {
        self.receiver.try_recv().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_that_fails_says_so_and_the_next_one_is_done() {
        let jobs = Jobs::new(|| {}, || -1);
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        jobs.start("faulty", || [1][usize::MAX.wrapping_add(jobs_are_many())]);
        let first = jobs.receiver.recv().unwrap();
        std::panic::set_hook(usual);
        jobs.start("sound", || 7);
        assert_eq!((first, jobs.receiver.recv().unwrap()), (-1, 7));
    }

    /// What no compiler sees through.
    fn jobs_are_many() -> usize {
        std::hint::black_box(2)
    }
}
