//! From what people type to ids: a household by id, number or name, a value by its field.

use domain::{FieldInfo, Id, Kind, RecordInfo, records};
use serde_json::{Value, json};
use terminal::{Exit, Failure};

use crate::session::Session;

/// The household that `text` means: its id, its number, or its head's name if only one has it.
pub(crate) fn household(session: &Session, text: &str) -> Result<Id, Failure> {
    if let Ok(id) = text.parse::<Id>() {
        return Ok(id);
    }
    let found = session.call("household.search", json!({"q": text, "limit": 20}))?;
    let hits = found["hits"].as_array().cloned().unwrap_or_default();
    let exact = |name: &str| {
        hits.iter()
            .filter(|hit| hit[name] == text)
            .cloned()
            .collect::<Vec<_>>()
    };
    let mut meant = exact("number");
    if meant.is_empty() {
        meant = exact("head_name");
    }
    if meant.is_empty() {
        meant = exact("matched_name");
    }
    match meant.as_slice() {
        [only] => {
            let id = only["id"].as_str().and_then(|id| id.parse().ok());
            id.ok_or_else(|| Failure::new(Exit::Failed, "failed", "a household without an id"))
        }
        [] => Err(Failure::new(
            Exit::Refused,
            "not_found",
            format!("no household is named {text}"),
        )
        .hint("zhucun search TEXT")),
        several => {
            let rows: Vec<Value> = several
                .iter()
                .map(|hit| {
                    json!({"id": hit["id"], "head_name": hit["head_name"], "number": hit["number"],
                        "village_name": hit["village_name"], "group_name": hit["group_name"]})
                })
                .collect();
            let detail = format!("{} households are named {text}", rows.len());
            Err(Failure::new(Exit::Refused, "ambiguous", detail)
                .hint("give the household's number or id")
                .with("households", Value::Array(rows)))
        }
    }
}

/// Yuan with up to two decimals as fen.
pub(crate) fn fen(text: &str) -> Result<i64, Failure> {
    let wrong = || {
        Failure::new(Exit::Usage, "usage", format!("{text} is no amount in yuan"))
            .hint("12000 or 12000.50")
    };
    let (yuan, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let whole = yuan.strip_prefix('-').unwrap_or(yuan);
    if !digits(whole) || !digits(decimals) || decimals.len() > 2 {
        return Err(wrong());
    }
    let yuan_fen = whole
        .parse::<i64>()
        .ok()
        .and_then(|yuan| yuan.checked_mul(100))
        .ok_or_else(wrong)?;
    let decimals: i64 = format!("{decimals:0<2}").parse().map_err(|_| wrong())?;
    let fen = yuan_fen.checked_add(decimals).ok_or_else(wrong)?;
    Ok(if yuan.starts_with('-') { -fen } else { fen })
}

/// `FIELD=VALUE` of a record as a field of a save: lists by commas, money in yuan under the name without `_fen`.
pub(crate) fn assignment(record: &RecordInfo, text: &str) -> Result<(String, Value), Failure> {
    let usage = |detail: String| Failure::new(Exit::Usage, "usage", detail);
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| usage(format!("{text} is not FIELD=VALUE")))?;
    if let Some(field) = record.field_named(name) {
        return Ok((name.to_owned(), typed(field, value)?));
    }
    let in_fen = format!("{name}_fen");
    if record
        .field_named(&in_fen)
        .is_some_and(|field| field.kind == Kind::Fen)
    {
        let value = if value.is_empty() {
            Value::Null
        } else {
            fen(value)?.into()
        };
        return Ok((in_fen, value));
    }
    let names: Vec<&str> = record.fields.iter().map(|field| field.name).collect();
    Err(usage(format!("{} has no field {name}", record.name)).hint(&names.join(" ")))
}

fn typed(field: &FieldInfo, value: &str) -> Result<Value, Failure> {
    if value.is_empty() {
        return Ok(Value::Null);
    }
    match field.kind {
        Kind::Integer | Kind::Flag | Kind::Fen | Kind::Moment => match value {
            "true" | "yes" => Ok(1.into()),
            "false" | "no" => Ok(0.into()),
            _ => value.parse::<i64>().map(Value::from).map_err(|_| {
                Failure::new(
                    Exit::Usage,
                    "usage",
                    format!("{} takes a whole number", field.name),
                )
            }),
        },
        Kind::List if value.starts_with('[') => serde_json::from_str(value).map_err(|_| {
            Failure::new(Exit::Usage, "usage", format!("{} takes a list", field.name))
        }),
        Kind::List => Ok(value.split(',').map(str::trim).collect::<Vec<_>>().into()),
        _ => Ok(value.into()),
    }
}

/// The record of a plural, such as `visits` or `people`.
pub(crate) fn kind(plural: &str) -> Option<&'static RecordInfo> {
    let singular = match plural {
        "people" => "person".to_owned(),
        _ => match plural.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None => plural.strip_suffix('s').unwrap_or(plural).to_owned(),
        },
    };
    records::by_name(&singular)
        .or_else(|| records::by_name(plural.strip_suffix("es")?))
        .or_else(|| records::by_name(plural))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::records::{Measure, Record, Visit};

    #[test]
    fn yuan_become_fen_to_the_last_one() {
        let amounts = ["0", "1", "12000.5", "0.05", "-3.20"].map(|text| fen(text).unwrap());
        assert_eq!(amounts, [0, 100, 1_200_050, 5, -320]);
        for wrong in ["", "一百", "1.234", "1,000", ".5", "99999999999999999999"] {
            assert_eq!(fen(wrong).unwrap_err().exit, Exit::Usage, "{wrong}");
        }
    }

    #[test]
    fn every_record_has_a_plural_that_finds_it() {
        for (plural, name) in [
            ("visits", "visit"),
            ("households", "household"),
            ("people", "person"),
            ("wishes", "wish"),
            ("requests", "request"),
            ("inbox", "inbox"),
        ] {
            assert_eq!(kind(plural).unwrap().name, name);
        }
        assert!(kind("houses").is_none());
    }

    #[test]
    fn an_assignment_is_typed_by_its_field() {
        assert_eq!(
            assignment(&Visit::INFO, "purposes=routine,policy")
                .unwrap()
                .1,
            json!(["routine", "policy"])
        );
        assert_eq!(
            assignment(&Measure::INFO, "amount=12.5").unwrap(),
            ("amount_fen".to_owned(), json!(1250))
        );
        assert_eq!(
            assignment(&Measure::INFO, "amount_fen=1250").unwrap().1,
            json!(1250)
        );
        assert_eq!(
            assignment(&Visit::INFO, "note=a=b").unwrap().1,
            json!("a=b")
        );
        assert_eq!(
            assignment(&Visit::INFO, "nothing=1").unwrap_err().exit,
            Exit::Usage
        );
    }
}
