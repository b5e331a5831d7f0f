//! The OpenAPI 3.1 document of `POST /api/{operation}`: `tests/snapshots/openapi.json`.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::{
    common::Violation,
    operations::{OPERATIONS, OperationInfo, Where},
};

const REFUSALS: [(&str, &str); 10] = [
    ("400", "The request is not what the operation takes"),
    ("401", "Nobody is logged in, or the laptop is revoked"),
    ("403", "The role or the area does not allow it"),
    (
        "404",
        "There is no such row, or none that the person may see",
    ),
    ("409", "Nothing is left to be undone"),
    ("413", "Over a bound"),
    ("415", "Not JSON"),
    ("422", "Rules say no; nothing changed"),
    ("429", "Too many requests"),
    ("503", "Busy: ask again"),
];

/// What the county answers.
pub fn document() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut generator = settings.into_generator();
    // The HTTP face has words of its own beside those of operations, such as `unauthenticated`.
    let violation = generator.subschema_for::<Violation>().to_value();
    let error = json!({
        "type": "object",
        "required": ["code", "detail"],
        "properties": {
            "code": { "type": "string" },
            "detail": { "type": "string" },
            "violations": { "type": "array", "items": violation },
        },
    });
    let mut paths = Map::new();
    for operation in OPERATIONS
        .iter()
        .filter(|operation| operation.side != Where::Laptop)
    {
        let request = (operation.request)(&mut generator);
        let response = (operation.response)(&mut generator);
        let post = json!({
            "operationId": operation.name,
            "tags": [operation.name.split('.').next().unwrap_or_default()],
            "summary": operation.summary.trim(),
            "x-reads": operation.reads,
            "x-writes": operation.writes,
            "x-roles": roles(operation),
            "requestBody": { "required": true, "content": { "application/json": { "schema": request } } },
            "responses": responses(&response.to_value(), &error),
        });
        paths.insert(format!("/api/{}", operation.name), json!({ "post": post }));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Zhucun county server",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "Mulan PSL v2", "identifier": "MulanPSL-2.0" },
        },
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "securitySchemes": {
                "laptop": { "type": "http", "scheme": "bearer" },
                "console": { "type": "apiKey", "in": "cookie", "name": "zhucun_session" },
            },
        },
        "security": [{ "laptop": [] }, { "console": [] }],
    })
}

fn roles(operation: &OperationInfo) -> Vec<&'static str> {
    domain::access::ROLES
        .into_iter()
        .filter(|role| operation.allows(role))
        .collect()
}

fn responses(response: &Value, error: &Value) -> Map<String, Value> {
    let content = |schema: &Value| json!({ "application/json": { "schema": schema } });
    let mut responses = Map::new();
    responses.insert(
        "200".to_owned(),
        json!({ "description": "Done", "content": content(response) }),
    );
    for (status, description) in REFUSALS {
        responses.insert(
            status.to_owned(),
            json!({ "description": description, "content": content(error) }),
        );
    }
    responses
}

/// The document as it is committed and served.
pub fn print() -> String {
    let mut text = serde_json::to_string_pretty(&document()).unwrap_or_default();
    text.push('\n');
    text
}
