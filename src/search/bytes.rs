//! Numbers, texts and sets of documents as bytes. In: values. Out: bytes that `search.js` reads. It must not know what
//! they mean.

/// Bytes that grow.
#[derive(Debug, Default)]
pub struct Bytes(pub Vec<u8>);

impl Bytes {
    /// A number in groups of seven bits, the lowest first (LEB128).
    pub fn number(&mut self, mut number: u32) {
        while number > 0x7f {
            self.0.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.0.push((number & 0x7f) as u8);
    }

    pub fn count(&mut self, count: usize) {
        self.number(u32::try_from(count).expect("what is counted is in memory, and takes more than a byte each"));
    }

    /// A text with its length before it.
    pub fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    /// A text that follows another in order: how many bytes it begins with like that one, then the others.
    pub fn tail(&mut self, text: &str, before: &str) {
        let same = text.bytes().zip(before.bytes()).take_while(|(one, other)| one == other).count();
        self.count(same);
        self.count(text.len() - same);
        self.0.extend_from_slice(&text.as_bytes()[same..]);
    }

    /// A set of documents out of `all`, in ascending order: how many, then the gaps between them, each as its quotient by
    /// 2^k in ones and its rest in k bits (Rice). What is in half of all takes two bits each, and none takes many more
    /// than its share says.
    pub fn set(&mut self, ids: &[u32], all: u32) {
        self.count(ids.len());
        let rest_bits = rest_bits(ids.len(), all);
        let mut bits = Bits { bytes: &mut self.0, held: 0, free: 8 };
        let mut next = 0;
        for id in ids {
            let gap = id - next;
            next = id + 1;
            for _ in 0..gap >> rest_bits {
                bits.put(1, 1);
            }
            bits.put(0, 1);
            bits.put(gap & ((1 << rest_bits) - 1), rest_bits);
        }
        bits.end();
    }
}

/// In how many bits the rest of a gap is written, where a set holds `count` out of `all`.
fn rest_bits(count: usize, all: u32) -> u32 {
    let mean = u64::from(all) * 7 / 10 / (count as u64).max(1);
    mean.max(1).ilog2()
}

/// Bits, the highest of each byte first.
struct Bits<'b> {
    bytes: &'b mut Vec<u8>,
    held: u8,
    free: u32,
}

impl Bits<'_> {
    fn put(&mut self, value: u32, mut count: u32) {
        while count > 0 {
            let taken = count.min(self.free);
            let [part, ..] = ((value >> (count - taken)) & ((1 << taken) - 1)).to_le_bytes();
            self.held |= part << (self.free - taken);
            self.free -= taken;
            count -= taken;
            if self.free == 0 {
                self.bytes.push(self.held);
                (self.held, self.free) = (0, 8);
            }
        }
    }

    fn end(self) {
        if self.free < 8 {
            self.bytes.push(self.held);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bytes;

    #[test]
    fn numbers_and_sets_have_the_bytes_that_the_script_reads() {
        let mut bytes = Bytes::default();
        bytes.number(300);
        assert_eq!(bytes.0, [0xac, 2]);
        // One of eight: 8 · 0.7 = 5, so two bits of rest. Gap 6: one in ones, then 10.
        let mut bytes = Bytes::default();
        bytes.set(&[6], 8);
        assert_eq!(bytes.0, [1, 0b1010_0000]);
        // All of three: a bit each.
        let mut bytes = Bytes::default();
        bytes.set(&[0, 1, 2], 3);
        assert_eq!(bytes.0, [3, 0]);
    }

    #[test]
    fn what_is_everywhere_takes_a_bit_each() {
        let mut bytes = Bytes::default();
        let all: Vec<u32> = (0..8_000).collect();
        bytes.set(&all, 8_000);
        assert_eq!(bytes.0.len(), 2 + 1_000);
    }
}
