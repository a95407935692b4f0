"use strict";

/* Markers: a pill with a short text, a sign. Their texts are text: nothing in them is read as HTML. */

/** Returns a marker of a size that is a text in a pill; without a text, it is only a shape. */
function pill(place, text, className, iconSize) {
  const html = document.createElement("span");
  html.textContent = text;
  return L.marker(place, {
    icon: L.divIcon({ className, html, iconSize }),
    interactive: false,
    keyboard: false,
    zIndexOffset: { start: 1000, here: 2000, device: 3000 }[className] || 0,
  });
}

/** Gives a marker the colour of the walk of a number, now and whenever the page changes colours. */
function paint(marker, number) {
  const wear = () => {
    marker.getElement().dataset.colour = document.querySelectorAll(".choice")[number].dataset.colour;
  };
  if (marker.getElement()) wear(); else marker.on("add", wear);
  return marker;
}

/** Returns a marker that is one of the page's symbols; its text shows when it is pointed at. */
function sign(place, symbol, text) {
  const namespace = "http://www.w3.org/2000/svg";
  const html = document.createElementNS(namespace, "svg");
  const use = document.createElementNS(namespace, "use");
  use.setAttribute("href", `#${symbol}`);
  html.setAttribute("class", "sign");
  html.append(use);
  const words = document.createElement("span");
  words.textContent = text;
  return L.marker(place, {
    icon: L.divIcon({ className: "sign-on-map", html, iconSize: [18, 18] }),
    keyboard: false,
    zIndexOffset: -1000,
  }).bindTooltip(words, { direction: "top", offset: [0, -8] });
}
