"use strict";

/* Steps, lengths and times as people read them, in the page's units. */

const MILE_M = 1609.344, FOOT_M = 0.3048;

function stepsWords(steps) {
  return `${Math.round(steps).toLocaleString("en")} steps`;
}

function lengthWords(metres, units) {
  if (units === "metric") {
    return Math.round(metres) >= 1000 ? `${(metres / 1000).toFixed(2)} km` : `${metres.toFixed(0)} m`;
  }
  const feet = metres / FOOT_M;
  return Math.round(feet) >= 528 ? `${(metres / MILE_M).toFixed(2)} mi` : `${feet.toFixed(0)} ft`;
}

function durationWords(seconds) {
  const minutes = Math.round(seconds / 60), hours = Math.floor(minutes / 60);
  const parts = [hours && `${hours} h`, (minutes % 60 || !hours) && `${minutes % 60} min`];
  return parts.filter(Boolean).join(" ");
}
