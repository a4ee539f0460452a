// SPDX-License-Identifier: GPL-2.0
// The button for light and dark pages, where the theme's own script does not run: in Debian's package it is a module that is loaded as
// a plain script.
window.addEventListener("DOMContentLoaded", () => {
  const root = document.documentElement;

  if (!root.classList.contains("no-js"))
    return;
  root.classList.remove("no-js");
  for (const button of document.getElementsByClassName("theme-toggle"))
    button.addEventListener("click", () => {
      const themes = ["auto", "light", "dark"];
      const next = themes[(themes.indexOf(document.body.dataset.theme) + 1) % 3];

      document.body.dataset.theme = next;
      localStorage.setItem("theme", next);
    });
});
