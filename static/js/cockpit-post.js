// What the cockpit sends: kept on this device until the server has it, in order, again and again.
"use strict";

window.CockpitPost = class {
  // `build(entry)` returns address and fields when an entry's turn comes, or null to skip it;
  // `arrived(entry, status, answer)` is told of each answer, `state(name)` how it stands.
  constructor(name, { token, build, arrived, state, known }) {
    Object.assign(this, { name, token, build, arrived, state, known });
    this.queue = this.read("queue") || [];
    this.pause = 1;
    window.addEventListener("online", () => this.hurry());
  }

  read(part) {
    try {
      return JSON.parse(localStorage.getItem(`${this.name}:${part}`));
    } catch {
      return null;
    }
  }

  write(part, value) {
    try {
      if (value === null) localStorage.removeItem(`${this.name}:${part}`);
      else localStorage.setItem(`${this.name}:${part}`, JSON.stringify(value));
    } catch {
      this.state("full");
    }
  }

  keep() {
    this.write("queue", this.queue.length ? this.queue : null);
  }

  // An entry with a key takes the place of one that waits with the same key.
  add(entry) {
    const waits = this.queue.findIndex((one) => entry.key && one.key === entry.key && one !== this.sending);
    if (waits >= 0) this.queue.splice(waits, 1);
    this.queue.push({ at: Date.now(), ...entry });
    this.keep();
    this.deliver();
  }

  hurry() {
    clearTimeout(this.timer);
    this.pause = 1;
    this.deliver();
  }

  later(name) {
    this.sending = null;
    this.state(name);
    this.timer = setTimeout(() => this.deliver(), this.pause * 1000);
    this.pause = Math.min(this.pause * 2, 30);
  }

  done() {
    this.queue = this.queue.filter((one) => one !== this.sending);
    this.sending = null;
    this.keep();
  }

  async deliver() {
    if (this.sending) return;
    clearTimeout(this.timer);
    while (this.queue.length) {
      this.sending = this.queue[0];
      const built = this.build(this.sending);
      if (built) {
        this.state("sending");
        let response, answer;
        try {
          response = await this.post(built);
          // Signed out, or a form too old: what was typed stays here until somebody signs in.
          if (response.type === "opaqueredirect" || response.headers.has("X-Form-Too-Old")) return this.later("signed-out");
          if (response.status >= 500 || response.status === 429) return this.later("offline");
          answer = await this.words(response);
        } catch {
          return this.later("offline");
        }
        this.pause = 1;
        const sent = this.sending;
        this.done();
        this.arrived(sent, response.status, answer);
      } else this.done();
    }
    this.state("idle");
  }

  // A page instead of an answer: some network's own says nothing, so we try again; with an
  // error it is our server's, which will say the same for ever and holds up all that waits.
  words(response) {
    const isAnswer = (response.headers.get("Content-Type") || "").startsWith("application/json");
    if (isAnswer || response.ok) return response.json();
    if (response.status === 403) return { error: "Dazu fehlt Ihnen das Recht." };
    return { error: `Das hat der Server nicht angenommen (Fehler ${response.status}). Vielleicht gibt es den Eintrag nicht mehr; bitte laden Sie die Seite neu.` };
  }

  post({ url, fields }) {
    const body = new URLSearchParams(fields);
    body.set("age", Math.round((Date.now() - this.sending.at) / 1000));
    return fetch(url, {
      method: "POST",
      body,
      redirect: "manual",
      headers: { Accept: "application/json", "X-CSRFToken": this.token, "X-Known": this.known() },
      signal: AbortSignal.timeout(15000),
    });
  }
};
