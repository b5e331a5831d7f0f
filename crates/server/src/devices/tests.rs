use ed25519_dalek::SigningKey;

use super::*;
use crate::{accounts::tests::added, db::tests::TestEnv};

fn request(code: &str, key: u8) -> EnrolRequest {
    EnrolRequest {
        code: code.into(),
        device_public_key: hex::encode(
            SigningKey::from_bytes(&[key; 32])
                .verifying_key()
                .to_bytes(),
        ),
        machine: "laptop\nof Zhang".into(),
        app: "zhucun 0.1.0".into(),
    }
}

struct County {
    db: ServerDb,
    env: TestEnv,
    account: Account,
}

fn county() -> County {
    let (db, env) = (ServerDb::in_memory().unwrap(), TestEnv::new(3));
    let account = added(&db, &env, "zhang", "first_secretary", "431128103202");
    County { db, env, account }
}

impl County {
    fn code(&self) -> Code {
        give_code(&self.db, &self.env, &self.account, 72).unwrap()
    }

    fn enrol(&self, request: &EnrolRequest) -> Result<Enrolled, &'static str> {
        enrol(&self.db, &self.env, request).map_err(|error| error.code())
    }

    fn seen(&self, token: &str) -> Option<Device> {
        by_token(&self.db, token, self.env.wall_ms()).unwrap()
    }
}

#[test]
fn a_code_enrols_one_laptop_and_no_second() {
    let county = county();
    let code = county.code();
    let enrolled = county
        .enrol(&request(&code.code.to_lowercase(), 1))
        .unwrap();
    assert_eq!(enrolled.device.account.name, "zhang");
    assert_eq!(enrolled.device.machine, "laptopof Zhang");
    assert_eq!(county.seen(&enrolled.token).unwrap().id, enrolled.device.id);
    assert_eq!(
        county.enrol(&request(&code.code, 2)).unwrap_err(),
        "code_used"
    );
    assert_eq!(
        county.enrol(&request("ABCD-EFGH-JKLM", 2)).unwrap_err(),
        "code_unknown"
    );
}

#[test]
fn an_answer_lost_on_the_way_does_not_burn_the_code() {
    let county = county();
    let code = county.code();
    let lost = county.enrol(&request(&code.code, 1)).unwrap();
    let again = county.enrol(&request(&code.code, 1)).unwrap();
    assert_eq!(again.device.id, lost.device.id);
    assert_eq!(list(&county.db).unwrap().len(), 1);
    assert!(
        county.seen(&lost.token).is_none(),
        "the lost token counts no longer"
    );
    assert!(county.seen(&again.token).is_some());
    assert_eq!(
        county.enrol(&request(&code.code, 1)).unwrap_err(),
        "code_used"
    );
}

#[test]
fn a_code_lives_as_long_as_was_said() {
    let county = county();
    let code = county.code();
    county.env.pass(72 * 3_600_000);
    assert_eq!(
        county.enrol(&request(&code.code, 1)).unwrap_err(),
        "code_expired"
    );
}

#[test]
fn a_code_of_a_disabled_account_enrols_nobody() {
    let county = county();
    let code = county.code();
    accounts::disable(&county.db, "zhang", county.env.wall_ms()).unwrap();
    assert_eq!(
        county.enrol(&request(&code.code, 1)).unwrap_err(),
        "account_disabled"
    );
}

#[test]
fn a_key_that_is_none_is_refused_and_the_code_stays() {
    let county = county();
    let code = county.code();
    for key in ["", "zz", &"0".repeat(62)] {
        let mut bad = request(&code.code, 1);
        bad.device_public_key = key.into();
        assert_eq!(county.enrol(&bad).unwrap_err(), "malformed", "{key}");
    }
    assert!(county.enrol(&request(&code.code, 1)).is_ok());
}

#[test]
fn a_revoked_laptop_is_still_known_as_revoked() {
    let county = county();
    let enrolled = county.enrol(&request(&county.code().code, 1)).unwrap();
    assert_eq!(enrolled.device.state(), "enrolled");
    county.seen(&enrolled.token);
    let report_of_it = Report {
        pending: 12,
        pending_bytes: 3_400,
        version: "zhucun 0.2.0".into(),
    };
    report(&county.db, enrolled.device.id, &report_of_it, 5).unwrap();
    let revoked = revoke(&county.db, enrolled.device.id, 9).unwrap().unwrap();
    assert_eq!(
        (revoked.state(), revoked.pending, revoked.version.as_str()),
        ("revoked", 12, "zhucun 0.2.0")
    );
    assert!(county.seen(&enrolled.token).unwrap().revoked);
    assert_eq!(revoke(&county.db, Id::nil(), 9).unwrap(), None);
}

#[test]
fn neither_codes_nor_tokens_lie_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("server.sqlite");
    let (db, env) = (ServerDb::create(&path).unwrap(), TestEnv::new(3));
    let account = added(&db, &env, "zhang", "member", "431128103202");
    let code = give_code(&db, &env, &account, 72).unwrap();
    let enrolled = enrol(&db, &env, &request(&code.code, 1)).unwrap();
    drop(db);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend(std::fs::read(path.with_extension("sqlite-wal")).unwrap_or_default());
    let contains = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    assert!(contains(b"zhang"), "the test looks at the right bytes");
    assert!(!contains(code.code.as_bytes()) && !contains(code.code.replace('-', "").as_bytes()));
    assert!(
        !contains(enrolled.token.as_bytes()) && !contains(&hex::decode(&enrolled.token).unwrap())
    );
}
