use super::*;
use crate::clipboard::Copied;

#[test]
fn a_photo_is_asked_for_by_name_and_size() {
    assert_eq!(
        asked("/ab", Some("size=thumb")),
        ("ab".to_owned(), Size::Thumb)
    );
    assert_eq!(asked("/ab", Some("x=1&size=full")).1, Size::Original);
    assert_eq!(asked("/ab", None).1, Size::Middle);
}

#[test]
fn without_an_open_file_every_picture_is_absent() {
    let place = tempfile::tempdir().unwrap();
    let shell = Shell::new(place.path(), Box::new(|_, _| {}));
    for name in ["/", "/../server", "/%00", &format!("/{}", "a1".repeat(32))] {
        for shell in [None, Some(&shell)] {
            let response = served(shell, name, Some("size=full"));
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{name}");
            assert!(response.body().is_empty());
        }
    }
    let refused = put(&shell, b"GIF89a").unwrap_err();
    assert_eq!(refused.code, Code::NotReady);
}

#[test]
fn what_was_copied_and_cannot_be_kept_is_named_each_for_itself() {
    let place = tempfile::tempdir().unwrap();
    let shell = Shell::new(place.path(), Box::new(|_, _| {}));
    let copied = [
        ("a.jpg", Ok(b"x".to_vec())),
        ("b.jpg", Err(Code::PhotoTooLarge)),
    ];
    let copied = copied.map(|(name, bytes)| Copied {
        name: name.to_owned(),
        bytes: bytes.map_err(|code| ApiError::new(code, "")),
    });
    let answer = pasted(&shell, copied.into());
    assert_eq!(answer["photos"], json!([]));
    let told: Vec<(&Value, &Value)> = answer["troubles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|trouble| (&trouble["name"], &trouble["error"]["code"]))
        .collect();
    assert_eq!(
        told,
        [
            (&json!("a.jpg"), &json!("not_ready")),
            (&json!("b.jpg"), &json!("photo_too_large"))
        ]
    );
}
