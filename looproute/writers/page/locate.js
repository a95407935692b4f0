"use strict";

/* The position of the device: requested on a tap, drawn, and never sent anywhere. */

const SAY_EVERY_STEPS = 500;
const REFUSED = {
  1: "This page may not use your location. Allow it in the browser's settings and tap again.",
  2: "The device cannot find its location. Try again outdoors.",
  3: "The device is still looking for its location.",
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
    setText("located", "Looking for your location…");
    this.button.setAttribute("aria-pressed", "true");
    this.announced = undefined;
    this.follow(this.position.walk);
    this.watch = navigator.geolocation.watchPosition(
      ({ coords }) => this.show(coords),
      ({ code }) => {
        if (code === 1) this.end();
        setText("located", REFUSED[code]);
        setText("announcement", REFUSED[code]);
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
    setText("located", "");
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
    const steps = walk.stepsAt(along);
    const words = far
      ? `${where}. Its nearest point comes after ${stepsWords(steps)}.`
      : `${where}, after ${stepsWords(steps)} of ${walk.steps.toLocaleString("en")}.`;
    setText("located", words);
    if (!far) this.position.set(along);
    if (far && this.announced === undefined) {
      const both = walk.bounds.pad(0).extend(place);
      this.map.fitBounds(both, clearOfControls(this.map, both));
    }
    const say = Math.floor(steps / SAY_EVERY_STEPS); // aloud now and then, not at every step
    if (say !== this.announced) setText("announcement", words);
    this.announced = say;
  }
}
