//! The real program: a county is made, served, asked by a laptop's own client, killed, served again, checked.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod busy;
mod rig;

use domain::{
    Env,
    place::Scope,
    records::{Household, Photo, Visit},
};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use store::system::SystemEnv;

use rig::{Laptop, Server, json_of, refused, row, run};

#[test]
fn a_laptop_enrols_works_while_the_server_is_away_and_both_hold_the_same_in_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("county");
    let env = SystemEnv::default();
    let made = json_of(&data, &["init", "--county", "431128"]);
    assert_eq!(
        (&made["county"], &made["administrator"]),
        (&json!("431128"), &json!("admin"))
    );
    assert!(
        made["password"].is_null(),
        "a password that was given is not shown"
    );

    let mut server = Server::start(&data, &["--tls-self-signed"]);
    // While the server runs, from another process.
    let add = [
        "account",
        "add",
        "--name",
        "zhang",
        "--person",
        "张三",
        "--role",
        "first_secretary",
        "--area",
        "431128103202",
    ];
    assert_eq!(json_of(&data, &add)["account"]["state"], "active");
    let code = json_of(&data, &["enrol", "--account", "zhang"]);
    assert_eq!(code["server"], server.url.as_str());
    assert_eq!(code["pin"].as_str().unwrap().len(), 64);

    let (laptop, told) = Laptop::enrolled(&env, &server.url, &code);
    assert_eq!(
        (told.name.as_str(), told.area.as_str()),
        ("张三", "431128103202")
    );
    laptop.sync(&env, &server.url).unwrap();

    assert_eq!(server.signal("-KILL"), None);
    assert!(laptop.sync(&env, &server.url).is_err());
    let (household, visit) = (env.new_id(), env.new_id());
    let home = Household {
        number: "4311281032029001".to_owned(),
        division_code: "431128103202".to_owned(),
        ..Household::default()
    };
    laptop.save(&env, vec![row(household, &home)]);
    let call = Visit {
        household_id: Some(household),
        visited_on: "2018-09-30".to_owned(),
        note: "看了烤烟，长势好。".to_owned(),
        ..Visit::default()
    };
    laptop.save(&env, vec![row(visit, &call)]);
    let picture: Vec<u8> = (0..700_000_u32)
        .map(|index| (index * 7 + index / 255) as u8)
        .collect();
    let hash: [u8; 32] = Sha256::digest(&picture).into();
    laptop
        .store
        .lock()
        .unwrap()
        .put_photo(&env, &hash, &picture)
        .unwrap();
    let photo = Photo {
        owner_kind: "visit".to_owned(),
        owner_id: Some(visit),
        sha256: hex::encode(hash),
        size_bytes: Some(picture.len() as i64),
        media_type: "image/jpeg".to_owned(),
        ..Photo::default()
    };
    laptop.save(&env, vec![row(env.new_id(), &photo)]);

    let mut server = Server::start(&data, &["--tls-self-signed"]);
    let report = laptop.sync(&env, &server.url).unwrap();
    assert_eq!(
        (report.pushed, report.receipts, report.photos_sent),
        (3, 3, 1),
        "{report:?}"
    );
    assert_eq!(
        (report.quarantined, report.merged, report.complete),
        (0, 0, true)
    );

    let devices = json_of(&data, &["device", "list"]);
    assert_eq!(
        (&devices["rows"][0]["state"], &devices["rows"][0]["person"]),
        (&json!("active"), &json!("张三"))
    );
    let held = laptop
        .store
        .lock()
        .unwrap()
        .contents(&Scope::of_codes(1, ["431128103202"]))
        .unwrap();
    let county = json_of(&data, &["verify", "--area", "431128103202"]);
    assert_eq!(county["hash"], held.hash.as_str());
    assert_eq!(
        county["tables"],
        serde_json::to_value(&held.tables).unwrap()
    );
    assert_eq!(
        county["photos"],
        json!({"held": 1, "absent": 0, "damaged": 0})
    );
    assert_eq!(county["log"]["whole"], true);

    // Revoked at once: what it still holds is delivered into quarantine.
    let id = devices["rows"][0]["id"].as_str().unwrap();
    assert_eq!(
        json_of(&data, &["device", "revoke", id])["device"]["state"],
        "revoked"
    );
    let later = Visit {
        note: "后来写的".to_owned(),
        ..call
    };
    laptop.save(&env, vec![row(env.new_id(), &later)]);
    let after = laptop.sync(&env, &server.url);
    let inbox = json_of(&data, &["verify"])["tables"]["inbox"]["rows"].clone();
    assert_eq!(inbox, 1, "{after:?}");
    assert_eq!(server.signal("-TERM"), Some(0));

    // A photo that rots is found.
    let name = hex::encode(hash);
    std::fs::write(
        data.join("photos").join(&name[..2]).join(&name[2..]),
        b"rotten",
    )
    .unwrap();
    let output = run(&data, &["verify", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        serde_json::from_slice::<Json>(&output.stdout).unwrap()["photos"]["damaged"],
        1
    );
}

#[test]
fn the_command_line_keeps_its_exit_codes() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("county");
    assert_eq!(refused(&data, &["verify"]), (3, "not_initialised".into()));
    assert_eq!(
        refused(&data, &["init", "--county", "999999"]),
        (3, "county_unknown".into())
    );
    assert!(!data.exists(), "a refused init leaves nothing");
    json_of(&data, &["init", "--county", "431128"]);
    assert_eq!(
        refused(&data, &["init", "--county", "431128"]),
        (3, "already_initialised".into())
    );
    assert_eq!(
        refused(&data, &["demo", "--county", "431128"]),
        (3, "already_initialised".into())
    );
    let add = |role: &str, area: &str| {
        refused(
            &data,
            &[
                "account", "add", "--name", "li", "--person", "李四", "--role", role, "--area",
                area,
            ],
        )
    };
    assert_eq!(add("king", "431128"), (3, "role_unknown".into()));
    assert_eq!(add("member", "431129"), (3, "area_unknown".into()));
    assert_eq!(
        add("first_secretary", "431128103"),
        (3, "area_above_village".into())
    );
    assert_eq!(
        refused(&data, &["account", "disable", "admin"]),
        (3, "last_administrator".into())
    );
    assert_eq!(
        refused(&data, &["account", "disable", "nobody"]),
        (3, "account_unknown".into())
    );
    assert_eq!(
        refused(&data, &["enrol", "--account", "nobody"]),
        (3, "account_unknown".into())
    );
    assert_eq!(
        refused(&data, &["device", "revoke", "x"]),
        (3, "device_unknown".into())
    );
    assert_eq!(
        refused(&data, &["verify", "--area", "431129"]),
        (3, "area_unknown".into())
    );
    assert_eq!(refused(&data, &["nonsense"]), (2, "usage".into()));
    let server = Server::start(&data, &[]);
    assert_eq!(
        refused(&data, &["serve", "--listen", "127.0.0.1:0"]),
        (5, "in_use".into())
    );
    let rows = json_of(&data, &["account", "list"]);
    assert_eq!(
        (rows["rows"].as_array().unwrap().len(), &rows["next"]),
        (1, &Json::Null)
    );
    drop(server);
    let help = run(&data, &["serve", "--help", "--lang", "zh"]);
    assert_eq!(help.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&help.stdout).contains("运行服务器"));
}

#[test]
fn a_second_account_of_a_name_says_whose_it_may_be_and_one_by_id_is_the_same_person() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("county");
    json_of(&data, &["init", "--county", "431128"]);
    let add = |name: &'static str, person: &str, role: &'static str, area: &'static str| {
        let args = [
            "account", "add", "--name", name, "--person", person, "--role", role, "--area", area,
        ];
        json_of(&data, &args)
    };
    let first = add("li", "李四", "first_secretary", "431128103202");
    let person = first["account"]["person_id"].as_str().unwrap();
    assert!(first["namesakes"].is_null());
    let second = add("li2", "李四", "township_reviewer", "431128103");
    assert_ne!(second["account"]["person_id"], person);
    assert_eq!(
        second["namesakes"],
        json!([{"person_id": person, "area": "431128103202", "accounts": ["li"]}])
    );
    let third = add("li3", person, "township_reviewer", "431128103");
    assert_eq!(third["account"]["person_id"], person);
    assert_eq!(third["account"]["person"], "李四");
    assert!(third["namesakes"].is_null());
    // People read it too.
    let again = [
        "account",
        "add",
        "--name",
        "li4",
        "--person",
        "李四",
        "--role",
        "member",
        "--area",
        "431128103202",
        "--lang",
        "zh",
    ];
    let output = run(&data, &again);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--person"));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains(person) && text.contains("li, li3"), "{text}");
    // Added while the server runs, which may not have told the log yet.
    let server = Server::start(&data, &[]);
    let wang = add("wang", "王五", "member", "431128103202");
    let told = add("wang2", "王五", "member", "431128103202");
    assert_eq!(
        told["namesakes"][0]["person_id"],
        wang["account"]["person_id"]
    );
    drop(server);
    let refused = run(
        &data,
        &[
            "account",
            "add",
            "--name",
            "x",
            "--person",
            "李四",
            "--role",
            "member",
            "--area",
            "431128103",
        ],
    );
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--person"));
}

#[test]
fn a_small_demonstration_is_whole_and_its_accounts_open() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("county");
    let told = json_of(
        &data,
        &[
            "demo",
            "--county",
            "431128",
            "--households",
            "60",
            "--seed",
            "7",
            "--months",
            "1",
        ],
    );
    assert_eq!(
        (&told["households"], &told["villages"]),
        (&json!(60), &json!(1))
    );
    let county = json_of(&data, &["verify"]);
    assert_eq!(county["wrong"], json!([]));
    for kind in ["households", "visits", "stays", "measures"] {
        let record = kind.trim_end_matches('s');
        assert_eq!(county["tables"][record]["rows"], told[kind], "{kind}");
    }
    let accounts = told["accounts"].as_array().unwrap();
    let listed = json_of(&data, &["account", "list"]);
    assert_eq!(listed["rows"].as_array().unwrap().len(), accounts.len());
    let secretary = accounts
        .iter()
        .find(|account| account["role"] == "first_secretary")
        .unwrap();
    assert_eq!(secretary["area"], "431128103202");
    let code = json_of(
        &data,
        &["enrol", "--account", secretary["name"].as_str().unwrap()],
    );
    let server = Server::start(&data, &[]);
    let env = SystemEnv::default();
    let (laptop, _) = Laptop::enrolled(&env, &server.url, &code);
    laptop.sync(&env, &server.url).unwrap();
    let held = laptop
        .store
        .lock()
        .unwrap()
        .contents(&Scope::of_codes(1, ["431128103202"]))
        .unwrap();
    assert_eq!(held.tables["household"].rows, 60);
    assert_eq!(
        json_of(&data, &["verify", "--area", "431128103202"])["hash"],
        held.hash.as_str()
    );
}
