"use strict";

/* Marks on and next to the chosen walk: one at every 1,000 steps and where something is
   to do, and signs for benches and the like. */

const APART = { thousands: 46, marks: 2, paces: 80 };
const SIGN = [18, 18], START = [48, 22];

class Marks {
  constructor(map, data, number) {
    this.map = map;
    this.number = number;
    this.length = data.length_m;
    this.steps = data.steps;
    this.progress = data.progress;
    this.places = data.places;
    const marks = (kinds) => data.marks.filter(({ kind }) => kinds.includes(kind))
      .map(({ along_m, kind }) => ({ metres: along_m, text: kind }));
    this.todo = marks(["via", "laps done"]);
    this.paces = marks(["run", "walk"]);
    if (data.laps) {
      const { times, along_m, lap_m } = data.laps;
      this.todo.push({ metres: along_m + lap_m / 2, text: `${times} laps` });
    }
    this.layer = L.layerGroup();
  }

  /** Puts marks on a path of pixels where they do not hide one another, the weightiest first. */
  lay(path, pixelsPerMetre) {
    this.layer.clearLayers();
    const taken = [{ at: path.at(0), size: START }];
    const put = (at, size, make) => {
      const hides = (other) => ["x", "y"].every((axis, i) => (
        Math.abs(at[axis] - other.at[axis]) < (size[i] + other.size[i]) / 2 + APART.marks));
      if (taken.some(hides)) return;
      taken.push({ at, size });
      this.layer.addLayer(make(this.map.unproject(at)));
    };
    const mark = (metres, text, className) => {
      const size = [11 + 7 * text.length, 18];
      put(path.at(metres), size, (place) => paint(pill(place, text, className, size), this.number));
    };

    for (const { metres, text } of this.todo) mark(metres, text, "mark to-do");
    const thousand = 1000 * this.length / this.steps;
    const every = [1, 2, 5, 10, 20].find((n) => n * thousand * pixelsPerMetre > APART.thousands) || 50;
    for (let n = every; 1000 * n < this.steps - 200; n += every) {
      mark(between(this.progress, 1, 0, 1000 * n), `${n}k`, "mark");
    }
    if (this.length * pixelsPerMetre > APART.paces * this.paces.length) {
      for (const { metres, text } of this.paces) mark(metres, text, "mark to-do");
    }
    for (const { amenity, text, at } of this.places) {
      put(this.map.project(at), SIGN, (place) => sign(place, amenity, text));
    }
  }

  /** Returns the places that have a mark. */
  taken() {
    return this.layer.getLayers().map((mark) => mark.getLatLng());
  }
}
