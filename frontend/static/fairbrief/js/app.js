// What a script adds to pages that already work without one. No inline handlers, no evaluation, no storage.
import { enhanceDialogs } from "./dialogs.js";
import { enhanceMenus } from "./menus.js";
import { enhanceMessages } from "./messages.js";
import { enhanceTheme } from "./theme.js";
import { enhanceUploads } from "./uploads.js";
import { tellTimeZone } from "./zone.js";

document.documentElement.dataset.script = "on";

enhanceDialogs(document);
enhanceMenus(document);
enhanceMessages(document);
enhanceTheme(document);
enhanceUploads(document);
tellTimeZone();

// After a form came back with errors, the summary is what to read next.
document.querySelector("[data-focus]")?.focus();
