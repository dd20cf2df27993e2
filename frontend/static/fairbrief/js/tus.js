// The sender's side of the tus protocol, version 1.0.0, for one file: begun or found again, then piece by piece, each with
// its checksum. Knows nothing of pages. Gives back nothing once all has arrived, `{}` when the connection broke (try again
// later), and `{ words }` when the server said no.
const PIECE = 4 * 1024 * 1024;
const VERSION = { "Tus-Resumable": "1.0.0" };

export async function send(upload, tell) {
  try {
    let offset = upload.address ? await standing(upload) : null;
    if (offset === null) offset = await begin(upload);
    tell(offset);
    while (offset < upload.size) {
      offset = await sendPiece(upload, offset, tell);
      tell(offset);
    }
    return null;
  } catch (failed) {
    return failed instanceof Refused ? { words: failed.message } : {};
  }
}

class Refused extends Error {}

// How much is there, or null if the upload is gone and has to be begun anew.
async function standing(upload) {
  const told = await fetch(upload.address, { method: "HEAD", headers: VERSION, signal: upload.stop.signal });
  if (told.status === 404 || told.status === 410) return null;
  if (!told.ok) throw new Error(`asked where it stands: ${told.status}`);
  return Number(told.headers.get("Upload-Offset"));
}

async function begin(upload) {
  const headers = {
    ...VERSION,
    "X-CSRFToken": upload.token,
    "Upload-Length": String(upload.size),
    "Upload-Metadata": `filename ${base64(new TextEncoder().encode(upload.name))}`,
  };
  const address = upload.box.dataset.uploadPieces;
  const told = await fetch(address, { method: "POST", headers, signal: upload.stop.signal });
  if (told.status !== 201) throw await refusal(told.status, await told.text());
  // By its path: a proxy may have changed the rest.
  upload.begun(new URL(told.headers.get("Location"), window.location.href).pathname);
  return 0;
}

async function sendPiece(upload, offset, tell) {
  const piece = upload.file.slice(offset, offset + PIECE);
  const headers = {
    ...VERSION,
    "X-CSRFToken": upload.token,
    "Content-Type": "application/offset+octet-stream",
    "Upload-Offset": String(offset),
  };
  const bytes = await piece.arrayBuffer().catch(() => {
    throw new Refused(upload.box.dataset.unreadable);
  });
  // Browsers compute checksums on safe connections only.
  if (window.crypto?.subtle) {
    headers["Upload-Checksum"] = `sha256 ${base64(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)))}`;
  }
  const told = await patch(upload, headers, bytes, (sent) => tell(offset + sent));
  if (told.status === 204) return Number(told.getResponseHeader("Upload-Offset"));
  throw await refusal(told.status, told.responseText);
}

// By XMLHttpRequest, which alone tells how much of a body has been sent.
function patch(upload, headers, bytes, tell) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PATCH", upload.address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => tell(event.loaded));
    request.addEventListener("load", () => resolve(request));
    for (const name of ["error", "abort", "timeout"]) request.addEventListener(name, () => reject(new Error(name)));
    upload.stop.signal.addEventListener("abort", () => request.abort());
    request.send(bytes);
  });
}

// A refusal for good, with the server's sentence; or only for now: somebody else goes on with it, it was damaged on the
// way, there were too many requests, or the server is away.
async function refusal(status, text) {
  const forNow = status >= 500 || [409, 423, 429, 460].includes(status);
  try {
    const problem = JSON.parse(text);
    // Too many under way is a 409 as well, and stays so.
    if (!forNow || problem.code === "too-many-uploads") {
      return new Refused(problem.errors?.[0]?.message ?? problem.detail);
    }
  } catch {
    if (!forNow) return new Refused(String(status));
  }
  return new Error(`not now: ${status}`);
}

function base64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}
