//! The profile as a file on a stick, and back. The page learns no path and gives none.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use api::{
    ApiError, Code,
    shell::{BackupProgress, BackupStep, RestoreRequest, ShellState},
};
use serde_json::{Value, json};
use store::{
    StoreError,
    profile::{Backup, State, Step, Watch},
};
use tauri::{AppHandle, State as Managed};
use tauri_plugin_dialog::DialogExt;

use crate::{
    call::answer,
    shell::{Opened, Shell, lock, refused},
};

const ENDING: &str = "zhucun";
/// Between two looks whether a backup is due that is made by itself.
const LOOK_EVERY: Duration = Duration::from_mins(1);
/// A call that is still at work when the profile is closed for a restore.
const CLOSES_WITHIN: Duration = Duration::from_secs(10);

/// One copy at a time.
#[derive(Debug, Default)]
pub(crate) struct Copying {
    busy: AtomicBool,
    stop: AtomicBool,
    /// The backup that the person chose last.
    chosen: Mutex<Option<PathBuf>>,
}

/// `{file, rows}`; no file where the person thought better of it.
#[tauri::command]
pub(crate) async fn backup_save(
    app: AppHandle,
    shell: Managed<'_, Arc<Shell>>,
    file: String,
) -> Result<Value, ()> {
    let shell = Arc::clone(&shell);
    done(move || {
        let chosen = app
            .dialog()
            .file()
            .add_filter("zhucun", &[ENDING])
            .set_file_name(&file)
            .blocking_save_file()
            .and_then(|chosen| chosen.into_path().ok());
        let Some(path) = chosen.map(as_backup) else {
            return Ok(json!({"file": null, "rows": 0}));
        };
        let made = shell.back_up(&path)?;
        Ok(json!({"file": name_of(&path), "rows": made.rows}))
    })
    .await
}

/// `{file}`: which backup `shell.restore` is about.
#[tauri::command]
pub(crate) async fn backup_choose(
    app: AppHandle,
    shell: Managed<'_, Arc<Shell>>,
) -> Result<Value, ()> {
    let shell = Arc::clone(&shell);
    done(move || {
        let chosen = app
            .dialog()
            .file()
            .add_filter("zhucun", &[ENDING])
            .blocking_pick_file()
            .and_then(|chosen| chosen.into_path().ok());
        let name = chosen.as_deref().map(name_of);
        shell.choose(chosen);
        Ok(json!({"file": name}))
    })
    .await
}

async fn done(
    work: impl FnOnce() -> Result<Value, ApiError> + Send + 'static,
) -> Result<Value, ()> {
    let done = tauri::async_runtime::spawn_blocking(work).await;
    Ok(answer(done.unwrap_or_else(|error| {
        Err(ApiError::new(Code::Failed, error.to_string()))
    })))
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn as_backup(path: PathBuf) -> PathBuf {
    if path.extension().is_some_and(|ending| ending == ENDING) {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(".");
    name.push(ENDING);
    name.into()
}

impl Shell {
    pub(crate) fn choose(&self, chosen: Option<PathBuf>) {
        *lock(&self.copying().chosen) = chosen;
    }

    pub(crate) fn stop_backup(&self) {
        self.copying().stop.store(true, Ordering::Relaxed);
    }

    pub(crate) fn back_up(&self, out: &Path) -> Result<Backup, ApiError> {
        let opened = self.at_work()?;
        self.copy(|watch| opened.keeper.backup_watched(self.env(), out, watch))
    }

    /// Runs a copy, tells the page how far it is, and stops it when the person says so.
    fn copy<T>(
        &self,
        work: impl FnOnce(Watch<'_>) -> Result<T, StoreError>,
    ) -> Result<T, ApiError> {
        if self.copying().busy.swap(true, Ordering::Relaxed) {
            return Err(ApiError::new(Code::FileInUse, "a copy is being made"));
        }
        self.copying().stop.store(false, Ordering::Relaxed);
        let mut told = None;
        let done = work(&mut |step, done, all| {
            let now = BackupProgress {
                step: match step {
                    Step::Copying => BackupStep::Copying,
                    Step::Writing => BackupStep::Writing,
                    Step::Reading => BackupStep::Reading,
                },
                percent: (done * 100).checked_div(all).unwrap_or(100).min(100),
            };
            if told.as_ref() != Some(&now) {
                self.tell("backup", json!(now));
                told = Some(now);
            }
            !self.copying().stop.load(Ordering::Relaxed)
        });
        self.copying().busy.store(false, Ordering::Relaxed);
        done.map_err(refused)
    }

    /// Puts a backup in the place of the open profile, or of one that is damaged or not there. Work that waits is never
    /// gone over, and the profile closes only when the backup was found whole and its passphrase right.
    pub(crate) fn restore(
        self: &Arc<Self>,
        request: &RestoreRequest,
    ) -> Result<ShellState, ApiError> {
        let folder = self.folder();
        let from = match &request.name {
            Some(name) => folder.automatic_backup(name),
            None => lock(&self.copying().chosen).clone(),
        };
        let from = from.ok_or_else(|| ApiError::not_found("backup", "that was chosen"))?;
        let person = match self.opened() {
            Some(opened) => {
                nothing_waits(&opened)?;
                Some(opened.identity.person.clone())
            }
            None if matches!(folder.state(), State::None | State::Damaged(_)) => None,
            None => return Err(ApiError::new(Code::NotReady, "the profile is locked")),
        };
        let (passphrase, person) = (request.passphrase.as_str(), person.as_deref());
        let open = self.copy(|watch| {
            if person.is_some() {
                folder.look_through(self.env(), &from, passphrase, person, watch)?;
                self.close();
                let mut waited = Duration::ZERO;
                while folder.state() == State::InUse && waited < CLOSES_WITHIN {
                    std::thread::sleep(Duration::from_millis(50));
                    waited += Duration::from_millis(50);
                }
            }
            folder.restore_over(self.env(), &from, passphrase, person, watch)
        })?;
        self.choose(None);
        self.take(open)?;
        self.state()
    }

    /// Today's, when it is due. Whoever locks or backs up himself goes first.
    fn back_up_by_itself(&self) -> Result<(), ApiError> {
        let opened = self.at_work()?;
        let last_dseq = lock(&opened.store).last_dseq()?;
        opened
            .keeper
            .backup_by_itself(self.env(), last_dseq, &mut |_, _, _| {
                self.opened().is_some() && !self.copying().busy.load(Ordering::Relaxed)
            })?;
        Ok(())
    }
}

/// Changes, photos and half-written forms are nowhere but here.
fn nothing_waits(opened: &Opened) -> Result<(), ApiError> {
    let store = lock(&opened.store);
    let (sets, drafts) = (store.waiting()?.sets, store.drafts_of("")?.len());
    if sets > 0 || drafts > 0 || !store.unsent_photos(1)?.is_empty() {
        let detail = format!("{sets} changes, {drafts} drafts");
        return Err(ApiError::new(Code::Unsent, detail));
    }
    Ok(())
}

/// Looks for as long as the program runs.
pub(crate) fn watch(shell: Arc<Shell>) {
    let watching = std::thread::Builder::new()
        .name("backup".to_owned())
        .spawn(move || {
            loop {
                std::thread::sleep(LOOK_EVERY);
                if shell.is_at_work()
                    && let Err(error) = shell.back_up_by_itself()
                {
                    tracing::warn!("no backup was made by itself: {error}");
                }
            }
        });
    if let Err(error) = watching {
        tracing::error!("no thread that makes backups by itself: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_has_its_ending_whatever_was_typed() {
        for (typed, named) in [
            ("a", "a.zhucun"),
            ("a.zhucun", "a.zhucun"),
            ("9.30", "9.30.zhucun"),
        ] {
            assert_eq!(as_backup(typed.into()), Path::new(named));
        }
    }
}
