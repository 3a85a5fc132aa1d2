/* passkey.js – shows the passkey button where the browser can use it, and says in words what went wrong.
   The ceremony itself is allauth's (mfa/js/webauthn.js), which reports trouble as the event "allauth.error". */
(() => {
  "use strict";
  if (!window.PublicKeyCredential) return;
  for (const box of document.querySelectorAll("[data-passkey]")) box.hidden = false;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const trouble = document.querySelector("[data-passkey-trouble]"), name = event.detail?.exception?.name;
    if (!trouble) return;
    trouble.textContent = name === "NotAllowedError" ? trouble.dataset.cancelled
      : name === "InvalidStateError" ? trouble.dataset.known : trouble.dataset.failed;
    trouble.hidden = false;
  });
})();
