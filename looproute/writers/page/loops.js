"use strict";

/* The loops: a line with a casing, arrows the way one goes, a mark at every 1,000 steps and for
   what is to do there, benches and the like beside it. */

const LINE = { chosen: 5, casing: 9, faint: 3, hit: 22, aside: 3.5 };
const ARROWS = { apart: 110, size: 6.5 };
const MARKS_APART = 46;
const ICONS_APART = 20;

/** Returns metres walked on arriving at each place, scaled so that the last is the length. */
function metresWalked(places, length) {
  const walked = [0];
  for (let i = 1; i < places.length; i++) {
    walked.push(walked[i - 1] + L.CRS.Earth.distance(places[i - 1], places[i]));
  }
  const scale = length / (walked[walked.length - 1] || 1);
  return walked.map((metres) => metres * scale);
}

/** Returns for each of k - 1 segments whether the loop walks it more than once. */
function walkedTwice(places) {
  const keys = places.slice(1).map((place, i) => {
    const ends = [`${places[i].lat} ${places[i].lng}`, `${place.lat} ${place.lng}`];
    return ends.sort().join(" ");
  });
  const times = new Map();
  for (const key of keys) times.set(key, (times.get(key) || 0) + 1);
  return keys.map((key) => times.get(key) > 1);
}

/* One walk on the map. Where it uses a way twice, each passage keeps to its own right. */
class Walk {
  constructor(map, data, number) {
    this.map = map;
    this.number = number;
    this.steps = data.steps;
    this.length = data.length_m;
    this.seconds = data.duration_s;
    this.streets = data.streets;
    this.stops = data.places;
    this.todo = marksOf(data);
    this.places = decodeLine(data.line).map((place) => L.latLng(place));
    this.walked = metresWalked(this.places, data.length_m);
    this.twice = walkedTwice(this.places);
    this.bounds = L.latLngBounds(this.places);

    const round = { pane: "walks", lineCap: "round", lineJoin: "round", smoothFactor: 0.5 };
    this.casing = L.polyline([], { ...round, weight: LINE.casing, interactive: false });
    this.line = L.polyline([], { ...round, interactive: false, className: "walk" });
    this.hit = L.polyline(this.places, { ...round, weight: LINE.hit, opacity: 0 });
    this.arrows = L.polygon([], { pane: "arrows", interactive: false, weight: 1.5, fillOpacity: 1 });
    this.marks = L.layerGroup();
    this.icons = L.layerGroup();
  }

  /** Returns the place where so many metres are walked. */
  placeAt(metres) {
    const i = Math.max(1, this.walked.findIndex((walked) => walked >= metres));
    const a = this.places[i - 1], b = this.places[i];
    const part = (metres - this.walked[i - 1]) / (this.walked[i] - this.walked[i - 1] || 1);
    return L.latLng(a.lat + (b.lat - a.lat) * part, a.lng + (b.lng - a.lng) * part);
  }

  /** Returns the name of the street where so many metres are walked, or "". */
  streetAt(metres) {
    return this.streets.findLast((street) => street.along_m <= metres + 0.5)?.name || "";
  }

  /** Returns the walk in pixels at the present zoom, by metres walked. */
  path() {
    const pixels = this.places.map((place) => this.map.project(place));
    const points = [], metres = [];
    const add = (i, x, y) => {
      points.push({ x: pixels[i].x + x, y: pixels[i].y + y });
      metres.push(this.walked[i]);
    };
    let before = null; // to the right of the way so far, where it is walked twice
    for (let i = 0; i < pixels.length; i++) {
      const after = this.twice[i] ? rightOf(pixels[i], pixels[i + 1]) : null;
      if (before && after && before.x * after.x + before.y * after.y > -0.5) {
        const x = before.x + after.x, y = before.y + after.y;
        const mitre = 2 * LINE.aside / (x * x + y * y);
        add(i, x * mitre, y * mitre);
      } else {
        if (before) add(i, before.x * LINE.aside, before.y * LINE.aside);
        if (!before || !after) add(i, 0, 0);
        if (after) add(i, after.x * LINE.aside, after.y * LINE.aside);
      }
      before = after;
    }
    return alongPath(points, metres);
  }

  /** Draws the walk as "chosen", "faint" or "hidden". */
  show(state) {
    this.state = state;
    const chosen = state === "chosen";
    const layers = {
      chosen: [this.casing, this.line, this.arrows, this.icons, this.marks],
      faint: [this.line, this.hit],
      hidden: [],
    };
    for (const layer of [this.hit, this.casing, this.line, this.arrows, this.icons, this.marks]) {
      if (layers[state].includes(layer)) layer.addTo(this.map); else layer.remove();
    }
    const colour = colourOf(this.number), casing = styleOf("--walk-casing");
    this.casing.setStyle({ color: casing });
    this.arrows.setStyle({ color: casing, fillColor: colour });
    this.line.setStyle({ color: colour, weight: chosen ? LINE.chosen : LINE.faint, opacity: chosen ? 1 : 0.45 });
    if (chosen) for (const layer of [this.casing, this.line]) layer.bringToFront();
    this.lay();
  }

  /** Fits the walk's lines, arrows and marks to the present zoom. */
  lay() {
    if (this.state === "hidden") return;
    const path = this.path();
    const line = path.points.map((point) => this.map.unproject(point));
    this.line.setLatLngs(line);
    if (this.state !== "chosen") return;
    this.casing.setLatLngs(line);

    const pixels = path.points.slice(1).reduce((sum, p, i) => sum + Math.hypot(p.x - path.points[i].x, p.y - path.points[i].y), 0);
    const count = Math.min(150, Math.max(4, Math.round(pixels / ARROWS.apart)));
    this.arrows.setLatLngs(Array.from({ length: count }, (_, i) => {
      const at = path.at(this.length * (i + 0.5) / count);
      return [[1, 0], [-0.8, 0.85], [-0.4, 0], [-0.8, -0.85]].map(([ahead, side]) => this.map.unproject([
        at.x + ARROWS.size * (ahead * Math.cos(at.angle) - side * Math.sin(at.angle)),
        at.y + ARROWS.size * (ahead * Math.sin(at.angle) + side * Math.cos(at.angle)),
      ]));
    }));

    this.layMarks(path, pixels);
  }

  /** Puts the marks where they do not hide one another, what is to do before the thousands. */
  layMarks(path, pixels) {
    this.marks.clearLayers();
    this.icons.clearLayers();
    const taken = [path.at(0)];
    const free = (at, apart) => taken.every((other) => Math.hypot(at.x - other.x, at.y - other.y) > apart);
    const put = (metres, text, className) => {
      const at = path.at(metres);
      if (!free(at, MARKS_APART / 2)) return;
      taken.push(at);
      this.marks.addLayer(paint(pill(this.map.unproject(at), text, className, [11 + 7 * text.length, 18]), this.number));
    };
    for (const { metres, text } of this.todo) put(metres, text, "mark to-do");
    const thousand = 1000 * this.length / this.steps;
    const every = [1, 2, 5, 10, 20].find((n) => n * thousand * pixels / this.length > MARKS_APART) || 50;
    for (let n = every; n * thousand < this.length - 0.2 * thousand; n += every) {
      put(n * thousand, `${n}k`, "mark");
    }
    for (const { amenity, name, at } of this.stops) {
      const pixel = this.map.project(at);
      if (!free(pixel, ICONS_APART)) continue;
      taken.push(pixel);
      this.icons.addLayer(icon(at, amenity, name));
    }
  }

  /** Returns the places where marks are. */
  markPlaces() {
    return [...this.marks.getLayers(), ...this.icons.getLayers()].map((mark) => mark.getLatLng());
  }
}

/** Returns the unit vector to the right of the way from a to b, on a screen. */
function rightOf(a, b) {
  const x = b.x - a.x, y = b.y - a.y;
  const length = Math.hypot(x, y) || 1;
  return { x: -y / length, y: x / length };
}

/** Returns what is to do along a walk, as metres and a word for the map. */
function marksOf({ marks, laps }) {
  const words = { via: "via", run: "run", walk: "walk" };
  const todo = marks.map(({ along_m, kind }) => ({ metres: along_m, text: words[kind] }));
  return laps ? [{ metres: laps.along_m, text: `${laps.times} laps` }, ...todo] : todo;
}

/** Returns the colour of the walk of a number, as the page wears it. */
function colourOf(number) {
  return styleOf("--walk", document.querySelectorAll(".choice")[number]);
}

/** Gives a marker the colour of the walk of a number, now and whenever the page changes colours. */
function paint(marker, number) {
  const wear = () => {
    marker.getElement().dataset.colour = document.querySelectorAll(".choice")[number].dataset.colour;
  };
  if (marker.getElement()) wear(); else marker.on("add", wear);
  return marker;
}

/** Returns a marker of a size that is a short text in a pill; without a text, it is only a shape. */
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

/** Returns a marker that is one of the page's symbols; its name shows when it is pointed at. */
function icon(place, symbol, title) {
  const namespace = "http://www.w3.org/2000/svg";
  const html = document.createElementNS(namespace, "svg");
  const use = document.createElementNS(namespace, "use");
  use.setAttribute("href", `#${symbol}`);
  html.setAttribute("class", "sign");
  html.append(use);
  return L.marker(place, {
    icon: L.divIcon({ className: "icon-on-map", html, iconSize: [18, 18] }),
    title,
    keyboard: false,
    zIndexOffset: -1000,
  });
}
