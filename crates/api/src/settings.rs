//! Settings and named filters.

use domain::Violation;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    common::Empty,
    draft::owner,
    error::{ApiError, Code},
    host::{self, Host},
};

/// A person's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Settings {
    pub type_size: TypeSize,
    pub language: Language,
    pub lock_minutes: u64,
    pub single_keys: bool,
    pub reveal_seconds: u64,
}

/// A filter with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct SavedFilter {
    pub list: String,
    pub name: String,
    pub query: String,
}

/// Size of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TypeSize {
    Standard,
    Large,
    Largest,
}

/// Language of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[serde(rename = "zh-CN")]
    ZhCn,
    En,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            type_size: TypeSize::Standard,
            language: Language::ZhCn,
            lock_minutes: 10,
            single_keys: true,
            reveal_seconds: 30,
        }
    }
}

const SETTINGS: &str = "settings";
const FILTER: &str = "filter/";

/// Body of `settings.get`. Settings of another version of the program count as far as they can be read.
pub fn get(host: &dyn Host, _: &Empty) -> Result<Settings, ApiError> {
    host::read(host, |store| {
        let kept = store.setting(owner(host), SETTINGS)?;
        Ok(kept
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default())
    })
}

/// Body of `settings.save`.
pub fn save(host: &dyn Host, request: &Settings) -> Result<Settings, ApiError> {
    let mut wrong = Vec::new();
    if !(1..=120).contains(&request.lock_minutes) {
        wrong.push(Violation::new("lock_minutes", "out_of_range"));
    }
    if !(5..=300).contains(&request.reveal_seconds) {
        wrong.push(Violation::new("reveal_seconds", "out_of_range"));
    }
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    let text = serde_json::to_string(request)
        .map_err(|error| ApiError::new(Code::Failed, error.to_string()))?;
    host::with(host, |replica| {
        replica
            .store_mut()
            .set_setting(host.env(), owner(host), SETTINGS, Some(&text))?;
        Ok(request.clone())
    })
}

/// Body of `filter.list`.
pub fn filters(host: &dyn Host, _: &Empty) -> Result<Vec<SavedFilter>, ApiError> {
    host::read(host, |store| {
        let kept = store.settings(owner(host), FILTER)?;
        Ok(kept
            .into_iter()
            .filter_map(|(key, query)| {
                let (list, name) = key.split_once('/')?;
                Some(SavedFilter {
                    list: list.to_owned(),
                    name: name.to_owned(),
                    query,
                })
            })
            .collect())
    })
}

/// Body of `filter.save`.
pub fn save_filter(host: &dyn Host, request: &SavedFilter) -> Result<Empty, ApiError> {
    keep_filter(host, request, Some(&request.query))
}

/// Body of `filter.remove`.
pub fn remove_filter(host: &dyn Host, request: &SavedFilter) -> Result<Empty, ApiError> {
    keep_filter(host, request, None)
}

fn keep_filter(
    host: &dyn Host,
    filter: &SavedFilter,
    query: Option<&str>,
) -> Result<Empty, ApiError> {
    let mut wrong = Vec::new();
    if filter.list.is_empty() || filter.list.contains('/') {
        wrong.push(Violation::new("list", "unknown_list"));
    }
    if filter.name.trim().is_empty() {
        wrong.push(Violation::new("name", "required"));
    }
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    let key = format!("{FILTER}{}/{}", filter.list, filter.name.trim());
    host::with(host, |replica| {
        replica
            .store_mut()
            .set_setting(host.env(), owner(host), &key, query)?;
        Ok(Empty {})
    })
}
