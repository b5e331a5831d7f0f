//! Settings, in this order: arguments, `ZHUCUN_…` variables (both through clap), the file of `--config`, defaults.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use terminal::{Exit, Failure};

/// The JSON file of `--config`; every field may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The county's data folder.
    pub data: Option<PathBuf>,
    /// Where to listen, such as `0.0.0.0:8443`.
    pub listen: Option<String>,
    pub tls_cert: Option<PathBuf>,
    pub tls_key: Option<PathBuf>,
    /// Make and keep a certificate of one's own.
    pub tls_self_signed: bool,
    /// What laptops are to write into their enrolment.
    pub public_url: Option<String>,
    /// The console's built files.
    pub console: Option<PathBuf>,
    /// Behind a proxy of one's own.
    pub behind_proxy: bool,
}

impl Config {
    /// Reads the file, if one is named.
    pub fn read(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else {
            return Ok(Self::default());
        };
        let failure = |detail: String| {
            Failure::new(
                Exit::Usage,
                "config",
                format!("{}: {detail}", path.display()),
            )
        };
        let text = fs::read_to_string(path).map_err(|error| failure(error.to_string()))?;
        serde_json::from_str(&text).map_err(|error| failure(error.to_string()))
    }
}

/// The console's folder: the one named, else beside the program, else the source tree's.
pub fn console_folder(named: Option<PathBuf>, program: Option<&Path>) -> PathBuf {
    let beside = program
        .and_then(Path::parent)
        .map(|folder| folder.join("console"));
    named
        .or_else(|| beside.filter(|folder| folder.join("index.html").is_file()))
        .unwrap_or_else(|| PathBuf::from("ui/dist"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, Failure> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("county.json");
        fs::write(&path, text).unwrap();
        Config::read(Some(&path))
    }

    #[test]
    fn a_file_may_say_as_little_as_it_likes() {
        assert_eq!(read("{}").unwrap(), Config::default());
        assert_eq!(
            read(r#"{"listen": "0.0.0.0:8443"}"#)
                .unwrap()
                .listen
                .as_deref(),
            Some("0.0.0.0:8443")
        );
    }

    #[test]
    fn a_misspelt_setting_is_said_and_not_ignored() {
        let failure = read(r#"{"lisen": "0.0.0.0:8443"}"#).unwrap_err();
        assert_eq!(
            (failure.exit, failure.code.as_str()),
            (Exit::Usage, "config")
        );
        assert!(failure.detail.contains("lisen"), "{}", failure.detail);
    }
}
