"use strict";

/* Dark colours if wished. */

offerColours(() => {});
