"use strict";

/* The map on paper: the chosen walk alone, sharp, and as large as the sheet allows. */

/** Lays the map out for paper and back; `fit` shows the chosen walk, `redraw` draws everything. */
function offerPaper(map, fit, redraw) {
  let screen = null;
  addEventListener("beforeprint", () => {
    if (screen) return;
    screen = {
      view: [map.getCenter(), map.getZoom()],
      minZoom: map.getMinZoom(),
      retina: L.Browser.retina,
    };
    document.documentElement.dataset.paper = "";
    L.Browser.retina = true; // canvases of twice the pixels
    map.setMinZoom(0);
    redraw(); // first: a canvas is drawn at once when the map's size changes
    map.invalidateSize({ animate: false, pan: false });
    fit();
  });
  addEventListener("afterprint", () => {
    if (!screen) return;
    delete document.documentElement.dataset.paper;
    L.Browser.retina = screen.retina;
    map.invalidateSize({ animate: false, pan: false });
    map.setView(...screen.view, { animate: false });
    map.setMinZoom(screen.minZoom);
    screen = null;
    redraw();
  });
}
