"use strict";

/* Dark colours on a screen if wished, light ones on paper. */

offerColours(() => {});
addEventListener("beforeprint", () => wearColours("light"));
