// Addresses made from titles write German letters out, as people do: Fachkräfte → fachkraefte.
"use strict";

{
  const SPELT = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
  const urlify = window.URLify;

  if (urlify) {
    window.URLify = (text, ...rest) =>
      urlify(
        text
          .normalize("NFC")
          .toLowerCase()
          .replace(/[äöüß]/g, (letter) => SPELT[letter]),
        ...rest,
      );
  }
}
