"use strict";

/* Controls that cover the map: the buttons, the scale and the attribution. */

const ROOM = { least: 28, share: 0.05 };

/** Returns the boxes of the controls, in pixels from the upper left corner of the map's view. */
function controlBoxes(map) {
  const frame = map.getContainer();
  const { x, y } = frame.getBoundingClientRect();
  return [...frame.parentElement.querySelectorAll(".leaflet-control, .credit")]
    .map((element) => element.getBoundingClientRect())
    .filter(({ width }) => width)
    .map((box) => ({ x: box.x - x, y: box.y - y, width: box.width, height: box.height }));
}

/** Returns the padding for `fitBounds` that keeps what is shown, and its marks, off the controls
 * and the edges, with the zoom at which it `fits`. Each control takes a strip from one of the sides:
 * those that leave most room. */
function clearOfControls(map, bounds) {
  const size = map.getSize();
  const room = Math.max(ROOM.least, ROOM.share * Math.min(size.x, size.y));
  let strips = [{ left: 0, top: 0, right: 0, bottom: 0 }];
  for (const { x, y, width, height } of controlBoxes(map)) {
    const depths = { left: x + width, top: y + height, right: size.x - x, bottom: size.y - y };
    strips = strips.flatMap((taken) => Object.entries(depths)
      .map(([side, depth]) => ({ ...taken, [side]: Math.max(taken[side], depth) })));
  }
  return strips.map(({ left, top, right, bottom }) => {
    const across = left + right + 2 * room, down = top + bottom + 2 * room;
    return {
      paddingTopLeft: [left + room, top + room],
      paddingBottomRight: [right + room, bottom + room],
      fits: across < size.x && down < size.y ? map.getBoundsZoom(bounds, false, L.point(across, down)) : 0,
      taken: across + down,
    };
  }).sort((a, b) => b.fits - a.fits || a.taken - b.taken)[0];
}
