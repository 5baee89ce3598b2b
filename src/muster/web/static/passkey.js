// What allauth's own script leaves open: it would tell a failure to the browser's console alone.

// Says in a sentence why a passkey did not work.
document.addEventListener("allauth.error", (event) => {
  const box = document.getElementById("passkey-trouble");
  if (!box) return;
  event.preventDefault();
  const error = event.detail.exception;
  const why = {
    NotAllowedError: "stopped", // closed, too slow, another finger, or no passkey for this site on the device
    AbortError: "stopped",
    InvalidStateError: "known",
    SecurityError: "address",
  }[error && error.name];
  const sentence = window.PublicKeyCredential ? why || "failed" : "address";
  const text = document.createElement("p");
  text.className = "usa-alert__text";
  text.textContent = box.dataset[sentence];
  const body = document.createElement("div");
  body.className = "usa-alert__body";
  body.append(text);
  const alert = document.createElement("div");
  alert.className = "usa-alert usa-alert--slim usa-alert--error";
  alert.append(body);
  box.replaceChildren(alert);
});

// The page that adds a passkey. On the others allauth finds its buttons by data in the page.
if (document.getElementById("mfa_webauthn_add")) {
  window.allauth.webauthn.forms.addForm({
    ids: { add: "mfa_webauthn_add", passwordless: "id_passwordless", credential: "id_credential", data: "js_data" },
  });
}
