//! Cells as they leave the program: sensitive ones masked.

use domain::{FieldInfo, Value, identity, records::Sensitive};

use crate::common::Cell;

/// What stands for a value of which nothing may show but that it is there.
pub(crate) const HIDDEN: &str = "***";

/// A cell in full.
pub(crate) fn open(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Nothing,
        Value::Integer(number) => Cell::Number(*number),
        Value::Text(text) => Cell::Text(text.clone()),
        Value::Bytes(bytes) => Cell::Text(match value.as_id() {
            Some(id) => id.to_string(),
            None => hex::encode(bytes),
        }),
    }
}

/// A cell as every response shows it.
pub(crate) fn masked(field: &FieldInfo, value: &Value) -> Cell {
    let Some(how) = field.sensitive else {
        return open(value);
    };
    if value.is_default() {
        return open(value);
    }
    let text = value.as_text();
    Cell::Text(match how {
        Sensitive::Identity => identity::mask_identity(text),
        Sensitive::Phone => identity::mask_phone(text),
        Sensitive::Account => identity::mask_account(text),
        Sensitive::Health => HIDDEN.to_owned(),
    })
}

/// The same for a value that was kept as JSON.
pub(crate) fn masked_json(field: Option<&FieldInfo>, value: &serde_json::Value) -> Cell {
    let value = match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(flag) => Value::Integer(i64::from(*flag)),
        serde_json::Value::Number(number) => number.as_i64().map_or(Value::Null, Value::Integer),
        serde_json::Value::String(text) => Value::Text(text.clone()),
        list => Value::Text(list.to_string()),
    };
    field.map_or_else(|| open(&value), |field| masked(field, &value))
}

#[cfg(test)]
mod tests {
    use domain::records::{Member, Record};

    use super::*;

    #[test]
    fn no_sensitive_field_of_a_member_leaves_in_full() {
        let value = Value::from("994433195707258852");
        for field in Member::INFO
            .fields
            .iter()
            .filter(|field| field.sensitive.is_some())
        {
            assert_ne!(masked(field, &value), open(&value), "{}", field.name);
        }
    }

    #[test]
    fn nothing_recorded_shows_as_nothing() {
        for field in Member::INFO
            .fields
            .iter()
            .filter(|field| field.sensitive.is_some())
        {
            assert_eq!(
                masked(field, &Value::from("")),
                Cell::Text(String::new()),
                "{}",
                field.name
            );
        }
    }
}
