// Lets the browser make or use a passkey, and sends its answer with the form. Nothing else of our pages needs a script.
'use strict';
for (const form of document.querySelectorAll('form[data-passkey]')) {
  const { passkey: kind, options } = form.dataset;
  const button = form.querySelector('button:not([type=button])');
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const show = (which) => {
    for (const message of ['unsupported', 'failed']) {
      for (const part of form.querySelectorAll(`[data-passkey-${message}]`)) part.hidden = message !== which;
    }
    button.disabled = !which;
  };
  const ask = async () => {
    const publicKey = JSON.parse(options);
    const { user, excludeCredentials = [], allowCredentials = [] } = publicKey;
    publicKey.challenge = bytes(publicKey.challenge);
    for (const named of [user, ...excludeCredentials, ...allowCredentials]) if (named) named.id = bytes(named.id);
    const { rawId, type, response: said } = await navigator.credentials[kind]({ publicKey });
    const id = text(rawId);
    const response = {};
    for (const part of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
      if (said[part]) response[part] = text(said[part]);
    }
    return JSON.stringify({ id, rawId: id, type, response });
  };
  const check = () => show(window.PublicKeyCredential ? 'nothing' : 'unsupported');
  check();
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (!window.PublicKeyCredential) return check();
    show();
    try {
      form.elements.response.value = await ask();
      form.submit();
    } catch {
      show('failed');
    }
  });
}
