// Rows of an ordered group: buttons move them, the order on the page is what counts.
"use strict";

{
  const rowsOf = (group) => [...group.querySelectorAll(".inline-related:not(.empty-form)")];

  const number = (group) =>
    rowsOf(group).forEach((row, index) => {
      const input = row.querySelector("input._reorder_");
      if (input) input.value = index + 1;
    });

  const nameOf = (row) => {
    const title = row.querySelector("input[name$='-title']");
    return (title && title.value) || row.querySelector(".inline_label").textContent.trim();
  };

  const announce = (group, row) => {
    const rows = rowsOf(group);
    group.querySelector("[data-order-status]").textContent =
      `${nameOf(row)}: jetzt an Stelle ${rows.indexOf(row) + 1} von ${rows.length}`;
  };

  const move = (group, row, up) => {
    const rows = rowsOf(group);
    const other = rows[rows.indexOf(row) + (up ? -1 : 1)];
    if (!other) return;
    // The row the reader is on stays in the page, so its editor and focus do too.
    if (up) row.after(other);
    else row.before(other);
    number(group);
    announce(group, row);
  };

  const reveal = (root) =>
    root.querySelectorAll(".order-buttons").forEach((buttons) => buttons.removeAttribute("hidden"));

  // A refused form comes back with new rows at the end: put them where they were.
  const restore = (group) => {
    const place = (row) => Number(row.querySelector("input._reorder_")?.value) || Infinity;
    const rows = rowsOf(group);
    const sorted = [...rows].sort((one, other) => place(one) - place(other));
    sorted.forEach((row, index) => {
      if (rowsOf(group)[index] !== row) rowsOf(group)[index].before(row);
    });
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".order-button");
    if (!button) return;
    const row = button.closest(".inline-related");
    move(row.closest(".ordered"), row, button.dataset.move === "up");
    button.focus();
  });

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".ordered").forEach((group) => {
      reveal(group);
      restore(group);
    });
    const form = document.querySelector("#content-main form");
    if (form) form.addEventListener("submit", () => document.querySelectorAll(".ordered").forEach(number));
  });

  document.addEventListener("formset:added", (event) => {
    const group = event.target.closest(".ordered");
    if (group) number(group);
  });
}
