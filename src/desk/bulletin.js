// Copies the text of a bulletin, to be pasted into a message. Without this script it is chosen and copied by hand.
"use strict";
{
  const button = document.getElementById("copy"), text = document.getElementById("plain"), says = document.getElementById("copied");
  button.hidden = false;
  button.addEventListener("click", async () => {
    text.select();
    // Where the clipboard is closed to pages, the text is chosen, and the keyboard copies it.
    try { await navigator.clipboard.writeText(text.value); } catch { return; }
    says.textContent = says.dataset.done;
  });
}
