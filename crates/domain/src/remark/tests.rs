use chrono::NaiveDate;

use super::*;
use crate::{
    codes,
    records::{Household, Member, Record},
};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2018, 9, 30).unwrap()
}

/// A man of 61 with nothing to remark.
fn head() -> Member {
    Member {
        name: "欧阳木生".to_owned(),
        id_number: "994433195707258852".to_owned(),
        relation: "01".to_owned(),
        ethnicity: "01".to_owned(),
        education: "03".to_owned(),
        health: vec!["01".to_owned()],
        labour: "01".to_owned(),
        ..Member::default()
    }
}

fn found(member: &Member) -> Found {
    of_person(&Person::of(&member.to_cells(), day()))
}

fn family(household: &Household, members: &[Member], measures: &[&str]) -> (Rules, Vec<Rules>) {
    let measures: Vec<String> = measures.iter().map(|class| (*class).to_owned()).collect();
    let people: Vec<Found> = members.iter().map(found).collect();
    let is_helped = !measures.is_empty();
    of_family(
        &Family::of(&household.to_cells(), &measures, is_helped),
        &people,
    )
}

fn of_head(change: impl FnOnce(&mut Member)) -> Vec<Rule> {
    let mut member = head();
    change(&mut member);
    let (_, own) = family(&Household::default(), &[member], &[]);
    own[0].each().collect()
}

fn of_home(
    change: impl FnOnce(&mut Household),
    members: &[Member],
    measures: &[&str],
) -> Vec<Rule> {
    let mut household = Household::default();
    change(&mut household);
    family(&household, members, measures).0.each().collect()
}

#[test]
fn every_rule_has_its_words_in_the_list_and_fits_into_a_set() {
    assert!(Rule::ALL.len() <= 64);
    for rule in Rule::ALL {
        let letters: String = format!("{rule:?}")
            .chars()
            .flat_map(|c| {
                let begins = c.is_ascii_uppercase().then_some('_');
                begins.into_iter().chain(c.to_lowercase())
            })
            .collect();
        assert_eq!(letters.trim_start_matches('_'), rule.code());
        assert_eq!(Rule::by_code(rule.code()), Some(rule));
        assert!(!rule.source().is_empty());
        let of = if rule.is_of_income() {
            &crate::records::Income::INFO
        } else if rule.is_of_person() {
            &Member::INFO
        } else {
            &Household::INFO
        };
        assert!(of.field_named(rule.field()).is_some(), "{rule:?}");
    }
    assert_eq!(codes::REMARK.entries.len(), Rule::ALL.len());
}

#[test]
fn a_person_whose_data_are_right_has_no_remark() {
    assert_eq!(of_head(|_| ()), []);
    assert_eq!(of_home(|_| (), &[head()], &[]), []);
}

#[test]
fn numbers_are_looked_at_and_never_mended() {
    let with = |number: &str| of_head(|member| member.id_number = number.to_owned());
    assert_eq!(with("994433195707258851"), [Rule::IdWrong]);
    assert_eq!(with("99443319570725"), [Rule::IdLength]);
    assert_eq!(with("994433957072588"), [Rule::IdLength]);
    assert_eq!(with("99443319570725885299"), [Rule::CertificateWrong]);
    assert_eq!(with("431128180001019998"), [Rule::AgeRange]);
    assert_eq!(with(""), []);
}

#[test]
fn what_is_typed_and_what_the_number_says_are_compared() {
    assert_eq!(
        of_head(|member| member.gender = "2".to_owned()),
        [Rule::IdDiffers]
    );
    assert_eq!(
        of_head(|member| member.born_on = "1957-07-26".to_owned()),
        [Rule::IdDiffers]
    );
    assert_eq!(
        of_head(|member| member.born_on = "1957-07-25".to_owned()),
        []
    );
}

#[test]
fn a_relation_is_known_and_has_the_sex_that_it_means() {
    assert_eq!(
        of_head(|member| member.relation = "04".to_owned()),
        [Rule::SexRelation]
    );
    assert_eq!(
        of_head(|member| member.relation = "77".to_owned()),
        [Rule::RelationUnknown]
    );
    for either in ["01", "02", "99", "之兄弟姐妹"] {
        assert_eq!(of_head(|member| member.relation = either.to_owned()), []);
    }
}

#[test]
fn exactly_one_of_education_and_school_year_is_filled() {
    let with = |education: &str, schooling: &str| {
        of_head(|member| {
            member.education = education.to_owned();
            member.schooling = schooling.to_owned();
        })
    };
    assert_eq!(with("03", "01"), []);
    assert_eq!(with("03", "04"), [Rule::LearningBoth]);
    assert_eq!(with("", "01"), [Rule::LearningNone]);
    assert_eq!(with("06", "学龄前儿童"), []);
    assert_eq!(with("博士", ""), [Rule::CodeUnknown]);
}

#[test]
fn a_pupil_is_as_old_as_on_the_day_the_row_was_written() {
    let pupil = Member {
        id_number: String::new(),
        born_on: "2012-10-01".to_owned(),
        education: String::new(),
        schooling: "03".to_owned(),
        ..head()
    };
    let on = |day: NaiveDate| of_person(&Person::of(&pupil.to_cells(), day)).rules;
    assert_eq!(on(day()), Rules::of(Rule::PupilAge));
    assert_eq!(
        on(NaiveDate::from_ymd_opt(2018, 10, 1).unwrap()),
        Rules::NONE
    );
    assert_eq!(
        on(NaiveDate::from_ymd_opt(2027, 10, 1).unwrap()),
        Rules::of(Rule::PupilAge)
    );
}

#[test]
fn work_has_its_months_and_months_their_place() {
    assert_eq!(
        of_head(|member| member.work_where = "省外务工".to_owned()),
        [Rule::WorkTime]
    );
    assert_eq!(
        of_head(|member| member.work_where = "在家务农".to_owned()),
        []
    );
    assert_eq!(
        of_head(|member| member.work_months = Some(3)),
        [Rule::WorkPlace]
    );
}

#[test]
fn health_and_people_are_asked_of_everybody_and_a_healthy_person_leaves_school_for_other_reasons() {
    assert_eq!(
        of_head(|member| {
            member.health = Vec::new();
            member.ethnicity = String::new();
        }),
        [Rule::HealthMissing, Rule::EthnicityMissing]
    );
    let sick = |health: &str| {
        of_head(|member| {
            member.out_of_school_reason = "因病".to_owned();
            member.health = vec![health.to_owned()];
        })
    };
    assert_eq!(sick("01"), [Rule::DropoutHealthy]);
    assert_eq!(sick("02"), []);
}

#[test]
fn insurance_is_one_of_the_two_and_what_only_others_have_is_missing() {
    assert_eq!(
        of_head(|member| {
            member.medical_insured = Some(1);
            member.employee_medical = Some(1);
        }),
        [Rule::MedicalBoth]
    );
    assert_eq!(
        of_head(|member| member.medical_insured = Some(0)),
        [Rule::MedicalNone]
    );
    let insured = Member {
        medical_insured: Some(1),
        pension_insured: Some(1),
        allowance: Some(0),
        ..head()
    };
    let (_, own) = family(&Household::default(), &[insured.clone(), head()], &[]);
    assert_eq!(
        own[1].each().collect::<Vec<_>>(),
        [Rule::PensionMissing, Rule::MedicalNone, Rule::FlagMissing]
    );
    assert!(own[0].is_empty());
    let out = Household {
        state: "1".to_owned(),
        causes: vec!["01".to_owned()],
        ..Household::default()
    };
    let covered = Member {
        serious_illness_insured: Some(1),
        ..head()
    };
    let (_, own) = family(&out, &[head(), covered], &[]);
    assert_eq!(own, [Rules::of(Rule::SeriousIllness), Rules::NONE]);
    let without = Member {
        serious_illness_insured: Some(0),
        ..head()
    };
    let of = |household: &Household, member: &Member| {
        let (_, own) = family(household, std::slice::from_ref(member), &[]);
        own[0].each().collect::<Vec<_>>()
    };
    assert_eq!(of(&out, &without), [Rule::SeriousIllness]);
    // Nobody of the family has it recorded: the form is not used there.
    assert_eq!(of(&out, &head()), []);
    let kind = |state: &str| Household {
        kind: "脱贫户".to_owned(),
        state: state.to_owned(),
        causes: vec!["01".to_owned()],
        ..Household::default()
    };
    assert_eq!(of(&kind(""), &without), [Rule::SeriousIllness]);
    assert_eq!(of(&kind("0"), &without), []);
    assert_eq!(of(&kind("3"), &without), []);
}

#[test]
fn a_household_has_one_head_and_at_most_one_spouse_of_the_other_sex() {
    let spouse = |number: &str| Member {
        relation: "02".to_owned(),
        id_number: number.to_owned(),
        ..head()
    };
    let man = "994433195707258852";
    let nobody = Member {
        relation: "99".to_owned(),
        ..head()
    };
    let of = |members: &[Member]| of_home(|_| (), members, &[]);
    assert_eq!(of(&[nobody]), [Rule::NoHead]);
    assert_eq!(of(&[head(), head()]), [Rule::SeveralHeads]);
    assert_eq!(of(&[head(), spouse(man)]), [Rule::HeadSpouseSex]);
    assert_eq!(
        of(&[head(), spouse(""), spouse("")]),
        [Rule::SeveralSpouses]
    );
    assert_eq!(of(&[]), []);
}

#[test]
fn the_household_has_a_cause_and_a_phone_of_eleven_digits() {
    assert_eq!(
        of_home(|home| home.state = "0".to_owned(), &[], &[]),
        [Rule::CauseMissing]
    );
    assert_eq!(
        of_home(|home| home.phone = "1005784".to_owned(), &[], &[]),
        [Rule::PhoneDigits]
    );
}

#[test]
fn relatives_of_cadres_and_split_households_are_to_be_looked_into() {
    assert_eq!(
        of_home(|home| home.cadre_name = "沈一".to_owned(), &[], &[]),
        [Rule::CadreRelative]
    );
    assert_eq!(
        of_home(|home| home.split_from = Some(crate::Id([1; 16])), &[], &[]),
        [Rule::SplitHousehold]
    );
}

#[test]
fn a_household_that_was_deleted_or_joined_to_another_is_told_while_somebody_lives_in_it() {
    let with = |field: u16, value: crate::Value, people: &[Found]| {
        let mut cells = Household::default().to_cells();
        cells.insert(field, value);
        of_family(&Family::of(&cells, &[], false), people).0
    };
    let removed = |people: &[Found]| with(crate::change::DELETED_AT, 1.into(), people);
    let joined = |people: &[Found]| with(Household::merged_into, crate::Id([1; 16]).into(), people);
    let person = of_person(&Person {
        relation: "01",
        ..Person::default()
    });
    assert_eq!((removed(&[]), joined(&[])), (Rules::NONE, Rules::NONE));
    assert_eq!(joined(&[person]), Rules::of(Rule::JoinedHousehold));
    assert_eq!(removed(&[person]), Rules::of(Rule::RemovedHousehold));
}

#[test]
fn a_risk_has_its_reason_in_the_family_and_its_help() {
    let risk = |code: &str, members: &[Member], measures: &[&str]| {
        of_home(|home| home.risks = vec![code.to_owned()], members, measures)
    };
    let ill = Member {
        health: vec!["03".to_owned()],
        labour: "04".to_owned(),
        ..head()
    };
    assert_eq!(risk("01", &[head()], &[]), [Rule::IllnessNobody]);
    assert_eq!(risk("01", std::slice::from_ref(&ill), &[]), []);
    assert_eq!(risk("02", &[], &[]), [Rule::DisasterItem]);
    assert_eq!(risk("0203", &[], &[]), []);
    assert_eq!(risk("04", &[head()], &[]), [Rule::LabourNotLacking]);
    let other = Member {
        relation: "99".to_owned(),
        ..ill
    };
    let able = |able: usize, of: usize| {
        let mut people = vec![other.clone(); of - able];
        people.extend(std::iter::repeat_with(head).take(able));
        risk("04", &people, &[]).contains(&Rule::LabourNotLacking)
    };
    assert!(!able(0, 1) && !able(1, 4) && !able(1, 5));
    assert!(able(1, 3) && able(2, 7) && able(2, 4) && able(2, 2));
    assert_eq!(risk("07", &[head()], &[]), [Rule::WorkMissing]);
    let away = Member {
        work_where: "省外务工".to_owned(),
        work_months: Some(6),
        ..head()
    };
    assert_eq!(risk("07", &[away], &[]), []);
    assert_eq!(risk("因安全住房", &[], &["water"]), [Rule::HousingHelp]);
    assert_eq!(risk("因安全住房", &[], &["relocation"]), []);
    assert_eq!(risk("因安全饮水", &[], &["housing"]), [Rule::WaterHelp]);
    assert_eq!(risk("因安全饮水", &[], &["water"]), []);
}

#[test]
fn a_risk_that_is_gone_by_help_had_help_for_longer_than_a_month() {
    let gone = |risk: &str, on: &str, measures: &[&str]| {
        let ill = Member {
            health: vec!["03".to_owned()],
            ..head()
        };
        of_home(
            |home| {
                home.risks = vec![risk.to_owned()];
                home.watched_on = "2018-01-20".to_owned();
                home.risk_gone = Some(1);
                home.risk_gone_on = on.to_owned();
                home.risk_gone_by = "帮扶消除".to_owned();
            },
            &[ill],
            measures,
        )
    };
    assert_eq!(
        gone("01", "2018-06-01", &[]),
        [Rule::HelpMissing, Rule::GoneIllness]
    );
    assert_eq!(gone("01", "2018-06-01", &["health"]), []);
    assert_eq!(gone("01", "2018-02-28", &["health"]), [Rule::GoneAtOnce]);
    assert_eq!(gone("01", "2018-03-01", &["health"]), []);
    assert_eq!(gone("09", "2018-06-01", &["health"]), [Rule::GoneSchooling]);
    assert_eq!(gone("09", "2018-06-01", &["schooling"]), []);
    // A measure that nobody has begun is none that helped.
    let home = Household {
        risk_gone: Some(1),
        risk_gone_by: "帮扶消除".to_owned(),
        ..Household::default()
    };
    let (cells, measures) = (home.to_cells(), ["health".to_owned()]);
    let planned = |is_helped| of_family(&Family::of(&cells, &measures, is_helped), &[]).0;
    assert_eq!(planned(false), Rules::of(Rule::HelpMissing));
    assert_eq!(planned(true), Rules::NONE);
}

#[test]
fn a_remark_that_may_mean_several_fields_stands_beside_those_that_it_means() {
    let people = [
        Member {
            politics: "党员".to_owned(),
            labour: "很强".to_owned(),
            mandarin: Some(1),
            ..head()
        },
        Member {
            destitute: Some(0),
            medical_insured: Some(1),
            serious_illness_insured: Some(1),
            ..head()
        },
    ];
    let cells = people.each_ref().map(Record::to_cells);
    let of = cells.each_ref().map(|cells| Person::of(cells, day()));
    let found = of.each_ref().map(of_person);
    let used = used_in(&found);
    let at = |index: usize, rule: Rule| fields_at(rule, &of[index], &found[index], used);
    assert_eq!(at(0, Rule::CodeUnknown), ["politics", "labour"]);
    assert_eq!(at(0, Rule::FlagMissing), ["destitute"]);
    assert_eq!(at(1, Rule::FlagMissing), ["mandarin"]);
    assert_eq!(at(1, Rule::WorkTime), ["work_months"]);
}

#[test]
fn help_is_due_a_month_after_a_household_is_watched_and_not_once_there_is_some() {
    let home = Household {
        watched_on: "2018-01-31".to_owned(),
        ..Household::default()
    };
    let cells = home.to_cells();
    assert_eq!(
        Family::of(&cells, &[], false).help_due_on(),
        NaiveDate::from_ymd_opt(2018, 2, 28)
    );
    let measures = ["health".to_owned()];
    assert_eq!(Family::of(&cells, &measures, false).help_due_on(), None);
}

#[test]
fn income_is_remarked_where_it_cannot_be_what_it_says() {
    let risks = ["01".to_owned()];
    assert_eq!(
        of_income(Some(9_900), Some(1), None, None, &[]),
        Rules::of(Rule::WageSmall)
    );
    assert_eq!(of_income(Some(0), Some(1), None, None, &[]), Rules::NONE);
    assert_eq!(
        of_income(Some(10_000), Some(1), None, None, &[]),
        Rules::NONE
    );
    assert_eq!(
        of_income(None, Some(0), None, None, &risks),
        Rules::of(Rule::OwnCostMissing)
    );
    for (cost, risks) in [(None, &risks[..]), (Some(1), &risks), (Some(0), &[])] {
        assert_eq!(of_income(None, cost, None, None, risks), Rules::NONE);
    }
    assert_eq!(
        of_income(None, Some(1), Some(412_600), Some(412_500), &[]),
        Rules::of(Rule::PerHeadDiffers)
    );
    assert_eq!(
        of_income(None, Some(1), Some(412_599), Some(412_500), &[]),
        Rules::NONE
    );
}
