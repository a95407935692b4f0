"use strict";

/* What stands on the map and hides it: the buttons, the scale and the credit. */

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
 * and the edges: each control takes a strip from the side into which it reaches least. */
function clearOfControls(map) {
  const size = map.getSize();
  const taken = { left: 0, top: 0, right: 0, bottom: 0 };
  for (const { x, y, width, height } of controlBoxes(map)) {
    const strips = { left: x + width, top: y + height, right: size.x - x, bottom: size.y - y };
    const [side, depth] = Object.entries(strips).sort(([, a], [, b]) => a - b)[0];
    taken[side] = Math.max(taken[side], depth);
  }
  const room = Math.max(ROOM.least, ROOM.share * Math.min(size.x, size.y));
  return {
    paddingTopLeft: [taken.left + room, taken.top + room],
    paddingBottomRight: [taken.right + room, taken.bottom + room],
  };
}
