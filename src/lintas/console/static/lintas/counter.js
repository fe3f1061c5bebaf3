// A code at a counter: from the camera or from a picture, read by the browser (BarcodeDetector) or else by the node.
//
// Binds to: form[data-counter] with a textarea, an input[type=file] that has no name (so that no picture is ever sent as
// a file), [data-camera], video[data-view] and [data-words]. data-picture is the address that reads the code in a
// picture, or empty: it is sent its pixels in grey, a byte each, and answers {text} or {error}. Of what the camera sees
// it is sent one still at a time, the next once it answered. Nothing is stored.
const form = document.querySelector("form[data-counter]");
const SIDE_MAX = 1600;
const EVERY_MS = 250;
const STILL_SIDE_MAX = 800;
const STILL_EVERY_MS = 700;

if (form) begin();

async function begin() {
  const [input, code, words] = [form.querySelector("input[type=file]"), form.querySelector("textarea"), form.querySelector("[data-words]")];
  const detector = await detectorOf();
  const say = (text) => (words.textContent = text);
  const take = (text) => {
    code.value = text;
    form.requestSubmit();
  };
  input.addEventListener("change", async () => {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    say(form.dataset.reading);
    try {
      take(await read(await createImageBitmap(file), detector));
    } catch (error) {
      say(error instanceof Unread ? error.message : form.dataset.unread);
    }
  });
  if ((detector || form.dataset.picture) && navigator.mediaDevices) camera(detector, take, say);
}

class Unread extends Error {}

// What the browser reads codes with, if it does.
async function detectorOf() {
  if (!("BarcodeDetector" in window)) return null;
  const able = await BarcodeDetector.getSupportedFormats().catch(() => []);
  const formats = ["qr_code", "aztec", "data_matrix", "pdf417"].filter((each) => able.includes(each));
  return formats.length ? new BarcodeDetector({ formats }) : null;
}

async function read(image, detector, side = SIDE_MAX) {
  const [found] = detector ? await detector.detect(image) : [];
  if (found) return found.rawValue;
  if (!form.dataset.picture) throw new Unread(detector ? form.dataset.unread : form.dataset.unable);
  const { pixels, width, height } = greyOf(image, side);
  const reply = await fetch(`${form.dataset.picture}?width=${width}&height=${height}`, {
    method: "POST", body: pixels, cache: "no-store",
    headers: { "X-CSRFToken": form.querySelector("input[name=csrfmiddlewaretoken]").value, "Content-Type": "application/octet-stream" },
  });
  const said = await reply.json().catch(() => ({}));
  if (!reply.ok) throw new Unread(said.error || form.dataset.unread);
  return said.text;
}

// The picture in grey (ITU-R BT.601), no larger than a code needs.
function greyOf(image, side) {
  const scale = Math.min(1, side / Math.max(image.width, image.height));
  const [width, height] = [Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale))];
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const pixels = new Uint8Array(width * height);
  for (let at = 0; at < pixels.length; at++) pixels[at] = (299 * data[4 * at] + 587 * data[4 * at + 1] + 114 * data[4 * at + 2]) / 1000;
  return { pixels, width, height };
}

function camera(detector, take, say) {
  const [button, view] = [form.querySelector("[data-camera]"), form.querySelector("[data-view]")];
  let stream = null;
  const seen = async () => {
    if (detector) return (await detector.detect(view))[0]?.rawValue;
    return read(await createImageBitmap(view), null, STILL_SIDE_MAX);
  };
  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = view.srcObject = null;
    view.hidden = true;
  };
  button.hidden = false;
  addEventListener("pagehide", stop);
  button.addEventListener("click", async () => {
    if (stream) return stop();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      return say(form.dataset.blocked);
    }
    view.srcObject = stream;
    view.hidden = false;
    await view.play();
    while (stream) {
      const found = await seen().catch(() => "");
      if (found && stream) {
        stop();
        return take(found);
      }
      await new Promise((done) => setTimeout(done, detector ? EVERY_MS : STILL_EVERY_MS));
    }
  });
}
