/* letter.js – the letter builder: a link to a place inside a closed block opens it, and a choice that rewrites the blocks
   (du or I, which sanction, which ending) saves and shows the letter anew. The builder works without it. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-letter]");
  if (!form) return;

  function open(id) {
    const target = id && document.getElementById(id);
    if (!target) return;
    for (let part = target; part; part = part.parentElement?.closest("details")) if (part.tagName === "DETAILS") part.open = true;
    const control = target.matches("input, textarea, select") ? target : target.querySelector("input:not([type=hidden]), textarea, select, summary");
    (control ?? target).focus({ preventScroll: true });
    target.scrollIntoView({ block: "center" });
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || link.hash.length < 2) return;
    event.preventDefault();
    open(link.hash.slice(1));
  });
  if (location.hash.length > 1) open(location.hash.slice(1));

  form.addEventListener("change", (event) => {
    if (event.target.closest("[data-rewrites]")) form.requestSubmit(form.querySelector("[data-show]"));
  });
})();
