//! The table of cases the TypeScript implementation runs too.

use pixelmill_host::{MAX_PLAIN_PATH_UNITS, to_windows_long_path};
use serde_json::Value;

/// A text given in parts: a string, or a string and how often it is repeated.
fn text(parts: &Value) -> String {
    let part = |part: &Value| match part {
        Value::String(text) => text.clone(),
        pair => pair[0].as_str().unwrap().repeat(pair[1].as_u64().unwrap() as usize),
    };
    parts.as_array().unwrap().iter().map(part).collect()
}

fn units(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

#[test]
fn every_case_of_the_table_holds() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../../../fixtures/long-paths.json")).unwrap();
    assert!(cases.len() > 40);
    for case in &cases {
        let path = text(&case["path"]);
        let expected = if case["expected"].is_null() { path.clone() } else { text(&case["expected"]) };
        let actual = to_windows_long_path(&units(&path), &units(&text(&case["cwd"])));
        assert_eq!(String::from_utf16(&actual).unwrap(), expected, "{}", case["name"]);
    }
}

#[test]
fn max_path_is_260_with_the_nul() {
    assert_eq!(MAX_PLAIN_PATH_UNITS + 1, 260);
}
