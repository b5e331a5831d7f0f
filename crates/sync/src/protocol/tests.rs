//! The bytes on the wire are pinned: who changes them changes what released laptops and counties say.

use std::collections::BTreeMap;

use domain::{Id, Place, Position, Verdict, entry::Reason, place::Scope};
use store::{
    county::{Page, PageItem},
    history::{OLDER_MAX, Older},
    laptop::ReceiptRun,
    place::{PlaceSum, Sum},
    state::{StateBlock, StateRow},
};

use super::*;

fn at(seq: u64) -> Position {
    Position {
        seq,
        mark: [seq as u8; 8],
    }
}

fn plain_hello() -> Hello {
    Hello {
        position: at(40),
        top: at(41),
        incarnation: Id([1; 16]),
        first_dseq: 1,
        last_dseq: 7,
        schema: 1,
        app: "zhucun 1.0".to_owned(),
        boot: 3,
        wall_ms: 1_538_300_000_000,
        scope_version: 2,
        ..Hello::default()
    }
}

fn full_hello() -> Hello {
    Hello {
        offsets: BTreeMap::from([(2, -5), (3, 900)]),
        waiting_sets: 2,
        waiting_bytes: 400,
        ladder: vec![at(40), at(30)],
        whole: true,
        wanted_rows: vec![(20, Id([7; 16]))],
        earlier: vec![Id([9; 16])],
        sums: Some(vec![PlaceSum {
            place: Place(431_128_103_201),
            sum: Sum { rows: 12, sum: 99 },
        }]),
        ..plain_hello()
    }
}

fn plain_answer() -> Answer {
    Answer {
        position: at(50),
        head: at(50),
        scope: Scope::of_codes(2, ["431128103201"]),
        received_at: 1_538_400_000_000,
        county: "431128".to_owned(),
        ..Answer::default()
    }
}

fn full_answer() -> Answer {
    Answer {
        common: Some(at(30)),
        durable: 20,
        receipts: vec![
            ReceiptRun {
                incarnation: Id([1; 16]),
                from: 6,
                to: 7,
                seq: 49,
                verdict: Verdict::Applied,
            },
            ReceiptRun {
                incarnation: Id([1; 16]),
                from: 8,
                to: 8,
                seq: 51,
                verdict: Verdict::Quarantined(Reason::NotPermitted),
            },
        ],
        sum: Some(Sum { rows: 12, sum: 99 }),
        wanted_sets: vec![[4; 32]],
        wanted_files: vec![[5; 32]],
        forked: true,
        upgrade: Some("1.1".to_owned()),
        retry_later: Some(10),
        differing: Some(vec![Place(431_128_103_201)]),
        ..plain_answer()
    }
}

fn pinned<T: Cbor + PartialEq + std::fmt::Debug>(value: &T, golden: &str) {
    let bytes = value.to_cbor();
    assert_eq!(hex::encode(&bytes), golden.trim());
    assert_eq!(strict::<T>(&bytes).as_ref(), Ok(value));
}

#[test]
fn what_a_laptop_says_is_pinned() {
    pinned(&plain_hello(), include_str!("../../golden/hello.hex"));
    pinned(&full_hello(), include_str!("../../golden/hello_full.hex"));
}

#[test]
fn what_the_county_says_is_pinned() {
    pinned(&plain_answer(), include_str!("../../golden/answer.hex"));
    pinned(&full_answer(), include_str!("../../golden/answer_full.hex"));
}

#[test]
fn what_is_signed_is_pinned() {
    let hello = plain_hello();
    let ask = StateAsk {
        place: Some(Place(1)),
        after: Some((20, Id([7; 16]))),
        from: Some(at(40)),
    };
    let lines = [
        push_message(&hello, &[[1; 32], [2; 32]]),
        answer_message(&plain_answer().to_cbor(), None, &hello, &[[1; 32]]),
        answer_message(b"answer", Some(b"page"), &hello, &[]),
        state_message(b"block", &ask, &[6; 32]),
    ];
    let lines: Vec<String> = lines.iter().map(hex::encode).collect();
    assert_eq!(
        lines.join("\n"),
        include_str!("../../golden/signed.hex").trim()
    );
}

fn unpacked(frame: &[u8]) -> String {
    hex::encode(block::unpack(frame).unwrap())
}

/// The container is zstd, whose bytes its version may change; what it holds may not.
#[test]
fn what_blocks_hold_is_pinned() {
    let pushed = vec![
        Pushed {
            context: vec![0x81, 1],
            common: None,
            sets: vec![vec![0x81, 2], vec![0x81, 3]],
        },
        Pushed {
            context: vec![0x81, 4],
            common: Some(30),
            sets: vec![vec![0x81, 5]],
        },
    ];
    let row = StateRow {
        table: 20,
        id: Id([7; 16]),
        place: Place(431_128_103_201),
        seq: 48,
        cells: domain::Cells::from([(10, "屋顶漏雨".into())]),
    };
    let page = Page {
        after: at(40),
        upto: at(50),
        scope_version: 2,
        ends: vec![at(45), at(50)],
        contexts: vec![vec![0x81, 1]],
        items: vec![
            PageItem::Leave {
                seq: 44,
                table: 11,
                id: Id([3; 16]),
            },
            PageItem::State(row.clone()),
        ],
    };
    let state = StateBlock {
        position: at(50),
        first: None,
        last: Some((20, Id([7; 16]))),
        rows: vec![row],
    };
    let push = push_blocks(&pushed);
    assert_eq!(push.len(), 1);
    let lines = [
        unpacked(&push[0]),
        unpacked(&page.pack()),
        unpacked(&state.pack()),
    ];
    assert_eq!(
        lines.join("\n"),
        include_str!("../../golden/blocks.hex").trim()
    );
    let mut again = Vec::new();
    read_push_block(&push[0], &mut again).unwrap();
    assert_eq!(again, pushed);
    assert_eq!(Page::unpack(&page.pack()), Ok(page));
    assert_eq!(StateBlock::unpack(&state.pack()), Ok(state));
}

#[test]
fn what_a_later_version_adds_survives_and_stops_nothing() {
    let mut fields = plain_hello().to_cbor();
    // One more field at the end of the map: 40 => "new".
    fields[0] += 1;
    fields.extend_from_slice(&[0x18, 40, 0x63, b'n', b'e', b'w']);
    let hello: Hello = strict(&fields).unwrap();
    assert_eq!(hello.position, at(40));
    assert_eq!(hello.to_cbor(), fields);
}

#[test]
fn a_request_in_another_spelling_is_refused() {
    let request = Request {
        hello: full_hello(),
        signature: vec![1; 64],
        pushed: vec![Pushed {
            context: vec![0x81, 1],
            common: None,
            sets: vec![vec![0x81, 2]],
        }],
    };
    let bytes = request.to_bytes();
    assert_eq!(Request::from_bytes(&bytes), Ok(request.clone()));
    assert_eq!(Request::hello_of(&bytes), Ok(request.hello));
    for end in 0..bytes.len() {
        assert!(Request::from_bytes(&bytes[..end]).is_err(), "cut at {end}");
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert!(Request::from_bytes(&longer).is_err());
    // The version in two bytes instead of one.
    let mut other = bytes;
    other.splice(1..2, [0x18, 0x01]);
    assert_eq!(Request::from_bytes(&other), Err(Malformed::Spelling));
}

#[test]
fn the_words_of_an_address_say_the_same_block_again() {
    for ask in [
        StateAsk::default(),
        StateAsk {
            place: Some(Place::PUBLIC),
            after: Some((20, Id([7; 16]))),
            from: Some(at(40)),
        },
    ] {
        let query = ask.query();
        let word = |name: &str| {
            query
                .split('&')
                .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
                .unwrap()
        };
        assert_eq!(
            StateAsk::of_words(word("place"), word("after"), word("from")),
            Some(ask)
        );
    }
    assert_eq!(StateAsk::of_words("x", "", ""), None);
    assert_eq!(StateAsk::of_words("", "20", ""), None);
    assert_eq!(StateAsk::of_words("", "", "40.zz"), None);
}

#[test]
fn a_question_for_older_entries_survives_its_bytes_and_a_huge_one_is_refused() {
    let older = |seq: u64| Older {
        table: 7,
        id: domain::Id([3; 16]),
        seq,
    };
    let ask = OlderAsk(vec![older(1), older(u64::MAX >> 11)]);
    assert_eq!(strict::<OlderAsk>(&ask.to_cbor()).unwrap(), ask);
    let huge = OlderAsk(vec![older(1); OLDER_MAX + 1]);
    assert!(strict::<OlderAsk>(&huge.to_cbor()).is_err());
    let largest = OlderAsk(vec![older(u64::MAX >> 11); OLDER_MAX]);
    assert!(largest.to_cbor().len() < 16 * 1024, "what the door takes");
}
