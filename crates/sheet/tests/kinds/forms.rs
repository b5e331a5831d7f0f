//! Forms beyond H1–H4, known by their own words.

use crate::{
    files::{strings, workbook},
    read,
};

const ID: [&str; 2] = ["99112819700101001X", "991128197202020028"];

fn of(header: &[&str], rows: &[&[&str]]) -> sheet::Roster {
    let mut all = vec![strings(header)];
    all.extend(rows.iter().map(|row| strings(row)));
    read(&workbook(&all)).unwrap()
}

#[test]
fn the_monitored_households_of_h5_bring_their_kind_and_all_their_risks() {
    let header = [
        "县",
        "村",
        "户编号",
        "姓名",
        "证件号码",
        "与户主关系",
        "户类型",
        "监测对象类别",
        "致贫/返贫风险1",
        "致贫/返贫风险2",
        "致贫/返贫风险3",
        "风险消除方式",
        "产业帮扶",
        "合规自付支出",
    ];
    let roster = of(
        &header,
        &[&[
            "双牌县",
            "上坪村",
            "43112810320111001",
            "张德顺",
            ID[0],
            "户主",
            "监测对象",
            "脱贫不稳定户",
            "因病",
            "因残",
            "",
            "",
            "养牛",
            "1200",
        ]],
    );
    assert_eq!(roster.layout, "H5");
    let household = &roster.households[0];
    assert_eq!(
        household.fields["risks"].matches(',').count(),
        1,
        "{:?}",
        household.fields
    );
    assert!(household.fields.contains_key("monitored_kind"));
    for word in ["风险消除方式", "产业帮扶", "合规自付支出"] {
        assert!(
            roster.unmapped_columns.iter().any(|known| known == word),
            "{word}"
        );
    }
    let odd = of(
        &header,
        &[&[
            "双牌县",
            "上坪村",
            "43112810320111001",
            "张德顺",
            ID[0],
            "户主",
            "监测对象",
            "脱贫不稳定户",
            "因为懒",
        ]],
    );
    assert!(
        odd.doubts
            .iter()
            .any(|doubt| doubt.kind == "unknown_risk" && doubt.value == "因为懒")
    );
}

#[test]
fn the_members_of_h6_and_h7_are_read_by_their_own_words() {
    let h6 = of(
        &[
            "家庭成员名称",
            "性别",
            "证件号码",
            "与户主关系",
            "民族",
            "务工情况",
            "务工时间",
            "是否现役军人",
            "务工企业名称",
        ],
        &[
            &["张德顺", "男", ID[0], "户主", "汉族", "", "", "否", ""],
            &[
                "区月英",
                "女",
                ID[1],
                "配偶",
                "汉族",
                "县外",
                "6",
                "否",
                "双牌鞋厂",
            ],
        ],
    );
    assert_eq!((h6.layout, h6.households.len(), h6.rows_read), ("H6", 1, 2));
    assert_eq!(h6.households[0].members[1].fields["employer"], "双牌鞋厂");
    assert!(
        h6.unmapped_columns
            .iter()
            .any(|word| word == "是否现役军人")
    );
    let h7 = of(
        &[
            "姓名",
            "与户主关系",
            "性别",
            "年龄",
            "文化程度",
            "健康状况或疾病类型",
            "身份证号码或残疾证号码",
            "年居住时间",
            "是否参加新农合",
        ],
        &[&[
            "张德顺",
            "户主",
            "男",
            "48",
            "初中",
            "健康",
            ID[0],
            "12",
            "是",
        ]],
    );
    assert_eq!(h7.layout, "H7");
    assert_eq!(h7.households[0].members[0].fields["medical_insured"], "1");
}

#[test]
fn the_phone_of_h8_is_the_members_and_of_h1_the_households() {
    let words = [
        "户编号",
        "与户主关系",
        "姓名",
        "身份证",
        "民族",
        "联系电话",
        "婚否",
    ];
    let rows: [&[&str]; 2] = [
        &[
            "43112810320111001",
            "户主",
            "张德顺",
            ID[0],
            "汉族",
            "10057840758",
            "是",
        ],
        &[
            "43112810320111001",
            "配偶",
            "区月英",
            ID[1],
            "汉族",
            "10057840759",
            "是",
        ],
    ];
    let h8 = of(&words, &rows);
    assert_eq!(h8.layout, "H8");
    assert!(!h8.households[0].fields.contains_key("phone"));
    assert_eq!(h8.households[0].members[1].fields["phone"], "10057840759");
    let short: Vec<&[&str]> = rows.iter().map(|row| &row[..6]).collect();
    let h1 = of(&words[..6], &short);
    assert_eq!(h1.households[0].fields["phone"], "10057840758");
}

#[test]
fn the_summary_of_h13_is_a_household_a_row_told_by_its_head() {
    let roster = of(
        &[
            "户编号",
            "户主个人编号",
            "户主姓名",
            "户主证件号码",
            "脱贫状态",
            "脱贫年度",
            "家庭人口数",
            "贫困户属性",
        ],
        &[
            &[
                "43112810320111001",
                "4311281032011100101",
                "张德顺",
                ID[0],
                "已脱贫",
                "2017",
                "3",
                "一般贫困户",
            ],
            &[
                "43112810320111002",
                "4311281032011100201",
                "区月英",
                ID[1],
                "未脱贫",
                "",
                "2",
                "低保贫困户",
            ],
        ],
    );
    assert_eq!(
        (roster.layout, roster.households.len(), roster.rows_read),
        ("H13", 2, 2)
    );
    let head = &roster.households[0].members[0];
    assert_eq!(head.fields["relation"], "01");
    assert_eq!(head.fields["number"], "4311281032011100101");
    assert_eq!(head.fields["id_number"], ID[0]);
    assert_eq!(roster.households[0].fields["out_of_poverty_year"], "2017");
    assert!(
        !roster
            .doubts
            .iter()
            .any(|doubt| doubt.kind == "household_without_head")
    );
}

#[test]
fn a_known_column_that_no_record_holds_is_said_and_not_dropped_in_silence() {
    let roster = of(
        &[
            "户编号",
            "姓名",
            "证件号码",
            "与户主关系",
            "民族",
            "人员识别时间",
            "户主姓名",
        ],
        &[&[
            "43112810320111001",
            "张德顺",
            ID[0],
            "户主",
            "汉族",
            "2014-01-01",
            "张德顺",
        ]],
    );
    assert_eq!(roster.passed_columns, ["人员识别时间"]);
    assert!(roster.unmapped_columns.is_empty());
}

#[test]
fn no_column_is_passed_over_whose_value_a_record_holds() {
    let passed = sheet::layouts::COLUMNS
        .iter()
        .filter(|column| column.is_passed_over());
    let words: Vec<&str> = passed.map(|column| column.word(0)).collect();
    assert_eq!(words, ["人员识别时间", "帮扶责任人手机号"]);
    let roster = of(
        &[
            "户编号",
            "姓名",
            "证件号码",
            "与户主关系",
            "民族",
            "是否会讲普通话",
            "是否参加职工医保",
            "公益性岗位(月数)",
            "残疾证办证年度",
            "产业分类",
            "风险是否消除",
            "风险识别时间",
            "风险消除时间",
        ],
        &[&[
            "43112810320111001",
            "张德顺",
            ID[0],
            "户主",
            "汉族",
            "是",
            "否",
            "6",
            "2015",
            "种植业",
            "是",
            "2021-02-30",
            "2021年8月5日",
        ]],
    );
    let (household, member) = (
        &roster.households[0].fields,
        &roster.households[0].members[0].fields,
    );
    let of_member = [
        ("mandarin", "1"),
        ("employee_medical", "0"),
        ("public_post_months", "6"),
        ("disability_year", "2015"),
        ("industry_kind", "种植业"),
    ];
    for (field, value) in of_member {
        assert_eq!(member[field], value, "{field}");
    }
    assert_eq!(household["risk_gone"], "1");
    assert_eq!(household["risk_gone_on"], "2021-08-05");
    // A day that does not exist is in doubt, and no field takes it.
    assert!(!household.contains_key("watched_on"));
}
