use std::{fs, io::Write, net::TcpStream, sync::Arc};

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    client::{answer, get, post},
    rig::{Rig, Wish, rig, rig_with},
};
use crate::http::{Certificate, Options};

fn with_console() -> (Rig, tempfile::TempDir) {
    let built = tempfile::tempdir().unwrap();
    fs::create_dir_all(built.path().join("dist/assets")).unwrap();
    fs::write(built.path().join("secret.txt"), "outside").unwrap();
    fs::write(
        built.path().join("dist/index.html"),
        "<!doctype html>console",
    )
    .unwrap();
    fs::write(built.path().join("dist/assets/app-1a2b.js"), "run()").unwrap();
    let rig = rig_with(Wish {
        options: Options {
            console: built.path().join("dist"),
            ..Options::default()
        },
        ..Wish::default()
    });
    (rig, built)
}

#[test]
fn every_page_of_the_console_is_its_index_and_a_missing_file_is_not() {
    let (rig, _built) = with_console();
    for path in ["/", "/households", "/households/0199a3f2", "/index.html"] {
        let page = get(path).of(rig.address);
        assert_eq!(
            (page.status, page.body.as_slice()),
            (200, &b"<!doctype html>console"[..]),
            "{path}"
        );
        assert_eq!(page.header("cache-control"), "no-cache");
    }
    let script = get("/assets/app-1a2b.js").of(rig.address);
    assert_eq!(
        (script.status, script.body.as_slice()),
        (200, &b"run()"[..])
    );
    assert!(script.header("cache-control").contains("immutable"));
    assert_eq!(
        get("/assets/app-gone.js").of(rig.address).refusal(),
        (404, "not_found".into())
    );
    assert_eq!(
        post("/households", &json!({})).of(rig.address).refusal(),
        (404, "not_found".into())
    );
}

#[test]
fn nothing_outside_the_consoles_folder_is_served() {
    let (rig, built) = with_console();
    let data = rig.folder.path().join("county");
    assert!(data.join("server.sqlite").is_file() && built.path().join("secret.txt").is_file());
    let climbs = [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets/../../secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/..%5c..%5csecret.txt",
        "//secret.txt",
        "/%00secret.txt",
        "/etc/passwd",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
    ];
    for path in climbs {
        let answer = get(path).of(rig.address);
        let body = String::from_utf8_lossy(&answer.body);
        assert!(
            !body.contains("outside") && !body.contains("root:"),
            "{path}: {body}"
        );
    }
}

#[test]
fn without_built_screens_a_page_says_how_to_build_them() {
    let rig = rig();
    let page = get("/").of(rig.address);
    let text = String::from_utf8(page.body).unwrap();
    assert_eq!(page.status, 200);
    assert!(text.contains("npm run build") && text.contains("县服务器已运行"));
    assert_eq!(
        get("/app.js").of(rig.address).refusal(),
        (404, "not_found".into())
    );
}

#[test]
fn tls_serves_the_certificate_whose_pin_is_told() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().unwrap();
    let certificate = Certificate::own(folder.path(), vec!["localhost".into()]).unwrap();
    let pin = certificate.pin.clone();
    let rig = rig_with(Wish {
        certificate: Some(certificate),
        ..Wish::default()
    });
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(folder.path().join("cert.pem")).unwrap())
        .unwrap();
    let config = ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(rig.address).unwrap());
    let login = post(
        "/auth/login",
        &json!({"name": "zhang", "password": "long enough"}),
    );
    let bytes = login.bytes(
        json!({"name": "zhang", "password": "long enough"})
            .to_string()
            .len(),
    );
    stream.write_all(&bytes).unwrap();
    let answered = answer(&mut stream, "POST");
    assert_eq!(answered.status, 200);
    assert!(answered.header("set-cookie").contains("; Secure"));
    assert_eq!(
        stream.conn.protocol_version(),
        Some(rustls::ProtocolVersion::TLSv1_3)
    );
    let shown = stream.conn.peer_certificates().unwrap()[0].clone();
    assert_eq!(hex::encode(Sha256::digest(&shown)), pin);
}
