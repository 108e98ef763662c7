// Pictures and files are added, by choosing, dropping or pasting one; what is pasted from Word, a page or a message becomes
// Markdown. Without this script, a save takes the chosen file along.
"use strict";
{
  const add = document.getElementById("add");
  const form = document.getElementById("form");
  const text = form.elements.text;
  const file = document.getElementById("add_file");
  const words = document.getElementById("add_words");
  const says = document.getElementById("added");
  const own = form.action.replace(/write$/, "");
  // Whether the file that waits for its description was dropped on the text or pasted into it.
  let inText = false;
  // What the description that stands there is of: a file, or one that the form was sent back without.
  let described = form.querySelector('[data-wrong="add_file"]') ? "another" : null;

  function put(markdown) {
    text.focus();
    // This keeps "undo" working; where it is gone, the text is put in all the same.
    if (!document.execCommand("insertText", false, markdown)) {
      text.setRangeText(markdown, text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  function fill(field, value) {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  const isFile = (chosen) => Boolean(chosen?.type) && !chosen.type.startsWith("image/");

  // Of a picture it is asked what it shows, of a file what it is.
  function asks() {
    const file_is = isFile(file.files[0]);
    document.querySelector("label[for=add_words]").textContent = file_is ? add.dataset.whatFile : add.dataset.what;
    document.getElementById("add-words-hint").hidden = file_is;
  }

  // What was wrong with the file before is said no longer.
  function clear() {
    for (const one of form.querySelectorAll('[data-wrong="add_file"]')) one.remove();
    const summary = document.getElementById("wrong");
    for (const one of summary?.querySelectorAll('a[href="#add_file"]') ?? []) one.closest("li").remove();
    if (summary && !summary.querySelector("li")) summary.remove();
  }

  // Another file was chosen: it is described anew.
  function renew() {
    clear();
    says.textContent = "";
    if (described && described !== file.files[0]) words.value = "";
    described = null;
  }

  async function send() {
    const chosen = file.files[0];
    if (!chosen) { file.focus(); return; }
    if (!words.value.trim()) {
      says.textContent = isFile(chosen) ? add.dataset.name : add.dataset.describe;
      words.focus();
      return;
    }
    const body = new FormData();
    // Where the bulletin stands, or will: its file is named by these.
    const names = ["token", "path", "kind", "title", "area", "date_day"];
    for (const [name, value] of new FormData(form)) if (names.includes(name)) body.append(name, value);
    body.append("script", "yes");
    body.append("words", words.value);
    body.append("file", chosen, chosen.name || "picture");
    says.textContent = add.dataset.adding;
    let told;
    try {
      const answer = await fetch(`${own}add`, { method: "POST", body });
      told = await answer.json();
    } catch { told = { refused: add.dataset.failed }; }
    if (told.refused) { says.textContent = told.refused; return; }
    clear();
    if (told.picture && !inText && !form.elements.image.value) {
      fill(form.elements.image, told.name);
      fill(form.elements.image_alt, words.value);
      const shown = document.getElementById("shown");
      shown.hidden = !told.link;
      if (told.link) shown.src = told.link;
      document.getElementById("pictured").hidden = false;
    } else {
      const { value, selectionEnd } = text;
      const before = value.slice(0, selectionEnd), blank = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
      put(`${blank}${told.markdown}\n`);
    }
    says.textContent = told.stripped ? add.dataset.stripped : add.dataset.added;
    inText = false;
    file.value = "";
    words.value = "";
    asks();
  }

  function take(dropped) {
    // It stands in the form like one that was chosen: a save takes it along.
    const held = new DataTransfer();
    held.items.add(dropped);
    file.files = held.files;
    renew();
    inText = true;
    says.textContent = `${dropped.name || ""} ${isFile(dropped) ? add.dataset.name : add.dataset.describe}`.trim();
    asks();
    words.focus();
  }

  // A picture that was chosen by mistake goes, without a hunt for the field that names it.
  const out = document.getElementById("image_out");
  out.hidden = false;
  out.addEventListener("click", () => {
    fill(form.elements.image, "");
    fill(form.elements.image_alt, "");
    document.getElementById("pictured").hidden = true;
    file.focus();
  });

  document.getElementById("add_do").hidden = false;
  document.getElementById("add_do").addEventListener("click", send);
  words.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); send(); } });
  words.addEventListener("input", () => { described = file.files[0]; });
  file.addEventListener("change", () => { inText = false; renew(); asks(); words.focus(); });

  text.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
  text.addEventListener("drop", (event) => {
    const [dropped] = event.dataTransfer.files;
    if (!dropped) return;
    event.preventDefault();
    take(dropped);
  });

  text.addEventListener("paste", async (event) => {
    const html = event.clipboardData.getData("text/html"), plain = event.clipboardData.getData("text/plain");
    const picture = [...event.clipboardData.files].find((one) => one.type.startsWith("image/"));
    if (!html) {
      if (picture) { event.preventDefault(); take(picture); }
      return;
    }
    event.preventDefault();
    let told = { markdown: plain, pictures: 0 };
    try {
      const answer = await fetch(`${own}paste`, { method: "POST", body: new URLSearchParams({ token: form.elements.token.value, html }) });
      if (answer.ok) told = await answer.json();
    } catch { /* The plain text will do. */ }
    if (!told.markdown && picture) { take(picture); return; }
    put(told.markdown || plain);
    if (told.pictures) says.textContent = add.dataset.left;
    const left = document.getElementById("pasted");
    left.textContent = told.removed?.length ? `${left.dataset.left} ${told.removed.join(" ")}` : "";
  });
}
