"use strict";

/* Dark colours on request. */

offerColours(() => {});
