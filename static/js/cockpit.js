// The cockpit: one item at a time, saved as one types. All of it works without this script too.
"use strict";

{
  const root = document.getElementById("cockpit");
  const all = (selector, within = root) => [...within.querySelectorAll(selector)];
  const json = (id) => JSON.parse(document.getElementById(id).textContent);
  const fields = ["result", "text"];
  const SAVE_AFTER = 800;
  const LOOK_EVERY = 30000;

  // --- What is on the page ----------------------------------------------------

  const start = () => {
    const known = json("known");
    const blocks = json("blocks");
    const token = document.querySelector("#token [name=csrfmiddlewaretoken]").value;
    const forms = new Map(all("form[data-save]").map((form) => [form.dataset.save, form]));
    // Of each item: what the server last said, and since when it waits for a decision.
    const base = new Map();
    const conflicts = new Map();
    const refusals = new Set();
    const timers = new Map();
    let savedAt = "";
    let stateName = "idle";
    let isClosed = false;

    const valuesOf = (form) => Object.fromEntries(fields.map((name) => [name, form.elements[name].value]));
    const isSame = (one, other) => fields.every((name) => one[name] === other[name]);
    const put = (form, values) => {
      for (const name of fields) if (form.elements[name].value !== values[name]) form.elements[name].value = values[name];
      if (values.revision !== undefined) form.elements.revision.value = values.revision;
    };
    const isDirty = (item) => !isSame(valuesOf(forms.get(item)), base.get(item));

    // --- How it stands ----------------------------------------------------------

    const WORDS = {
      idle: () => (savedAt ? `gespeichert ${savedAt}` : ""),
      typing: () => "wird gespeichert …",
      sending: () => "wird gespeichert …",
      offline: () => "offline – wird nachgereicht",
      "signed-out": () => "nicht angemeldet – Ihre Eingaben sind auf diesem Gerät aufbewahrt; bitte melden Sie sich in einem neuen Fenster an und laden diese Seite neu",
      full: () => "Der Speicher dieses Geräts ist voll; bitte nicht neu laden",
      conflict: () => "nicht gespeichert – bitte wählen Sie einen Text",
      refused: () => "nicht gespeichert – bitte lesen Sie den Hinweis beim TOP",
      closed: () => "Die Sitzung ist beendet – Ihre Eingaben sind auf diesem Gerät aufbewahrt; öffnen Sie die Sitzung wieder",
    };
    const box = root.querySelector("[data-save-state]");
    const whenIdle = () => (conflicts.size ? "conflict" : isClosed ? "closed" : refusals.size ? "refused" : "idle");
    const say = (name) => {
      stateName = name === "idle" ? whenIdle() : name;
      const words = WORDS[stateName]();
      const waits = stateName === "offline" && post.queue.length > 1 ? ` (${post.queue.length})` : "";
      if (box.textContent !== words + waits) box.textContent = words + waits;
      box.dataset.state = stateName;
    };

    // --- Parts that others change -------------------------------------------------

    const digests = () => Object.entries(known).map((pair) => pair.join(":")).join(" ");

    const apply = (parts) => {
      for (const [name, [mark, part]] of Object.entries(parts)) {
        if (typeof part !== "string") {
          applyItem(name.slice("item-".length), part);
          known[name] = mark;
          continue;
        }
        const place = root.querySelector(`[data-part="${name}"]`);
        if (!place) {
          if (name.startsWith("head-")) location.reload();
          continue;
        }
        const focused = place.contains(document.activeElement) ? document.activeElement : null;
        // Whoever types in a field of it goes on; the next look brings it again.
        if (focused?.matches("input:not([type=hidden]), textarea")) continue;
        const nameOf = (form) => form.dataset.draft || form.action;
        const opened = all("details[open] form", place).map(nameOf);
        place.innerHTML = part.replaceAll("@csrf@", token);
        for (const form of all("details form", place)) if (opened.includes(nameOf(form))) form.closest("details").open = true;
        all("form[data-draft]", place).forEach((form) => drafts.restore(form));
        if (focused?.id) document.getElementById(focused.id)?.focus();
        known[name] = mark;
      }
      tick();
      markCurrent();
    };

    const applyItem = (item, noted) => {
      const form = forms.get(item);
      if (!form || !base.has(item) || noted.revision <= base.get(item).revision) return;
      if (isDirty(item)) return;
      base.set(item, noted);
      put(form, noted);
    };

    let tag = "";
    const look = async () => {
      if (document.hidden) return;
      try {
        const headers = { Accept: "application/json", "X-Known": digests() };
        if (tag) headers["If-None-Match"] = tag;
        const response = await fetch(root.dataset.state, { headers, cache: "no-store", redirect: "manual" });
        if (response.status !== 200) return;
        tag = response.headers.get("ETag");
        apply((await response.json()).parts);
      } catch {
        // No network: the next look comes by itself.
      }
    };

    // --- Saving as one types ------------------------------------------------------

    const draftKey = (item) => `draft:${item}`;

    const typed = (item) => {
      const values = valuesOf(forms.get(item));
      if (isSame(values, base.get(item)) && !conflicts.has(item)) post.write(draftKey(item), null);
      else post.write(draftKey(item), { ...values, base: base.get(item), sent: sentOf(item) });
      say("typing");
      clearTimeout(timers.get(item));
      timers.set(item, setTimeout(() => save(item), SAVE_AFTER));
    };
    const sentOf = (item) => post.read(draftKey(item))?.sent || null;

    const save = (item) => {
      clearTimeout(timers.get(item));
      if (conflicts.has(item)) return say("conflict");
      if (!isDirty(item)) return say(post.queue.length ? stateName : "idle");
      post.add({ kind: "save", item, key: `save-${item}` });
    };

    const build = (entry) => {
      if (entry.kind !== "save") return entry;
      const form = forms.get(entry.item);
      if (!form || conflicts.has(entry.item) || !isDirty(entry.item)) return null;
      const values = valuesOf(form);
      const from = base.get(entry.item);
      entry.values = values;
      // Should the answer get lost, this tells our own words from somebody else's.
      post.write(draftKey(entry.item), { ...values, base: from, sent: values });
      return { url: form.action, fields: { ...values, revision: from.revision } };
    };

    const saved = (item, noted) => {
      const form = forms.get(item);
      base.set(item, noted);
      refusals.delete(item);
      form.querySelector(":scope > .refusal")?.remove();
      form.elements.revision.value = noted.revision;
      if (isDirty(item)) typed(item);
      else post.write(draftKey(item), null);
      form.querySelector("[data-saved]").textContent = `gespeichert ${savedAt}`;
    };

    // Somebody else saved meanwhile: what only one of us changed goes together by itself.
    const collide = (item, { who, when, theirs }) => {
      const form = forms.get(item);
      const mine = valuesOf(form);
      const before = base.get(item);
      const draft = post.read(draftKey(item));
      base.set(item, theirs);
      const isOurs = draft?.sent && isSame(draft.sent, theirs);
      const both = fields.filter((name) => mine[name] !== before[name] && theirs[name] !== before[name] && mine[name] !== theirs[name]);
      if (isOurs || !both.length) {
        if (!isOurs) for (const name of fields) if (mine[name] === before[name]) mine[name] = theirs[name];
        put(form, { ...mine, revision: theirs.revision });
        return typed(item);
      }
      conflicts.set(item, theirs);
      form.elements.revision.value = theirs.revision;
      post.write(draftKey(item), { ...mine, base: before, sent: null });
      showConflict(form, item, who, when, theirs, mine);
    };

    const element = (name, text, attributes = {}) => {
      const one = document.createElement(name);
      if (text) one.textContent = text;
      for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
      return one;
    };

    const showConflict = (form, item, who, when, theirs) => {
      form.querySelector(".conflict")?.remove();
      const panel = element("div", "", { class: "conflict", role: "alert" });
      const first = element("p", ` hat um ${when} Uhr etwas anderes gespeichert:`);
      first.prepend(element("strong", who));
      const quote = element("blockquote");
      if (theirs.label) quote.append(element("p", theirs.label, { class: "theirs-result" }));
      quote.append(element("p", theirs.text || "(kein Text)", { class: "theirs" }));
      const choose = (label, values) => {
        const button = element("button", label, { type: "button", class: "button" });
        button.addEventListener("click", () => decide(form, item, values()));
        return button;
      };
      const row = element("div", "", { class: "conflict-steps" });
      const mine = () => valuesOf(form);
      row.append(
        choose("Meinen Text behalten", mine),
        choose("Den anderen übernehmen", () => theirs),
        choose("Beide untereinander", () => ({ result: mine().result || theirs.result, text: `${theirs.text}\n${mine().text}` })),
      );
      panel.append(first, quote, element("p", "Ihr Text steht unten; nichts geht verloren, bevor Sie wählen."), row);
      form.prepend(panel);
      show(item);
      say("conflict");
    };

    const decide = (form, item, values) => {
      conflicts.delete(item);
      form.querySelector(".conflict").remove();
      put(form, { result: values.result, text: values.text });
      form.elements.text.focus();
      typed(item);
      save(item);
      if (!isDirty(item)) say("idle");
    };

    // --- Answers ------------------------------------------------------------------

    const arrived = (entry, status, answer) => {
      if (answer.saved) savedAt = answer.saved;
      if (status === 409 && answer.conflict) return collide(entry.item, answer.conflict);
      if (answer.error) return refused(entry, answer);
      isClosed = false;
      if (entry.kind === "save") return saved(entry.item, answer.item);
      if (entry.draft) drafts.settle(entry.draft, entry.typed);
      const form = formOf(entry);
      if (form?.dataset?.closes !== undefined) form.closest("details").open = false;
      if (entry.reloads) return location.reload();
      if (answer.notice) alertBox(form || root, answer.notice);
      if (answer.parts) apply(answer.parts);
      else look();
    };

    const refused = (entry, answer) => {
      const form = entry.kind === "save" ? forms.get(entry.item) : formOf(entry);
      isClosed = isClosed || Boolean(answer.is_closed);
      if (!form) return showAsItIs(entry, answer.error);
      if (entry.kind === "save") refusals.add(entry.item);
      const isBack = entry.kind === "save" || drafts.giveBack(form, entry.typed || {});
      alertBox(form, isBack ? answer.error : answer.error + quote(entry), !isBack);
      unfold(form);
    };
    const unfold = (form) => {
      const details = form.closest("details");
      if (details) details.open = true;
      const section = form.closest("[data-item]");
      if (section) show(section.dataset.item);
    };
    const formOf = (entry) => entry.draft && root.querySelector(`form[data-draft="${entry.draft}"]`);

    // A button that was pressed shows again what holds; words whose form is gone are quoted.
    const showAsItIs = (entry, error) => {
      alertBox(root, error + quote(entry), true);
      for (const form of all("form[data-act]")) if (form.action === entry.url) delete known[form.closest("[data-part]")?.dataset.part];
      tag = "";
      look();
    };
    const quote = (entry) => {
      const words = Object.values(entry.typed || {}).filter((one) => typeof one === "string" && one.trim());
      return words.length ? ` Geschrieben war: „${words.join(", ")}“` : "";
    };

    // One that `stays` holds words found nowhere else.
    const alertBox = (place, text, stays = false) => {
      place.querySelector(":scope > .refusal:not([data-stays])")?.remove();
      const box = element("p", text, { class: "refusal", role: "alert" });
      if (stays) box.dataset.stays = "";
      place.prepend(box);
    };

    const post = new window.CockpitPost(root.dataset.store, { token, build, arrived, state: (name) => say(name), known: digests });
    const drafts = new window.CockpitDrafts(post);

    // --- Forms ----------------------------------------------------------------------

    root.addEventListener("submit", (event) => {
      const form = event.target;
      if (form.dataset.save) {
        event.preventDefault();
        if (event.submitter?.dataset.block !== undefined) insert(form, blocks[event.submitter.value]);
        return save(form.dataset.save);
      }
      if (form.dataset.waits !== undefined) return leave(event, form);
      if (form.dataset.act === undefined) return;
      event.preventDefault();
      form.querySelector(":scope > .refusal:not([data-stays])")?.remove();
      const data = new FormData(form, event.submitter);
      data.delete("csrfmiddlewaretoken");
      press(event.submitter);
      post.add({
        url: form.action,
        fields: [...data],
        key: form.dataset.key || (form.dataset.keeps !== undefined ? form.action : ""),
        draft: form.dataset.draft,
        typed: form.dataset.draft && drafts.typed(form),
        reloads: form.dataset.reloads !== undefined,
      });
      if (form.dataset.keeps === undefined && !form.dataset.key) form.reset();
      // Cleared, it is no draft any more: it waits with what is to be sent.
      if (form.dataset.draft) drafts.keep(form);
      if (form.dataset.next) show(form.dataset.next, true);
    });

    const press = (button) => {
      if (!button?.hasAttribute("aria-pressed")) return;
      for (const one of all("[aria-pressed]", button.form)) one.setAttribute("aria-pressed", String(one === button));
    };

    const insert = (form, text) => {
      const area = form.elements.text;
      const [from, to] = [area.selectionStart, area.selectionEnd];
      const gap = from && !/\s$/.test(area.value.slice(0, from)) ? " " : "";
      area.setRangeText(gap + text, from, to, "end");
      area.focus();
      typed(form.dataset.save);
    };

    // Ending waits for what is still on its way, and asks once about lines begun and not sent.
    const leave = (event, form) => {
      const open = [...forms.keys()].filter((item) => isDirty(item) || conflicts.has(item));
      const begun = all("form[data-draft]").find((one) => drafts.isTyped(one));
      if (open.length || post.queue.length) {
        event.preventDefault();
        open.forEach((item) => save(item));
        alertBox(form, "Es ist noch nicht alles gespeichert. Bitte versuchen Sie es gleich noch einmal.");
      } else if (begun && form.dataset.asked === undefined) {
        event.preventDefault();
        form.dataset.asked = "";
        unfold(begun);
        drafts.fields(begun)[0].focus();
        alertBox(form, "In einem Formular steht etwas, das noch nicht festgehalten ist; es ist jetzt aufgeklappt. Halten Sie es fest, oder beenden Sie die Sitzung ohne es.");
      }
    };

    root.addEventListener("input", (event) => {
      const form = event.target.form;
      if (!form) return;
      if (form.dataset.save && fields.includes(event.target.name)) typed(form.dataset.save);
      else if (form.dataset.draft) drafts.keep(form);
    });
    root.addEventListener("change", (event) => {
      const form = event.target.form;
      if (form?.dataset.save && fields.includes(event.target.name)) save(form.dataset.save);
    });

    // --- One item at a time ---------------------------------------------------------

    const sections = all("section[data-item]");
    let current = "";

    const show = (item, moves = false) => {
      if (!sections.some((one) => one.dataset.item === item)) return;
      current = item;
      for (const one of sections) one.classList.toggle("is-current", one.dataset.item === item);
      markCurrent();
      if (moves) {
        const section = sections.find((one) => one.dataset.item === item);
        section.focus({ preventScroll: true });
        window.scrollTo({ top: 0 });
      }
    };
    const markCurrent = () => {
      for (const link of all("[data-nav]")) {
        if (link.dataset.nav === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    };

    root.addEventListener("click", (event) => {
      const link = event.target.closest("[data-nav]");
      if (!link) return;
      event.preventDefault();
      history.replaceState(null, "", link.hash);
      show(link.dataset.nav, true);
    });

    const KEYS = {
      KeyN: (section) => section.querySelector("[data-next] button, .item-steps .default")?.click(),
      KeyZ: (section) => section.previousElementSibling?.dataset.item && show(section.previousElementSibling.dataset.item, true),
      KeyE: (section) => section.querySelector("[name=result]").focus(),
      KeyT: (section) => section.querySelector("[name=text]").focus(),
      KeyB: (section) => openCapture(section, "resolution"),
      KeyA: (section) => openCapture(section, "task"),
      KeyW: () => document.getElementById("anwesenheit").focus(),
    };
    const openCapture = (section, kind) => {
      const details = section.querySelector(`[data-capture=${kind}]`);
      details.open = true;
      details.querySelector("textarea, input:not([type=hidden])").focus();
    };
    document.addEventListener("keydown", (event) => {
      if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey || !KEYS[event.code]) return;
      event.preventDefault();
      KEYS[event.code](sections.find((one) => one.dataset.item === current));
    });

    // --- The clock ------------------------------------------------------------------

    const minutes = (from) => (Date.now() - Date.parse(from)) / 60000;
    const tick = () => {
      for (const clock of all("[data-begun]")) {
        const { begun, plannedBegin, plannedEnd } = clock.dataset;
        const words = clock.querySelector("[data-behind]");
        const bar = clock.querySelector("[data-progress]");
        if (plannedEnd) {
          const length = (Date.parse(plannedEnd) - Date.parse(plannedBegin)) / 60000;
          bar.hidden = false;
          bar.value = Math.min(100, (100 * minutes(begun)) / length);
        }
        if (!plannedBegin) {
          words.textContent = `${Math.max(0, Math.floor(minutes(begun)))} Min.`;
          continue;
        }
        const late = minutes(plannedBegin) - minutes(begun);
        const behind = Math.round(Math.max(late, plannedEnd ? minutes(plannedEnd) : late));
        words.textContent = behind ? `${behind > 0 ? "+" : "−"}${Math.abs(behind)} Min.` : "im Plan";
        words.dataset.late = behind > 0;
      }
    };

    // --- Off we go --------------------------------------------------------------------

    root.classList.add("is-live");
    all("[data-live]").forEach((one) => (one.hidden = false));
    for (const [item, form] of forms) {
      const noted = { ...valuesOf(form), revision: Number(form.elements.revision.value) };
      base.set(item, noted);
      const draft = post.read(draftKey(item));
      if (!draft) continue;
      if (isSame(draft, noted)) post.write(draftKey(item), null);
      else {
        base.set(item, draft.base);
        put(form, draft);
        if (draft.base.revision === noted.revision) base.set(item, noted);
        save(item);
      }
    }
    all("form[data-draft]").forEach((form) => drafts.restore(form));
    const asked = sections.find((one) => `#${one.id}` === location.hash);
    const first = asked || sections.find((one) => one.dataset.first !== undefined) || sections[0];
    if (first) show(first.dataset.item);
    say("idle");
    post.deliver();
    tick();
    setInterval(tick, 10000);
    setInterval(look, LOOK_EVERY);
    document.addEventListener("visibilitychange", look);
    // Closing the tab: what was typed a moment ago is on its way or kept here.
    window.addEventListener("pagehide", () => [...forms.keys()].forEach((item) => isDirty(item) && save(item)));
  };

  if (root && root.dataset.open !== undefined) start();
}
