//! The thread that waits for the disk, so that the journal's writer need not: while a flush takes its time, lines go
//! on being appended, and so outlive this program.
//!
//! One task at a time; the writer gives the next when it was told of the last.

use std::fs::{self, File};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use super::folder;
use super::found::digest_of_file;
use super::writer::Message;
use crate::model::Digest;

/// How a file is flushed to the disk: returns when the disk has it.
pub type Flush = dyn Fn(&File) -> io::Result<()> + Send + Sync;

/// What the disk is to have.
pub(super) struct Task {
    /// These files, as they are now or later.
    pub(super) files: Vec<Arc<File>>,
    /// The journal whose folder has to have the names, too; nothing where these have not changed.
    pub(super) names: Option<PathBuf>,
    /// The SHA-256 that the journal's own base has to have when it is read back.
    pub(super) base: Option<Digest>,
    /// Whether the journal that was written anew is to be put in its place, once the disk has it.
    pub(super) place: bool,
}

impl Task {
    fn done(&self, flush: &Flush) -> io::Result<()> {
        self.files.iter().try_for_each(|file| flush(file))?;
        let Some(journal) = &self.names else { return Ok(()) };
        if let Some(base) = self.base
            && digest_of_file(&journal.join(folder::BASE))? != base
        {
            return Err(io::Error::other("what was read back is not what was written"));
        }
        if self.place {
            fs::rename(journal.join(folder::NEW), journal.join(folder::JOURNAL))?;
        }
        folder::flush(journal);
        folder::flush(journal.parent().unwrap_or(journal));
        Ok(())
    }
}

/// Whoever waits for the disk.
pub(super) struct Flushing {
    tasks: Option<Sender<Task>>,
    flush: Arc<Flush>,
    writer: Sender<Message>,
}

impl Flushing {
    /// Begins the thread, which tells `writer` of each task that it is done. It ends with this value.
    pub(super) fn begin(flush: Arc<Flush>, writer: Sender<Message>) -> Self {
        let (tasks, given) = channel::<Task>();
        let (how, to) = (Arc::clone(&flush), writer.clone());
        let work = move || {
            for task in given {
                let done = task.done(&*how);
                drop(task);
                // The writer is there as long as it gives tasks.
                let _ = to.send(Message::Flushed(done));
            }
        };
        let begun = std::thread::Builder::new().name("journal's disk".to_owned()).spawn(work);
        Self { tasks: begun.is_ok().then_some(tasks), flush, writer }
    }

    /// Has a task done. Where the system gives no thread it is done before this returns.
    pub(super) fn give(&self, task: Task) {
        let left = match &self.tasks {
            Some(tasks) => tasks.send(task).err().map(|error| error.0),
            None => Some(task),
        };
        if let Some(task) = left {
            let _ = self.writer.send(Message::Flushed(task.done(&*self.flush)));
        }
    }
}
