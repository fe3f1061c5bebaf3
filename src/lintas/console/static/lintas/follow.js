// One stream of events, followed: what came, when it was cut, when it was there again. For stream.js and live.js.
//
// The browser itself reconnects with the Last-Event-ID after a loss. It gives up on an answer that is no stream, such as
// that of a proxy whose node is just starting; so does this after a minute of trying, since a refusal stays one. What it
// opens anew begins behind the last act that came.
const AGAIN_MS = 3000;
const AGAIN_MAX = 20;

export function follow(url, say) {
  const from = new URL(url);
  let source = null;
  let tried = 0;
  let waiting = null;

  function open() {
    source = new EventSource(from);
    source.onopen = () => {
      tried = 0;
      say({ type: "open" });
    };
    source.onerror = () => {
      say({ type: "cut" });
      if (source.readyState === EventSource.CLOSED && tried++ < AGAIN_MAX) waiting = setTimeout(open, AGAIN_MS);
    };
    for (const type of ["act", "marks", "glass", "ladder"]) {
      source.addEventListener(type, (event) => {
        if (event.lastEventId) from.searchParams.set("after", event.lastEventId);
        say({ type, data: JSON.parse(event.data) });
      });
    }
  }

  open();
  return () => {
    clearTimeout(waiting);
    source.close();
  };
}
