//! A running server with a county of two accounts, and seams that say what they were asked.

use std::{
    collections::BTreeSet,
    net::SocketAddr,
    sync::{Arc, Mutex},
    thread::JoinHandle,
    time::Duration,
};

use domain::Id;
use ed25519_dalek::SigningKey;
use serde_json::{Map, Value, json};
use tokio::sync::oneshot;

use super::client::{Answer, post};
use crate::{
    accounts::tests::added,
    blobs::{Blobs, FileHash},
    data::{County, DataFolder},
    db::{ServerDb, tests::TestEnv},
    devices,
    http::{App, Certificate, EnvHandle, Listening, Options, Parts, Patience, serve},
    seams::{ApiFailure, PhotoFile, Seams},
};

pub(super) struct Rig {
    pub(super) address: SocketAddr,
    pub(super) env: Arc<TestEnv>,
    pub(super) db: Arc<ServerDb>,
    pub(super) blobs: Blobs,
    pub(super) folder: tempfile::TempDir,
    /// Hashes that some change set names.
    pub(super) wanted: Arc<Mutex<BTreeSet<FileHash>>>,
    pub(super) arrived: Arc<Mutex<Vec<(FileHash, u64)>>>,
    pub(super) photo: Arc<Mutex<Option<(Id, FileHash)>>>,
    stop: Option<oneshot::Sender<()>>,
    running: Option<JoinHandle<()>>,
}

#[derive(Default)]
pub(super) struct Wish {
    pub(super) options: Options,
    pub(super) certificate: Option<Certificate>,
    pub(super) patience: Option<Patience>,
}

pub(super) fn rig() -> Rig {
    rig_with(Wish::default())
}

pub(super) fn rig_with(wish: Wish) -> Rig {
    let folder = tempfile::tempdir().unwrap();
    let env = Arc::new(TestEnv::new(11));
    let county = County {
        code: "431128".into(),
        name: "新田县".into(),
        created_at: 1,
    };
    let data = DataFolder::init(&folder.path().join("county"), county.clone(), &*env).unwrap();
    let db = Arc::new(ServerDb::create(&data.server_file()).unwrap());
    added(&db, &env, "zhang", "first_secretary", "431128103202");
    added(&db, &env, "office", "county_office", "431128");

    let wanted = Arc::new(Mutex::new(BTreeSet::new()));
    let arrived = Arc::new(Mutex::new(Vec::new()));
    let photo = Arc::new(Mutex::new(None));
    let blobs = Blobs::new(data.photos());
    let app = Arc::new(App::new(Parts {
        db: Arc::clone(&db),
        env: EnvHandle(Arc::<TestEnv>::clone(&env)),
        blobs: blobs.clone(),
        uploads: data.uploads(),
        county,
        keys: data.keys().unwrap(),
        seams: seams(&wanted, &arrived, &photo),
        options: Options {
            tls: wish.certificate.is_some(),
            patience: wish.patience.unwrap_or_default(),
            ..wish.options
        },
    }));

    let listening = Listening::bind("127.0.0.1:0", wish.certificate).unwrap();
    let address = listening.listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let running = std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime
            .block_on(serve(app, listening, async {
                let _ = stopped.await;
            }))
            .unwrap();
        runtime.shutdown_timeout(Duration::from_millis(500));
    });
    Rig {
        address,
        env,
        db,
        blobs,
        folder,
        wanted,
        arrived,
        photo,
        stop: Some(stop),
        running: Some(running),
    }
}

fn seams(
    wanted: &Arc<Mutex<BTreeSet<FileHash>>>,
    arrived: &Arc<Mutex<Vec<(FileHash, u64)>>>,
    photo: &Arc<Mutex<Option<(Id, FileHash)>>>,
) -> Seams {
    let (wanted, readable, arrived, photo) = (
        Arc::clone(wanted),
        Arc::clone(wanted),
        Arc::clone(arrived),
        Arc::clone(photo),
    );
    Seams {
        api: Arc::new(|caller, name, request| match name {
            "who" => Ok(json!({
                "account": caller.account.name,
                "role": caller.account.role,
                "device": caller.device,
                "request": request,
            })),
            "slow" => {
                std::thread::sleep(Duration::from_millis(700));
                Ok(json!({"done": true}))
            }
            "large" => Ok(Value::from("墨".repeat(12 * 1024 * 1024))),
            "visit.print" => Ok(json!({
                "foot": {
                    "number": "H11-20180930-4F7Q2X",
                    "printed_at": "2018-09-30 21:30",
                    "printed_by": caller.account.name,
                    "unsynced": "",
                },
                "form": { "visits": { "place": "", "filter": request["month"], "rows": [] } },
            })),
            "panic" => panic!("planted"),
            _ => Err(ApiFailure {
                status: 404,
                code: "unknown_operation".into(),
                detail: name.to_owned(),
                more: Map::new(),
            }),
        }),
        exchange: Arc::new(|device, bytes| {
            Ok(format!(
                "{} {} revoked={}",
                device.account.name,
                bytes.len(),
                device.revoked
            )
            .into_bytes())
        }),
        state: Arc::new(|device, query| {
            Ok(format!("{} {} {}", device.id, query.place, query.after).into_bytes())
        }),
        older: Arc::new(|device, bytes| {
            Ok(format!("{} {}", device.account.name, bytes.len()).into_bytes())
        }),
        holds: Arc::new(|account| Ok(account.name.len() as u64)),
        wanted: Arc::new(move |hash| Ok(wanted.lock().unwrap().contains(hash))),
        // A file is the business of the village's secretary only.
        readable: Arc::new(move |account, hash| {
            let owned = readable.lock().unwrap().contains(hash);
            Ok((owned && account.name == "zhang").then(|| "image/jpeg".to_owned()))
        }),
        photo: Arc::new(move |caller, id, _| {
            let known = *photo.lock().unwrap();
            let own = known.filter(|(known, _)| *known == id && caller.account.name == "zhang");
            Ok(own.map(|(_, hash)| PhotoFile {
                hash,
                media_type: "image/jpeg".to_owned(),
            }))
        }),
        arrived: Arc::new(move |hash, size| arrived.lock().unwrap().push((*hash, size))),
        openapi: r#"{"openapi":"3.1.0"}"#.into(),
    }
}

impl Rig {
    /// Asks to end and waits for it.
    pub(super) fn end(&mut self) {
        drop(self.stop.take());
        if let Some(running) = self.running.take() {
            running.join().unwrap();
        }
    }

    /// Starts to end without waiting.
    pub(super) fn ask_to_end(&mut self) {
        drop(self.stop.take());
    }

    pub(super) fn log_in(&self, name: &str, password: &str) -> Answer {
        post("/auth/login", &json!({"name": name, "password": password})).of(self.address)
    }

    /// The cookie of a fresh session.
    pub(super) fn session(&self, name: &str) -> String {
        cookie(&self.log_in(name, "long enough"))
    }

    pub(super) fn code(&self, name: &str) -> String {
        let account = crate::accounts::by_name(&self.db, name).unwrap().unwrap();
        devices::give_code(&self.db, &*self.env, &account, 72)
            .unwrap()
            .code
    }

    /// Enrols a laptop with a key made from `key`.
    pub(super) fn enrol(&self, code: &str, key: u8) -> Answer {
        let public = SigningKey::from_bytes(&[key; 32])
            .verifying_key()
            .to_bytes();
        let request = json!({
            "code": code,
            "device_public_key": hex::encode(public),
            "machine": "old laptop",
            "app": "zhucun 0.1.0",
        });
        post("/sync/v1/enrol", &request).of(self.address)
    }

    /// A fresh laptop of `name`: its id and token.
    pub(super) fn laptop(&self, name: &str, key: u8) -> (Id, String) {
        let answer = self.enrol(&self.code(name), key).json();
        let text = |field: &str| answer[field].as_str().unwrap().to_owned();
        (text("device").parse().unwrap(), text("token"))
    }

    pub(super) fn want(&self, hash: FileHash) {
        self.wanted.lock().unwrap().insert(hash);
    }

    pub(super) fn who(&self, token: &str) -> Answer {
        post("/api/who", &Value::Null).token(token).of(self.address)
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        drop(self.stop.take());
    }
}

pub(super) fn cookie(answer: &Answer) -> String {
    let set = answer.header("set-cookie");
    set.strip_prefix("zhucun_session=")
        .unwrap_or_else(|| panic!("no cookie: {answer:?}"))
        .split(';')
        .next()
        .unwrap()
        .to_owned()
}
