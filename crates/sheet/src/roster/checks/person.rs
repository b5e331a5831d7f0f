//! Rules about one row.

use domain::identity::{self, Finding};

use super::super::collect::{Found, Person};

/// Ages above this are not impossible, only worth a look.
const AGE_MAX: i32 = 120;
/// 小学 is from six to fourteen.
const PUPIL_AGES: std::ops::RangeInclusive<i32> = 6..=14;
/// Yes-no questions that the validators of layout H3 want answered.
const ANSWERED: [&str; 7] = [
    "mandarin",
    "allowance",
    "commercial_medical",
    "work_abroad",
    "illness_aid",
    "destitute",
    "pension_insured",
];

const MALE: [&str; 12] = [
    "03",
    "06",
    "07",
    "09",
    "11",
    "13",
    "15",
    "17",
    "19",
    "之曾孙子",
    "之侄儿",
    "之叔伯",
];
const FEMALE: [&str; 12] = [
    "04",
    "05",
    "08",
    "10",
    "12",
    "14",
    "16",
    "18",
    "20",
    "之曾孙女",
    "之侄女",
    "之兄弟媳妇",
];

/// Lists what is doubtful about a row by itself.
pub(in crate::roster) fn person(person: &Person, found: &mut Found) {
    identity_number(person, found);
    required(person, found);
    schooling(person, found);
    work(person, found);
    insurance(person, found);
    ages(person, found);
    reasons(person, found);
}

/// Did the cell itself already raise a doubt?
fn is_listed(person: &Person, key: &str) -> bool {
    person.value(key).is_some_and(|value| value.doubt.is_some())
}

fn identity_number(person: &Person, found: &mut Found) {
    if is_listed(person, "id_number") {
        return;
    }
    let number = person.text("id_number");
    let kind = match identity::check(number) {
        Finding::Right | Finding::RightCertificate | Finding::Empty => None,
        Finding::OldFifteen => Some("identity_old_15"),
        Finding::WrongLength => Some("identity_length"),
        Finding::WrongCharacters => Some("identity_characters"),
        Finding::WrongCheck => Some("bad_check_digit"),
        Finding::ImpossibleDate => Some("impossible_birth_date"),
        Finding::WrongCertificate => Some("bad_certificate"),
    };
    // An officer's card has a form of its own.
    if let Some(kind) = kind.filter(|_| person.field("id_kind") != "02") {
        found.doubt(person, "id_number", kind, number, None);
    }
    let sure = matches!(
        identity::check(number),
        Finding::Right | Finding::RightCertificate
    );
    let by_number = identity::gender(number).filter(|_| sure);
    let stated = Some(person.field("gender")).filter(|gender| matches!(*gender, "1" | "2"));
    if by_number.is_some() && stated.is_some() && by_number != stated {
        found.doubt(
            person,
            "gender",
            "gender_differs",
            person.text("gender"),
            None,
        );
    }
    if let Some(born) = identity::born_on(number).filter(|_| sure) {
        let stated = person.text("born_on");
        if stated.len() == 10 && !is_listed(person, "born_on") && stated != born.to_string() {
            found.doubt(person, "born_on", "birth_differs", stated, None);
        }
    }
    let relation = person.field("relation");
    let fits = match by_number.or(stated) {
        Some("1") => !FEMALE.contains(&relation),
        Some("2") => !MALE.contains(&relation),
        _ => true,
    };
    if !fits {
        found.doubt(
            person,
            "relation",
            "gender_differs",
            person.text("relation"),
            None,
        );
    }
}

fn required(person: &Person, found: &mut Found) {
    let missing = |key: &str| person.has.contains(key) && person.value(key).is_none();
    for key in ["name", "id_number", "relation", "ethnicity"] {
        if missing(key) {
            found.doubt(person, key, "required_empty", "", None);
        }
    }
    if missing("health") {
        found.doubt(person, "health", "health_missing", "", None);
    }
    for key in ANSWERED {
        if missing(key) {
            found.doubt(person, key, "required_empty", "", None);
        }
    }
}

/// Exactly one of 文化程度 and 在校生状况; 非在校生 counts as empty.
fn schooling(person: &Person, found: &mut Found) {
    if !person.has.contains("education") || !person.has.contains("schooling") {
        return;
    }
    let education = person.text("education");
    let schooling = if person.field("schooling") == "01" {
        ""
    } else {
        person.text("schooling")
    };
    // An unreadable cell is filled, though nobody knows with what.
    match (education.is_empty(), schooling.is_empty()) {
        (false, false) => found.doubt(
            person,
            "schooling",
            "education_and_school_both",
            &format!("{education} / {schooling}"),
            None,
        ),
        (true, true) if !is_listed(person, "education") && !is_listed(person, "schooling") => {
            found.doubt(person, "education", "education_and_school_empty", "", None);
        }
        _ => {}
    }
}

/// Where without how long, or how long without where.
fn work(person: &Person, found: &mut Found) {
    let Some(place) = ["work_place", "work_state"]
        .into_iter()
        .find(|key| person.has.contains(key))
    else {
        return;
    };
    if !person.has.contains("work_months")
        || is_listed(person, place)
        || is_listed(person, "work_months")
    {
        return;
    }
    let (at, months) = (person.text(place), person.text("work_months"));
    let idle = months.is_empty() || months == "0";
    // 在家务农 and the like is a state, not a place away from home.
    let away =
        !at.is_empty() && !at.contains("务农") && !matches!(at, "无" | "否" | "未务工" | "无务工");
    if away && idle {
        found.doubt(person, place, "work_place_without_months", at, None);
    } else if at.is_empty() && !idle {
        found.doubt(
            person,
            "work_months",
            "months_without_work_place",
            months,
            None,
        );
    }
}

fn insurance(person: &Person, found: &mut Found) {
    // Layout H3 is a list of people lifted out of poverty and says so in no column.
    let lifted_out = matches!(person.field("state"), "已脱贫" | "1" | "4")
        || person.field("household_kind") == "脱贫户"
        || person.layout == 2;
    let illness = person.field("serious_illness_insured");
    if lifted_out
        && person.has.contains("serious_illness_insured")
        && !is_listed(person, "serious_illness_insured")
        && illness != "1"
    {
        found.doubt(
            person,
            "serious_illness_insured",
            "illness_insurance_missing",
            person.text("serious_illness_insured"),
            None,
        );
    }
    if person.has.contains("medical_insured") && person.has.contains("worker_medical") {
        let (resident, worker) = (
            person.field("medical_insured"),
            person.field("worker_medical"),
        );
        match (resident == "1", worker == "1") {
            (true, true) => found.doubt(
                person,
                "medical_insured",
                "medical_insurance_both",
                "是",
                None,
            ),
            (false, false)
                if !is_listed(person, "medical_insured")
                    && !is_listed(person, "worker_medical") =>
            {
                found.doubt(
                    person,
                    "medical_insured",
                    "medical_insurance_none",
                    person.text("medical_insured"),
                    None,
                );
            }
            _ => {}
        }
    }
}

fn ages(person: &Person, found: &mut Found) {
    let number = person.text("id_number");
    let sure = matches!(
        identity::check(number),
        Finding::Right | Finding::RightCertificate
    );
    let stated = || chrono::NaiveDate::parse_from_str(person.text("born_on"), "%Y-%m-%d").ok();
    let Some(born) = (if sure {
        identity::born_on(number)
    } else {
        None
    })
    .or_else(stated) else {
        return;
    };
    let Some(listed) = person.listed else { return };
    let column = if sure { "id_number" } else { "born_on" };
    let Some(oldest) = identity::age(born, listed.to) else {
        return found.doubt(person, column, "born_after_list", &born.to_string(), None);
    };
    let youngest = identity::age(born, listed.from).unwrap_or(0);
    if youngest > AGE_MAX {
        found.doubt(
            person,
            column,
            "age_out_of_range",
            &youngest.to_string(),
            None,
        );
    }
    // Where only the year of the list is known, a doubt needs every day of it to agree. One who also has an education
    // is listed for that: which of the two is wrong nobody knows.
    if person.field("schooling") == "03"
        && person.text("education").is_empty()
        && (oldest < *PUPIL_AGES.start() || youngest > *PUPIL_AGES.end())
    {
        found.doubt(person, "schooling", "pupil_age", &oldest.to_string(), None);
    }
}

/// Left school because of illness or disability, and healthy; a risk that ended before it began.
fn reasons(person: &Person, found: &mut Found) {
    let reason = person.text("dropout_reason");
    if (reason.contains("因病") || reason.contains("因残")) && person.field("health") == r#"["01"]"# {
        found.doubt(
            person,
            "dropout_reason",
            "dropout_reason_differs",
            reason,
            None,
        );
    }
    let (begun, ended) = (person.text("risk_found_on"), person.text("risk_gone_on"));
    if begun.len() == 10
        && ended.len() == 10
        && !is_listed(person, "risk_found_on")
        && !is_listed(person, "risk_gone_on")
        && ended < begun
    {
        found.doubt(person, "risk_gone_on", "risk_end_before_start", ended, None);
    }
}
