"use strict";

/* Lines: from text to places, and a path that can be followed by distance. */

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

/** Returns a path of {x, y} with its `length`, `at(distance)`, a point and a direction, and
 * `between(begin, end)`, the points of a part. */
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
  const between = (begin, end) => [
    at(begin), ...points.filter((_, i) => reached[i] > begin && reached[i] < end), at(end),
  ];
  return { points, length, at, between };
}
