"use strict";

/* One place on the chosen walk: set by the slider, by a line of the directions or by the device,
   shown by a marker on the map and as steps, length, minutes, street and the next cue. */

const SLIDER_STEPS = 50;

class Position {
  constructor(map, units) {
    this.map = map;
    this.units = units;
    this.slider = document.getElementById("steps-walked");
    this.marker = pill([0, 0], "", "here", [20, 20]);
    this.slider.addEventListener("input", () => {
      this.set(this.walk.metresAt(Math.min(this.slider.value * SLIDER_STEPS, this.walk.steps)));
    });
    document.getElementById("position").hidden = false;
  }

  /** Follows another walk, with its card, from the start. */
  follow(walk, card) {
    this.walk = walk;
    this.cues = [...card.querySelectorAll(".cues .line")];
    this.lines = [...card.querySelectorAll(".line")];
    for (const line of this.lines) line.onclick = () => this.set(Number(line.dataset.along), line);
    this.slider.max = Math.ceil(walk.steps / SLIDER_STEPS);
    this.marker.getElement()?.remove();
    this.marker.remove();
    this.set(0);
  }

  /** Moves to a distance in metres; `line` is the line that was tapped, if any. */
  set(along, line) {
    const { walk, units } = this;
    const metres = Math.min(along, walk.length); // a line's metres are rounded
    this.metres = metres;
    const steps = stepsWords(walk.stepsAt(metres));
    const street = walk.streetAt(metres);
    const length = lengthWords(metres, units);
    this.slider.value = Math.round(walk.stepsAt(metres) / SLIDER_STEPS);
    this.slider.setAttribute("aria-valuetext", [steps, length, street].filter(Boolean).join(", "));
    setText("reached-steps", steps);
    setText("reached-more", [length, durationWords(walk.secondsAt(metres)), street]
      .filter(Boolean).join(" · "));
    this.showNext();
    this.mark(line || this.cues.findLast((cue) => Number(cue.dataset.along) <= metres + 0.5));
    this.marker.setLatLng(walk.placeAt(metres));
    if (!metres && !line) {
      this.marker.remove();
    } else {
      this.marker.addTo(this.map);
      paint(this.marker, walk.number);
      this.map.panInside(this.marker.getLatLng(), { padding: [48, 48] });
    }
  }

  showNext() {
    const next = this.cues.find((cue) => Number(cue.dataset.along) > this.metres + 0.5);
    const at = next ? Number(next.dataset.along) : 0;
    const steps = this.walk.stepsAt(at) - this.walk.stepsAt(this.metres);
    setText("next", next ? `In ${stepsWords(steps)}: ${
      next.querySelector(".line-text").textContent}` : "");
  }

  mark(line) {
    for (const each of this.lines) {
      if (each === line) each.setAttribute("aria-current", "step");
      else each.removeAttribute("aria-current");
    }
  }
}

/** Puts a text, and nothing but text, into an element. */
function setText(id, text) {
  const element = document.getElementById(id);
  if (element.textContent !== text) element.textContent = text;
}
