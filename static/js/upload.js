// Files dropped on the documents become one new row each; without a script the file fields do.
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

  const zone = () => {
    const text = document.createElement("p");
    text.className = "drop-zone";
    text.textContent = "Dateien hierher ziehen – jede wird ein Dokument.";
    return text;
  };

  const prepare = (group) => {
    // No blank row to copy: this reader may not add documents.
    if (!group.querySelector(".empty-form")) return;
    const target = zone();
    group.querySelector("fieldset").append(target);
    group.addEventListener("dragover", (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      target.classList.add("is-over");
    });
    group.addEventListener("dragleave", (event) => {
      if (!group.contains(event.relatedTarget)) target.classList.remove("is-over");
    });
    group.addEventListener("drop", (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      target.classList.remove("is-over");
      for (const file of event.dataTransfer.files) put(addRow(group), file);
      target.textContent = `${event.dataTransfer.files.length} Datei(en) übernommen. Gespeichert wird mit dem Formular.`;
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("#documents-group").forEach(prepare);
  });
}
