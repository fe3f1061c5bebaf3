// Everything a page of the console does by itself. Pages work without it; nothing here decides anything.
import "./live.js";
import "./keys.js";
import "./autosave.js";
import "./upload.js";
import "./confirm.js";
import "./unfolded.js";

// Somebody who sent a form with mistakes reads first what is wrong.
document.querySelector(".summary")?.focus();
