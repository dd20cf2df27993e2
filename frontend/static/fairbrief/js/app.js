// What a script adds to pages that already work without one. No inline handlers, no evaluation; storage only for which
// large files are under way, and for what is being written.
import { enhanceCompare } from "./compare.js";
import { enhanceDialogs } from "./dialogs.js";
import { enhanceFileLists } from "./filelist.js";
import { enhanceGallery } from "./gallery.js";
import { enhanceKeeps } from "./keeps.js";
import { enhanceMenus } from "./menus.js";
import { enhanceMessages } from "./messages.js";
import { enhancePins } from "./pins.js";
import { enhanceResumable } from "./resumable.js";
import { enhanceRows } from "./rows.js";
import { enhanceSaves } from "./saves.js";
import { enhanceTheme } from "./theme.js";
import { enhanceUploads } from "./uploads.js";
import { tellTimeZone } from "./zone.js";

document.documentElement.dataset.script = "on";

enhanceCompare(document);
enhanceDialogs(document);
enhanceFileLists(document);
enhanceGallery(document);
enhanceKeeps(document);
enhanceMenus(document);
enhanceMessages(document);
enhancePins(document);
enhanceResumable(document);
enhanceRows(document);
enhanceSaves(document);
enhanceTheme(document);
enhanceUploads(document);
tellTimeZone();

// After a form came back with errors, the summary is what to read next: on a new page, and in a piece that was swapped.
const focusSummary = (root) => root.querySelector("[data-focus]")?.focus();
focusSummary(document);
document.addEventListener("htmx:afterSettle", (event) => focusSummary(event.detail.elt ?? document));
