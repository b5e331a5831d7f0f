//! The one container (`sync.md` §1): a zstd frame that states its size, at most 1 MiB inside, holding a CBOR
//! sequence. Outbox, wire, log and state are made of it.

use std::io::Read;

use domain::cbor::Malformed;

/// Bytes of one block, unpacked, at most.
pub const BLOCK_BYTES_MAX: usize = 1024 * 1024;
/// Bytes at which a writer closes a block, so that the last item still fits.
pub const BLOCK_BYTES_AIM: usize = 512 * 1024;
/// Packs fast, for what is written while someone waits.
pub const LEVEL: i32 = 3;

/// The frame of `items`.
pub fn pack(items: &[u8]) -> Vec<u8> {
    pack_at(items, LEVEL)
}

/// The same, packed as hard as `level` says.
pub(crate) fn pack_at(items: &[u8], level: i32) -> Vec<u8> {
    zstd::bulk::compress(items, level).expect("compressing memory to memory cannot fail")
}

/// What a frame holds: refused over [`BLOCK_BYTES_MAX`], when cut, or when it does not state its size.
pub fn unpack(frame: &[u8]) -> Result<Vec<u8>, Malformed> {
    let stated = zstd::zstd_safe::get_frame_content_size(frame)
        .ok()
        .flatten()
        .ok_or(Malformed::Shape(0))? as usize;
    if stated > BLOCK_BYTES_MAX {
        return Err(Malformed::Bound("block"));
    }
    let mut items = Vec::with_capacity(stated);
    let mut decoder = zstd::stream::read::Decoder::with_buffer(frame)
        .map_err(|_| Malformed::Shape(0))?
        .single_frame();
    decoder
        .by_ref()
        .take(BLOCK_BYTES_MAX as u64 + 1)
        .read_to_end(&mut items)
        .map_err(|_| Malformed::Shape(0))?;
    if items.len() == stated && decoder.finish().is_empty() {
        Ok(items)
    } else {
        Err(Malformed::Spelling)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_survives_its_frame_and_a_cut_one_is_refused() {
        let items = vec![7; 100_000];
        let frame = pack(&items);
        assert_eq!(unpack(&frame), Ok(items));
        for end in [0, 1, frame.len() / 2, frame.len() - 1] {
            assert!(unpack(&frame[..end]).is_err());
        }
        let mut longer = frame.clone();
        longer.push(0);
        assert!(unpack(&longer).is_err());
    }

    #[test]
    fn a_frame_that_would_fill_the_memory_is_refused_by_its_head() {
        let bomb = pack(&vec![0; BLOCK_BYTES_MAX + 1]);
        assert!(bomb.len() < 1_000);
        assert_eq!(unpack(&bomb), Err(Malformed::Bound("block")));
    }
}
