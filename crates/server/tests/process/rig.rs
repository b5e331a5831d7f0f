//! A county that is served by the real program, and a laptop that talks to it.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::Mutex,
    time::{Duration, Instant},
};

use domain::{About, Env, Id, place::Scope, records::Record};
use ed25519_dalek::SigningKey;
use serde_json::Value as Json;
use store::{Edit, Side, Store, laptop::Identity};
use sync::{
    engine::Device,
    http::{Client, EnrolRequest, Enrolled, enrol},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_zhucun-server");

pub(crate) fn run(data: &Path, args: &[&str]) -> Output {
    Command::new(PROGRAM)
        .arg("--data")
        .arg(data)
        .args(args)
        .env("ZHUCUN_PASSWORD", "long enough")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

pub(crate) fn json_of(data: &Path, args: &[&str]) -> Json {
    let output = run(data, &[args, &["--json"]].concat());
    assert!(
        output.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), 1, "exactly one document: {text}");
    serde_json::from_str(&text).unwrap()
}

pub(crate) fn refused(data: &Path, args: &[&str]) -> (i32, String) {
    let output = run(data, &[args, &["--json"]].concat());
    assert!(output.stdout.is_empty(), "{args:?}");
    let text = String::from_utf8(output.stderr).unwrap();
    let error: Json = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    assert!(
        error["detail"].is_string() && error["hint"].is_string(),
        "{error}"
    );
    (
        output.status.code().unwrap(),
        error["code"].as_str().unwrap().to_owned(),
    )
}

pub(crate) struct Server {
    child: Child,
    pub(crate) url: String,
}

impl Server {
    pub(crate) fn start(data: &Path, more: &[&str]) -> Self {
        let mut child = Command::new(PROGRAM)
            .arg("--data")
            .arg(data)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line
            .trim()
            .strip_prefix("ready ")
            .unwrap_or_else(|| panic!("not ready: {line:?}"))
            .to_owned();
        Self { child, url }
    }

    pub(crate) fn signal(&mut self, name: &str) -> Option<i32> {
        Command::new("kill")
            .args([name, &self.child.id().to_string()])
            .status()
            .unwrap();
        #[expect(clippy::disallowed_methods, reason = "a time limit is measured")]
        let began = Instant::now();
        let status = self.child.wait().unwrap();
        assert!(
            began.elapsed() < Duration::from_secs(6),
            "it takes seconds to end"
        );
        status.code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) struct Laptop {
    pub(crate) store: Mutex<Store>,
    device: Device,
    pub(crate) token: String,
    pin: Option<[u8; 32]>,
}

impl Laptop {
    /// Enrols with a code as the county's command line prints it.
    pub(crate) fn enrolled(env: &dyn Env, url: &str, code: &Json) -> (Self, Enrolled) {
        let pin = code["pin"]
            .as_str()
            .map(|pin| hex::decode(pin).unwrap().try_into().unwrap());
        let secret = [5; 32];
        let request = EnrolRequest {
            code: code["code"].as_str().unwrap().to_owned(),
            device_public_key: hex::encode(
                SigningKey::from_bytes(&secret).verifying_key().to_bytes(),
            ),
            machine: "old laptop".to_owned(),
            app: "zhucun 0.1.0".to_owned(),
        };
        let client = Client::new(url, None, pin, Duration::from_secs(20)).unwrap();
        let told = enrol(&client, &request).unwrap();
        let bytes = |hexadecimal: &str| -> [u8; 32] {
            hex::decode(hexadecimal).unwrap().try_into().unwrap()
        };
        let mut store = Store::in_memory(Side::Laptop).unwrap();
        let identity = Identity {
            grant: told.grant.parse().unwrap(),
            id_key: bytes(&told.id_key),
            scope: Scope::of_codes(told.scope_version, [told.area.as_str()]),
        };
        store.enrol(env, &identity).unwrap();
        let laptop = Self {
            store: Mutex::new(store),
            device: Device {
                secret,
                county_public_key: bytes(&told.county_public_key),
                app: "zhucun 0.1.0".to_owned(),
            },
            token: told.token.clone(),
            pin,
        };
        (laptop, told)
    }

    pub(crate) fn sync(&self, env: &dyn Env, url: &str) -> Result<sync::Report, String> {
        let mut client = Client::new(
            url,
            Some(self.token.clone()),
            self.pin,
            Duration::from_secs(20),
        )
        .unwrap();
        let (report, result) =
            sync::sync(&self.store, env, &self.device, &mut client, &mut |_| true);
        result.map(|()| report).map_err(|error| error.to_string())
    }

    pub(crate) fn save(&self, env: &dyn Env, rows: Vec<Edit>) {
        self.store
            .lock()
            .unwrap()
            .save(env, rows, About::default())
            .unwrap()
            .unwrap();
    }
}

pub(crate) fn row<R: Record>(id: Id, record: &R) -> Edit {
    Edit {
        table: R::INFO.table,
        id,
        base: None,
        cells: record.to_cells(),
    }
}
