//! The road between laptops and the county: it carries bytes to wherever the server listens now, counts them,
//! and breaks when told so.
use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU16, AtomicU64, Ordering::SeqCst},
    },
    thread,
};

pub(crate) struct Proxy {
    pub(crate) url: String,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    server: AtomicU16,
    carried: AtomicU64,
    /// What may still pass before every connection is cut.
    left: AtomicI64,
    cuts: AtomicU64,
}

impl Proxy {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(State::default());
        state.left.store(i64::MAX, SeqCst);
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for laptop in listener.incoming().flatten() {
                if let Ok(server) = TcpStream::connect(("127.0.0.1", shared.server.load(SeqCst))) {
                    for (from, to) in [(&laptop, &server), (&server, &laptop)] {
                        let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                        let state = Arc::clone(&shared);
                        thread::spawn(move || carry(from, to, &state));
                    }
                }
            }
        });
        Self { url, state }
    }

    pub(crate) fn lead_to(&self, port: u16) {
        self.state.server.store(port, SeqCst);
    }

    pub(crate) fn cut_after(&self, bytes: i64) {
        self.state.left.store(bytes, SeqCst);
    }

    pub(crate) fn mend(&self) {
        self.cut_after(i64::MAX);
    }

    pub(crate) fn carried(&self) -> u64 {
        self.state.carried.load(SeqCst)
    }

    pub(crate) fn cuts(&self) -> u64 {
        self.state.cuts.load(SeqCst)
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, state: &State) {
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        let size = i64::try_from(read).unwrap();
        let left = state.left.fetch_sub(size, SeqCst);
        // The part that still fits arrives, so that a message can break anywhere within.
        let passes = usize::try_from(left.clamp(0, size)).unwrap();
        state.carried.fetch_add(passes as u64, SeqCst);
        if to.write_all(&buffer[..passes]).is_err() {
            break;
        }
        if passes < read {
            state.cuts.fetch_add(1, SeqCst);
            break;
        }
    }
    _ = from.shutdown(Shutdown::Both);
    _ = to.shutdown(Shutdown::Both);
}
