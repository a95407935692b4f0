"use strict";

/* The distance walked along a walk. A walk may cross itself and use a street twice, so the nearest
   point is not enough: of the parts of the walk that pass here, the first one ahead of the previous
   position counts. */

const PROGRESS = { near: 15, back: 30, lost: 150 };

class Progress {
  /** Takes [lat, lng] places and the metres walked on arriving at each. */
  constructor(places, walked) {
    this.places = places;
    this.walked = walked;
    this.come = 0;
  }

  /** Returns the metres `along` the walk and the `away` metres from it for a place that the device
   * knows to `accuracy` metres; only a place near the walk moves `come`. */
  at(place, accuracy) {
    const feet = this.feet(place);
    const away = Math.min(...feet.map((foot) => foot.away));
    if (away > PROGRESS.lost) return feet.find((foot) => foot.away === away);
    const within = away + Math.max(PROGRESS.near, Math.min(accuracy, 2 * PROGRESS.near));
    const ahead = feet.map((foot) => foot.away <= within && foot.along >= this.come - PROGRESS.back);
    const first = ahead.indexOf(true);
    if (first < 0) {
      const foot = feet.find((each) => each.away === away);
      this.come = foot.along;
      return foot;
    }
    const end = ahead.indexOf(false, first);
    const passage = feet.slice(first, end < 0 ? undefined : end);
    const foot = passage.reduce((best, each) => (each.away < best.away - 0.01 ? each : best));
    this.come = Math.max(this.come, foot.along);
    return foot;
  }

  /** Returns the foot of the perpendicular from a place on each segment, kept to the segment. */
  feet(place) {
    const north = 111_195, east = north * Math.cos(place[0] * Math.PI / 180);
    const flat = this.places.map(([lat, lng]) => [(lng - place[1]) * east, (lat - place[0]) * north]);
    return flat.slice(1).map(([bx, by], i) => {
      const [ax, ay] = flat[i];
      const dx = bx - ax, dy = by - ay;
      const part = Math.max(0, Math.min(1, -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1)));
      return {
        away: Math.hypot(ax + part * dx, ay + part * dy),
        along: this.walked[i] + part * (this.walked[i + 1] - this.walked[i]),
      };
    });
  }
}
