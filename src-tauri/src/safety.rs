//! What keeps a profile safe and openable, for the person at the open laptop.

use std::sync::Arc;

use api::{
    ApiError, Code,
    shell::{
        AutomaticBackup, LaptopFacts, PassphraseChange, RecoverRequest, RecoveryMade, ShellState,
        UnlockRequest, check_new,
    },
};

use crate::shell::{Opened, Shell, refused};

impl Shell {
    pub(crate) fn at_work(&self) -> Result<Arc<Opened>, ApiError> {
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
            passphrase_at_ms: opened.keeper.passphrase_made_at_ms().filter(|at| *at > 0),
            recovery_at_ms: opened.keeper.recovery_made_at_ms(),
            recovery_used: opened.keeper.folder().outside().recovery_used,
            backups: opened
                .keeper
                .folder()
                .automatic_backups()
                .into_iter()
                .map(|one| AutomaticBackup {
                    name: one.name,
                    made_at_ms: one.made_at_ms,
                    bytes: one.bytes,
                })
                .collect(),
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

    /// The passphrase is asked for again: a recovery key opens for ever what is open for a minute.
    pub(crate) fn make_recovery(&self, request: &UnlockRequest) -> Result<RecoveryMade, ApiError> {
        let key = self
            .at_work()?
            .keeper
            .make_recovery(self.env(), &request.passphrase)
            .map_err(refused)?;
        Ok(RecoveryMade {
            key: key.to_string(),
        })
    }

    /// In the place of a passphrase that is forgotten.
    pub(crate) fn recover(
        self: &Arc<Self>,
        request: &RecoverRequest,
    ) -> Result<ShellState, ApiError> {
        check_new(&request.passphrase)?;
        if self.opened().is_none() {
            let open = self
                .folder()
                .recover(self.env(), &request.key, &request.passphrase)
                .map_err(refused)?;
            self.take(open)?;
        }
        self.state()
    }
}
