//! Huge pages of memory (edge: process). In: how many documents a site has. Out: nothing but speed. They take a tenth of
//! the time from a large site, whose texts are looked up all over memory; a small site would pay for the clearing of what
//! it never uses. The allocator asks for them, and here it is decided whether it gets them.

/// So many documents are worth huge pages: with their HTML they fill about 40 MB.
const LARGE: usize = 4_000;

/// Whether the process may have huge pages. Nothing depends on it but speed, so it does not matter where that cannot be said.
#[cfg(target_os = "linux")]
fn allow(huge: bool) {
    let _ = rustix::thread::disable_transparent_huge_pages(!huge);
}

#[cfg(not(target_os = "linux"))]
fn allow(_huge: bool) {}

/// Small pages, until a site turns out to be large.
pub fn forbid() {
    allow(false);
}

/// Huge pages, for a site of so many documents that it is large.
pub fn allow_for(documents: usize) {
    if documents >= LARGE {
        allow(true);
    }
}
