//! Chinese and English. Codes and field names are the same in both.

use clap::ValueEnum;
use serde_json::Value;

/// The language of messages and help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Of the arguments, else of the locale, as `variable` tells it.
    pub fn of(args: &[String], variable: impl Fn(&str) -> Option<String>) -> Self {
        let named = args
            .iter()
            .enumerate()
            .find_map(|(index, arg)| match arg.as_str() {
                "--lang" => args.get(index + 1).map(String::as_str),
                other => other.strip_prefix("--lang="),
            });
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| variable(name).filter(|value| !value.is_empty()))
            .unwrap_or_default();
        if named.map_or(locale.starts_with("zh"), |named| named == "zh") {
            Self::Zh
        } else {
            Self::En
        }
    }

    /// What a rule says of a field, in the words of the screens.
    pub fn violation(self, field: &Value, code: &Value) -> String {
        let (field, code) = (
            field.as_str().unwrap_or_default(),
            code.as_str().unwrap_or_default(),
        );
        let (names, rules) = match self {
            Self::Zh => (
                include_str!("../../../ui/src/locales/zh-CN/codes.json"),
                include_str!("../../../ui/src/locales/zh-CN/common.json"),
            ),
            Self::En => (
                include_str!("../../../ui/src/locales/en/codes.json"),
                include_str!("../../../ui/src/locales/en/common.json"),
            ),
        };
        let text = |json: &str, list: &str, word: &str| {
            let texts: Value = serde_json::from_str(json).unwrap_or_default();
            texts[list][word].as_str().map(ToOwned::to_owned)
        };
        let rule = text(rules, "violation", code).unwrap_or_else(|| code.to_owned());
        match (text(names, "field", field), self) {
            (Some(name), Self::Zh) => format!("{name}（{field}）：{rule}"),
            (Some(name), Self::En) => format!("{name} ({field}): {rule}"),
            (None, _) => format!("{field}: {rule}"),
        }
    }

    /// The text of this language.
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_argument_wins_over_the_locale() {
        let args = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let chinese = |name: &str| (name == "LANG").then(|| "zh_CN.UTF-8".to_owned());
        assert_eq!(Lang::of(&args("x init"), chinese), Lang::Zh);
        assert_eq!(Lang::of(&args("x --lang en init"), chinese), Lang::En);
        assert_eq!(Lang::of(&args("x --lang=zh init"), |_| None), Lang::Zh);
        assert_eq!(Lang::of(&args("x init"), |_| None), Lang::En);
    }
}
