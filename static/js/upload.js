// Files dropped or chosen become one new document each; without a script the file fields do.
"use strict";

{
  const holdsFiles = (event) => [...event.dataTransfer.types].includes("Files");

  const put = (row, file) => {
    const transfer = new DataTransfer();
    transfer.items.add(file);
    row.querySelector("input[type=file]").files = transfer.files;
  };

  const addRow = (group) => {
    group.querySelector(".add-row a").click();
    const rows = group.querySelectorAll(".inline-related:not(.empty-form)");
    return rows[rows.length - 1];
  };

  const make = (name, values, ...children) => {
    const element = Object.assign(document.createElement(name), values);
    element.append(...children);
    return element;
  };

  const prepare = (group) => {
    const blank = group.querySelector(".empty-form input[type=file]");
    // No blank row to copy: this reader may not add documents.
    if (!blank) return;
    const status = make("span", { role: "status" });
    const input = make("input", { type: "file", multiple: true, accept: blank.accept, className: "visually-hidden" });
    const label = make("label", { className: "button" }, "Dateien auswählen", input);
    const zone = make("p", { className: "drop-zone" }, label, " oder hierher ziehen – jede wird ein Dokument. ", status);
    const take = (files) => {
      for (const file of files) put(addRow(group), file);
      status.textContent = `${files.length} Datei(en) übernommen. Gespeichert wird mit dem Formular.`;
    };
    group.querySelector("fieldset").append(zone);
    input.addEventListener("change", () => {
      take(input.files);
      input.value = "";
    });
    group.addEventListener("dragover", (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      zone.classList.add("is-over");
    });
    group.addEventListener("dragleave", (event) => {
      if (!group.contains(event.relatedTarget)) zone.classList.remove("is-over");
    });
    group.addEventListener("drop", (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      zone.classList.remove("is-over");
      take(event.dataTransfer.files);
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("#documents-group").forEach(prepare);
  });
}
