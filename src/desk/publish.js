// Follows a publish: shows how far it is, and loads the page again when it has ended.
"use strict";
const box = document.getElementById("running");
const bar = box.querySelector("progress");
async function look() {
  try {
    const { running, done, all } = await (await fetch(box.dataset.progress)).json();
    if (!running) return location.replace(location.pathname);
    if (all) { bar.max = all; bar.value = done; }
  } catch { /* It is asked again. */ }
  setTimeout(look, 400);
}
look();
