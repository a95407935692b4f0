"use strict";

/* Puts the page together: the map that Folium made, the loops, and the choice between them. */

const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
L.Map.mergeOptions({ zoomAnimation: !calm, fadeAnimation: !calm, inertia: !calm });

/** Returns the value of a custom property of the page's style. */
function styleOf(name, element = document.documentElement) {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

/** Draws everything on a Leaflet map and wires the panel to it. */
function showLoops(map) {
  const data = JSON.parse(document.getElementById("data").textContent);
  const choices = [...document.querySelectorAll(".choice")];
  const others = document.getElementById("others");

  map.createPane("walks").style.zIndex = 420;
  map.createPane("arrows").style.zIndex = 430;
  const walks = data.loops.map((loop, i) => new Walk(map, loop, styleOf("--walk", choices[i])));
  const look = (walk) => map.fitBounds(walk.bounds, { padding: [28, 28] });

  let chosen = walks[choices.findIndex((choice) => choice.querySelector("input").checked)];
  look(chosen);
  map.setMinZoom(Math.min(map.getBoundsZoom(L.latLngBounds(data.corners), true), map.getZoom()));

  showGround(map, data);
  const names = new StreetNames(data.streets).addTo(map);
  pill(walks[0].places[0], "Start", "start").addTo(map);

  const keepNamesClear = () => names.keepClear([walks[0].places[0], ...chosen.markPlaces()]);
  const show = () => {
    const rest = others?.checked ? "faint" : "hidden";
    for (const walk of walks) if (walk !== chosen) walk.show(rest);
    chosen.show("chosen");
    keepNamesClear();
    for (const card of document.querySelectorAll(".card")) {
      card.hidden = card.dataset.walk !== String(walks.indexOf(chosen) + 1);
    }
  };
  const choose = (walk) => {
    chosen = walk;
    show();
    look(walk);
  };

  choices.forEach((choice, i) => {
    const input = choice.querySelector("input");
    input.addEventListener("change", () => choose(walks[i]));
    walks[i].hit.on("click", () => {
      input.checked = true;
      choice.scrollIntoView({ block: "nearest", inline: "nearest" });
      choose(walks[i]);
    });
  });
  if (others) others.addEventListener("change", show);
  map.on("zoomend", () => {
    for (const walk of walks) walk.lay();
    keepNamesClear();
  });
  show();
}
