"use strict";

/* The loops: a line with a casing, hollow where a runner walks, and arrows the way one goes. */

const LINE = { chosen: 5, casing: 9, hollow: 2, faint: 3, hit: 22, aside: 3.5, dense: 8 };
const ARROWS = { apart: 110, size: 6.5 };

/** Returns metres walked on arriving at each place, scaled so that the last is the length. */
function metresWalked(places, length) {
  const walked = [0];
  for (let i = 1; i < places.length; i++) {
    walked.push(walked[i - 1] + L.CRS.Earth.distance(places[i - 1], places[i]));
  }
  const scale = length / (walked[walked.length - 1] || 1);
  return walked.map((metres) => metres * scale);
}

/** Returns column `to` of a table of rising rows where its column `from` has a value. */
function between(table, from, to, value) {
  const i = Math.max(1, table.findIndex((row) => row[from] >= value));
  const [a, b] = table.at(-1)[from] < value ? table.slice(-2) : [table[i - 1], table[i]];
  const part = (value - a[from]) / (b[from] - a[from] || 1);
  return a[to] + (b[to] - a[to]) * Math.min(Math.max(part, 0), 1);
}

/** Returns for each of k - 1 segments whether the loop walks it the other way too. */
function walkedBack(places) {
  const name = ({ lat, lng }) => `${lat} ${lng}`;
  const walked = new Set(places.slice(1).map((place, i) => `${name(places[i])} ${name(place)}`));
  return places.slice(1).map((place, i) => walked.has(`${name(place)} ${name(places[i])}`));
}

/* One walk on the map. Where it goes out and back, each way keeps to its own right. */
class Walk {
  constructor(map, data, number) {
    this.map = map;
    this.number = number;
    this.steps = data.steps;
    this.length = data.length_m;
    this.seconds = data.duration_s;
    this.progress = data.progress;
    this.streets = data.streets;
    this.times = data.laps?.times || 1;
    this.places = decodeLine(data.line).map((place) => L.latLng(place));
    this.walked = metresWalked(this.places, data.length_m);
    this.back = walkedBack(this.places);
    this.bounds = L.latLngBounds(this.places);

    const round = { pane: "walks", lineCap: "round", lineJoin: "round", smoothFactor: 0.5 };
    this.casing = L.polyline([], { ...round, weight: LINE.casing, interactive: false });
    this.line = L.polyline([], { ...round, interactive: false, className: "walk" });
    this.hit = L.polyline(this.places, { ...round, weight: LINE.hit, opacity: 0 });
    this.arrows = L.polygon([], { pane: "arrows", interactive: false, weight: 1.5, fillOpacity: 1 });
    this.walking = walkingParts(data);
    this.hollow = L.polyline([], { ...round, lineCap: "butt", weight: LINE.hollow, interactive: false });
    this.marks = new Marks(map, data, number);
  }

  /** Returns the steps walked to a distance in metres. */
  stepsAt(metres) {
    return between(this.progress, 0, 1, metres);
  }

  /** Returns the metres walked in a number of steps. */
  metresAt(steps) {
    return between(this.progress, 1, 0, steps);
  }

  /** Returns the seconds walked to a distance in metres. */
  secondsAt(metres) {
    return this.seconds * this.stepsAt(metres) / (this.steps || 1);
  }

  /** Returns the place at a distance in metres. */
  placeAt(metres) {
    const found = this.walked.findIndex((walked) => walked >= metres);
    const i = found < 0 ? this.walked.length - 1 : Math.max(1, found);
    const a = this.places[i - 1], b = this.places[i];
    const part = (metres - this.walked[i - 1]) / (this.walked[i] - this.walked[i - 1] || 1);
    return L.latLng(a.lat + (b.lat - a.lat) * part, a.lng + (b.lng - a.lng) * part);
  }

  /** Returns the name of the street at a distance in metres, or "". */
  streetAt(metres) {
    return this.streets.findLast((street) => street.along_m <= metres + 0.5)?.name || "";
  }

  /** Returns places so close together at the present zoom that they stand for the whole line. */
  everywhere() {
    const path = this.path();
    const count = Math.ceil(pixelsAlong(path) / LINE.dense);
    return Array.from({ length: count }, (_, i) => (
      this.map.unproject(path.at(this.length * i / count))));
  }

  /** Returns the walk in pixels at the present zoom, by metres walked. */
  path() {
    const pixels = this.places.map((place) => this.map.project(place));
    const points = [], metres = [];
    const add = (i, x, y) => {
      points.push({ x: pixels[i].x + x, y: pixels[i].y + y });
      metres.push(this.walked[i]);
    };
    let before = null; // to the right of the way so far, where it is walked back too
    for (let i = 0; i < pixels.length; i++) {
      const after = this.back[i] ? rightOf(pixels[i], pixels[i + 1]) : null;
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
      chosen: [this.casing, this.line, this.hollow, this.arrows, this.marks.layer],
      faint: [this.line, this.hit],
      hidden: [],
    };
    for (const layer of [this.hit, ...layers.chosen]) {
      if (layers[state].includes(layer)) layer.addTo(this.map); else layer.remove();
    }
    const colour = colourOf(this.number), casing = styleOf("--walk-casing");
    this.casing.setStyle({ color: casing });
    this.hollow.setStyle({ color: casing });
    this.arrows.setStyle({ color: casing, fillColor: colour });
    this.line.setStyle({ color: colour, weight: chosen ? LINE.chosen : LINE.faint, opacity: chosen ? 1 : 0.45 });
    if (chosen) for (const layer of [this.casing, this.line, this.hollow]) layer.bringToFront();
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

    this.hollow.setLatLngs(this.walking.map(([begin, end]) => (
      path.between(begin, end).map((point) => this.map.unproject(point)))));

    const pixels = pixelsAlong(path);
    const count = Math.min(150, Math.max(4, Math.round(pixels / ARROWS.apart / this.times)));
    this.arrows.setLatLngs(Array.from({ length: count }, (_, i) => {
      const at = path.at(this.length * (i + 0.5) / count);
      return [[1, 0], [-0.8, 0.85], [-0.4, 0], [-0.8, -0.85]].map(([ahead, side]) => this.map.unproject([
        at.x + ARROWS.size * (ahead * Math.cos(at.angle) - side * Math.sin(at.angle)),
        at.y + ARROWS.size * (ahead * Math.sin(at.angle) + side * Math.cos(at.angle)),
      ]));
    }));
    this.marks.lay(path, pixels / this.length);
  }
}

/** Returns how long a path is in pixels. */
function pixelsAlong({ points }) {
  return points.slice(1).reduce((sum, p, i) => sum + Math.hypot(p.x - points[i].x, p.y - points[i].y), 0);
}

/** Returns the unit vector to the right of the way from a to b, on a screen. */
function rightOf(a, b) {
  const x = b.x - a.x, y = b.y - a.y;
  const length = Math.hypot(x, y) || 1;
  return { x: -y / length, y: x / length };
}

/** Returns where a runner walks, as [begin, end] in metres. */
function walkingParts({ marks, length_m }) {
  const paces = marks.filter(({ kind }) => kind === "run" || kind === "walk");
  return paces.map(({ along_m }, i) => [along_m, paces[i + 1]?.along_m ?? length_m])
    .filter((_, i) => paces[i].kind === "walk");
}

/** Returns the colour of the walk of a number, as the page wears it. */
function colourOf(number) {
  return styleOf("--walk", document.querySelectorAll(".choice")[number]);
}
