/* app.js – what the pages add when there is script: saving drafts, one submit per press, upload messages, focus, theme.
   Every page works without it. Words come from #texts (templates/ui/_texts.html); nothing is kept in the browser. */
(() => {
  "use strict";
  const texts = document.getElementById("texts")?.dataset ?? {};
  const clock = () => new Date().toLocaleTimeString("da-DK", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
  const megabytes = (bytes) => bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1).replace(".", ",")} MB`;
  const element = (name, classes, words) => {
    const made = document.createElement(name);
    if (classes) made.className = classes;
    if (words) made.textContent = words;
    return made;
  };

  /* ---------- saying how it went: a text, and perhaps a link ---------- */
  function say(box, words, kind, link) {
    if (!box) return;
    box.textContent = words;
    box.classList.toggle("saved-bad", kind === "bad");
    box.classList.toggle("saved-busy", kind === "busy");
    if (link) {
      const a = element("a", "", texts.signIn);
      a.href = link;
      a.target = "_blank";                             // the text stays here while the person signs in beside it
      a.rel = "noopener";
      box.append(" ", a);
    }
  }
  const signInUrl = () => `${texts.signInUrl}?next=${encodeURIComponent(location.pathname)}`;
  const endedSession = (response) => response.status === 401 || (response.redirected && new URL(response.url).pathname === texts.signInUrl);

  /* ---------- drafts: <form data-draft="KEY" data-draft-url="…"> with a [data-draft-status] inside or beside it ---------- */
  function keepDraft(form) {
    const status = [...form.querySelectorAll("[data-draft-status]")].pop() ?? document.querySelector(`[data-draft-status="${form.dataset.draft}"]`);
    let timer = 0, dirty = false, busy = false, again = 1;
    const body = () => {
      const data = new FormData(form);
      for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
      data.set("draft_key", form.dataset.draft);
      return data;
    };
    async function save(leaving) {
      clearTimeout(timer);
      if (!dirty || (busy && !leaving) || form.dataset.sent) return;
      busy = true;
      dirty = false;
      if (!leaving) say(status, texts.saving, "busy");
      try {
        const response = await fetch(form.dataset.draftUrl, {
          method: "POST", body: body(), keepalive: leaving, credentials: "same-origin", headers: { "X-Requested-With": "fetch" },
        });
        if (endedSession(response)) { dirty = true; say(status, texts.signedOut, "bad", signInUrl()); }
        else if (response.ok) { again = 1; say(status, texts.saved.replace("%s", response.headers.get("X-Saved-At") ?? clock())); form.dispatchEvent(new CustomEvent("draft:saved", { bubbles: true })); }
        else if (response.status >= 500 || response.status === 429) { dirty = true; say(status, texts.slow, "bad"); later(); }
        else say(status, texts.refused, "bad");
      } catch {
        dirty = true;
        say(status, texts.offline, "bad");
        later();
      } finally {
        busy = false;
        if (dirty && again === 1) timer = setTimeout(save, 1500);
      }
    }
    const later = () => { again = Math.min(again * 2, 32); timer = setTimeout(save, again * 1000); };
    form.addEventListener("input", () => { dirty = true; clearTimeout(timer); timer = setTimeout(save, 1500); });
    form.addEventListener("focusout", (event) => { if (event.target.matches("input, textarea, select")) save(); });
    form.addEventListener("submit", () => { form.dataset.sent = "yes"; clearTimeout(timer); });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(true); });
    window.addEventListener("online", () => save());
    form.draftIsDirty = () => dirty;
  }

  /* ---------- one submit per press ---------- */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.matches("[hx-post], [data-hx-post], [method='dialog']") || form.method !== "post") return;
    if (form.dataset.sending) { event.preventDefault(); return; }
    form.dataset.sending = "yes";
    const pressed = event.submitter;
    setTimeout(() => {                                 // after the browser has read the button's name and value
      for (const button of form.querySelectorAll("button:not([type='button']), input[type='submit']")) button.disabled = true;
      if (pressed) pressed.setAttribute("aria-busy", "true");
    });
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sending]")) {
      delete form.dataset.sending;
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("button, input[type='submit']")) { button.disabled = button.hasAttribute("data-asleep"); button.removeAttribute("aria-busy"); }
    }
  });

  /* ---------- files: say at once what the server would refuse, list what is chosen, show progress ---------- */
  const limit = Number(texts.fileLimit) || Infinity, totalLimit = Number(texts.fileLimitTotal) || Infinity;
  const problem = (file) => file.size === 0 ? texts.emptyFile : file.size > limit
    ? texts.tooLarge.replace("%s", megabytes(file.size)).replace("%m", megabytes(limit)) : "";
  function watchUpload(box) {
    const input = box.querySelector("input[type='file']"), list = box.querySelector("[data-upload-list]");
    if (!input || !list) return;
    const face = element("p", "upload-face");          // what the browser writes in its own language, in ours; it takes drops too
    face.setAttribute("aria-hidden", "true");
    face.append(element("span", "btn btn-second btn-s", input.multiple ? texts.chooseFiles : texts.chooseFile), element("span", "upload-drop", texts.dropFile));
    input.before(face);
    box.classList.add("upload-dressed");
    const show = () => {
      list.replaceChildren();
      list.setAttribute("role", "status");
      let total = 0;
      for (const file of input.files) {
        const trouble = problem(file), row = element("li", trouble ? "bad" : "");
        total += file.size;
        row.append(element("b", "", file.name), element("span", "", trouble || `${megabytes(file.size)}, ${texts.ready}`));
        const remove = element("button", "btn btn-quiet btn-s", texts.remove);
        remove.type = "button";
        remove.append(element("span", "sr", ` ${file.name}`));
        remove.addEventListener("click", () => {
          const rest = new DataTransfer();
          for (const other of input.files) if (other !== file) rest.items.add(other);
          input.files = rest.files;
          show();
          input.focus();
        });
        row.append(remove);
        list.append(row);
      }
      if (total > totalLimit) list.append(element("li", "bad", texts.tooMany));
      list.hidden = list.childElementCount === 0;
      box.classList.toggle("upload-bad", Boolean(list.querySelector(".bad")));
    };
    input.addEventListener("change", show);
  }
  function sendWithProgress(form, submitter) {
    const bar = element("progress", "bar"), words = element("span", "saved saved-busy"), holder = element("p", "upload-progress");
    holder.setAttribute("role", "status");
    holder.append(words, bar);
    (form.querySelector(".send") ?? form).append(holder);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.max = event.total;
      bar.value = event.loaded;
      words.textContent = texts.attaching.replace("%s", Math.floor(100 * event.loaded / event.total)).replace("%%", "%");
    });
    const failed = () => {
      holder.remove();
      delete form.dataset.sending;
      for (const button of form.querySelectorAll("button")) { button.disabled = false; button.removeAttribute("aria-busy"); }
      const warning = element("p", "error", texts.broken);
      warning.setAttribute("role", "alert");
      form.querySelector(".upload")?.after(warning);
    };
    request.addEventListener("error", failed);
    request.addEventListener("load", () => {
      if (request.status >= 500 || request.status === 0) { failed(); return; }
      arrive(request);
    });
    const data = new FormData(form);
    if (submitter?.name) data.set(submitter.name, submitter.value);
    request.send(data);
  }
  /* take over the page that an upload was answered with: a receipt at a new address, or the same form with its errors */
  let arrived = false;
  function arrive(request) {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const have = new Set([...document.querySelectorAll("link[rel='stylesheet']")].map((sheet) => sheet.href));
    for (const sheet of page.querySelectorAll("link[rel='stylesheet']")) if (!have.has(sheet.href)) document.head.append(document.importNode(sheet));
    document.title = page.title;
    document.body.replaceWith(document.adoptNode(page.body));
    if (request.responseURL && request.responseURL !== location.href) { history.pushState(null, "", request.responseURL); arrived = true; }
    window.htmx?.process(document.body);
    window.scrollTo(0, 0);
    start(document);
  }
  window.addEventListener("popstate", () => { if (arrived) location.reload(); });
  document.addEventListener("submit", (event) => {
    const form = event.target, chosen = [...form.querySelectorAll("input[type='file']")].flatMap((input) => [...input.files]);
    if (event.defaultPrevented || !chosen.length || form.matches("[hx-post], [data-hx-post]")) return;
    const total = chosen.reduce((sum, file) => sum + file.size, 0);
    event.preventDefault();
    if (chosen.some(problem) || total > totalLimit) {
      delete form.dataset.sending;
      setTimeout(() => { for (const button of form.querySelectorAll("button")) button.disabled = false; });
      const button = event.submitter ?? form.querySelector(".send button");
      let line = form.querySelector("[data-file-stops]");
      if (!line) { line = element("p", "error", texts.fileStops); line.dataset.fileStops = ""; line.setAttribute("role", "alert"); button?.after(line); }
      form.querySelector(".upload-bad input, .upload input")?.focus();
      return;
    }
    sendWithProgress(form, event.submitter);
  });

  /* ---------- small things ---------- */
  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      const source = document.querySelector(copy.dataset.copy), before = copy.textContent;
      await navigator.clipboard.writeText(source ? (source.value ?? source.textContent).trim() : copy.dataset.copy);
      copy.textContent = texts.copied;
      copy.setAttribute("role", "status");
      setTimeout(() => { copy.textContent = before; }, 2500);
    }
    const print = event.target.closest("[data-print]");
    if (print) window.print();
    const theme = event.target.closest("[data-theme-choice]");
    if (theme) {                                       // shown at once; the form around the button stores it
      if (theme.dataset.themeChoice) document.documentElement.dataset.bsTheme = theme.dataset.themeChoice;
      else delete document.documentElement.dataset.bsTheme;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && location.hash === "#menu") document.querySelector("[data-menu-close]")?.click();
  });
  document.addEventListener("change", (event) => {     // a choice that shows or hides what belongs to it
    const form = event.target.closest("form");
    if (form && event.target.name) reveal(form);
  });
  function reveal(scope) {
    for (const part of scope.querySelectorAll("[data-shown-by]")) {
      const [name, ...values] = part.dataset.shownBy.split("="), wanted = values.join("=").split("|");
      const form = part.closest("form");
      const chosen = form ? [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)] : [];
      part.hidden = !chosen.some((input) => (/^(radio|checkbox)$/.test(input.type) ? input.checked : true) && wanted.includes(input.value));
    }
  }

  /* leaving a page with something unsaved: only forms that ask for it */
  window.addEventListener("beforeunload", (event) => {
    for (const form of document.querySelectorAll("form[data-warn]")) {
      if (form.dataset.changed && !form.dataset.sending && form.draftIsDirty?.() !== false) { event.preventDefault(); return; }
    }
  });

  const grows = CSS.supports("field-sizing", "content");
  function grow(area) { area.style.height = "auto"; area.style.height = `${area.scrollHeight + 4}px`; }

  /* ---------- what a piece of page needs when it appears ---------- */
  function start(scope) {
    for (const form of scope.querySelectorAll("form")) {
      if (form.dataset.ready) continue;
      form.dataset.ready = "yes";
      if (form.method === "post") form.noValidate = true;   // the server's Danish words stand by the field, not in a bubble
      if (form.dataset.draftUrl) keepDraft(form);
      form.addEventListener("input", () => { form.dataset.changed = "yes"; });
    }
    for (const box of scope.querySelectorAll("[data-upload]")) if (!box.dataset.ready) { box.dataset.ready = "yes"; watchUpload(box); }
    for (const wake of scope.querySelectorAll("[data-script-only]")) wake.hidden = false;
    if (!grows) for (const area of scope.querySelectorAll("textarea")) { grow(area); area.addEventListener("input", () => grow(area)); }
    reveal(scope);
    lead(scope);
  }
  /* focus goes to the first error summary, else to what asks for it, when a page or a part arrives */
  function lead(scope) {
    const target = scope.querySelector(".error-summary") ?? scope.querySelector("[data-focus]") ?? (scope.matches?.("[data-focus]") ? scope : null);
    if (target) target.focus({ preventScroll: target.matches(".messages") });
  }

  /* ---------- htmx ---------- */
  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail?.ctx?.target ?? event.target;
    const part = target?.isConnected === false && target.id ? document.getElementById(target.id) : target;  // a part that replaced itself
    start(part instanceof Element && part.isConnected ? part : document);
  });
  document.addEventListener("htmx:before:swap", (event) => {   // a page of its own (sign-in) never lands inside another
    const response = event.detail?.ctx?.response?.raw;
    if (response && endedSession(response)) { event.preventDefault(); trouble(texts.signedOut, signInUrl()); }
  });
  document.addEventListener("htmx:response:error", (event) => {
    const status = event.detail?.ctx?.response?.status;
    if (status === 401) trouble(texts.signedOut, signInUrl());
    else if (status !== 422 && status !== 409) trouble(texts.slow);
  });
  document.addEventListener("htmx:error", () => trouble(texts.offline));
  function trouble(words, link) {
    let box = document.getElementById("trouble");
    if (!box) {
      box = element("p", "trouble");
      box.id = "trouble";
      box.setAttribute("role", "alert");
      document.querySelector("main")?.prepend(box);
    }
    say(box, words, "bad", link);
    box.scrollIntoView({ block: "nearest" });
  }

  start(document);
})();
