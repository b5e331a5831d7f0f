//! How much is done at once. Work on disk or processor runs on threads of its own, in lanes: laptops that push keep no
//! console waiting, and who finds a lane full for too long is told to come again.

use std::{sync::Arc, time::Duration};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{App, Refusal};

/// A kind of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    /// Who asks: sessions, tokens, codes.
    Door,
    /// Hashing a password takes 19 MiB and a processor.
    Password,
    /// Operations.
    Desk,
    /// Exchanges and state blocks.
    Road,
    /// Photos.
    Files,
    /// Setting a paper takes up to 250 MB and a processor.
    Print,
}

/// What all bodies that are held in memory may take together.
const BODIES_MAX: usize = 192 * 1024 * 1024;
const BODY_UNIT: usize = 64 * 1024;

/// All lanes, and the room for bodies.
#[derive(Debug)]
pub(super) struct Lanes {
    door: Arc<Semaphore>,
    password: Arc<Semaphore>,
    desk: Arc<Semaphore>,
    road: Arc<Semaphore>,
    files: Arc<Semaphore>,
    print: Arc<Semaphore>,
    bodies: Arc<Semaphore>,
    patience: Duration,
}

/// A place for bytes of a body; given back when it is dropped.
#[derive(Debug, Default)]
pub(super) struct Room {
    permit: Option<OwnedSemaphorePermit>,
    units: usize,
}

impl Lanes {
    /// `patience`: how long one waits for a turn before being sent away.
    pub(super) fn new(patience: Duration) -> Self {
        let of = |turns| Arc::new(Semaphore::new(turns));
        Self {
            door: of(32),
            password: of(2),
            desk: of(32),
            road: of(16),
            files: of(16),
            print: of(2),
            bodies: of(BODIES_MAX / BODY_UNIT),
            patience,
        }
    }

    async fn turn(&self, lane: Lane) -> Result<OwnedSemaphorePermit, Refusal> {
        let turns = match lane {
            Lane::Door => &self.door,
            Lane::Password => &self.password,
            Lane::Desk => &self.desk,
            Lane::Road => &self.road,
            Lane::Files => &self.files,
            Lane::Print => &self.print,
        };
        match tokio::time::timeout(self.patience, Arc::clone(turns).acquire_owned()).await {
            Ok(Ok(turn)) => Ok(turn),
            _ => Err(Refusal::retry_later()),
        }
    }

    /// Widens the room of a body to `bytes`.
    pub(super) fn widen(&self, room: &mut Room, bytes: usize) -> Result<(), Refusal> {
        let units = bytes.div_ceil(BODY_UNIT);
        let Some(more) = units
            .checked_sub(room.units)
            .and_then(|more| u32::try_from(more).ok())
        else {
            return Ok(());
        };
        let permit = Arc::clone(&self.bodies)
            .try_acquire_many_owned(more)
            .map_err(|_| Refusal::retry_later())?;
        match &mut room.permit {
            Some(held) => held.merge(permit),
            None => room.permit = Some(permit),
        }
        room.units = units;
        Ok(())
    }
}

/// Does work on a thread where it may block, when its lane has a turn. A panic there ends the request, not the server;
/// a client that goes away does not end the work, nor give its turn to another before.
pub(super) async fn blocking<T: Send + 'static>(
    app: &Arc<App>,
    lane: Lane,
    work: impl FnOnce(&App) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let turn = app.lanes.turn(lane).await?;
    let app = Arc::clone(app);
    let working = tokio::task::spawn_blocking(move || {
        let done = work(&app);
        drop(turn);
        done
    });
    match working.await {
        Ok(result) => result,
        Err(error) => Err(Refusal::internal(&error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_together_stay_within_their_room_and_give_it_back() {
        let lanes = Lanes::new(Duration::ZERO);
        let mut rooms: Vec<Room> = Vec::new();
        let eight = 8 * 1024 * 1024;
        for _ in 0..BODIES_MAX / eight {
            let mut room = Room::default();
            for bytes in [1, 70_000, eight / 2, eight] {
                lanes.widen(&mut room, bytes).unwrap();
            }
            rooms.push(room);
        }
        let mut late = Room::default();
        assert!(lanes.widen(&mut late, 1).is_err());
        rooms.pop();
        assert!(lanes.widen(&mut late, eight).is_ok());
    }
}
