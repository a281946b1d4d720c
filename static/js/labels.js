// Choices with search and text editors are built by scripts; give them the names of their fields.
"use strict";

{
  // The editor adds a style element unless it finds one; our policy would block it, and
  // admin.css has what it needs. An element that only bears the name is no style.
  const placeholder = document.createElementNS("", "style");
  placeholder.setAttribute("data-tiptap-style", "");
  document.head.append(placeholder);

  // Its sign to clear all at once would stand inside the list, where only items may.
  document
    .querySelectorAll("select.admin-autocomplete[multiple]")
    .forEach((select) => (select.dataset.allowClear = "false"));

  const nameOf = (field) => {
    const label = field.id && document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    return field.getAttribute("aria-label") || (label && label.textContent.replace(/:\s*$/, "").trim());
  };

  const nameChoice = (container) => {
    const select = container.previousElementSibling;
    const name = select && select.matches("select") && nameOf(select);
    if (!name) return;
    for (const part of container.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox], input")) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", name);
    }
  };

  const nameEditor = (area) => {
    const source = area.closest(".prose-editor").querySelector("textarea");
    const name = source && nameOf(source);
    if (name && area.getAttribute("aria-label") !== name) area.setAttribute("aria-label", name);
  };

  const nameAll = () => {
    document.querySelectorAll(".select2-container--admin-autocomplete").forEach(nameChoice);
    document.querySelectorAll(".select2-dropdown .select2-search__field").forEach((field) =>
      field.setAttribute("aria-label", "Suchen"),
    );
    document.querySelectorAll(".prose-editor .tiptap").forEach(nameEditor);
  };

  window.addEventListener("load", () => {
    nameAll();
    new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
  });
}
