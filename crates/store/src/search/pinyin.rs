//! How a character of a name may be read: every reading of it, and the one it has as a surname.

use pinyin::{Pinyin, ToPinyinMulti};

/// Readings that the data lack or have wrong, in names.
const ADDED: &[(char, &[&str])] = &[
    ('𬱖', &["yi"]),
    ('区', &["ou"]),
    ('仇', &["qiu"]),
    ('单', &["shan"]),
    ('解', &["xie"]),
    ('曾', &["zeng"]),
    ('尉', &["yu"]),
    ('覃', &["qin", "tan"]),
    ('冼', &["xian"]),
    ('缪', &["miao"]),
    ('查', &["zha"]),
    ('盖', &["ge"]),
    ('朴', &["piao"]),
    ('乐', &["yue", "le"]),
    ('员', &["yun"]),
    ('种', &["chong"]),
    ('折', &["she"]),
    ('黑', &["he"]),
    ('秘', &["bi"]),
    ('繁', &["po"]),
    ('洗', &["xian"]),
    ('翟', &["zhai", "di"]),
    ('祭', &["zhai"]),
    ('乜', &["nie"]),
    ('句', &["gou"]),
    ('召', &["shao"]),
    ('郇', &["xun", "huan"]),
    ('隗', &["wei", "kui"]),
    ('那', &["na"]),
    ('谌', &["chen", "shen"]),
    ('晟', &["sheng", "cheng"]),
    ('叶', &["ye"]),
    ('万', &["wan", "mo"]),
    ('俟', &["qi"]),
    ('令', &["ling"]),
    ('圩', &["wei", "xu"]),
    ('峒', &["dong", "tong"]),
];

/// The reading as a surname, where it is not the first of the data.
const SURNAMES: &[(char, &str)] = &[
    ('区', "ou"),
    ('仇', "qiu"),
    ('单', "shan"),
    ('解', "xie"),
    ('曾', "zeng"),
    ('任', "ren"),
    ('华', "hua"),
    ('查', "zha"),
    ('盖', "ge"),
    ('朴', "piao"),
    ('乐', "yue"),
    ('员', "yun"),
    ('覃', "qin"),
    ('冼', "xian"),
    ('缪', "miao"),
    ('种', "chong"),
    ('折', "she"),
    ('黑', "he"),
    ('秘', "bi"),
    ('繁', "po"),
    ('洗', "xian"),
    ('翟', "zhai"),
    ('祭', "zhai"),
    ('乜', "nie"),
    ('句', "gou"),
    ('召', "shao"),
    ('郇', "xun"),
    ('隗', "wei"),
    ('谌', "chen"),
    ('牟', "mu"),
    ('宓', "mi"),
    ('逄', "pang"),
    ('燕', "yan"),
    ('应', "ying"),
    ('宁', "ning"),
    ('葛', "ge"),
    ('车', "che"),
    ('褚', "chu"),
    ('尉', "wei"),
    ('纪', "ji"),
    ('撒', "sa"),
    ('哈', "ha"),
    ('柏', "bai"),
    ('贾', "jia"),
    ('石', "shi"),
    ('沈', "shen"),
    ('叶', "ye"),
    ('万', "wan"),
    ('余', "yu"),
    ('莫', "mo"),
    ('石', "shi"),
    ('洪', "hong"),
];

/// Surnames of two characters whose reading is not that of their characters alone.
const DOUBLE_SURNAMES: &[([char; 2], [&str; 2])] = &[
    (['尉', '迟'], ["yu", "chi"]),
    (['万', '俟'], ["mo", "qi"]),
    (['欧', '阳'], ["ou", "yang"]),
    (['单', '于'], ["chan", "yu"]),
    (['长', '孙'], ["zhang", "sun"]),
    (['澹', '台'], ["tan", "tai"]),
    (['皇', '甫'], ["huang", "fu"]),
    (['令', '狐'], ["ling", "hu"]),
    (['宰', '父'], ["zai", "fu"]),
    (['鲜', '于'], ["xian", "yu"]),
    (['呼', '延'], ["hu", "yan"]),
];

/// Every reading of `c` without tone, the commonest first; ü is written `v`.
pub fn readings(c: char) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut note = |reading: &str| {
        let reading = plain(reading);
        if !reading.is_empty() && !found.contains(&reading) {
            found.push(reading);
        }
    };
    for reading in added(c) {
        note(reading);
    }
    if let Some(all) = c.to_pinyin_multi() {
        for reading in all {
            note(Pinyin::plain(reading));
        }
    }
    found
}

/// The readings by which a name is put in order: one a character, the surname read as one.
pub fn sort_readings(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let double = match chars.as_slice() {
        [first, second, ..] => DOUBLE_SURNAMES
            .iter()
            .find(|(surname, _)| *surname == [*first, *second]),
        _ => None,
    };
    let surname = |index: usize, c: char| match double {
        Some((_, read)) if index < 2 => Some(read[index]),
        None if index == 0 => SURNAMES
            .iter()
            .find(|(surname, _)| *surname == c)
            .map(|(_, read)| *read),
        _ => None,
    };
    chars
        .iter()
        .enumerate()
        .map(|(index, c)| match surname(index, *c) {
            Some(read) => read.to_owned(),
            None => first_of_data(*c).unwrap_or_else(|| c.to_lowercase().collect()),
        })
        .collect()
}

/// The commonest reading, which for those added here is not the surname's.
fn first_of_data(c: char) -> Option<String> {
    match c.to_pinyin_multi().and_then(|all| all.into_iter().next()) {
        Some(first) if added(c).is_empty() || SURNAMES.iter().any(|(surname, _)| *surname == c) => {
            Some(plain(Pinyin::plain(first)))
        }
        _ => readings(c).into_iter().next(),
    }
}

fn added(c: char) -> &'static [&'static str] {
    ADDED
        .iter()
        .find(|(one, _)| *one == c)
        .map_or(&[], |(_, readings)| readings)
}

fn plain(reading: &str) -> String {
    reading
        .chars()
        .map(|c| if c == 'ü' { 'v' } else { c })
        .filter(char::is_ascii_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_surnames_have_their_own_reading_and_keep_the_common_one() {
        for (c, read) in [
            ('区', "ou"),
            ('仇', "qiu"),
            ('单', "shan"),
            ('解', "xie"),
            ('曾', "zeng"),
            ('尉', "yu"),
        ] {
            assert!(
                readings(c).contains(&read.to_owned()),
                "{c}: {:?}",
                readings(c)
            );
        }
        assert!(readings('区').contains(&"qu".to_owned()));
        assert!(readings('尉').contains(&"wei".to_owned()));
    }

    #[test]
    fn a_character_outside_the_basic_plane_is_read() {
        assert!(
            readings('𬱖').contains(&"yi".to_owned()),
            "{:?}",
            readings('𬱖')
        );
    }

    #[test]
    fn a_polyphone_has_all_its_readings_and_a_letter_none() {
        let long = readings('长');
        assert!(
            long.contains(&"chang".to_owned()) && long.contains(&"zhang".to_owned()),
            "{long:?}"
        );
        assert!(
            readings('吕').contains(&"lv".to_owned()),
            "{:?}",
            readings('吕')
        );
        assert!(readings('a').is_empty());
    }

    #[test]
    fn names_are_ordered_by_the_surnames_reading() {
        assert_eq!(sort_readings("单小平")[0], "shan");
        assert_eq!(sort_readings("尉迟长根")[..2], ["yu", "chi"]);
        assert_eq!(sort_readings("尉小平")[0], "wei");
        assert_eq!(sort_readings("欧阳长根")[..2], ["ou", "yang"]);
        assert_eq!(sort_readings("王曾")[1], "ceng");
    }
}
