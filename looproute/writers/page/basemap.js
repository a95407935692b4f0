"use strict";

/* The ground: areas, waterways, streets and their names, drawn on canvases below the loops. */

/** Returns the [lat, lng] pairs of an encoded polyline with six decimals. */
function decodeLine(text) {
  const line = [];
  const place = [0, 0];
  let axis = 0, bits = 0, shift = 0;
  for (let i = 0; i < text.length; i++) {
    const chunk = text.charCodeAt(i) - 63;
    bits |= (chunk & 31) << shift;
    shift += 5;
    if (chunk & 32) continue;
    place[axis] += bits & 1 ? ~(bits >>> 1) : bits >>> 1;
    if (axis) line.push([place[0] / 1e6, place[1] / 1e6]);
    axis = 1 - axis;
    bits = shift = 0;
  }
  return line;
}

/** Returns the value of a custom property of the page's style. */
function styleOf(name, element = document.documentElement) {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

/* How each class of street is drawn, the least first: width in pixels at zoom 16, the least zoom
   for its lines and for its names. */
const STREETS = {
  path: { width: 1.5, zoom: 14, names: 17, fill: "--path", dash: "4 3" },
  service: { width: 2.6, zoom: 14.5, names: 17, fill: "--street", casing: "--casing" },
  quiet: { width: 5, zoom: 12, names: 14.25, fill: "--street", casing: "--casing" },
  through: { width: 6.5, zoom: 11, names: 13.75, fill: "--street", casing: "--casing" },
  main: { width: 8, zoom: 10, names: 13, fill: "--street-main", casing: "--casing-main" },
};

function streetWidth(kind, zoom) {
  return Math.max(0.8, STREETS[kind].width * 1.5 ** (Math.min(zoom, 18) - 16));
}

/** Draws areas, waterways and streets on the map. */
function showGround(map, data) {
  map.createPane("ground").style.zIndex = 200;
  const renderer = L.canvas({ pane: "ground", padding: 0.5 });
  const shared = { renderer, pane: "ground", interactive: false, smoothFactor: 0.8 };

  for (const ground of ["park", "wood", "water"]) {
    for (const area of data.areas.filter((each) => each.ground === ground)) {
      L.polygon(area.rings.map(decodeLine), {
        ...shared, stroke: false, fillOpacity: 1, fillColor: styleOf(`--${ground}`),
      }).addTo(map);
    }
  }
  L.polyline(data.waterways.map(decodeLine), { ...shared, color: styleOf("--water"), weight: 2 })
    .addTo(map);

  const layers = [];
  for (const part of ["casing", "fill"]) {
    for (const [kind, look] of Object.entries(STREETS)) {
      if (!look[part]) continue;
      const lines = data.streets.filter((street) => street.class === kind)
        .flatMap((street) => street.lines.map(decodeLine));
      const style = { ...shared, color: styleOf(look[part]), lineCap: "round", lineJoin: "round" };
      if (look.dash) Object.assign(style, { dashArray: look.dash, lineCap: "butt" });
      layers.push({ kind, part, line: L.polyline(lines, style).addTo(map) });
    }
  }
  const restyle = () => {
    const zoom = map.getZoom();
    for (const { kind, part, line } of layers) {
      const weight = streetWidth(kind, zoom) + (part === "casing" ? 1.8 : 0);
      line.setStyle({ weight, opacity: zoom < STREETS[kind].zoom ? 0 : 1 });
    }
  };
  map.on("zoomend", restyle);
  restyle();
}

/* Street names along straight stretches, none over another, fewer when the map is small. */
const StreetNames = L.Layer.extend({
  PAD: 0.25,
  GAP: 280,

  initialize(streets) {
    this.kept = [];
    this.streets = streets.filter((street) => street.name).map((street) => {
      const lines = street.lines.map((line) => decodeLine(line)
        .map((place) => L.CRS.EPSG3857.latLngToPoint(L.latLng(place), 0)));
      return { ...street, lines, look: STREETS[street.class] };
    }).sort((a, b) => b.look.width - a.look.width);
  },

  onAdd(map) {
    const pane = map.createPane("names");
    pane.style.zIndex = 450;
    pane.style.pointerEvents = "none";
    this.canvas = L.DomUtil.create("canvas", "labels leaflet-zoom-hide", pane);
    this.canvas.setAttribute("aria-hidden", "true");
    map.on("moveend resize", this.draw, this);
    this.draw();
  },

  /** Keeps names off these places, such as the step marks. */
  keepClear(places) {
    this.kept = places;
    this.draw();
  },

  draw() {
    const map = this._map;
    const zoom = map.getZoom();
    const size = map.getSize();
    const from = size.multiplyBy(-this.PAD).round();
    const extent = size.subtract(from.multiplyBy(2));
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = extent.x * ratio;
    this.canvas.height = extent.y * ratio;
    this.canvas.style.width = `${extent.x}px`;
    this.canvas.style.height = `${extent.y}px`;
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint(from));

    const pen = this.canvas.getContext("2d");
    pen.scale(ratio, ratio);
    pen.font = `500 11.5px ${getComputedStyle(map.getContainer()).fontFamily}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 3.5;
    pen.strokeStyle = styleOf("--halo");
    pen.fillStyle = styleOf("--label");

    const corner = map.getPixelBounds().min.add(from);
    const taken = this.kept.map((place) => {
      const at = map.project(place).subtract(corner);
      return { x: at.x, y: at.y, r: 16 };
    });
    for (const street of this.streets) {
      if (zoom < street.look.names) continue;
      const width = pen.measureText(street.name).width;
      const written = [];
      for (const line of street.lines) {
        const spot = this.spot(line, 2 ** zoom, corner, extent, width, taken, written);
        if (!spot) continue;
        written.push(spot);
        taken.push(...spot.discs);
        pen.save();
        pen.translate(spot.x, spot.y);
        pen.rotate(spot.angle);
        pen.strokeText(street.name, 0, 0);
        pen.fillText(street.name, 0, 0);
        pen.restore();
      }
    }
  },

  /** Returns where on a line a name finds room, best in full view and mid-line, or undefined. */
  spot(line, scale, corner, extent, width, taken, written) {
    const path = alongPath(line.map((p) => ({ x: p.x * scale - corner.x, y: p.y * scale - corner.y })));
    const room = path.length - width - 8;
    if (room < 0) return undefined;
    const tries = Math.min(24, Math.floor(room / 24) + 1);
    const margin = { x: extent.x * this.PAD / (1 + 2 * this.PAD), y: extent.y * this.PAD / (1 + 2 * this.PAD) };
    const inView = ({ x, y }) => x > margin.x && y > margin.y && x < extent.x - margin.x && y < extent.y - margin.y;
    const places = Array.from({ length: tries }, (_, i) => {
      const begin = 4 + room * (i + 0.5) / tries;
      const a = path.at(begin), b = path.at(begin + width);
      return { a, b, hidden: !inView(a) || !inView(b), aside: Math.abs(begin - room / 2) };
    }).sort((p, q) => p.hidden - q.hidden || p.aside - q.aside);

    for (const { a, b } of places) {
      if (Math.hypot(b.x - a.x, b.y - a.y) < 0.98 * width) continue;
      const x = (a.x + b.x) / 2, y = (a.y + b.y) / 2;
      if (x < 0 || y < 0 || x > extent.x || y > extent.y) continue;
      if (written.some((other) => Math.hypot(other.x - x, other.y - y) < this.GAP)) continue;
      const last = Math.ceil(width / 12);
      const discs = Array.from({ length: last + 1 }, (_, i) => ({
        x: a.x + (b.x - a.x) * i / last, y: a.y + (b.y - a.y) * i / last, r: 9,
      }));
      const free = discs.every((d) => taken.every((t) => Math.hypot(t.x - d.x, t.y - d.y) > t.r + d.r));
      if (!free) continue;
      let angle = Math.atan2(b.y - a.y, b.x - a.x);
      if (Math.abs(angle) > Math.PI / 2) angle += Math.PI;
      return { x, y, angle, discs };
    }
    return undefined;
  },
});

/** Returns a path of {x, y} with its `length` and `at(distance)`, a point and a direction. */
function alongPath(points, distances) {
  const reached = distances || [0];
  for (let i = reached.length; i < points.length; i++) {
    reached.push(reached[i - 1] + Math.hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y));
  }
  const length = reached[reached.length - 1];
  const at = (distance) => {
    let low = 0, high = points.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (reached[middle] <= distance) low = middle; else high = middle;
    }
    const part = (distance - reached[low]) / (reached[high] - reached[low] || 1);
    const a = points[low], b = points[high];
    return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part, angle: Math.atan2(b.y - a.y, b.x - a.x) };
  };
  return { points, length, at };
}
