//! A bare HTTP/1.1 client: it can cut, dawdle and say what no library would.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use serde_json::Value;

#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("not JSON: {}", String::from_utf8_lossy(&self.body)))
    }

    /// The status and the code of a refusal.
    pub(super) fn refusal(&self) -> (u16, String) {
        let json = self.json();
        assert!(json["detail"].is_string(), "a refusal has a detail: {json}");
        (self.status, json["code"].as_str().unwrap().to_owned())
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

#[derive(Debug, Clone)]
pub(super) struct Ask {
    method: &'static str,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

pub(super) fn get(path: &str) -> Ask {
    ask("GET", path)
}

pub(super) fn post(path: &str, body: &Value) -> Ask {
    ask("POST", path)
        .header("content-type", "application/json")
        .body(body.to_string().as_bytes())
}

pub(super) fn ask(method: &'static str, path: &str) -> Ask {
    Ask {
        method,
        path: path.to_owned(),
        headers: Vec::new(),
        body: Vec::new(),
    }
}

impl Ask {
    pub(super) fn header(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }

    pub(super) fn token(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    pub(super) fn cookie(self, cookie: &str) -> Self {
        self.header("cookie", format!("other=1; zhucun_session={cookie}"))
    }

    pub(super) fn body(mut self, body: &[u8]) -> Self {
        self.body = body.to_vec();
        self
    }

    /// The bytes on the wire; `length` is what they claim.
    pub(super) fn bytes(&self, length: usize) -> Vec<u8> {
        let mut text = format!(
            "{} {} HTTP/1.1\r\nhost: county.test\r\nconnection: close\r\n",
            self.method, self.path
        );
        if !self
            .headers
            .iter()
            .any(|(name, _)| name == "transfer-encoding")
        {
            let _ = write!(text, "content-length: {length}\r\n");
        }
        for (name, value) in &self.headers {
            let _ = write!(text, "{name}: {value}\r\n");
        }
        text.push_str("\r\n");
        let mut bytes = text.into_bytes();
        bytes.extend_from_slice(&self.body);
        bytes
    }

    /// The bytes of an honest request.
    pub(super) fn whole(&self) -> Vec<u8> {
        self.bytes(self.body.len())
    }

    pub(super) fn of(&self, address: SocketAddr) -> Answer {
        let mut stream = connect(address);
        // The server may answer and close before it has read all of a refused body.
        let _ = stream.write_all(&self.whole());
        answer(&mut stream, self.method)
    }

    /// Sends only the first `kept` bytes of the body, then goes away.
    pub(super) fn cut_after(&self, kept: usize, address: SocketAddr) {
        let mut stream = connect(address);
        let whole = self.whole();
        stream
            .write_all(&whole[..whole.len() - self.body.len() + kept])
            .unwrap();
        stream.flush().unwrap();
    }
}

pub(super) fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    stream
}

pub(super) fn answer(stream: &mut impl Read, method: &str) -> Answer {
    let mut bytes = Vec::new();
    // A TLS peer may end without saying so; what came counts.
    let _ = stream.read_to_end(&mut bytes);
    let end = bytes
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .unwrap_or_else(|| {
            panic!(
                "no head in {:?}",
                String::from_utf8_lossy(&bytes[..bytes.len().min(200)])
            );
        });
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .unwrap()
        .split(' ')
        .nth(1)
        .unwrap()
        .parse()
        .unwrap();
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let body = bytes[end + 4..].to_vec();
    if let Some(length) = headers.get("content-length")
        && method != "HEAD"
    {
        assert_eq!(
            body.len(),
            length.parse::<usize>().unwrap(),
            "the body came whole"
        );
    }
    Answer {
        status,
        headers,
        body,
    }
}
