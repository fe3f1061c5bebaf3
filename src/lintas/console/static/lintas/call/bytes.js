// Bytes as text and back, and hashes under a label, for what browsers in a call say to each other.
const LABEL = new TextEncoder();

export function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function unbase64url(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
}

export function joined(...parts) {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

export function label(text) {
  return LABEL.encode(text);
}

// SHA-256 over the label and the parts, as everywhere in lintas.
export async function digest(text, ...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(label(text), ...parts)));
}
