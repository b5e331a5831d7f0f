//! The road between one laptop and the county: loses, repeats, delays, reorders, and cuts after the commit.

use domain::cbor::Cbor;
use store::{StoreError, county::County, photos::Preview};
use sync::{
    CountyKey, DeviceFacts, ExchangeError, Protocol, ProtocolError,
    protocol::{OlderAsk, StateAsk},
};

use crate::{
    clock::{Chance, SimEnv},
    faults::{Fault, Rates},
};

/// The server's process: dies and comes back with nothing but its file.
#[derive(Debug)]
pub struct Server {
    county: Option<County>,
    pub env: SimEnv,
    pub key: CountyKey,
}

impl Server {
    pub fn new(county: County, env: SimEnv, key: CountyKey) -> Self {
        Self {
            county: Some(county),
            env,
            key,
        }
    }

    pub fn county(&mut self) -> &mut County {
        self.county
            .as_mut()
            .expect("the server is up between calls")
    }

    pub fn restart(&mut self) {
        let county = self.county.take().expect("the server is up between calls");
        self.county = Some(county.reopened().expect("a file that was committed opens"));
        self.env.restart();
    }

    /// One exchange; a server that dies is a cut for the laptop.
    pub fn exchange(
        &mut self,
        device: &DeviceFacts,
        request: &[u8],
    ) -> Result<Vec<u8>, ProtocolError> {
        let Self { county, env, key } = self;
        let county = county.as_mut().expect("the server is up between calls");
        match sync::exchange(county, env, key, device, request) {
            Ok((answer, _)) => Ok(answer),
            Err(ExchangeError::PositionUnknown) => Err(ProtocolError::PositionUnknown),
            Err(ExchangeError::Store(StoreError::Crashed(_))) => {
                self.restart();
                Err(ProtocolError::Cut("server died".to_owned()))
            }
            Err(error) => Err(ProtocolError::Refused {
                code: "error".to_owned(),
                detail: error.to_string(),
            }),
        }
    }
}

/// Requests under way, and answers that were seen before: what a bad network may bring again.
#[derive(Debug, Default)]
pub struct Memory {
    pub delayed: Vec<Vec<u8>>,
    pub answers: Vec<Vec<u8>>,
}

pub struct Road<'a> {
    pub server: &'a mut Server,
    pub device: &'a DeviceFacts,
    pub memory: &'a mut Memory,
    pub chance: &'a mut Chance,
    pub rates: &'a Rates,
    /// A planted bug: nothing of this laptop comes through.
    pub is_blocked: bool,
}

impl Road<'_> {
    fn happens(&mut self, fault: Fault) -> bool {
        let rate = self.rates.of(fault);
        self.chance.hits(rate)
    }

    fn cut<T>() -> Result<T, ProtocolError> {
        Err(ProtocolError::Cut("simulated".to_owned()))
    }
}

impl Protocol for Road<'_> {
    fn exchange(&mut self, request: &[u8]) -> Result<Vec<u8>, ProtocolError> {
        if self.is_blocked || self.happens(Fault::RequestLost) {
            return Self::cut();
        }
        if self.happens(Fault::ServerDies) {
            let points = self.chance.below(3) as i64;
            self.server.env.crash_after(points);
        }
        if self.happens(Fault::RequestDelayed) {
            self.memory.delayed.push(request.to_vec());
        }
        if self.happens(Fault::RequestRepeated) {
            _ = self.server.exchange(self.device, request);
        }
        let answer = self.server.exchange(self.device, request)?;
        if !self.memory.delayed.is_empty() && self.chance.hits(300) {
            let old = self.memory.delayed.remove(0);
            _ = self.server.exchange(self.device, &old);
        }
        let old = self.memory.answers.last().cloned();
        self.memory.answers.push(answer.clone());
        if self.happens(Fault::AnswerLost) {
            return Self::cut();
        }
        match old {
            Some(old) if self.happens(Fault::AnswerOld) => Ok(old),
            _ => Ok(answer),
        }
    }

    fn state(&mut self, ask: &StateAsk) -> Result<Vec<u8>, ProtocolError> {
        if self.is_blocked || self.happens(Fault::StateCut) {
            return Self::cut();
        }
        let Server { county, key, .. } = self.server;
        let county = county.as_mut().expect("the server is up between calls");
        match sync::state(county, key, self.device, ask) {
            Ok(block) => Ok(block),
            Err(ExchangeError::PositionUnknown) => Err(ProtocolError::PositionUnknown),
            Err(error) => Err(ProtocolError::Cut(error.to_string())),
        }
    }

    fn older(&mut self, ask: &OlderAsk) -> Result<Vec<u8>, ProtocolError> {
        if self.is_blocked || self.happens(Fault::RequestLost) {
            return Self::cut();
        }
        let Server { county, key, env } = self.server;
        let county = county.as_ref().expect("the server is up between calls");
        sync::older(county, env, key, self.device, &ask.to_cbor())
            .map_err(|error| ProtocolError::Cut(error.to_string()))
    }

    fn file_begin(&mut self, _: &[u8; 32], _: u64) -> Result<(String, u64), ProtocolError> {
        Self::cut()
    }

    fn file_chunk(&mut self, _: &str, _: u64, _: &[u8]) -> Result<u64, ProtocolError> {
        Self::cut()
    }

    fn file_get(&mut self, _: &[u8; 32], _: Preview) -> Result<Vec<u8>, ProtocolError> {
        Self::cut()
    }
}
