//! Many at once, over real sockets and a real file.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use domain::{
    About, Env,
    records::{Household, Visit},
};
use serde_json::{Value as Json, json};
use store::system::SystemEnv;

use crate::rig::{Laptop, Server, json_of, row};

const VISITS: usize = 1_000;

fn asked(server: &str, token: &str, operation: &str, request: &Json) -> (u16, Duration) {
    #[expect(clippy::disallowed_methods, reason = "a waiting time is measured")]
    let began = Instant::now();
    let address = server.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).unwrap();
    let body = request.to_string();
    let head = format!(
        "POST /api/{operation} HTTP/1.1\r\nhost: county.test\r\nconnection: close\r\n\
         authorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    (status, began.elapsed())
}

#[test]
fn screens_answer_during_a_long_push_and_two_hundred_idle_connections_stop_neither() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("county");
    let env = SystemEnv::default();
    json_of(&data, &["init", "--county", "431128"]);
    for name in ["zhang", "li"] {
        let role = "first_secretary";
        let add = ["--person", name, "--role", role, "--area", "431128103202"];
        json_of(
            &data,
            &[&["account", "add", "--name", name], &add[..]].concat(),
        );
    }
    let server = Server::start(&data, &[]);
    let laptop = |name: &str| {
        let code = json_of(&data, &["enrol", "--account", name]);
        Laptop::enrolled(&env, &server.url, &code).0
    };
    let (pushing, asking) = (laptop("zhang"), laptop("li"));
    pushing.sync(&env, &server.url).unwrap();

    let household = env.new_id();
    let home = Household {
        number: "4311281032029001".to_owned(),
        division_code: "431128103202".to_owned(),
        ..Household::default()
    };
    pushing.save(&env, vec![row(household, &home)]);
    let visits = (0..VISITS)
        .map(|number| {
            let visit = Visit {
                household_id: Some(household),
                visited_on: "2018-09-30".to_owned(),
                note: format!("第{number}次走访，看了烤烟。"),
                ..Visit::default()
            };
            (vec![row(env.new_id(), &visit)], About::default())
        })
        .collect();
    pushing
        .store
        .lock()
        .unwrap()
        .save_many(&env, visits)
        .unwrap();

    let idle: Vec<TcpStream> = (0..200)
        .map(|number| {
            let address = server.url.trim_start_matches("http://");
            let mut stream = TcpStream::connect(address).unwrap();
            if number % 2 == 0 {
                stream
                    .write_all(b"POST /sync/v1/exchange HTTP/1.1\r\n")
                    .unwrap();
            }
            stream
        })
        .collect();

    let query = json!({"view": "all", "q": "", "persons": [], "groups": [], "purposes": [], "household_id": null,
                       "month": null, "limit": 50, "offset": 0});
    let (took, answers) = std::thread::scope(|scope| {
        let push = scope.spawn(|| {
            #[expect(clippy::disallowed_methods, reason = "a waiting time is measured")]
            let began = Instant::now();
            let report = pushing.sync(&env, &server.url).unwrap();
            assert_eq!(report.pushed, VISITS as u64 + 1, "{report:?}");
            began.elapsed()
        });
        let mut answers = Vec::new();
        while !push.is_finished() {
            answers.push(asked(&server.url, &asking.token, "visit.list", &query));
            std::thread::sleep(Duration::from_millis(20));
        }
        (push.join().unwrap(), answers)
    });
    assert!(
        answers.iter().all(|(status, _)| *status == 200),
        "{answers:?}"
    );
    let mut waited: Vec<Duration> = answers.iter().map(|(_, waited)| *waited).collect();
    waited.sort_unstable();
    // Screens that waited behind the push would all wait as long as it; one that the machine held up says nothing.
    let usual = waited[waited.len() / 2];
    eprintln!("push {took:?}, {} screens, {waited:?}", answers.len());
    assert!(
        usual < took / 3,
        "screens waited {waited:?} of a push of {took:?}"
    );
    drop(idle);
}
