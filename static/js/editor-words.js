// The text editor's menu names its buttons in English only; say them in the words of the catalogue.
"use strict";

{
  const say = (element) => {
    const word = window.gettext(element.title);
    if (word === element.title) return;
    element.title = word;
    element.setAttribute("aria-label", word);
  };

  const sayText = (element) => {
    const word = window.gettext(element.textContent);
    if (word !== element.textContent) element.textContent = word;
  };

  const sayOption = (option) => {
    option.value = option.value; // The editor reads the English word back.
    sayText(option);
  };

  const sayAll = () => {
    document.querySelectorAll(".prose-menubar [title]").forEach(say);
    document
      .querySelectorAll(".prose-menubar :is(h1, h2, h3, h4, h5, h6, p, ul, ol, li, blockquote)")
      .forEach((element) => element.childElementCount || sayText(element));
    document.querySelectorAll(".prose-editor-dialog option").forEach(sayOption);
  };

  window.addEventListener("load", () => {
    sayAll();
    new MutationObserver(sayAll).observe(document.body, { childList: true, subtree: true });
  });
}
