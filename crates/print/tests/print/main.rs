//! The program as it is started by window and county: what comes out is read by others' programs (poppler) and compared
//! with pictures that were looked at.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by stopping"
)]

mod rig;

use paper::{Form, PrintError, Stop, Wish};
use rig::{
    distributions, household, log, measures, notice, pages, paper, pdf, poppler, printed, problems,
    program, requests, roll, roster, text_of, wishes,
};

#[test]
fn the_text_of_a_page_can_be_copied_rare_characters_too() {
    let text = text_of(&pdf(log(3))).replace(char::is_whitespace, "");
    for words in [
        "走访记录",
        "𬱖文山",
        "看了新修的水窖",
        "范围：9月 · 上坪组",
        "编号 H11-20180930-4F7Q2X",
        "打印 2018-09-30 21:30 方立群",
        "本机还有 3 条没同步",
        "第 1 页 / 共 1 页",
    ] {
        let words = words.replace(char::is_whitespace, "");
        assert!(text.contains(&words), "{words} is not in\n{text}");
    }
}

#[test]
fn only_our_fonts_are_used_and_they_are_inside() {
    for form in [log(3), household(), notice(), roster(40)] {
        let told = poppler("pdffonts", &[], &pdf(form));
        let fonts: Vec<&str> = told.lines().skip(2).collect();
        assert!(!fonts.is_empty());
        for font in fonts {
            assert!(font.contains("NotoSansSC"), "{font}");
            // Embedded, cut to what is used, and with its characters' codes.
            let columns: Vec<&str> = font.split_whitespace().rev().skip(2).take(3).collect();
            assert_eq!(columns, ["yes", "yes", "yes"], "{font}");
        }
    }
}

#[test]
fn head_foot_and_page_number_stand_on_every_page_of_a_long_list() {
    for (form, heads) in [
        (log(120), ["走访时间", "走访情况记录"]),
        (measures(60), ["项目类别", "帮扶内容"]),
        (problems(60), ["问题来源", "是否销号"]),
        (roster(150), ["户编号", "证件号码"]),
        (requests(90), ["诉求内容", "户里确认"]),
        (wishes(120), ["微心愿", "认领人"]),
        (distributions(140), ["物资名称", "每户数量"]),
        (roll(70), ["领取时间", "签字"]),
    ] {
        let bytes = pdf(form);
        let text = text_of(&bytes);
        let texts: Vec<&str> = text.split_terminator('\u{c}').collect();
        assert!(texts.len() > 2, "{} pages", texts.len());
        for (at, page) in texts.iter().enumerate() {
            let page = page.replace(char::is_whitespace, "");
            for head in heads {
                assert!(page.contains(head), "{head} is not on page {}", at + 1);
            }
            assert!(page.contains(&format!("第{}页/共{}页", at + 1, texts.len())));
            assert!(page.contains("编号H11-20180930-4F7Q2X"));
        }
    }
}

#[test]
fn a_long_text_wraps_within_its_column_and_goes_on_to_the_next_page() {
    let mut form = log(1);
    let said: String = (0..2_500)
        .map(|n| ['水', '路', '电', '房'][n % 4])
        .collect();
    let address = format!("http://xzfp.example/{}", "a1b2".repeat(60));
    if let Form::Visits(log) = &mut form {
        log.rows[0].record = format!("{said}\n第二行\n{address}");
    }
    let bytes = pdf(form);
    let layout = poppler("pdftotext", &["-bbox"], &bytes);
    let mut right = 0.0_f64;
    for word in layout.lines().filter(|line| line.contains("<word")) {
        let edge = word.split("xMax=\"").nth(1).unwrap();
        right = right.max(edge.split('"').next().unwrap().parse().unwrap());
    }
    // 210 mm less the margin of 14: nothing stands beyond the column.
    assert!(right < (210.0 - 14.0) / 25.4 * 72.0 + 0.5, "{right}");
    let text = text_of(&bytes).replace(char::is_whitespace, "");
    assert_eq!(text.matches('房').count(), 625);
    assert!(text.contains("第二行"));
}

#[test]
fn a_character_without_glyph_is_named_with_its_place() {
    let mut form = log(80);
    if let Form::Visits(log) = &mut form {
        log.rows[79].record = "到𡋾坡看了路".to_owned();
    }
    let pages = program()
        .print(&paper(log(80)), Wish::Pdf, &Stop::default())
        .unwrap()
        .pages;
    let refused = program().print(&paper(form), Wish::Pdf, &Stop::default());
    let Err(PrintError::Glyph {
        character,
        page,
        text,
    }) = refused
    else {
        panic!("{refused:?}");
    };
    assert_eq!((character.as_str(), page), ("𡋾", pages));
    assert!(text.contains("到𡋾坡"), "{text}");
}

#[test]
fn a_wrong_job_is_refused_with_its_place() {
    let right = serde_json::to_value(paper(log(3))).unwrap();
    let refused = |spoil: &dyn Fn(&mut serde_json::Value)| {
        let mut job = serde_json::json!({"wish": "pdf", "paper": right});
        spoil(&mut job);
        match printed(&serde_json::to_vec(&job).unwrap()) {
            Err(PrintError::Malformed { place, detail }) => (place, detail),
            other => panic!("{other:?}"),
        }
    };
    let (place, _) = refused(&|job| job["paper"]["form"]["visits"]["rows"][1]["record"] = 7.into());
    assert_eq!(place, "paper.form.visits.rows[1].record");
    let (place, detail) = refused(&|job| job["paper"]["foot"]["colour"] = "red".into());
    assert_eq!(place, "paper.foot.colour");
    assert!(detail.contains("unknown field"), "{detail}");
    let (place, _) = refused(&|job| job["paper"]["form"] = serde_json::json!({"poster": {}}));
    assert!(place.starts_with("paper.form"), "{place}");
    assert!(matches!(printed(b"{"), Err(PrintError::Malformed { .. })));
}

#[test]
fn what_stands_in_a_record_is_never_read_as_markup() {
    let mut form = log(1);
    let said = r#"#read("/etc/passwd") *不* $x$ @a <b> \u{41} // 完"#;
    if let Form::Visits(log) = &mut form {
        log.rows[0].record = said.to_owned();
    }
    let text = text_of(&pdf(form)).replace(char::is_whitespace, "");
    assert!(
        text.contains(&said.replace(char::is_whitespace, "")),
        "{text}"
    );
}

#[test]
fn a_village_has_no_column_of_its_own_on_its_own_paper() {
    let mut form = distributions(4);
    assert!(text_of(&pdf(form.clone())).contains("竹园"));
    if let Form::Distributions(list) = &mut form {
        for row in &mut list.rows {
            row.village.clear();
        }
    }
    let text = text_of(&pdf(form)).replace(char::is_whitespace, "");
    assert!(text.contains("序号发放时间物资名称每户数量"), "{text}");
}

#[test]
fn who_gives_and_who_sees_it_sign_beside_what_is_given_however_many_get_it() {
    let text = text_of(&pdf(roll(70)));
    let pages: Vec<&str> = text.split_terminator('\u{c}').collect();
    assert!(pages.len() > 1);
    for words in ["发放人", "见证人", "带一袋饲料", "5 / 70 户"] {
        assert!(pages[0].contains(words), "{words}: {}", pages[0]);
    }
    assert!(!pages[1].contains("见证人"));
}

#[test]
fn the_same_paper_has_the_same_bytes() {
    assert_eq!(pdf(household()), pdf(household()));
}

#[cfg(target_os = "linux")]
#[test]
fn the_longest_log_is_set_within_a_gigabyte_of_addresses() {
    // It holds about 250 MB, and allocators ask for more addresses than they use: beyond these it would be gone.
    let program = rig::confined(1_000_000);
    let answer = program.print(&paper(log(paper::ROWS_MAX)), Wish::Pdf, &Stop::default());
    assert!(answer.unwrap().pages > 60);
}

#[test]
fn pages_look_as_they_did_when_they_were_looked_at() {
    let changed: Vec<String> = [
        ("visits", log(40)),
        ("measures", measures(12)),
        ("problems", problems(8)),
        ("roster", roster(30)),
        ("household", household()),
        ("notice", notice()),
        ("requests", requests(14)),
        ("wishes", wishes(12)),
        ("distributions", distributions(9)),
        ("roll", roll(40)),
    ]
    .into_iter()
    .flat_map(|(name, form)| pages(name, form))
    .collect();
    assert!(
        changed.is_empty(),
        "written anew, look at them and commit: {changed:?}"
    );
}
