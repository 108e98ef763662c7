//! Whether a text holds bytes of some kind, found a block at a time. In: a text and the kind. Out: yes or no. It must not
//! know what the bytes mean.

/// How many bytes are looked at in one go.
const BLOCK: usize = 16;

/// Whether `is` holds for a byte of a text. It is asked for all bytes of a block, so that the compiler, where the question
/// has no branches, asks it of many at once; leaving at the first is slower, since few texts hold what is looked for.
pub fn holds(text: &str, is: impl Fn(u8) -> bool) -> bool {
    let (blocks, rest) = text.as_bytes().as_chunks::<BLOCK>();
    let in_block = |block: &[u8; BLOCK]| block.iter().fold(false, |found, byte| found | is(*byte));
    blocks.iter().any(in_block) || rest.iter().any(|byte| is(*byte))
}
