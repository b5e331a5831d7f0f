//! A county of made-up people: real divisions, teams, households and a season of work, pushed as laptops would push it,
//! so that log, history and rights are those of a county that grew. The same seed on the same day gives the same county.

use chrono::{Months, NaiveDate};
use domain::{
    About, Env, Id,
    env::date_of,
    records::{Grant as GrantRecord, Person, Posting, Team, Unit},
};
use store::county::County;

use self::{
    dice::Dice,
    households::{Home, Making, Where, household},
    laptop::{Laptop, all_applied},
    season::season_of,
    work::Season,
};
use crate::{
    accounts::{self, AccountError, NewAccount},
    db::{DbError, ServerDb},
    divisions::{Division, Level},
    registry::{self, RegistryError, new_row},
};

mod dice;
mod households;
mod laptop;
mod people;
mod plans;
mod problems;
mod season;
mod work;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    pub divisions: &'a [Division],
    pub id_key: &'a [u8; 32],
    pub households: u32,
    pub seed: u64,
    pub months: u32,
    /// The season ends yesterday: tonight is for whoever tries the program.
    pub now_ms: i64,
}

/// An account to try.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DemoAccount {
    pub name: String,
    pub password: String,
    pub role: String,
    pub area: String,
    pub person: String,
}

/// What came to be.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Filled {
    pub villages: usize,
    pub households: usize,
    pub members: usize,
    pub visits: usize,
    pub stays: usize,
    pub measures: usize,
    pub problems: usize,
    pub steps: usize,
    pub accounts: Vec<DemoAccount>,
}

#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error(transparent)]
    Account(#[from] AccountError),
    #[error(transparent)]
    Registry(#[from] RegistryError),
    #[error(
        "{refused} of the demonstration's own change sets were refused, the first with {verdict}"
    )]
    Refused { refused: usize, verdict: String },
}

impl From<DbError> for DemoError {
    fn from(error: DbError) -> Self {
        Self::Registry(error.into())
    }
}

impl From<store::StoreError> for DemoError {
    fn from(error: store::StoreError) -> Self {
        Self::Registry(error.into())
    }
}

/// The village of the roster that comes with the project, if the county has it.
const FAVOURITE: &str = "431128103202";

const BUREAUS: [&str; 12] = [
    "县农业农村局",
    "县教育局",
    "县卫生健康局",
    "县水利局",
    "县住房和城乡建设局",
    "县人力资源和社会保障局",
    "县交通运输局",
    "县民政局",
    "县财政局",
    "县自然资源局",
    "县税务局",
    "县林业局",
];

/// The person of a team who works on a laptop.
struct Worker {
    person: Id,
    grant: Id,
    name: String,
    role: &'static str,
}

struct Village<'a> {
    division: &'a Division,
    workers: Vec<Worker>,
}

/// Fills an empty county. `progress` is told how many of the villages are done.
pub fn fill(
    county: &mut County,
    db: &ServerDb,
    plan: &Plan<'_>,
    mut progress: impl FnMut(usize, usize),
) -> Result<Filled, DemoError> {
    let mut dice = Dice::new(plan.seed);
    let today = date_of(plan.now_ms);
    let starts_on = today
        .checked_sub_months(Months::new(plan.months))
        .unwrap_or(today);
    let before_ms = ms_of(starts_on) - 86_400_000;
    let env = dice.env(before_ms);
    let chosen = villages(plan);
    let mut filled = Filled {
        villages: chosen.len(),
        ..Filled::default()
    };

    filled.accounts = office_accounts(&mut dice, db, &env, plan, chosen.first().copied())?;
    registry::publish(county, &env, db)?;
    let mut villages = teams(
        county,
        &mut dice,
        &env,
        db,
        plan,
        &chosen,
        &mut filled.accounts,
    )?;
    registry::publish(county, &env, db)?;

    let office = accounts::by_name(db, "office")?
        .and_then(|account| account.grants.first().map(|grant| grant.id));
    let office = office.unwrap_or_default();
    let inspector = accounts::by_name(db, "inspector")?;
    let mut office_laptop = Laptop::new(&mut dice, office, county);
    let mut making = Making {
        id_key: plan.id_key,
        today,
        made_at: before_ms,
        serial: 0,
    };
    let shares = shares(&mut dice, plan.households, villages.len());
    let total = villages.len();
    for (index, (village, share)) in villages.iter_mut().zip(shares).enumerate() {
        let homes = homes(&mut dice, &mut making, village, share, &mut office_laptop);
        office_laptop.push(county, &env, plan.now_ms)?;
        filled.households += homes.len();
        let season = Season {
            id_key: plan.id_key,
            village: &village.division.code,
            starts_on,
            today,
        };
        let count = season_of(
            county,
            &mut dice,
            &env,
            (plan, inspector.as_ref()),
            village,
            &homes,
            season,
        )?;
        filled.visits += count.visits;
        filled.stays += count.stays;
        filled.measures += count.measures;
        filled.problems += count.problems;
        filled.steps += count.steps;
        progress(index + 1, total);
    }
    filled.members = making.serial as usize;
    Ok(filled)
}

/// Villages in the count's proportion, the favourite first, the others spread over the county.
fn villages<'a>(plan: &Plan<'a>) -> Vec<&'a Division> {
    let all: Vec<&Division> = plan
        .divisions
        .iter()
        .filter(|division| division.level == Level::Village && !division.name.ends_with("居委会"))
        .collect();
    let many = (plan.households as usize / 40).clamp(1, all.len().max(1));
    let mut chosen: Vec<&Division> = all
        .iter()
        .copied()
        .filter(|division| division.code == FAVOURITE)
        .collect();
    let step = (all.len() / many).max(1);
    let spread = (0..step).flat_map(|offset| all.iter().copied().skip(offset).step_by(step));
    for village in spread {
        if chosen.len() >= many {
            break;
        }
        if !chosen.iter().any(|known| known.code == village.code) {
            chosen.push(village);
        }
    }
    chosen
}

/// How many households each village gets: all of them together exactly `households`.
fn shares(dice: &mut Dice, households: u32, villages: usize) -> Vec<u32> {
    let weights: Vec<u64> = (0..villages).map(|_| 50 + dice.next() % 100).collect();
    let total: u64 = weights.iter().sum::<u64>().max(1);
    let mut shares: Vec<u32> = weights
        .iter()
        .map(|weight| (u64::from(households) * weight / total) as u32)
        .collect();
    let given: u32 = shares.iter().sum();
    for index in 0..(households - given) as usize {
        shares[index % villages] += 1;
    }
    shares
}

/// Accounts of the county and of the township of the favourite village.
fn office_accounts(
    dice: &mut Dice,
    db: &ServerDb,
    env: &dyn Env,
    plan: &Plan<'_>,
    village: Option<&Division>,
) -> Result<Vec<DemoAccount>, DemoError> {
    let county = plan
        .divisions
        .first()
        .map(|division| division.code.clone())
        .unwrap_or_default();
    let township = village.map_or_else(|| county.clone(), |village| village.code[..9].to_owned());
    let wanted = [
        ("office", "county_office", &county),
        ("inspector", "inspector", &county),
        ("department", "department", &county),
        ("township", "township_reviewer", &township),
        ("keeper", "dossier_keeper", &township),
    ];
    let mut accounts = Vec::new();
    for (name, role, area) in wanted {
        let person = (dice.id(env.wall_ms()), people::full_name(dice, true));
        accounts.push(add_account(dice, db, env, name, role, area, person)?);
    }
    Ok(accounts)
}

fn add_account(
    dice: &mut Dice,
    db: &ServerDb,
    env: &dyn Env,
    name: &str,
    role: &str,
    area: &str,
    (person_id, person_name): (Id, String),
) -> Result<DemoAccount, DemoError> {
    let password = format!("demo-{:06}", dice.range(0, 1_000_000));
    let new = NewAccount {
        name: name.to_owned(),
        person_id,
        person_name: person_name.clone(),
        role: role.to_owned(),
        area: area.to_owned(),
        password: password.clone(),
    };
    accounts::add(db, env, new, |_| true)?;
    Ok(DemoAccount {
        name: name.to_owned(),
        password,
        role: role.to_owned(),
        area: area.to_owned(),
        person: person_name,
    })
}

/// A unit, a team and three people for each village; those of the first village have accounts to try.
fn teams<'a>(
    county: &mut County,
    dice: &mut Dice,
    env: &dyn Env,
    db: &ServerDb,
    plan: &Plan<'_>,
    chosen: &[&'a Division],
    listed: &mut Vec<DemoAccount>,
) -> Result<Vec<Village<'a>>, DemoError> {
    let now = env.wall_ms();
    let county_code = plan
        .divisions
        .first()
        .map(|division| division.code.clone())
        .unwrap_or_default();
    let mut public = Vec::new();
    let mut sets = Vec::new();
    let mut units = Vec::new();
    for name in BUREAUS {
        let id = dice.id(now);
        let unit = Unit {
            name: name.to_owned(),
            affiliation: "04".to_owned(),
            division_code: county_code.clone(),
            ..Unit::default()
        };
        public.push(new_row(id, &unit));
        units.push(id);
    }
    let mut villages = Vec::new();
    for (index, division) in chosen.iter().enumerate() {
        let unit = units[index % units.len()];
        let team_id = dice.id(now);
        let team = Team {
            name: format!("{}驻村工作队", plain_name(&division.name)),
            division_code: division.code.clone(),
            unit_id: Some(unit),
        };
        let mut rows = vec![new_row(team_id, &team)];
        let mut workers = Vec::new();
        let duties = [
            ("first_secretary", "secretary", 72),
            ("leader", "leader", 80),
            ("member", "member", 60),
        ];
        for (duty, account, male_percent) in duties {
            let male = dice.chance(male_percent);
            let (person_id, name) = (dice.id(now), people::full_name(dice, male));
            let person = Person {
                name: name.clone(),
                gender: if male { "1" } else { "2" }.to_owned(),
                phone: people::phone(dice),
                unit_id: Some(unit),
                title: dice
                    .pick(&["科员", "副科长", "主任科员", "股长"])
                    .to_owned(),
                politics: "01".to_owned(),
                education: "本科及以上".to_owned(),
                division_code: division.code.clone(),
                ..Person::default()
            };
            rows.push(new_row(person_id, &person));
            let posting = Posting {
                person_id: Some(person_id),
                team_id: Some(team_id),
                duty: duty.to_owned(),
                starts_on: date_of(now).to_string(),
                ..Posting::default()
            };
            rows.push(new_row(dice.id(now), &posting));
            let role = if duty == "leader" {
                "team_leader"
            } else {
                duty
            };
            let grant = if index == 0 {
                listed.push(add_account(
                    dice,
                    db,
                    env,
                    account,
                    role,
                    &division.code,
                    (person_id, name.clone()),
                )?);
                let added = accounts::by_name(db, account)?;
                added
                    .and_then(|added| added.grants.first().map(|grant| grant.id))
                    .unwrap_or_default()
            } else {
                let grant = dice.id(now);
                let record = GrantRecord {
                    account: format!("{account}-{}", division.code),
                    person_id: Some(person_id),
                    person_name: name.clone(),
                    role: role.to_owned(),
                    division_code: division.code.clone(),
                    ended_at: None,
                };
                public.push(new_row(grant, &record));
                grant
            };
            workers.push(Worker {
                person: person_id,
                grant,
                name,
                role,
            });
        }
        sets.push((rows, About::default()));
        villages.push(Village { division, workers });
    }
    sets.extend(
        public
            .chunks(200)
            .map(|rows| (rows.to_vec(), About::default())),
    );
    let seen = county.head();
    let receipts = county.write_many(env, Id::nil(), seen, sets)?;
    all_applied(&receipts)?;
    Ok(villages)
}

fn homes(
    dice: &mut Dice,
    making: &mut Making<'_>,
    village: &Village<'_>,
    share: u32,
    laptop: &mut Laptop,
) -> Vec<Home> {
    let name = plain_name(&village.division.name);
    let mut homes = Vec::with_capacity(share as usize);
    for index in 0..share {
        let helper = &village.workers[index as usize % village.workers.len()];
        let place = Where {
            village: &village.division.code,
            name,
            helper: helper.person,
            helper_name: &helper.name,
        };
        let (home, edits) = household(dice, making, place, index);
        laptop.save(making.made_at, edits);
        homes.push(home);
    }
    homes
}

fn plain_name(name: &str) -> &str {
    name.trim_end_matches("委会")
}

fn ms_of(date: NaiveDate) -> i64 {
    date.and_time(chrono::NaiveTime::MIN)
        .and_utc()
        .timestamp_millis()
        - 8 * 3_600_000
}

#[cfg(test)]
mod tests {
    use domain::place::Scope;
    use store::verify::Contents;

    use super::*;
    use crate::{divisions, registry};

    const NOW_MS: i64 = 1_538_300_000_000;

    fn filled(seed: u64) -> (Filled, Contents, County) {
        let db = ServerDb::in_memory().unwrap();
        let mut county = County::in_memory().unwrap();
        let all = divisions::of_county("431128").unwrap();
        let env = Dice::new(seed).env(NOW_MS - 200 * 86_400_000);
        registry::divisions(&mut county, &env, &all).unwrap();
        let plan = Plan {
            divisions: &all,
            id_key: &[7; 32],
            households: 90,
            seed,
            months: 2,
            now_ms: NOW_MS,
        };
        let filled = fill(&mut county, &db, &plan, |_, _| {}).unwrap();
        let contents = county
            .store()
            .contents(&Scope::of_codes(1, ["431128"]))
            .unwrap();
        (filled, contents, county)
    }

    #[test]
    fn the_same_seed_gives_the_same_county_and_another_seed_another() {
        let (first, contents, county) = filled(7);
        assert_eq!((first.villages, first.households), (2, 90));
        assert_eq!(contents.tables["household"].rows, 90);
        assert_eq!(contents.tables["member"].rows, first.members as u64);
        assert_eq!(contents.tables["visit"].rows, first.visits as u64);
        assert_eq!(contents.tables["stay"].rows, first.stays as u64);
        assert_eq!(contents.tables["measure"].rows, first.measures as u64);
        assert_eq!(contents.tables["problem"].rows, first.problems as u64);
        assert_eq!(contents.tables["problem_step"].rows, first.steps as u64);
        assert!(first.steps > first.problems / 2);
        assert!(
            first.visits > 90 && first.stays > 200 && first.measures > 90,
            "{first:?}"
        );
        assert_eq!(contents.tables["conflict"].rows, 0);
        assert_eq!(county.check_log().unwrap(), county.head().seq);

        let (again, same, _) = filled(7);
        assert_eq!(
            (again.accounts, same.hash),
            (first.accounts, contents.hash.clone())
        );
        assert_ne!(filled(8).1.hash, contents.hash);
    }

    #[test]
    fn no_made_up_row_breaks_a_rule() {
        use domain::records::REGISTRY;
        let (_, _, county) = filled(7);
        let today = date_of(NOW_MS);
        for record in REGISTRY {
            let sql = format!("SELECT id FROM {}", record.name);
            let mut statement = county.store().connection().prepare(&sql).unwrap();
            let ids: Vec<[u8; 16]> = statement
                .query_map([], |row| row.get(0))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            for id in ids {
                let row = store::row::get(county.store().connection(), record.table, Id(id))
                    .unwrap()
                    .unwrap();
                assert_eq!(
                    record.check(&domain::Cells::new(), &row.cells, today),
                    [],
                    "{} {:?}",
                    record.name,
                    row.cells
                );
                for field in record.fields {
                    let value = domain::cell::cell(&row.cells, field.number);
                    let codes = if field.kind == domain::Kind::List {
                        domain::records::list(value)
                    } else {
                        vec![value.as_text().to_owned()]
                    };
                    if let Some(list) = field.codes {
                        for code in codes.iter().filter(|code| !code.is_empty()) {
                            assert!(
                                list.by_code(code).is_some(),
                                "{}.{} = {code}",
                                record.name,
                                field.name
                            );
                        }
                    }
                }
            }
        }
    }
}
