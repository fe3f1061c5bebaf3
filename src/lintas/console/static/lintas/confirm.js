// The touch of a passkey that seals what binds a state: the authenticator signs a challenge that names what is sealed.
//
// Binds to: <form data-confirm="URL"> with an <input type=hidden name=assertion> and an element [data-confirm-words
// role=status] whose data-failed-words say that nothing was sealed. Submitting it asks the server, then the
// authenticator, and then sends the form with the assertion as JSON. A <button disabled data-touch> in it can be pressed
// from when this is here: pressed before, nobody would have been asked for the touch. The server:
//   POST URL (the form's fields)  -> {publicKey: options as in WebAuthn 3 section 5.5, in its JSON form, 5.1.9}
//   POST to the form's own action -> the field assertion holds the JSON form of the PublicKeyCredential (5.1.8)
// The challenge must be bound to the draft and its digest by the server; nothing that this page says is believed.
for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (form.elements.assertion.value) return;
    event.preventDefault();
    touch(form, event.submitter);
  });
  for (const button of form.querySelectorAll("[data-touch]")) button.disabled = false;
}

async function touch(form, submitter) {
  const words = form.querySelector("[data-confirm-words]");
  words.textContent = "";
  if (submitter) submitter.disabled = true;
  try {
    const reply = await fetch(form.dataset.confirm, { method: "POST", body: new FormData(form, submitter) });
    if (!reply.ok) throw new Error((await reply.json().catch(() => ({}))).error ?? reply.statusText);
    const { publicKey } = await reply.json();
    const got = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
    form.elements.assertion.value = JSON.stringify(got.toJSON());
    if (submitter) submitter.disabled = false;
    form.requestSubmit(submitter);
  } catch (error) {
    // Whoever lets the time pass or has the wrong key at hand may try again; nothing has happened.
    words.textContent = `✗ ${words.dataset.failedWords} (${error.message})`;
    words.classList.add("error");
    if (submitter) submitter.disabled = false;
  }
}
