"use strict";

/* Light or dark: as the device says, until somebody says otherwise. Paper is always light. */

/** Returns the value of a custom property of the page's style. */
function styleOf(name, element = document.documentElement) {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

function wearColours(scheme) {
  document.documentElement.dataset.scheme = scheme;
}

let onScreen = null; // the colours to wear again after paper
addEventListener("beforeprint", () => {
  onScreen ??= document.documentElement.dataset.scheme;
  wearColours("light");
});
addEventListener("afterprint", () => {
  if (onScreen) wearColours(onScreen);
  onScreen = null;
});

const darkDevice = matchMedia("(prefers-color-scheme: dark)");
wearColours(darkDevice.matches ? "dark" : "light");

/** Wires the switch; `recolour` is called whenever the colours have changed. */
function offerColours(recolour) {
  const button = document.getElementById("dark-colours");
  const wear = (dark) => {
    wearColours(dark ? "dark" : "light");
    button.setAttribute("aria-pressed", dark);
    recolour();
  };
  button.hidden = false;
  button.setAttribute("aria-pressed", darkDevice.matches);
  button.addEventListener("click", () => wear(document.documentElement.dataset.scheme !== "dark"));
  darkDevice.addEventListener("change", () => wear(darkDevice.matches));
}
