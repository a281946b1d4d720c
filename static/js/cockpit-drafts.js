// Forms of the cockpit: what is typed and not sent yet stays on this device until it is.
"use strict";

window.CockpitDrafts = class {
  // `store` reads and writes by name (see CockpitPost).
  constructor(store) {
    this.store = store;
  }

  fields(form) {
    return [...form.elements].filter((one) => one.name && one.matches("input:not([type=hidden]), textarea, select"));
  }

  isBox(field) {
    return field.type === "checkbox" || field.type === "radio";
  }

  // Boxes of one name are told apart by their value.
  key(field) {
    return this.isBox(field) ? `${field.name}=${field.value}` : field.name;
  }

  value(field) {
    return this.isBox(field) ? field.checked : field.value;
  }

  served(field) {
    if (this.isBox(field)) return field.defaultChecked;
    if (field.tagName !== "SELECT") return field.defaultValue;
    return ([...field.options].find((one) => one.defaultSelected) || field.options[0])?.value;
  }

  // What differs from what the server sent; the rest may change meanwhile.
  typed(form) {
    const changed = this.fields(form).filter((one) => this.value(one) !== this.served(one));
    return Object.fromEntries(changed.map((one) => [this.key(one), this.value(one)]));
  }

  isTyped(form) {
    return Object.keys(this.typed(form)).length > 0;
  }

  name(form) {
    return `form:${form.dataset.draft}`;
  }

  keep(form) {
    this.store.write(this.name(form), this.isTyped(form) ? this.typed(form) : null);
  }

  fill(form, typed) {
    for (const field of this.fields(form)) {
      const value = typed[this.key(field)];
      if (value === undefined) continue;
      if (this.isBox(field)) field.checked = value;
      else field.value = value;
    }
  }

  restore(form) {
    const draft = this.store.read(this.name(form));
    if (!draft) return;
    this.fill(form, draft);
    form.closest("details").open = true;
  }

  // It arrived: no draft any more, unless somebody typed on meanwhile.
  settle(name, sent) {
    const draft = this.store.read(`form:${name}`);
    if (JSON.stringify(draft) === JSON.stringify(sent)) this.store.write(`form:${name}`, null);
  }

  // Give back what was refused; false if something else is typed there by now.
  giveBack(form, sent) {
    const typed = this.typed(form);
    if (Object.keys(typed).length && JSON.stringify(typed) !== JSON.stringify(sent)) return false;
    this.fill(form, sent);
    this.keep(form);
    return true;
  }
};
