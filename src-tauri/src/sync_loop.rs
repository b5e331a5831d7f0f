//! Syncs beside the window: when asked, soon after a save, and now and then. Nothing waits for it.

use std::{
    net::{TcpStream, ToSocketAddrs},
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use api::centre::Network;
use domain::{Env, records};
use sync::{Progress, ProtocolError, SyncError, laptop};

use crate::shell::{ANSWER_TIMEOUT, APP, Opened, Shell, lock};

/// Between two looks whether the county can be reached.
const LOOK_EVERY: Duration = Duration::from_mins(1);
/// After a save, so that several in a row go together.
const AFTER_SAVE: Duration = Duration::from_secs(10);
/// Syncs although nothing was written here: what others wrote comes in.
const NOW_AND_THEN_MS: i64 = 10 * 60_000;
const REACH_TIMEOUT: Duration = Duration::from_secs(3);
/// Between two words to the page.
const TELL_EVERY_MS: i64 = 200;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Nothing,
    Soon,
    Now,
    End,
}

struct Signal {
    wanted: Mutex<Wanted>,
    rings: Condvar,
    stop: AtomicBool,
}

/// The handle on the loop of one unlocked profile.
pub(crate) struct SyncLoop {
    signal: Arc<Signal>,
    thread: Option<JoinHandle<()>>,
}

impl SyncLoop {
    pub(crate) fn spawn(shell: Arc<Shell>, opened: Arc<Opened>) -> Self {
        let signal = Arc::new(Signal {
            wanted: Mutex::new(Wanted::Now),
            rings: Condvar::new(),
            stop: AtomicBool::new(false),
        });
        let theirs = Arc::clone(&signal);
        let thread = std::thread::Builder::new()
            .name("sync".to_owned())
            .spawn(move || work(&shell, &opened, &theirs));
        if let Err(error) = &thread {
            tracing::error!("no thread for the sync: {error}");
        }
        Self {
            signal,
            thread: thread.ok(),
        }
    }

    fn want(&self, what: Wanted) {
        let mut wanted = lock(&self.signal.wanted);
        if *wanted != Wanted::End && !(what == Wanted::Soon && *wanted == Wanted::Now) {
            *wanted = what;
        }
        self.signal.rings.notify_all();
    }

    /// The person wants one now.
    pub(crate) fn start(&self) {
        self.want(Wanted::Now);
    }

    /// Something was saved, or a picture is to come.
    pub(crate) fn soon(&self) {
        self.want(Wanted::Soon);
    }

    /// The person stops the one that runs; what came through stays.
    pub(crate) fn stop(&self) {
        self.signal.stop.store(true, Ordering::Relaxed);
    }

    /// Ends the loop and waits for it.
    pub(crate) fn end(mut self) {
        self.stop();
        self.want(Wanted::End);
        if let Some(thread) = self.thread.take() {
            _ = thread.join();
        }
    }
}

fn work(shell: &Arc<Shell>, opened: &Opened, signal: &Signal) {
    let mut last_ms = 0;
    loop {
        let wanted = wait(signal);
        if wanted == Wanted::End {
            return;
        }
        let reached = reaches(&opened.identity.server);
        shell.on_road(|road| {
            road.network = if reached {
                Network::Online
            } else {
                Network::Offline
            }
        });
        let due = is_due(opened) || shell.env().wall_ms() - last_ms > NOW_AND_THEN_MS;
        // Without a road a sync is only tried when the person asks: the record of syncs is for those that were wanted.
        if wanted == Wanted::Now || reached && (wanted == Wanted::Soon || due) {
            run(shell, opened, signal, reached);
            last_ms = shell.env().wall_ms();
        }
    }
}

/// Until something is wanted, or it is time to look.
fn wait(signal: &Signal) -> Wanted {
    let mut wanted = lock(&signal.wanted);
    if *wanted == Wanted::Nothing {
        wanted = signal
            .rings
            .wait_timeout(wanted, LOOK_EVERY)
            .unwrap_or_else(PoisonError::into_inner)
            .0;
    }
    if *wanted == Wanted::Soon {
        wanted = signal
            .rings
            .wait_timeout(wanted, AFTER_SAVE)
            .unwrap_or_else(PoisonError::into_inner)
            .0;
    }
    let found = *wanted;
    if found != Wanted::End {
        *wanted = Wanted::Nothing;
    }
    found
}

/// Is something to be handed over, or the first sync not through?
fn is_due(opened: &Opened) -> bool {
    let store = lock(&opened.store);
    let waits = store.waiting().is_ok_and(|waiting| waiting.sets > 0);
    waits
        || !matches!(store.fetched(), Ok((_, true)))
        || store
            .unsent_photos(1)
            .is_ok_and(|photos| !photos.is_empty())
}

fn run(shell: &Arc<Shell>, opened: &Opened, signal: &Signal, was_reached: bool) {
    signal.stop.store(false, Ordering::Relaxed);
    shell.on_road(|road| {
        road.running = true;
        road.percent = 0;
    });
    let was_complete = matches!(lock(&opened.store).fetched(), Ok((_, true)));
    let mut told_ms = 0;
    let (report, result) = laptop::run(
        &opened.store,
        shell.env(),
        &opened.identity,
        &opened.keeper,
        (APP, ANSWER_TIMEOUT),
        &mut |at: Progress| {
            if at.rows > 0 {
                opened.fetched.store(at.rows, Ordering::Relaxed);
            }
            let now_ms = shell.env().wall_ms();
            if (now_ms - told_ms).abs() >= TELL_EVERY_MS {
                told_ms = now_ms;
                shell.on_road(|road| {
                    road.network = Network::Online;
                    road.percent = percent(at);
                });
            }
            !signal.stop.load(Ordering::Relaxed)
        },
    );
    let trouble = result.as_ref().err().map_or("", laptop::trouble);
    // Cut is what was begun; a county that was never reached is only out of reach.
    let trouble = if trouble == "cut" && !was_reached {
        ""
    } else {
        trouble
    };
    let detail = result.as_ref().err().map(detail).unwrap_or_default();
    let reached = !matches!(&result, Err(SyncError::Protocol(ProtocolError::Cut(_))));
    shell.on_road(|road| {
        road.running = false;
        road.percent = if result.is_ok() { 100 } else { 0 };
        road.network = if reached {
            Network::Online
        } else {
            Network::Offline
        };
        trouble.clone_into(&mut road.trouble);
        road.trouble_detail = detail;
    });
    if !was_complete && matches!(lock(&opened.store).fetched(), Ok((_, true))) {
        name_place(shell, opened);
        shell.tell_changed(&["*"]);
        return;
    }
    let mut touched: Vec<&str> = report
        .touched
        .iter()
        .filter_map(|table| records::by_table(*table))
        .map(|record| record.name)
        .collect();
    if report.photos_fetched > 0 {
        touched.push("photo");
    }
    if report.receipts > 0 || report.photos_sent > 0 {
        // Receipts stand on every kind of row.
        shell.tell_changed(&["*"]);
    } else if !touched.is_empty() {
        shell.tell_changed(&touched);
    }
}

/// More of what stopped a sync: of a busy county only the seconds that it asked for, which the badge counts out.
fn detail(error: &SyncError) -> String {
    match error {
        SyncError::Protocol(ProtocolError::RetryLater(seconds)) => seconds.to_string(),
        other => other.to_string(),
    }
}

/// The unlock screen says where this laptop belongs.
fn name_place(shell: &Shell, opened: &Opened) {
    let told = shell
        .host()
        .and_then(|host| api::dispatch(&host, "session.get", serde_json::json!({})));
    if let Ok(told) = told
        && let Err(error) = opened
            .keeper
            .tell_place(told["area"]["name"].as_str().unwrap_or_default())
    {
        tracing::warn!("the place's name was not kept: {error}");
    }
}

fn percent(at: Progress) -> u64 {
    let share = |done: u64, all: u64| {
        (done * 100)
            .checked_div(all)
            .map_or(100, |share| share.min(100))
    };
    let pushed = share(at.receipted, at.receipted + at.waiting);
    let pulled = share(at.position, at.head);
    u64::midpoint(pushed, pulled).min(99)
}

/// Is there anybody at the county's address?
fn reaches(server: &str) -> bool {
    let Some((scheme, rest)) = server.split_once("://") else {
        return false;
    };
    let host = rest.split('/').next().unwrap_or_default();
    let port = if scheme == "https" { 443 } else { 80 };
    let named = if host
        .rsplit(':')
        .next()
        .is_some_and(|port| port.parse::<u16>().is_ok())
        && host.contains(':')
    {
        host.to_owned()
    } else {
        format!("{host}:{port}")
    };
    named.to_socket_addrs().is_ok_and(|mut addresses| {
        addresses.any(|address| TcpStream::connect_timeout(&address, REACH_TIMEOUT).is_ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_reached_at_its_port_and_not_when_nobody_listens() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        assert!(reaches(&address));
        assert!(reaches(&format!("{address}/below")));
        drop(listener);
        assert!(!reaches(&address));
        assert!(!reaches("no address"));
    }

    #[test]
    fn a_busy_county_is_told_with_the_seconds_that_it_asked_for() {
        let busy = SyncError::Protocol(ProtocolError::RetryLater(90));
        assert_eq!(detail(&busy), "90");
        assert_ne!(detail(&SyncError::NoProgress), "");
    }

    #[test]
    fn a_sync_is_at_a_hundred_only_when_it_is_through() {
        assert_eq!(
            percent(Progress {
                receipted: 5,
                waiting: 5,
                position: 50,
                head: 100,
                ..Progress::default()
            }),
            50
        );
        assert_eq!(
            percent(Progress {
                receipted: 5,
                position: 100,
                head: 100,
                ..Progress::default()
            }),
            99
        );
    }
}
