/* letter.js – the letter builder: a link to a place inside a closed block opens it, a choice that rewrites the blocks (du or
   I, which sanction, which ending) saves and shows the letter anew, and the preview keeps still while somebody presses.
   The builder works without it. */
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
    if (event.target.closest?.("[data-rewrites]")) form.requestSubmit(form.querySelector("[data-show]"));
  });

  /* The preview and the checks follow what is typed, and say by aria-busy when they have not caught up. They don't change
     between press and release, nor once the letter is sent: a list that grows moves the button away from under the finger,
     and the press is lost. What came meanwhile is asked for again. */
  const preview = document.getElementById("preview");
  let typed = 0, shown = 0, pressed = false, missed = false;
  const follow = (name, act) => document.addEventListener(name, (event) => {
    const ctx = event.detail?.ctx;
    if (ctx?.sourceElement === preview) act(ctx, event);
  });
  const changed = () => { typed += 1; preview.setAttribute("aria-busy", "true"); };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  follow("htmx:config:request", (ctx) => { ctx.typed = typed; });
  follow("htmx:before:request", (ctx, event) => { if (form.dataset.sending || ctx.typed === shown) event.preventDefault(); });
  follow("htmx:before:swap", (ctx, event) => {
    if (!pressed && !form.dataset.sending) return;
    event.preventDefault();
    missed = true;
  });
  follow("htmx:after:swap", (ctx) => { shown = ctx.typed; missed = false; });
  follow("htmx:finally:request", (ctx) => { if (ctx.typed === typed && !missed) preview.removeAttribute("aria-busy"); });
  const released = () => setTimeout(() => {            // after the click that a release may be
    pressed = false;
    if (!missed || form.dataset.sending) return;
    missed = false;
    form.dispatchEvent(new Event("change"));
  });
  document.addEventListener("pointerdown", () => { pressed = true; });
  for (const name of ["pointerup", "pointercancel", "contextmenu"]) document.addEventListener(name, released);
})();
