"use strict";

/* Street names along straight stretches, none over another, fewer when the map is small. */

/* A name is drawn on its street, or next to it where the walk follows the street. */
const NAMES = {
  font: 11.5, beyond: 0.25, apart: 280, straight: 0.98, disc: 12, beside: [0, 15, -15],
};

const StreetNames = L.Layer.extend({
  initialize(streets) {
    this.clear = [];
    this.streets = streets.filter((street) => street.name).map((street) => ({
      name: street.name,
      look: STREETS[street.class],
      lines: street.lines.map((line) => decodeLine(line)
        .map((place) => L.CRS.EPSG3857.latLngToPoint(L.latLng(place), 0))),
    })).sort((a, b) => b.look.width - a.look.width);
  },

  onAdd(map) {
    const pane = map.createPane("names");
    pane.style.zIndex = 450;
    pane.style.pointerEvents = "none";
    this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", pane);
    this.canvas.setAttribute("aria-hidden", "true");
    map.on("moveend resize", this.draw, this);
    this.draw();
  },

  /** Keeps names off marks, and off a line that is given by places close together. */
  keepClear(marks, line) {
    const around = (places, r) => places.map((place) => ({ place, r }));
    this.clear = [...around(marks, 16), ...around(line, LINE.casing / 2)];
    this.draw();
  },

  /* Everything is in pixels from the upper left corner of the map's view. */
  draw() {
    const map = this._map;
    const scale = 2 ** map.getZoom();
    const view = L.bounds([0, 0], map.getSize());
    const beyond = view.max.multiplyBy(NAMES.beyond).round();
    const sheet = L.bounds(view.min.subtract(beyond), view.max.add(beyond));
    const pen = this.pen(sheet);
    const corner = map.getPixelBounds().min;
    const taken = [
      ...this.clear.map(({ place, r }) => ({ ...map.project(place).subtract(corner), r }))
        .filter((disc) => sheet.contains(L.point(disc))),
      ...controlBoxes(map).flatMap(discsOver),
    ];
    for (const { name, look, lines } of this.streets) {
      if (map.getZoom() < look.names) continue;
      const width = pen.measureText(name).width;
      const written = [];
      for (const line of lines) {
        const path = alongPath(line.map((p) => ({ x: p.x * scale - corner.x, y: p.y * scale - corner.y })));
        const spot = stretches(path, width, view).find(({ middle, discs }) => sheet.contains(L.point(middle))
          && !touch([{ ...middle, r: NAMES.apart }], written) && !touch(discs, taken));
        if (!spot) continue;
        written.push({ ...spot.middle, r: 0 });
        taken.push(...spot.discs);
        pen.save();
        pen.translate(spot.middle.x, spot.middle.y);
        pen.rotate(spot.angle);
        pen.strokeText(name, 0, 0);
        pen.fillText(name, 0, 0);
        pen.restore();
      }
    }
  },

  /** Returns a pen on the emptied canvas, which covers the sheet. */
  pen(sheet) {
    const size = sheet.getSize();
    const ratio = Math.max(window.devicePixelRatio || 1, L.Browser.retina ? 2 : 1);
    this.canvas.width = size.x * ratio;
    this.canvas.height = size.y * ratio;
    this.canvas.style.width = `${size.x}px`;
    this.canvas.style.height = `${size.y}px`;
    L.DomUtil.setPosition(this.canvas, this._map.containerPointToLayerPoint(sheet.min));
    const pen = this.canvas.getContext("2d");
    pen.scale(ratio, ratio);
    pen.translate(-sheet.min.x, -sheet.min.y);
    pen.font = `500 ${NAMES.font}px ${getComputedStyle(this._map.getContainer()).fontFamily}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 3.5;
    pen.strokeStyle = styleOf("--halo");
    pen.fillStyle = styleOf("--label");
    return pen;
  },

});

/** Returns where a name fits on or next to a straight stretch of a path, the best first: in view, on
 * the path, mid-way. None is half out of view. */
function stretches(path, width, view) {
  const room = path.length - width - 8;
  if (room < 0) return [];
  const count = Math.min(24, Math.floor(room / 24) + 1);
  return Array.from({ length: count }, (_, i) => i).flatMap((i) => NAMES.beside.map((beside) => {
    const begin = 4 + room * (i + 0.5) / count;
    const from = path.at(begin), to = path.at(begin + width);
    const x = to.x - from.x, y = to.y - from.y;
    const right = rightOf(from, to);
    const a = { x: from.x + beside * right.x, y: from.y + beside * right.y };
    const b = { x: a.x + x, y: a.y + y };
    const last = Math.ceil(width / NAMES.disc);
    return {
      middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
      angle: Math.atan2(y, x) + (x < 0 ? Math.PI : 0),
      straight: Math.hypot(x, y) > NAMES.straight * width,
      seen: view.contains(L.point(a)) + view.contains(L.point(b)),
      beside: Math.abs(beside),
      aside: Math.abs(begin - room / 2),
      discs: Array.from({ length: last + 1 }, (_, k) => ({
        x: a.x + x * k / last, y: a.y + y * k / last, r: 0.75 * NAMES.disc,
      })),
    };
  })).filter(({ straight, seen }) => straight && seen !== 1)
    .sort((p, q) => q.seen - p.seen || p.beside - q.beside || p.aside - q.aside);
}

/** Returns discs that cover a box. */
function discsOver({ x, y, width, height }) {
  const r = Math.min(width, height) / 2;
  const count = Math.ceil(Math.max(width, height) / (r || 1));
  return Array.from({ length: count }, (_, i) => ({
    x: x + r + (width - 2 * r) * i / Math.max(count - 1, 1),
    y: y + r + (height - 2 * r) * i / Math.max(count - 1, 1),
    r,
  }));
}

/** Whether any disc of one list touches any of the other. */
function touch(discs, others) {
  return discs.some((a) => others.some((b) => Math.hypot(a.x - b.x, a.y - b.y) < a.r + b.r));
}
