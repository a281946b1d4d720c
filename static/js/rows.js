// Rows as cards: one button opens all to the public, a heading follows the typed title,
// a folded part says whether it is filled.
"use strict";

{
  const rowsOf = (group) => [...group.querySelectorAll(".inline-related:not(.empty-form)")];

  const openAll = (group) =>
    rowsOf(group).forEach((row) => {
      const select = row.querySelector("select[name$='-visibility']");
      if (select && !select.disabled) select.value = "public";
    });

  const isFilled = (field) => {
    if (field.type === "hidden" || !field.name) return false;
    return Boolean(field.value.replace(/<[^>]*>|&nbsp;/g, "").trim());
  };

  const mark = (details) => {
    const fields = [...details.querySelectorAll("input, select, textarea")];
    const summary = details.querySelector("summary");
    summary.toggleAttribute("data-filled", fields.some(isFilled));
  };

  const markAll = (root) => root.querySelectorAll(".ordered details").forEach(mark);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-all-public]");
    if (button) openAll(button.closest(".ordered"));
  });

  document.addEventListener("input", (event) => {
    const row = event.target.closest(".ordered .inline-related:not(.has_original)");
    if (!row || !event.target.name?.endsWith("-title")) return;
    const label = row.querySelector(".inline_label");
    label.dataset.blank ??= label.textContent;
    label.textContent = event.target.value || label.dataset.blank;
  });

  document.addEventListener(
    "toggle",
    (event) => event.target.closest(".ordered details") && mark(event.target),
    true,
  );

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-all-public]").forEach((button) => button.removeAttribute("hidden"));
    markAll(document);
  });
}
