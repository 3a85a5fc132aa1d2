/* Minutes while the meeting goes on: each text saves itself, the others are seen writing, standard phrases are put in.
   Nothing here is needed: every item has its button, and what is typed is a draft before it is saved (app.js). */
(() => {
  const page = document.querySelector("[data-minutes]");
  if (!page) return;
  const PAUSE = 2500, BEAT = 8000;                     // milliseconds: after the last key; between two questions
  const timers = new Map();
  let last = null;                                     // the field one writes in, also after a button took the focus
  const formOf = (field) => field?.closest?.("[data-text-form]");
  const fieldOf = (form) => form.querySelector("textarea");
  const known = (form) => form.elements.version.value;
  const heads = { "X-Requested-With": "fetch" };
  const clean = (form) => fieldOf(form).value === fieldOf(form).defaultValue;
  function tell(form, words, kind) {
    const status = form.querySelector("[data-draft-status]");
    if (!status) return;
    status.textContent = words;
    status.classList.toggle("saved-bad", kind === "bad");
  }

  /* ---------- each text saves itself ---------- */
  async function save(form) {
    clearTimeout(timers.get(form));
    if (!form.isConnected || form.dataset.busy || clean(form)) return;
    form.dataset.busy = "yes";
    const text = fieldOf(form).value;
    try {
      const response = await fetch(form.action, {
        method: "POST", body: new FormData(form), credentials: "same-origin", headers: { ...heads, "X-By-Itself": "yes" },
      });
      if (response.ok && response.headers.get("content-type")?.startsWith("application/json")) {
        form.elements.version.value = (await response.json()).version;
        fieldOf(form).defaultValue = text;
        tell(form, `${page.dataset.saved} ${response.headers.get("X-Saved-At") ?? ""}`);
      } else if (response.status === 409) form.requestSubmit();  // the button's way: both texts side by side
    } catch {                                          // the network is gone: the draft keeps trying, and so does the next key
      again(form, PAUSE * 4);
    } finally {
      delete form.dataset.busy;
      if (form.isConnected && !clean(form) && fieldOf(form).value !== text) again(form, PAUSE);
    }
  }
  function again(form, wait) {
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(save, wait, form));
  }
  page.addEventListener("input", (event) => {
    const form = formOf(event.target);
    if (form) again(form, PAUSE);
  });
  page.addEventListener("focusout", (event) => {
    const form = formOf(event.target);
    if (form && !form.contains(event.relatedTarget)) save(form);
  });

  /* ---------- who writes where ---------- */
  page.addEventListener("focusin", (event) => {
    const form = event.target.matches("textarea") ? formOf(event.target) : null;
    if (!form) return;
    last = event.target;
    beat();
  });
  async function beat() {
    if (document.visibilityState === "hidden") return;
    const form = formOf(document.activeElement);
    try {
      const response = form
        ? await fetch(form.dataset.standing, { method: "POST", body: new FormData(form), credentials: "same-origin", headers: heads })
        : await fetch(page.dataset.live, { credentials: "same-origin", headers: heads });
      if (response.ok && response.headers.get("content-type")?.startsWith("application/json")) show((await response.json()).items);
    } catch { /* asked again in a moment */ }
  }
  function show(items) {
    for (const part of page.querySelectorAll("[data-minute]")) {
      const now = items[part.dataset.minute], badge = part.querySelector("[data-writer]"), form = part.querySelector("[data-text-form]");
      if (!now) continue;
      if (badge && badge.textContent !== now.who) { badge.textContent = now.who; badge.hidden = !now.who; }
      part.classList.toggle("minute-other", Boolean(now.who));
      if (form && !form.dataset.busy && clean(form) && form !== formOf(document.activeElement) && Number(known(form)) < now.version)
        window.htmx?.ajax("GET", form.action, { target: part, swap: "outerHTML" });  // somebody else's newest words
    }
  }
  setInterval(beat, BEAT);
  document.addEventListener("visibilitychange", beat);
  beat();

  /* ---------- standard phrases ---------- */
  page.addEventListener("click", (event) => {
    const button = event.target.closest("[data-phrase]");
    if (!button) return;
    const source = document.getElementById(button.dataset.from ?? "");  // what somebody wrote before the meeting
    const own = source && button.closest("[data-minute]")?.querySelector("[data-text-form] textarea");
    const field = own || (last?.isConnected ? last : page.querySelector("[data-text-form] textarea"));
    if (!field) return;
    if (own && own !== document.activeElement) own.selectionStart = own.selectionEnd = own.value.length;
    const before = field.value.slice(0, field.selectionStart), after = field.value.slice(field.selectionEnd);
    const gap = before && !/\s$/.test(before) ? (source ? "\n" : " ") : "";
    field.value = `${before}${gap}${(source ?? button).innerText.trim()}${after}`;
    field.focus();
    field.selectionStart = field.selectionEnd = field.value.length - after.length;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
