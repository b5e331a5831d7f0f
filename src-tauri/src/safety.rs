//! What keeps a profile safe and openable, for the person at the open laptop.

use api::{
    ApiError, Code,
    shell::{LaptopFacts, PassphraseChange, ShellState, check_new},
};

use crate::shell::{Opened, Shell, refused};

impl Shell {
    fn at_work(&self) -> Result<std::sync::Arc<Opened>, ApiError> {
        self.opened()
            .ok_or_else(|| ApiError::new(Code::NotReady, "the profile is locked"))
    }

    /// What settings tell of this laptop.
    pub(crate) fn facts(&self) -> Result<LaptopFacts, ApiError> {
        let opened = self.at_work()?;
        let space = opened.keeper.space()?;
        Ok(LaptopFacts {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            schema: store::SCHEMA,
            device: opened.identity.device.clone(),
            file_bytes: space.file_bytes,
            free_bytes: space.free_bytes,
        })
    }

    /// The old passphrase is asked for: an open laptop may stand alone.
    pub(crate) fn change_passphrase(
        &self,
        request: &PassphraseChange,
    ) -> Result<ShellState, ApiError> {
        check_new(&request.new)?;
        self.at_work()?
            .keeper
            .change_passphrase(self.env(), &request.old, &request.new)
            .map_err(refused)?;
        self.state()
    }
}
