/* passkey.js – shows the passkey button where the browser can use it, starts the ceremony, and says what went wrong.
   The ceremony itself is allauth's (mfa/js/webauthn.js), which reports trouble as the event "allauth.error". */
(() => {
  "use strict";
  if (!window.PublicKeyCredential) return;
  const roles = { loginForm: "login", addForm: "add", authenticateForm: "authenticate" };
  for (const box of document.querySelectorAll("[data-passkey]")) {
    const ceremony = box.dataset.passkey;
    box.hidden = false;
    window.allauth.webauthn.forms[ceremony]({
      ids: { [roles[ceremony]]: box.querySelector("button").id, credential: box.dataset.credential, passwordless: "id_passwordless", data: "js_data" },
    });
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const trouble = document.querySelector("[data-passkey-trouble]"), name = event.detail?.exception?.name;
    if (!trouble) return;
    trouble.textContent = name === "NotAllowedError" ? trouble.dataset.cancelled
      : name === "InvalidStateError" ? trouble.dataset.known : trouble.dataset.failed;
    trouble.hidden = false;
  });
})();
