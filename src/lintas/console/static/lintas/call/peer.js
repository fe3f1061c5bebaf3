// The connection to one other person in a call: offers and answers, each with all addresses in it.
//
// Descriptions have a number, `at`, that only grows. A `fresh` one is of a new line; any other looks for new ways on the
// line that there is (ICE restart, RFC 8445 section 9). `tries`: how often it was tried since it was lost. Of two offers that crossed, that of the lesser key holds. The
// certificate is that of the place however often the line is made, so the words stay the same; they are worked out anew
// from what was described last.
import { Again } from "./again.js";
import { fingerprint, safetyWords } from "./words.js";

const GATHER_MS_MAX = 3000;

export class Peer {
  // `tell()` is called when something about the connection changed; `limits` as `Again` has them.
  constructor(person, place, stream, servers, limits, tell) {
    Object.assign(this, { person, place, stream, servers, tell, words: null, at: 0, state: "connecting" });
    this.yields = place.key > person.key;
    this.again = new Again(limits, this.yields, Date.now());
    this.#open();
  }

  // Whether it is time to `offer`; what is to be read of it stands in `state`.
  look(now) {
    if (this.state === "false") return false;
    const next = this.again.look(this.line.connectionState, now);
    if (next === "try") this.again.tried(now);
    if (next === "connected") this.state = next;
    else if (next === "over") this.state = this.again.once ? "gone" : "unreached";
    else if (this.again.tries) this.state = "again";
    else this.state = this.again.once ? "disconnected" : "connecting";
    return next === "try";
  }

  async offer() {
    const same = this.again.tries === 1 && this.#usable && this.line.signalingState === "stable";
    if (same) this.line.restartIce();
    else if (this.at) this.#open();
    this.at += 1;
    this.#send();
    // Whoever has no microphone or no camera hears and sees the others all the same.
    for (const kind of same ? [] : ["audio", "video"]) {
      if (!this.stream.getTracks().some((track) => track.kind === kind)) this.line.addTransceiver(kind, { direction: "recvonly" });
    }
    return this.#described(!same);
  }

  // What we say to a description: an answer to an offer, an offer of ours where theirs is of a line that we lost, or nothing.
  async hear({ type, sdp, at = 1, fresh = true, tries }) {
    if (type === "answer") {
      if (at !== this.at || this.line.signalingState !== "have-local-offer") return null;
      await this.line.setRemoteDescription({ type, sdp });
      this.again.answered(Date.now());
      return this.#agreed();
    }
    if (at < this.at || (at === this.at && !this.yields)) return null;
    const begun = this.at > 0;
    this.at = at;
    if (at > 1) this.again.tried(Date.now(), tries);
    if (!fresh && !this.#usable) return this.offer();
    if (fresh && begun) this.#open();
    await this.line.setRemoteDescription({ type, sdp });
    this.#send();
    const answer = await this.#described(fresh);
    await this.#agreed();
    return answer;
  }

  // Not to be trusted: no line to it any more.
  refuse() {
    this.state = "false";
    this.close();
  }

  close() {
    this.line.close();
  }

  // Whether both sides have described this line, and it was not closed.
  get #usable() {
    return this.described && this.line.connectionState !== "closed";
  }

  #open() {
    this.line?.close();
    const line = new RTCPeerConnection({ ...this.servers, certificates: [this.place.certificate] });
    const incoming = new MediaStream();
    line.addEventListener("track", ({ track }) => incoming.addTrack(track));
    line.addEventListener("connectionstatechange", () => this.tell());
    Object.assign(this, { line, incoming, described: false, sends: false });
  }

  #send() {
    for (const track of this.sends ? [] : this.stream.getTracks()) this.line.addTrack(track, this.stream);
    this.sends = true;
  }

  async #described(fresh) {
    const complete = gathered(this.line);
    await this.line.setLocalDescription();
    await complete;
    const { type, sdp } = this.line.localDescription;
    return { type, sdp, at: this.at, fresh, tries: this.again.tries };
  }

  async #agreed() {
    const { localDescription: ours, remoteDescription: theirs } = this.line;
    this.described = true;
    this.words = await safetyWords(fingerprint(ours.sdp), fingerprint(theirs.sdp));
    this.tell();
    return null;
  }
}

// Until all addresses are known, those of a line that looks for new ways too; a server that does not answer must not hold
// up those that are there.
function gathered(line) {
  return new Promise((done) => {
    setTimeout(done, GATHER_MS_MAX);
    line.addEventListener("icecandidate", ({ candidate }) => candidate || done());
  });
}
