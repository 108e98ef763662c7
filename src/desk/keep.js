// What is typed into a form is kept, as one types, by the desk; while it does not answer, by this browser, until a desk of the
// same site is open again. No form is sent where nobody would take it. Without this script a form is sent as it is.
"use strict";
{
  const { typed, token, site } = document.body.dataset;
  const mark = `noticeboard ${site} `;
  const form = document.querySelector("form[data-typed]");

  // What the desk says to it; or why it says nothing: "closed" (another desk, or none that knows this tab), "away", "failed".
  async function post(pairs) {
    try {
      const answer = await fetch(typed, { method: "POST", body: new URLSearchParams([...pairs, ["token", token]]) });
      if (answer.ok) return { told: await answer.json() };
      return { why: answer.status === 403 ? "closed" : "failed" };
    } catch { return { why: "away" }; }
  }

  function store(key, pairs) {
    try {
      if (pairs) localStorage.setItem(mark + key, JSON.stringify({ at: Math.floor(Date.now() / 1000), pairs }));
      else localStorage.removeItem(mark + key);
      return true;
    } catch { return false; }
  }

  // What this browser kept goes to the desk, which offers it. Of what was taken back meanwhile the desk keeps nothing.
  async function bring() {
    let some = false;
    for (const name of Object.keys(localStorage).filter((name) => name.startsWith(mark))) {
      let kept;
      try { kept = JSON.parse(localStorage.getItem(name)); } catch { /* It is none of ours. */ }
      if (!kept || !Array.isArray(kept.pairs)) continue;
      const { told } = await post([...kept.pairs, ["touched", "yes"], ["only", "yes"], ["at", String(kept.at)]]);
      if (!told || told.unkept) continue;
      localStorage.removeItem(name);
      some = true;
    }
    if (some && document.body.classList.contains("today")) location.replace(location.pathname);
  }
  try { bring(); } catch { /* This browser keeps nothing. */ }

  if (form) {
    const unkept = document.getElementById("unkept");
    let changed = false, asked = 0, timer = 0, sure = false, busy = false;
    // How many letters were typed; and when, after how many, the desk last said that it keeps them.
    let letters = 0, heard = { at: -Infinity, letters: 0 };
    const isKept = () => heard.letters === letters && performance.now() - heard.at < 10_000;
    const pairs = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "token");
    const tell = (words) => { unkept.hidden = !words; unkept.textContent = words || ""; };

    async function ask(more) {
      const number = ++asked, sent = pairs(), after = letters;
      // From the first letter on it is kept, and offered again if the tab is closed.
      const got = await post([...sent, ...(changed ? [["touched", "yes"]] : []), ...more]);
      if (number !== asked) return got;
      const kept = got.told && !got.told.unkept;
      if (kept) heard = { at: performance.now(), letters: after };
      const here = !changed || store(form.dataset.key, kept ? null : sent);
      tell(got.told ? got.told.unkept : `${unkept.dataset[got.why]} ${here ? unkept.dataset.here : unkept.dataset.nowhere}`);
      if (got.told) form.dispatchEvent(new CustomEvent("told", { detail: got.told }));
      return got;
    }

    form.addEventListener("input", () => { changed = true; letters++; clearTimeout(timer); timer = setTimeout(ask, 250, []); });
    form.addEventListener("ask", () => ask([]));
    form.addEventListener("submit", async (event) => {
      // What was kept a moment ago need not be asked about again.
      if (sure || isKept()) { clearTimeout(timer); changed = false; return; }
      event.preventDefault();
      if (busy) return;
      busy = true;
      clearTimeout(timer);
      const { submitter } = event, got = await ask([["only", "yes"]]);
      busy = false;
      // Where the desk answers otherwise, the answer to the form itself says more.
      if (!got.told && got.why !== "failed") { unkept.focus(); return; }
      [sure, changed] = [true, false];
      form.requestSubmit(submitter);
    });
    addEventListener("pageshow", () => { sure = false; });
    addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  }
}
