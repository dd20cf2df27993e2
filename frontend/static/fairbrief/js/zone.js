// Tells the server the reader's time zone, so that the next page speaks in it. Account settings win over this.
export function tellTimeZone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!/^[\w+/-]+$/.test(zone ?? "")) return;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const kept = `${secure && "__Host-"}time_zone=${zone}`;
  if (document.cookie.split("; ").includes(kept)) return;
  document.cookie = `${kept}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}
