// Passkeys: the page's button asks the browser's key and sends its answer with the form.
"use strict";

{
  const toBytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };

  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  const decoded = ({ publicKey }) => {
    const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
    const known = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));
    if (options.user) options.user = { ...options.user, id: toBytes(options.user.id) };
    if (options.excludeCredentials) options.excludeCredentials = known(options.excludeCredentials);
    if (options.allowCredentials) options.allowCredentials = known(options.allowCredentials);
    return { publicKey: options };
  };

  const encoded = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = toText(credential.response[name]);
    }
    return {
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    };
  };

  const ask = async (box, form) => {
    const token = form.elements.csrfmiddlewaretoken.value;
    const answer = await fetch(box.dataset.options, {
      method: "POST",
      headers: { "X-CSRFToken": token },
    });
    const credential = await navigator.credentials[box.dataset.passkey](
      decoded(await answer.json()),
    );
    form.elements.credential.value = JSON.stringify(encoded(credential));
    HTMLFormElement.prototype.submit.call(form);
  };

  const prepare = (box) => {
    const form = document.querySelector("[name=credential]").form;
    const status = box.querySelector("[role=status]");
    box.hidden = false;
    box.querySelector("button").addEventListener("click", async () => {
      status.textContent = "";
      try {
        await ask(box, form);
      } catch {
        status.textContent = status.dataset.failed;
      }
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (window.PublicKeyCredential) document.querySelectorAll("[data-passkey]").forEach(prepare);
  });
}
