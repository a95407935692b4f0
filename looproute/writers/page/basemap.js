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
