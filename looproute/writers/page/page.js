"use strict";

/* Puts the page together: the map that Folium made, the walks, and the choice between them. */

const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
L.Map.mergeOptions({ zoomAnimation: !calm, fadeAnimation: !calm, inertia: !calm });

/** Draws everything on a Leaflet map and wires the panel to it. */
function showLoops(map) {
  const data = JSON.parse(document.getElementById("data").textContent);
  const choices = [...document.querySelectorAll(".choice")];
  const cards = [...document.querySelectorAll(".card")];
  const others = document.getElementById("others");

  map.createPane("walks").style.zIndex = 420;
  map.createPane("arrows").style.zIndex = 430;
  const walks = data.loops.map((loop, i) => new Walk(map, loop, i));
  const look = (options) => map.fitBounds(chosen.bounds, {
    ...clearOfControls(map, chosen.bounds), ...options,
  });

  let chosen = walks[choices.findIndex((choice) => choice.querySelector("input").checked)];
  look({ animate: false });
  map.setMinZoom(Math.min(
    map.getBoundsZoom(L.latLngBounds(data.corners), true),
    ...walks.map(({ bounds }) => clearOfControls(map, bounds).fits),
  ));

  const ground = new Ground(map, data);
  const names = new StreetNames(data.streets).addTo(map);
  const ends = showEnds(map, walks);
  const position = new Position(map, data.units);
  const locator = new Locator(map, position);

  const onPaper = () => "paper" in document.documentElement.dataset;
  const keepNamesClear = () => {
    names.keepClear([...ends, ...chosen.marks.taken()], chosen.everywhere());
  };
  const draw = () => {
    const rest = others?.checked && !onPaper() ? "faint" : "hidden";
    for (const walk of walks) if (walk !== chosen) walk.show(rest);
    chosen.show("chosen");
    keepNamesClear();
  };
  const redraw = () => {
    ground.recolour();
    draw();
  };
  const follow = () => {
    draw();
    cards.forEach((card, i) => { card.hidden = walks[i] !== chosen; });
    position.follow(chosen, cards[walks.indexOf(chosen)]);
    locator.follow(chosen);
  };
  const choose = (walk) => {
    chosen = walk;
    follow();
    look();
    const card = cards[walks.indexOf(walk)];
    setText("announcement", [...card.querySelectorAll("h2, .lead")].map(({ textContent }) => textContent).join(": "));
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
  if (others) others.addEventListener("change", draw);
  map.on("zoomend", () => {
    for (const walk of walks) walk.lay();
    keepNamesClear();
  });
  offerColours(redraw);
  offerPaper(map, () => look({ animate: false }), redraw);
  follow();
}

/** Puts a marker at the start, and one at the end of walks that do not come back; returns where. */
function showEnds(map, walks) {
  const start = walks[0].places[0];
  pill(start, "Start", "start", [48, 22]).addTo(map);
  const last = walks[0].places[walks[0].places.length - 1];
  if (last.equals(start)) return [start];
  pill(last, "End", "start", [48, 22]).addTo(map);
  return [start, last];
}
