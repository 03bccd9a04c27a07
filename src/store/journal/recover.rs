//! From a journal that was left behind to the work as it was.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use super::found::{Found, digest_of_file};
use super::lines::{Edits, Header, Raw};
use super::log::{Base, BaseKind, Entry, Log, Move, Step};
use super::resume::{history_of, parsed};
use super::writer::Start;
use super::{Journal, KEEP_STEPS, folder, now};
use crate::model::{Comparison, Digest, Edit, History, Label, Time};
use crate::store::{self, Opened, Record, Warning};

/// Something that was done and not saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its name, as the menu has it.
    pub name: String,
    /// When it was done.
    pub time: Time,
}

/// What has become of the document that the journal is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentNow {
    /// It was never saved.
    NeverSaved,
    /// It is as it was last opened or saved.
    AsItWas,
    /// It was changed since, and an earlier copy had what the changes were made on: the work is what it
    /// was, without what changed in the document. It has to be merged, or saved elsewhere.
    ChangedSince,
    /// It was changed since, and there was no copy of what it was: the changes were made again
    /// on what it is now.
    ChangesOnIt,
    /// It is gone.
    Gone,
}

/// The work as it was when the program ended.
pub struct Recovered {
    /// The comparison, with the changes that were not saved.
    pub comparison: Comparison,
    /// What is needed to save it.
    pub record: Record,
    /// The document to go on saving to; nothing when the reader should be asked.
    pub path: Option<PathBuf>,
    /// Where the document was, if there ever was one.
    pub was_at: Option<PathBuf>,
    /// What has become of it.
    pub document: DocumentNow,
    /// The comparison as it was last saved, to be compared with.
    pub saved: Comparison,
    /// Whether a newer version wrote the document: then it can be read, and not saved.
    pub read_only: bool,
    /// The journal that goes on; it brings the history, to the step. Letting go of it leaves the changes to be found again.
    pub journal: Journal,
    /// The changes that were recovered.
    pub changes: Vec<Change>,
    /// The changes that were not.
    pub lost: Vec<Change>,
    /// What should be said, each a sentence or two.
    pub notes: Vec<String>,
    /// What was wrong with the document though it opened.
    pub warnings: Vec<Warning>,
}

/// Why nothing could be recovered just now. The journal stays where it is.
#[derive(Debug, Error)]
pub enum RecoveryError {
    /// What the changes were made on is nowhere to be had.
    #[error("{}: the {n} changes in the recovery journal were made on a version of this file that is not there any \
             more, neither here nor among the earlier versions; put the file back where it was and try again; \
             the journal is kept", .path.display())]
    NothingToStandOn {
        /// The document.
        path: PathBuf,
        /// How many changes there are.
        n: usize,
    },
    /// The journal's own copy of a comparison that was never saved can't be read.
    #[error("the recovery journal of “{title}”, which was never saved, has lost the comparison that its {n} \
             changes were made on ({why}); the journal is kept in {}", .folder.display())]
    OwnBase {
        /// The comparison's title.
        title: String,
        /// How many changes there are.
        n: usize,
        /// Why it can't be read.
        why: String,
        /// Where the journal is.
        folder: PathBuf,
    },
}

/// What the changes are made on again.
struct Ground {
    point: usize,
    base: Base,
    opened: Opened,
    document: DocumentNow,
}

/// The work, made again.
struct Rebuilt {
    comparison: Comparison,
    log: Log<Edits>,
    history: History,
    lost: Vec<Change>,
    notes: Vec<String>,
}

impl Found {
    /// Makes the work again as it was. `base_of` finds an earlier version of the document by its SHA-256, for when it
    /// was changed or is gone. The journal left behind goes when a new one, which holds all of it, is on the disk.
    ///
    /// # Errors
    /// When there is nothing that the changes could be made on; then this is given back.
    pub fn recover(
        self,
        base_of: &dyn Fn(&Digest) -> Option<Vec<u8>>,
    ) -> Result<Recovered, (Box<Self>, RecoveryError)> {
        let ground = match self.ground(base_of) {
            Ok(ground) => ground,
            Err(error) => return Err((Box::new(self), error)),
        };
        let on_it = ground.document == DocumentNow::ChangesOnIt;
        let mut rebuilt = if on_it { self.laid_on(&ground) } else { self.replayed(&ground) };
        let mut keep = !rebuilt.lost.is_empty();
        if self.damaged() {
            match folder::keep_damaged(&self.folder, &self.damage) {
                Ok(kept) => rebuilt.notes.push(format!(
                    "The end of the recovery journal is damaged; what comes before was recovered. The damaged part was \
                     set aside and is kept: {}.",
                    kept.display()
                )),
                Err(_) => keep = true,
            }
        }
        let was_at = self.path().map(Path::to_owned);
        let goes_on = matches!(ground.document, DocumentNow::AsItWas | DocumentNow::ChangesOnIt);
        let path = was_at.clone().filter(|_| goes_on);
        let n_lost = rebuilt.lost.len();
        let changes = self.changes().iter().take(self.changes().len().saturating_sub(n_lost));
        let changes = changes.filter(|change| !rebuilt.lost.contains(change)).cloned().collect();
        let Ground { opened, document, base, .. } = ground;
        let record = match base.kind {
            BaseKind::Own { published: false } => Record::new(),
            _ => opened.record,
        };
        let header = Header {
            comparison: self.header.comparison,
            title: rebuilt.comparison.title().to_owned(),
            path: path.clone(),
            start: rebuilt.log.start,
            replaces: vec![folder::name_of(&self.folder)],
        };
        let start = Start {
            folder: folder::fresh(&self.all.all, self.header.comparison),
            header,
            log: rebuilt.log,
            base: opened.comparison.clone(),
            record: record.clone(),
            replaces: vec![(self.folder, self.lock, keep)],
        };
        Ok(Recovered {
            comparison: rebuilt.comparison,
            record,
            path,
            was_at,
            document,
            saved: opened.comparison,
            read_only: opened.read_only,
            journal: self.all.start(start, Some(rebuilt.history)),
            changes,
            lost: rebuilt.lost,
            notes: rebuilt.notes,
            warnings: opened.warnings,
        })
    }

    /// Finds what the changes can be made on: the document as it was, the journal's own copy, an earlier
    /// version, the document as it is; in this order.
    fn ground(&self, base_of: &dyn Fn(&Digest) -> Option<Vec<u8>>) -> Result<Ground, RecoveryError> {
        let bases = self.log.bases();
        for (point, base) in bases.iter().rev() {
            if let Some(opened) = base.path.as_deref().and_then(|path| open_if(path, base.digest)) {
                let base = Base { kind: BaseKind::Saved, ..(*base).clone() };
                return Ok(Ground { point: *point, base, opened, document: DocumentNow::AsItWas });
            }
        }
        let path = self.path();
        let there = path.is_some_and(Path::exists);
        let changed = if there { DocumentNow::ChangedSince } else { DocumentNow::Gone };
        let mut why = "it is not there".to_owned();
        for (point, base) in &bases {
            let own = matches!(base.kind, BaseKind::Own { .. });
            let bytes =
                if own { fs::read(self.folder.join(folder::BASE)).ok() } else { base_of(&base.digest) };
            let Some(bytes) = bytes else { continue };
            if Digest::of(&bytes) != base.digest {
                "it is damaged".clone_into(&mut why);
                continue;
            }
            let name = base.path.as_deref().or(path).unwrap_or(Path::new("the recovery journal"));
            let Ok(opened) = store::from_json(&bytes, name) else { continue };
            let document = if path.is_some() { changed } else { DocumentNow::NeverSaved };
            let published = match base.kind {
                BaseKind::Own { published } => published,
                _ => true,
            };
            // The new journal keeps a copy of its own.
            let base = Base { kind: BaseKind::Own { published }, path: None, ..(*base).clone() };
            return Ok(Ground { point: *point, base, opened, document });
        }
        let opened = path.and_then(|path| Some((path, store::open(path).ok()?)));
        let opened = opened.filter(|(_, opened)| opened.comparison.id() == self.header.comparison);
        if let Some((path, opened)) = opened
            && let Ok(digest) = digest_of_file(path)
        {
            let point = bases.first().map_or(0, |(point, _)| *point);
            let state = 0;
            let (path, kind) = (Some(path.to_owned()), BaseKind::Saved);
            let base = Base { state, digest, path, kind, time: now() };
            return Ok(Ground { point, base, opened, document: DocumentNow::ChangesOnIt });
        }
        let n = self.changes().len();
        Err(match path {
            Some(path) => RecoveryError::NothingToStandOn { path: path.to_owned(), n },
            None => {
                let (title, folder) = (self.header.title.clone(), self.folder.clone());
                RecoveryError::OwnBase { title, n, why, folder }
            }
        })
    }

    /// Makes the changes on just what they were made on.
    fn replayed(&self, ground: &Ground) -> Rebuilt {
        let base = &ground.base;
        let (mut log, mut problem) = self.read_from(ground, KEEP_STEPS);
        let whole = self.log.entries().len() - ground.point;
        if problem.is_some() && !log.entries().iter().any(|entry| matches!(entry, Entry::Base(_))) {
            // Something to be undone can't be read: then only the changes themselves count.
            (log, problem) = self.read_from(ground, 0);
        }
        let mut comparison = ground.opened.comparison.clone();
        let point = log.bases().first().map_or(0, |(point, _)| *point);
        for (index, done) in log.moves(point) {
            if let Err(error) = comparison.apply_all(edits_of(&log, done)) {
                problem = Some(error.to_string());
                log.truncate(index);
                break;
            }
        }
        let n_read = log.entries().len().saturating_sub(point + 1);
        let lost =
            if problem.is_some() { self.names_after(ground.point, whole.min(n_read)) } else { Vec::new() };
        let notes = problem.into_iter().map(|problem| {
            format!(
                "From one of the changes on, the recovery journal could not be followed ({problem}). What comes before is \
                 here; the journal is kept for 30 days."
            )
        });
        let at_base = (ground.document == DocumentNow::AsItWas).then_some(base.state);
        let history = history_of(&log, at_base);
        Rebuilt { comparison, history, lost, notes: notes.collect(), log }
    }

    /// The journal from what it is played on, with at most `keep` steps before.
    fn read_from(&self, ground: &Ground, keep: usize) -> (Log<Edits>, Option<String>) {
        parsed(
            &self.log.rebased(ground.point, ground.base.clone(), keep),
            &ground.opened.comparison,
            &self.texts,
        )
    }

    /// The changes that are only in the entries after the first `n` of those from `point` on.
    fn names_after(&self, point: usize, n: usize) -> Vec<Change> {
        let mut sound: Log<Raw> = self.log.clone();
        sound.truncate(point + n);
        let kept = sound.names_from(point).len();
        self.changes().iter().skip(kept).cloned().collect()
    }

    /// Makes the changes on the document as it is now, each by itself.
    fn laid_on(&self, ground: &Ground) -> Rebuilt {
        let mut comparison = ground.opened.comparison.clone();
        let (old, problem) = parsed(&self.log, &comparison, &self.texts);
        let mut history = History::new(true);
        let mut log = Log::new(history.state().number());
        log.push(Entry::Base(ground.base.clone()));
        let mut rebuilt = (Vec::new(), Vec::new());
        let mut n_clashes = 0;
        for (index, done) in old.moves(ground.point) {
            let (Move::Make(of) | Move::TakeBack(of)) = done;
            let Some(step) = old.step(of) else { continue };
            let back = matches!(done, Move::TakeBack(_));
            let label = if back { format!("undo: {}", step.label) } else { step.label.clone() };
            let before = if back { &step.forward } else { &step.inverse };
            let forward = edits_of(&old, done);
            let in_both =
                |edit: &&Edit| differs(edit, &comparison) && differs(edit, &ground.opened.comparison);
            let new =
                |was: &Edit| forward.iter().any(|edit| same_target(edit, was) && differs(edit, &comparison));
            n_clashes += usize::from(before.iter().filter(in_both).any(new));
            let time = old.entries().get(index).map_or(0, Entry::time);
            match history.commit(&mut comparison, Label(label.clone()), forward.clone(), None) {
                Ok(_) => {
                    let inverse = history.last_step().map(|step| step.edits().to_vec()).unwrap_or_default();
                    let (forward, inverse) = (Arc::new(forward), Arc::new(inverse));
                    log.push(Entry::Step(Step {
                        label,
                        forward,
                        inverse,
                        state: history.state().number(),
                        time,
                    }));
                }
                Err(_) => rebuilt.0.push(Change { name: label, time: Time(time) }),
            }
        }
        let notes: &mut Vec<String> = &mut rebuilt.1;
        notes.push(
            "The file was changed by somebody else since, and no copy of what it was is at hand. So the recovered changes \
             were made again on the file as it is now, each as a step that can be undone."
                .to_owned(),
        );
        if n_clashes > 0 {
            notes.push(format!(
                "{n_clashes} of them are about something that was changed in the file too; what is shown is the recovered \
                 one. Undo shows the file's."
            ));
        }
        if let Some(problem) = problem {
            notes.push(format!(
                "A part of the journal could not be read ({problem}); it is kept for 30 days."
            ));
        }
        Rebuilt { comparison, log, history, lost: rebuilt.0, notes: rebuilt.1 }
    }
}

fn edits_of(log: &Log<Edits>, done: Move) -> Vec<Edit> {
    let edits = match done {
        Move::Make(step) => log.step(step).map(|step| &step.forward),
        Move::TakeBack(step) => log.step(step).map(|step| &step.inverse),
    };
    edits.map(|edits| edits.to_vec()).unwrap_or_default()
}

fn same_target(a: &Edit, b: &Edit) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b) && a.target() == b.target()
}

/// Whether the comparison does not say what `edit` puts there.
fn differs(edit: &Edit, comparison: &Comparison) -> bool {
    match edit {
        Edit::Title(title) => title != comparison.title(),
        // It only counts, and every reader's counts.
        Edit::CodebookRevision(_) => false,
        Edit::Source(id, source) => source.as_ref() != comparison.source(*id),
        Edit::Tag(id, tag) => tag.as_ref() != comparison.tag(*id),
        Edit::Reader(id, reader) => reader.as_ref() != comparison.reader(*id),
        Edit::Claim(id, claim) => claim.as_ref() != comparison.claim(*id),
        Edit::Link(id, link) => link.as_ref() != comparison.link(*id),
        Edit::Silence(id, silence) => silence.as_ref() != comparison.silence(*id),
        Edit::Coverage(id, coverage) => coverage.as_ref() != comparison.coverage(*id),
        Edit::SavedSheet(id, sheet) => sheet.as_ref() != comparison.saved_sheet(*id),
        Edit::Decision(id, decision) => decision.as_ref() != comparison.decision(*id),
        Edit::Round(id, round) => round.as_ref() != comparison.round(*id),
        Edit::SetAside(id, aside) => aside.as_ref() != comparison.set_aside().find(|known| known.id == *id),
    }
}

/// Opens a document if it has these bytes, before and after.
fn open_if(path: &Path, digest: Digest) -> Option<Opened> {
    let same = || digest_of_file(path).is_ok_and(|is| is == digest);
    same().then(|| store::open(path).ok()).flatten().filter(|_| same())
}
