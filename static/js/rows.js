// Rows as cards: one button opens all to the public, a heading follows the typed title,
// a folded part says whether it is filled.
"use strict";

{
  const rowsOf = (group) => [...group.querySelectorAll(".inline-related:not(.empty-form)")];

  const factOf = (row, name) => {
    const field = row.querySelector(`[name$='-${name}']`);
    if (!field?.value) return "";
    return field.selectedOptions ? field.selectedOptions[0].text : `${field.value} Min.`;
  };

  // The line of a folded row says what stands in its fields, also before it is saved.
  const tell = (row) => {
    const line = row.querySelector(".row-facts");
    const facts = ["minutes_planned", "kind", "visibility"].map((name) => factOf(row, name));
    if (line) line.textContent = facts.filter(Boolean).join(" · ");
  };

  const openAll = (group) =>
    rowsOf(group).forEach((row) => {
      const select = row.querySelector("select[name$='-visibility']");
      if (select && !select.disabled) select.value = "public";
      tell(row);
    });

  const isFilled = (field) => {
    if (field.type === "hidden" || !field.name) return false;
    // A box has a value whether or not it is ticked.
    if (field.type === "checkbox" || field.type === "radio") return field.checked;
    return Boolean(field.value.replace(/<[^>]*>|&nbsp;/g, "").trim());
  };

  const mark = (details) => {
    const fields = [...details.querySelectorAll("input, select, textarea")];
    const summary = details.querySelector("summary");
    summary.toggleAttribute("data-filled", fields.some(isFilled));
  };

  const folded = ".ordered .inline-related fieldset details";
  const markAll = (root) => root.querySelectorAll(folded).forEach(mark);

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

  const markAround = (event) => {
    const details = event.target.closest(folded);
    if (details) mark(details);
  };

  document.addEventListener("change", (event) => {
    markAround(event);
    const row = event.target.closest(".ordered .inline-related.has_original");
    if (row) tell(row);
  });
  // Closing a part with an editor: what was typed there stands in its field now.
  document.addEventListener("toggle", markAround, true);

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-all-public]").forEach((button) => button.removeAttribute("hidden"));
    markAll(document);
  });
}
