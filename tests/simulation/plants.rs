//! Bugs planted on purpose: each checker must find its own.

use store::Edit;

use crate::world::World;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plant {
    /// A laptop's table is changed beside the log.
    RowChangedOnLaptop,
    /// A laptop forgets a set before it was pushed.
    SetForgotten,
    /// The county throws conflicts away.
    ConflictDropped,
    /// The county's table is changed beside the log.
    RowChangedAtCounty,
    /// A laptop's position falls back.
    PositionBack,
    /// Nothing of one laptop comes through any more.
    LaptopBlocked,
    /// A form claims to have seen everything.
    BaseClaimed,
}

impl Plant {
    pub const ALL: [Self; 7] = [
        Self::RowChangedOnLaptop,
        Self::SetForgotten,
        Self::ConflictDropped,
        Self::RowChangedAtCounty,
        Self::PositionBack,
        Self::LaptopBlocked,
        Self::BaseClaimed,
    ];

    /// The invariant whose checker has to find it.
    pub fn checker(self) -> &'static str {
        match self {
            Self::RowChangedOnLaptop => "I1",
            Self::SetForgotten => "I2",
            Self::ConflictDropped => "I3",
            Self::RowChangedAtCounty => "I4",
            Self::PositionBack => "I6",
            Self::LaptopBlocked => "I9",
            Self::BaseClaimed => "I10",
        }
    }

    pub fn on_save(self, world: &World, edit: &mut Edit) {
        let changes = edit.base.is_some_and(|base| base > 0);
        if self == Self::BaseClaimed && changes {
            edit.base = Some(world.log.0.len() as u64);
        }
    }

    pub fn while_living(self, world: &mut World) {
        if self == Self::PositionBack && world.laptops[0].position.seq > 14 {
            execute(world, 0, "DELETE FROM meta WHERE name = 'position'");
        }
    }

    pub fn before_rest(self, world: &mut World) {
        match self {
            Self::SetForgotten => {
                execute(
                    world,
                    0,
                    "DELETE FROM mine WHERE last = (SELECT max(last) FROM mine WHERE answer = 0)",
                );
            }
            Self::LaptopBlocked => world.laptops[1].is_blocked = true,
            _ => {}
        }
    }

    pub fn at_rest(self, world: &mut World) {
        let county = |world: &mut World, sql: &str| {
            world
                .server
                .county()
                .store()
                .connection()
                .execute_batch(sql)
                .expect("the plant's own SQL");
        };
        match self {
            Self::RowChangedOnLaptop => execute(world, 0, "UPDATE household SET kind = 'planted'"),
            Self::ConflictDropped => county(world, "DELETE FROM conflict"),
            Self::RowChangedAtCounty => county(world, "UPDATE visit SET note = 'planted'"),
            _ => {}
        }
    }
}

fn execute(world: &World, at: usize, sql: &str) {
    world.laptops[at]
        .store()
        .connection()
        .execute_batch(sql)
        .expect("the plant's own SQL");
}
