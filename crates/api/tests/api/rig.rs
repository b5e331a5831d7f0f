//! A county and a laptop that can be asked and synced, on a clock of their own.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use api::{
    ApiError, Asker, Host, LaptopHost, Replica, Right, Road, centre::Network, county::DeviceRow,
    host::Laptop, session::Side,
};
use domain::{
    About, Env, Id, Position,
    place::Scope,
    records::{
        Distribution, Division, Grant, Household, Inquiry, Measure, Member, Person, Portion,
        Problem, Record, Request, Stay, Tour, Visit, Wish,
    },
};
use serde_json::{Value, json};
use store::{
    Edit, Store,
    county::{County, PageRequest, Pusher, Receipts},
    laptop::{Identity, ReceiptRun},
    state::StateBlock,
};

pub(crate) const COUNTY: &str = "431128";
pub(crate) const TOWNSHIP: &str = "431128103";
pub(crate) const VILLAGE: &str = "431128103201";
pub(crate) const NEIGHBOUR: &str = "431128103202";
pub(crate) const FAR: &str = "431128104201";
const DAY: i64 = 86_400_000;
pub(crate) const ID_KEY: [u8; 32] = [7; 32];

#[derive(Debug)]
pub(crate) struct TestEnv {
    now: AtomicI64,
    chance: AtomicU64,
}

impl TestEnv {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            now: AtomicI64::new(1_538_300_000_000),
            chance: AtomicU64::new(seed << 32),
        }
    }

    pub(crate) fn set(&self, now: i64) {
        self.now.store(now, Ordering::Relaxed);
    }
}

impl Env for TestEnv {
    fn wall_ms(&self) -> i64 {
        self.now.fetch_add(1_000, Ordering::Relaxed)
    }
    fn random(&self) -> u128 {
        // Odd multipliers spread a counter over all bits.
        let number = u128::from(self.chance.fetch_add(1, Ordering::Relaxed));
        (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)
    }
}

/// What stands in one village.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Village {
    pub(crate) household: Id,
    pub(crate) member: Id,
    pub(crate) visit: Id,
    pub(crate) stay: Id,
    pub(crate) measure: Id,
    pub(crate) request: Id,
    pub(crate) wish: Id,
    pub(crate) tour: Id,
    pub(crate) distribution: Id,
    pub(crate) person: Id,
    pub(crate) problem: Id,
    /// What was said of its team: at its township.
    pub(crate) inquiry: Id,
}

/// What somebody said of a team, and no answer to that team may hold.
pub(crate) const SAID: &str = "说队员一个月没来过";

pub(crate) struct World {
    pub(crate) env: Arc<TestEnv>,
    pub(crate) county: Arc<Mutex<County>>,
    pub(crate) villages: Vec<Village>,
    pub(crate) laptop: Arc<Mutex<Store>>,
    pub(crate) grant: Id,
}

pub(crate) fn edit<R: Record>(id: Id, record: &R) -> Edit {
    Edit {
        table: R::INFO.table,
        id,
        base: Some(0),
        cells: domain::cbor::without_defaults(&record.to_cells()),
    }
}

fn village(
    env: &TestEnv,
    code: &'static str,
    number: &str,
    has_problem: bool,
) -> (Village, Vec<Vec<Edit>>) {
    let [
        member,
        visit,
        measure,
        request,
        wish,
        distribution,
        tour,
        person,
        problem,
        inquiry,
    ] = [(); 10].map(|()| env.new_id());
    let household = Household::id(&ID_KEY, number);
    let on = chrono::NaiveDate::from_ymd_opt(2018, 9, 28).unwrap();
    let stay = Stay::id(&ID_KEY, person, on);
    let home = Household {
        number: number.to_owned(),
        division_code: code.to_owned(),
        head_member_id: Some(member),
        phone: "10057840758".to_owned(),
        bank_account: "6217000000001234567".to_owned(),
        ..Household::default()
    };
    let head = Member {
        household_id: Some(household),
        name: "欧阳木生".to_owned(),
        id_number: "994433195707258852".to_owned(),
        health: vec!["long_ill".to_owned()],
        ..Member::default()
    };
    let visited = Visit {
        household_id: Some(household),
        visited_on: "2018-09-28".to_owned(),
        person_ids: vec![person.to_string()],
        note: "屋顶漏雨".to_owned(),
        ..Visit::default()
    };
    let stayed = Stay {
        person_id: Some(person),
        stayed_on: "2018-09-28".to_owned(),
        day: "village".to_owned(),
        night: "stayed".to_owned(),
        ..Stay::default()
    };
    let promised = Measure {
        household_id: Some(household),
        class: "industry".to_owned(),
        content: "养牛两头".to_owned(),
        amount_fen: Some(800_000),
        due_on: "2018-12-31".to_owned(),
        state: "running".to_owned(),
        ..Measure::default()
    };
    let wrong = Problem {
        household_id: Some(household),
        source: "visit".to_owned(),
        kind: "single".to_owned(),
        content: "屋顶漏雨".to_owned(),
        due_on: "2018-10-10".to_owned(),
        state: "open".to_owned(),
        visit_id: Some(visit),
        ..Problem::default()
    };
    let asked = Request {
        household_id: Some(household),
        raised_on: "2018-09-28".to_owned(),
        content: "水管冻裂".to_owned(),
        visit_id: Some(visit),
        state: "open".to_owned(),
        ..Request::default()
    };
    let wished = Wish {
        household_id: Some(household),
        raised_on: "2018-09-28".to_owned(),
        content: "一副老花镜".to_owned(),
        ..Wish::default()
    };
    let round = Tour {
        division_code: code.to_owned(),
        starts_on: "2018-09-20".to_owned(),
        name: "中秋前走一遍".to_owned(),
        counts: "anyone".to_owned(),
        ..Tour::default()
    };
    let given = Distribution {
        division_code: code.to_owned(),
        given_on: "2018-09-28".to_owned(),
        item: "大米".to_owned(),
        quantity: Some(1),
        quantity_unit: "袋".to_owned(),
        source: "县民政局".to_owned(),
        ..Distribution::default()
    };
    let portion = Portion {
        household_id: Some(household),
        distribution_id: Some(distribution),
        ..Portion::default()
    };
    let heard = Inquiry {
        division_code: code[..9].to_owned(),
        village_code: code.to_owned(),
        asked_on: "2018-09-28".to_owned(),
        team_came: "no".to_owned(),
        committee_fair: "yes".to_owned(),
        note: SAID.to_owned(),
        ..Inquiry::default()
    };
    let portion_id = Portion::id(&ID_KEY, distribution, household);
    let cadre = Person {
        name: "沈一".to_owned(),
        division_code: code.to_owned(),
        phone: "10011112222".to_owned(),
        ..Person::default()
    };
    let mut sets = vec![
        vec![edit(person, &cadre)],
        vec![edit(household, &home), edit(member, &head)],
        vec![edit(visit, &visited)],
        vec![edit(stay, &stayed)],
        vec![edit(measure, &promised)],
        vec![edit(request, &asked)],
        vec![edit(wish, &wished)],
        vec![edit(tour, &round)],
        vec![edit(distribution, &given)],
        vec![edit(portion_id, &portion)],
    ];
    sets.push(vec![edit(inquiry, &heard)]);
    if has_problem {
        sets.push(vec![edit(problem, &wrong)]);
    }
    (
        Village {
            household,
            member,
            visit,
            stay,
            measure,
            request,
            wish,
            tour,
            distribution,
            person,
            problem,
            inquiry,
        },
        sets,
    )
}

impl World {
    pub(crate) fn new() -> Self {
        Self::made(false)
    }

    /// In each village a problem that was found on its visit.
    pub(crate) fn with_problems() -> Self {
        Self::made(true)
    }

    fn made(has_problem: bool) -> Self {
        let env = Arc::new(TestEnv::new(1));
        let mut county = County::in_memory().unwrap();
        let mut sets = Vec::new();
        let names = [
            (COUNTY, "双牌县", "county"),
            (TOWNSHIP, "塘底乡", "township"),
            ("431128104", "何家洞乡", "township"),
            (VILLAGE, "上坪村", "village"),
            (NEIGHBOUR, "下坪村", "village"),
            (FAR, "蔡里口村", "village"),
        ];
        for (code, name, level) in names {
            let record = Division {
                code: code.to_owned(),
                name: name.to_owned(),
                level: level.to_owned(),
                ..Division::default()
            };
            sets.push(vec![edit(Division::id(code), &record)]);
        }
        let mut villages = Vec::new();
        for (code, number) in [
            (VILLAGE, "4311280001"),
            (NEIGHBOUR, "4311280002"),
            (FAR, "4311280003"),
        ] {
            let (village, mut made) = village(&env, code, number, has_problem);
            sets.append(&mut made);
            villages.push(village);
        }
        let grant = env.new_id();
        let record = Grant {
            account: "shen".to_owned(),
            person_id: Some(villages[0].person),
            person_name: "沈一".to_owned(),
            role: "first_secretary".to_owned(),
            division_code: VILLAGE.to_owned(),
            ended_at: None,
        };
        sets.push(vec![edit(grant, &record)]);
        let sets = sets
            .into_iter()
            .map(|edits| (edits, About::default()))
            .collect();
        let receipts = county
            .write_many(&*env, Id::nil(), Position::default(), sets)
            .unwrap();
        assert!(
            receipts
                .receipts
                .iter()
                .all(|receipt| receipt.verdict.code() == "applied")
        );

        let laptop = enrolled(&env, &county, grant, &Scope::of_codes(1, [VILLAGE]));
        Self {
            env,
            county: Arc::new(Mutex::new(county)),
            villages,
            laptop: Arc::new(Mutex::new(laptop)),
            grant,
        }
    }

    pub(crate) fn home(&self) -> Village {
        self.villages[0]
    }

    pub(crate) fn laptop_host(&self) -> LaptopHost {
        let road = Road {
            network: Network::Online,
            server: "https://county.example".to_owned(),
            ..Road::default()
        };
        LaptopHost::new(Arc::clone(&self.laptop), self.env.clone(), road).unwrap()
    }

    /// A console user with one right, whose grant the county knows.
    pub(crate) fn console(&self, role: &str, area: &str) -> CountyHost {
        let grant = self.env.new_id();
        let person_id = self.env.new_id();
        let record = Grant {
            account: format!("{role}-{area}"),
            person_id: Some(person_id),
            person_name: role.to_owned(),
            role: role.to_owned(),
            division_code: area.to_owned(),
            ended_at: None,
        };
        let mut county = self.county.lock().unwrap();
        let seen = county.head();
        let person = Person {
            name: role.to_owned(),
            division_code: area.to_owned(),
            ..Person::default()
        };
        let sets = [edit(grant, &record), edit(person_id, &person)]
            .map(|edit| (vec![edit], About::default()));
        county
            .write_many(&*self.env, Id::nil(), seen, sets.into())
            .unwrap();
        CountyHost {
            county: Arc::clone(&self.county),
            env: self.env.clone(),
            asker: Asker {
                account: record.account,
                person_id,
                person_name: record.person_name,
                rights: vec![Right {
                    grant,
                    role: role.to_owned(),
                    area: area.to_owned(),
                }],
                scope: Scope::of_codes(1, [area]),
            },
        }
    }

    /// As a program without these screens saves it: past every operation.
    pub(crate) fn laptop_saves(&self, edits: Vec<Edit>) {
        let mut laptop = self.laptop.lock().unwrap();
        laptop
            .save_form(&*self.env, vec![(edits, About::default())], None)
            .unwrap();
    }

    /// Push, receipts, pull.
    pub(crate) fn sync(&self) {
        let (mut laptop, mut county) = (self.laptop.lock().unwrap(), self.county.lock().unwrap());
        let receipts = pushed(&self.env, &mut county, &laptop, self.grant);
        let now = self.env.wall_ms();
        let runs: Vec<ReceiptRun> = receipts
            .receipts
            .iter()
            .map(|receipt| ReceiptRun {
                incarnation: receipt.incarnation,
                from: receipt.dseq,
                to: receipt.dseq,
                seq: receipt.seq,
                verdict: receipt.verdict.clone(),
            })
            .collect();
        laptop
            .take_receipts(&*self.env, now, Some(county.head()), &runs)
            .unwrap();
        laptop.note_contact(&*self.env, COUNTY, now, 0).unwrap();
        self.pull(&county, &mut laptop);
    }

    /// What the county has for any laptop.
    pub(crate) fn pull(&self, county: &County, laptop: &mut Store) {
        let request = PageRequest {
            after: laptop.position().unwrap(),
            scope: laptop.scope().unwrap(),
            incarnation: laptop.incarnation().unwrap(),
            ..PageRequest::default()
        };
        let page = county.page(&request).unwrap();
        let frame = page.pack();
        let now = self.env.wall_ms();
        laptop
            .take_page(&*self.env, &page, &[], &frame, now)
            .unwrap();
    }
}

/// A laptop that has everything of its scope.
pub(crate) fn enrolled(env: &TestEnv, county: &County, grant: Id, scope: &Scope) -> Store {
    let mut laptop = Store::in_memory(store::Side::Laptop).unwrap();
    let identity = Identity {
        grant,
        id_key: ID_KEY,
        scope: scope.clone(),
    };
    laptop.enrol(env, &identity).unwrap();
    let mut after = None;
    loop {
        let block: StateBlock = county.state(scope, after).unwrap();
        after = block.last;
        laptop.take_state(env, block).unwrap();
        if after.is_none() {
            return laptop;
        }
    }
}

/// What waits on a laptop, and what the county says to it.
pub(crate) fn pushed(env: &TestEnv, county: &mut County, laptop: &Store, grant: Id) -> Receipts {
    let pushed = laptop.unreceipted(1 << 20).unwrap();
    let pusher = Pusher {
        grants: BTreeSet::from([grant]),
        ..Pusher::default()
    };
    let now = env.wall_ms();
    county.push(env, &pusher, now, &pushed).unwrap()
}

/// The county's side for one console user.
pub(crate) struct CountyHost {
    pub(crate) county: Arc<Mutex<County>>,
    pub(crate) env: Arc<TestEnv>,
    pub(crate) asker: Asker,
}

impl Host for CountyHost {
    fn asker(&self) -> &Asker {
        &self.asker
    }
    fn env(&self) -> &dyn Env {
        &*self.env
    }
    fn side(&self) -> Side {
        Side::County
    }
    fn with(
        &self,
        work: &mut dyn FnMut(Replica<'_>) -> Result<(), ApiError>,
    ) -> Result<(), ApiError> {
        work(Replica::County(&mut self.county.lock().unwrap()))
    }
    fn id_key(&self, _: &Store) -> Result<[u8; 32], ApiError> {
        Ok(ID_KEY)
    }
    fn laptops(&self) -> Result<Vec<Laptop>, ApiError> {
        let laptop = |number: u8, area: &str, seen: Option<i64>| Laptop {
            row: DeviceRow {
                id: Id([number; 16]),
                person_name: "沈一".to_owned(),
                role: "first_secretary".to_owned(),
                area_name: String::new(),
                machine: "laptop".to_owned(),
                last_seen_at_ms: seen,
                pending: 0,
                version: "0.1.0".to_owned(),
                state: "seen".to_owned(),
            },
            area: area.to_owned(),
        };
        Ok(vec![
            laptop(1, VILLAGE, Some(1_538_300_000_000)),
            laptop(2, NEIGHBOUR, Some(1_538_300_000_000 - 9 * DAY)),
            laptop(3, FAR, None),
        ])
    }
}

pub(crate) fn ask(host: &dyn Host, name: &str, request: Value) -> Value {
    api::dispatch(host, name, request).unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub(crate) fn code(host: &dyn Host, name: &str, request: Value) -> &'static str {
    match api::dispatch(host, name, request) {
        Ok(_) => "",
        Err(error) => error.code.word(),
    }
}

/// A request with some of its fields as `more` has them.
pub(crate) fn with(mut request: Value, more: &Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        request[name] = value.clone();
    }
    request
}

/// The list of households: all of them, but for what `more` asks.
pub(crate) fn households(host: &dyn Host, more: &Value) -> Value {
    let all = json!({ "view": "all", "q": "", "groups": [], "villages": [], "townships": [], "states": [],
        "causes": [], "sort": "default", "descending": false, "limit": 50, "offset": 0 });
    ask(host, "household.list", with(all, more))
}

pub(crate) fn empty() -> Value {
    json!({})
}

/// A request that each operation takes, about what stands in `village`.
pub(crate) fn request(name: &str, village: Village) -> Value {
    let page = json!({ "limit": 20, "offset": 0 });
    let id = |id: Id| json!({ "id": id });
    let remove = |id: Id| json!({ "id": id, "base": 0, "reason": "试删" });
    let save = |id: Id, field: &str, value: &str| json!({ "id": id, "base": 1_000_000, "fields": { field: value }, "reason": null });
    match name {
        "workbench.get" => json!({ "rows": 5 }),
        "household.list" | "household.export" => {
            json!({ "view": "all", "q": "", "groups": [], "villages": [], "townships": [], "states": [],
            "causes": [], "sort": "default", "descending": false, "limit": 50, "offset": 0 })
        }
        "household.print" => {
            json!({ "list": request("household.list", village), "in_full": false })
        }
        "household.sheet" => json!({ "id": village.household, "in_full": false }),
        "household.search" => json!({ "q": "oyms", "limit": 10 }),
        "household.card" | "household.history" | "household.notice" | "household.timeline"
        | "housing.get" | "measure.suggest" => id(village.household),
        "plan.household" => json!({ "household_id": village.household, "year": 2018 }),
        "plan.village" => json!({ "division_code": VILLAGE, "year": 2018 }),
        "household.event" => {
            json!({ "household_id": village.household, "base": 1_000_000, "kind": "regrouped",
            "happened_on": "2018-09-28", "reason": "", "evidence": "", "member_id": null, "member_base": 0, "other_base": 0,
            "fields": { "group_name": "三组" }, "relations": [], "leaving": [], "other_household_id": null, "draft": null })
        }
        "income.save" => {
            json!({ "household_id": village.household, "year": 2018, "reason": "", "draft": null,
            "items": [{ "id": null, "base": 0, "item": "AAC073", "amount_fen": 1_200_000 }] })
        }
        "household.save" => save(village.household, "group_name", "三组"),
        "member.save" => save(village.member, "work_where", "广东"),
        "visit.list" | "visit.export" | "visit.print" => {
            json!({ "view": "all", "q": "", "persons": [], "groups": [], "purposes": [], "household_id": null,
            "month": null, "limit": 50, "offset": 0 })
        }
        "session.give_today" => json!({ "today": "2018-09-30" }),
        "visit.detail" => id(village.visit),
        "visit.context" => json!({ "household_id": village.household, "visited_on": "2018-09-29" }),
        "visit.record" => {
            json!({ "id": null, "base": 0, "household_id": village.household, "visited_on": "2018-09-29",
            "person_ids": [village.person], "mode": "home", "purposes": ["routine"], "policies": [], "met": "", "note": "看了牛",
            "satisfaction": "", "photos": [], "problem": "", "problem_due_on": null, "reason": null })
        }
        "visit.remove" => remove(village.visit),
        "visit.restore" => json!({ "id": village.visit, "base": 0 }),
        "request.list" | "request.export" | "request.print" => {
            json!({ "view": "waiting", "q": "", "persons": [], "household_id": null, "limit": 50, "offset": 0 })
        }
        "request.get" => id(village.request),
        "request.save" => save(village.request, "content", "水管冻裂，想换"),
        "request.remove" => remove(village.request),
        "inquiry.list" | "inquiry.export" => {
            json!({ "view": "all", "q": "", "villages": [], "limit": 50, "offset": 0 })
        }
        "inquiry.get" => id(village.inquiry),
        "inquiry.save" => save(village.inquiry, "committee_open", "unsure"),
        "inquiry.remove" => remove(village.inquiry),
        "tour.get" | "tour.export" => id(village.tour),
        "tour.save" => save(village.tour, "name", "国庆前走一遍"),
        "tour.remove" => remove(village.tour),
        "wish.list" | "wish.export" | "wish.print" => {
            json!({ "view": "open", "q": "", "household_id": null, "limit": 50, "offset": 0 })
        }
        "wish.get" => id(village.wish),
        "wish.save" => {
            json!({ "id": null, "base": 0, "reason": null,
                "fields": { "household_id": village.household, "raised_on": "2018-09-28", "content": "一个书包" } })
        }
        "wish.remove" => remove(village.wish),
        "distribution.list" | "distribution.export" | "distribution.print" => {
            json!({ "q": "", "limit": 50, "offset": 0 })
        }
        "distribution.get" | "distribution.roll" => id(village.distribution),
        "distribution.save" => {
            json!({ "id": village.distribution, "base": 1_000_000, "fields": { "note": "每户一袋" },
            "add": [village.household], "remove": [] })
        }
        "distribution.receive" => {
            json!({ "distribution_id": village.distribution, "received_on": "2018-09-29",
            "received_by": "户主", "portions": [{ "household_id": village.household, "base": 1_000_000 }] })
        }
        "distribution.remove" => remove(village.distribution),
        "stay.month" | "stay.export" => json!({ "month": "2018-09", "person_id": null }),
        "stay.record" => {
            json!({ "on": ["2018-09-29"], "day": "village", "night": "stayed", "day_places": null,
            "night_place": null, "note": null })
        }
        "stay.remove" => remove(village.stay),
        "measure.list" | "measure.export" | "measure.print" => {
            json!({ "view": "open", "q": "", "classes": [], "persons": [], "household_id": null, "limit": 50,
            "offset": 0 })
        }
        "measure.get" => id(village.measure),
        "measure.save" => save(village.measure, "content", "养牛三头"),
        "measure.remove" => remove(village.measure),
        "problem.list" | "problem.export" | "problem.print" => {
            json!({ "view": "open", "q": "", "sources": [], "kinds": [], "states": [], "persons": [],
            "villages": [], "household_id": null, "limit": 50, "offset": 0 })
        }
        "problem.get" => id(village.problem),
        "problem.choices" => json!({ "household_id": village.household, "division_code": "" }),
        "problem.remove" => remove(village.problem),
        "problem.step" => {
            json!({ "id": village.problem, "base": 1_000_000, "kind": "progress", "note": "买了瓦" })
        }
        "problem.merge" => json!({ "id": village.problem, "base": 1_000_000, "parent_id": null }),
        "photo.list" => json!({ "owner_kind": "measure", "owner_id": village.measure }),
        "photo.add" => {
            json!({ "owner_kind": "measure", "owner_id": village.measure, "photos": [{ "sha256": "7a".repeat(32),
            "size_bytes": 9, "media_type": "image/jpeg", "width_px": 3, "height_px": 3, "caption": "" }] })
        }
        "problem.save" => {
            json!({ "id": null, "base": 0, "fields": { "household_id": village.household, "content": "屋顶漏雨" },
            "reason": null })
        }
        "reveal.get" => json!({ "record": "member", "id": village.member, "field": "id_number" }),
        "conflict.reveal" => {
            json!({ "id": village.member, "field": "id_number", "side": "losing" })
        }
        "undo.run" => json!({ "change_set": "own-1" }),
        "import.stayed" => json!({ "id": village.household, "limit": 50, "offset": 0 }),
        "draft.save" => {
            json!({ "form": "visit", "subject": village.household, "body": "{}", "base": 0 })
        }
        "draft.remove" => json!({ "form": "visit", "subject": village.household }),
        "settings.save" => {
            json!({ "type_size": "large", "language": "zh-CN", "lock_minutes": 5, "single_keys": true,
            "reveal_seconds": 15 })
        }
        "filter.save" | "filter.remove" => {
            json!({ "list": "household", "name": "三组", "query": "groups=三组" })
        }
        "sync.outbox" | "sync.receipts" | "sync.runs" | "sync.conflicts" | "sync.refused"
        | "device.list" | "reveal.list" | "import.runs" => page,
        "record.list" => {
            json!({ "record": "household", "area": null, "household_id": null, "person_id": null, "from": null,
            "to": null, "limit": 50, "after": null })
        }
        "record.get" | "record.history" => {
            json!({ "record": "household", "id": village.household })
        }
        "record.find" => id(village.member),
        "record.save" => {
            json!({ "record": "household", "save": save(village.household, "note", "记一笔") })
        }
        "record.remove" => json!({ "record": "visit", "remove": remove(village.visit) }),
        _ => empty(),
    }
}
