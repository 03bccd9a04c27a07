//! Work off the main thread: each job is a closure that returns one value, and wakes the shell when it is done.
//!
//! The shell hands in how to wake it, so that this module knows no window. A job owns (or shares)
//! what it reads; it never touches the desk.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

/// Runs jobs and collects what they return, in the order in which they finish.
pub struct Jobs<T> {
    sender: Sender<T>,
    receiver: Receiver<T>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl<T: Send + 'static> Jobs<T> {
    /// Returns an idle runner. `wake` is called from a job's thread after its value was handed over.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (sender, receiver) = channel();
        Self { sender, receiver, wake: Arc::new(wake) }
    }

    /// Starts a job. A job that can't be given a thread of its own is done right here.
    pub fn start(&self, name: &str, job: impl FnOnce() -> T + Send + 'static) {
        let sender = self.sender.clone();
        let wake = Arc::clone(&self.wake);
        // Kept in a shared slot, so that it is still ours when no thread can be had.
        let slot = Arc::new(std::sync::Mutex::new(Some(job)));
        let theirs = Arc::clone(&slot);
        let work = move || {
            let job = theirs.lock().ok().and_then(|mut slot| slot.take());
            if let Some(job) = job {
                // The receiver is gone only when the program ends.
                let _ = sender.send(job());
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
