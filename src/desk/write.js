// The form that writes: the page beside it follows what is typed, a field grows where another is needed, and the text box has
// a toolbar. Without this script the form is the same, and "Look" shows the page.
"use strict";
const form = document.getElementById("form");
const frame = document.getElementById("preview");
const own = form.action.replace(/write$/, "");

// --- The page beside the form ---------------------------------------------------------------------------------------
let view = "phone", links = null, unsaved = null, problems = [];

function shownAt() {
  const link = links && (links[{ poster: "poster", card: "card" }[view] || "page"] || links.page);
  const query = new URLSearchParams();
  if (view === "entry") query.set("entry", "yes");
  if (unsaved) query.set("unsaved", unsaved);
  if (view === "dark") query.set("dark", "yes");
  return link && `${link}?${query}`;
}

function show() {
  const to = shownAt();
  if (!to) return;
  const nothing = document.getElementById("nothing");
  if (nothing) nothing.remove();
  // In a frame a picture would be cut off; beside the form it is as wide as there is room.
  const card = document.getElementById("card"), is_card = view === "card" && links.card;
  card.hidden = !is_card;
  frame.hidden = Boolean(is_card);
  if (is_card) { card.src = to; return; }
  frame.dataset.view = view;
  let top = 0;
  try { top = frame.contentWindow.scrollY; } catch { /* It shows something else. */ }
  frame.onload = () => { try { frame.contentWindow.scrollTo(0, top); } catch { /* It shows something else. */ } };
  try { frame.contentWindow.location.replace(to); } catch { frame.src = to; }
}

form.addEventListener("told", ({ detail: told }) => {
  if (told.only) return;
  problems = told.problems || [];
  showProblems();
  showChat(told.chat);
  if (told.links) { links = told.links; unsaved = told.unsaved; show(); }
});
const follow = () => form.dispatchEvent(new Event("ask"));

document.querySelector(".views").hidden = false;
for (const button of document.querySelectorAll("button[data-view]")) {
  button.addEventListener("click", () => {
    view = button.dataset.view;
    for (const other of document.querySelectorAll("button[data-view]")) other.setAttribute("aria-pressed", String(other === button));
    if (links) show(); else follow();
  });
}
document.querySelector("button.look").hidden = true;

// --- What is wrong, at its field, once somebody has gone on from there ----------------------------------------------
function showProblems() {
  // One that is still right stays, and so does the focus on its button, or the press of it.
  const old = new Map([...form.querySelectorAll("[data-live]")].map((one) => [one.dataset.live, one]));
  for (const problem of problems) {
    const field = problem.field && document.getElementById(problem.field);
    const box = field && field.closest(".field");
    const here = box && box.contains(document.activeElement);
    // What is empty is not wrong yet, and what the form was sent back with stands there.
    if (!box || here || !(field.value || field.querySelector("input")?.value) || form.querySelector(`[data-wrong="${problem.field}"]`)) continue;
    const key = [problem.field, problem.code, problem.message].join("\n");
    if (old.delete(key)) continue;
    const told = Object.assign(document.createElement("p"), { className: "notice", textContent: `${problem.message} ${problem.help} ` });
    told.dataset.live = key;
    if (problem.mend) {
      told.append(Object.assign(document.createElement("button"), { className: "second small", name: "do", value: `mend ${problem.mend}`, textContent: form.dataset.mend }));
    }
    const press = (value, words) =>
      told.append(Object.assign(document.createElement("button"), { className: "second small", name: "do", value, textContent: words }), " ");
    if (problem.use) press(`area use ${problem.area}\t${problem.nearest}`, problem.use);
    if (problem.area) press(`area new ${problem.area}`, form.dataset.areaNew);
    box.after(told);
  }
  for (const one of old.values()) one.remove();
}
form.addEventListener("focusout", () => setTimeout(showProblems));
form.addEventListener("input", (event) => {
  const box = event.target.closest(".field");
  for (let next = box && box.nextElementSibling; next && next.dataset.wrong; next = box.nextElementSibling) next.remove();
});

// --- What a chat shows of it ----------------------------------------------------------------------------------------
function showChat(chat) {
  const box = document.getElementById("chat");
  box.hidden = !chat || !(form.elements.summary.value || form.elements.text.value);
  if (box.hidden) return;
  for (const part of ["title", "summary", "site"]) document.getElementById(`chat-${part}`).textContent = chat[part];
  document.getElementById("chat-letters").textContent = box.dataset.letters.replace("{count}", [...chat.summary].length);
}
if (form.elements.title.value || form.elements.text.value) follow();

// --- The toolbar over the text --------------------------------------------------------------------------------------
const box = form.elements.text;
const lines = (mark) => {
  const from = box.value.lastIndexOf("\n", box.selectionStart - 1) + 1;
  const chosen = box.value.slice(from, box.selectionEnd) || "";
  return [from, box.selectionEnd, chosen.split("\n").map((line) => line.startsWith(mark) ? line.slice(mark.length) : mark + line).join("\n")];
};
// Marks stand at the words: a blank that was chosen with them stays outside.
const around = (before, after) => {
  const whole = box.value.slice(box.selectionStart, box.selectionEnd), chosen = whole.trim();
  const from = box.selectionStart + whole.indexOf(chosen);
  return [from, from + chosen.length, before + chosen + after, before.length + chosen.length];
};
const chosen = () => box.value.slice(box.selectionStart, box.selectionEnd).trim();
const tools = {
  heading: () => lines("## "),
  list: () => lines("- "),
  bold: () => around("**", "**"),
  link: () => {
    const [from, to, text] = around("[", "](https://)");
    return chosen() ? [from, to, text, text.length - 1] : "choose";
  },
  phone: () => chosen() ? "number" : around("", "101"),
};
document.querySelector(".tools").hidden = false;
for (const button of document.querySelectorAll("[data-tool]")) {
  button.addEventListener("click", () => {
    if (button.dataset.tool === "picture") { form.elements.file.click(); form.elements.file.focus(); return; }
    const does = tools[button.dataset.tool](), says = document.getElementById("tool-says");
    box.focus();
    says.textContent = typeof does === "string" ? says.dataset[does] : "";
    if (typeof does === "string") return;
    const [from, to, text, cursor] = does;
    // So that it can be undone as what is typed.
    box.setSelectionRange(from, to);
    if (!document.execCommand("insertText", false, text)) { box.setRangeText(text); box.dispatchEvent(new Event("input", { bubbles: true })); }
    const at = from + (cursor ?? text.length);
    box.setSelectionRange(at, at);
  });
}

// --- One more field when the last is filled -------------------------------------------------------------------------
form.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.hasAttribute || !field.hasAttribute("data-more") || !field.value) return;
  const next = field.cloneNode();
  next.value = "";
  field.removeAttribute("data-more");
  field.after(next);
});
