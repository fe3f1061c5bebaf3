// The connection to one other person in a call: one offer, one answer, each with all addresses in it.
import { fingerprint, safetyWords } from "./words.js";

const GATHER_MS_MAX = 3000;

export class Peer {
  // `tell(peer)` is called when something about the connection changed.
  constructor(person, place, stream, servers, tell) {
    Object.assign(this, { person, stream, tell, words: null, state: "new" });
    this.incoming = new MediaStream();
    this.line = new RTCPeerConnection({ ...servers, certificates: [place.certificate] });
    this.line.addEventListener("track", ({ track }) => this.incoming.addTrack(track));
    this.line.addEventListener("connectionstatechange", () => {
      this.state = this.line.connectionState;
      this.tell(this);
    });
  }

  async offer() {
    this.#send();
    // Whoever has no microphone or no camera hears and sees the others all the same.
    for (const kind of ["audio", "video"]) {
      if (!this.stream.getTracks().some((track) => track.kind === kind)) this.line.addTransceiver(kind, { direction: "recvonly" });
    }
    return this.#described();
  }

  // Our answer, where the description is an offer.
  async hear(description) {
    await this.line.setRemoteDescription(description);
    if (description.type === "answer") return this.#agreed();
    this.#send();
    const answer = await this.#described();
    await this.#agreed();
    return answer;
  }

  // Whether anything was said between us.
  get begun() {
    return Boolean(this.line.localDescription || this.line.remoteDescription);
  }

  close() {
    this.line.close();
  }

  #send() {
    for (const track of this.stream.getTracks()) this.line.addTrack(track, this.stream);
  }

  async #described() {
    await this.line.setLocalDescription();
    await gathered(this.line);
    return this.line.localDescription;
  }

  async #agreed() {
    const { localDescription: ours, remoteDescription: theirs } = this.line;
    this.words = await safetyWords(fingerprint(ours.sdp), fingerprint(theirs.sdp));
    this.tell(this);
  }
}

// A server that does not answer must not hold up those addresses that are there.
function gathered(line) {
  if (line.iceGatheringState === "complete") return null;
  return new Promise((done) => {
    setTimeout(done, GATHER_MS_MAX);
    line.addEventListener("icegatheringstatechange", () => line.iceGatheringState === "complete" && done());
  });
}
