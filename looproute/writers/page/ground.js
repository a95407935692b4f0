"use strict";

/* The ground: areas, waterways and streets, drawn on a canvas below the loops. */

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

/* Areas, waterways and streets on a map. */
class Ground {
  constructor(map, data) {
    map.createPane("ground").style.zIndex = 200;
    const renderer = L.canvas({ pane: "ground", padding: 0.5 });
    const shared = { renderer, pane: "ground", interactive: false, smoothFactor: 0.8 };
    this.map = map;
    this.layers = [];
    const add = (layer, colour, about = {}) => this.layers.push({ layer: layer.addTo(map), colour, ...about });

    for (const ground of ["park", "wood", "water"]) {
      for (const area of data.areas.filter((each) => each.ground === ground)) {
        add(L.polygon(area.rings.map(decodeLine), { ...shared, stroke: false, fillOpacity: 1 }), `--${ground}`);
      }
    }
    add(L.polyline(data.waterways.map(decodeLine), { ...shared, weight: 2 }), "--water");
    for (const part of ["casing", "fill"]) {
      for (const [kind, look] of Object.entries(STREETS)) {
        if (!look[part]) continue;
        const lines = data.streets.filter((street) => street.class === kind)
          .flatMap((street) => street.lines.map(decodeLine));
        const style = { ...shared, lineCap: "round", lineJoin: "round" };
        if (look.dash) Object.assign(style, { dashArray: look.dash, lineCap: "butt" });
        add(L.polyline(lines, style), look[part], { kind, part });
      }
    }
    map.on("zoomend", this.widen, this);
    this.widen();
    this.recolour();
  }

  /** Fits the width of streets to the present zoom. */
  widen() {
    const zoom = this.map.getZoom();
    for (const { layer, kind, part } of this.layers) {
      if (!kind) continue;
      const weight = streetWidth(kind, zoom) + (part === "casing" ? 1.8 : 0);
      layer.setStyle({ weight, opacity: zoom < STREETS[kind].zoom ? 0 : 1 });
    }
  }

  /** Takes the colours that the page wears. */
  recolour() {
    for (const { layer, colour } of this.layers) {
      layer.setStyle({ color: styleOf(colour), fillColor: styleOf(colour) });
    }
  }
}
