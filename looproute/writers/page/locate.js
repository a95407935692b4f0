"use strict";

/* Where the device is: asked of the browser on a tap, drawn, and kept to this page. */

const SAY_EVERY_STEPS = 500;
const REFUSED = {
  1: "The browser may not tell this page where you are. Allow it in the browser's settings and tap again.",
  2: "The device does not know where it is. Under the open sky it may.",
  3: "The device is still finding out where it is.",
};

class Locator {
  constructor(map, position) {
    this.map = map;
    this.position = position;
    this.button = document.getElementById("locate");
    this.dot = pill([0, 0], "", "device", [18, 18]);
    this.round = L.circle([0, 0], { pane: "arrows", interactive: false, className: "device-round" });
    if (!("geolocation" in navigator) || !isSecureContext) return;
    this.button.hidden = false;
    this.button.addEventListener("click", () => (this.watch === undefined ? this.begin() : this.end()));
  }

  begin() {
    tell("located", "Asking the device…");
    this.button.setAttribute("aria-pressed", "true");
    this.said = undefined;
    this.follow(this.position.walk);
    this.watch = navigator.geolocation.watchPosition(
      ({ coords }) => this.show(coords),
      ({ code }) => {
        if (code === 1) this.end();
        tell("located", REFUSED[code]);
        tell("told", REFUSED[code]);
      },
      { enableHighAccuracy: true, timeout: 30_000, maximumAge: 5_000 },
    );
  }

  end() {
    navigator.geolocation.clearWatch(this.watch);
    this.watch = undefined;
    this.button.setAttribute("aria-pressed", "false");
    this.dot.remove();
    this.round.remove();
    tell("located", "");
  }

  /** Takes another walk to be on. */
  follow(walk) {
    this.progress = new Progress(walk.places.map(({ lat, lng }) => [lat, lng]), walk.walked);
  }

  show({ latitude, longitude, accuracy }) {
    const { walk, units } = this.position;
    const east = walk.places[0].lng; // beyond the antimeridian longitudes go on
    const place = [latitude, longitude + 360 * Math.round((east - longitude) / 360)];
    const { along, away } = this.progress.at(place, accuracy);
    this.dot.setLatLng(place).addTo(this.map);
    this.round.setLatLng(place).setRadius(accuracy).addTo(this.map);
    const where = away < PROGRESS.near ? "You are on the walk" : `You are ${lengthWords(away, units)} from the walk`;
    const far = away > PROGRESS.lost;
    const steps = along * walk.steps / walk.length;
    const words = far
      ? `${where}. Its nearest point comes after ${stepsWords(steps)}.`
      : `${where}, after ${stepsWords(steps)} of ${walk.steps.toLocaleString("en")}.`;
    tell("located", words);
    if (!far) this.position.set(along);
    if (far && this.said === undefined) {
      const both = walk.bounds.pad(0).extend(place);
      this.map.fitBounds(both, clearOfControls(this.map, both));
    }
    const say = Math.floor(steps / SAY_EVERY_STEPS); // aloud now and then, not at every step
    if (say !== this.said) tell("told", words);
    this.said = say;
  }
}
