// Whether a connection that is not there is made again, and when that is given up. Times are milliseconds, and are told:
// nothing here knows a clock.
export class Again {
  // `limits`: lostMs, how long an interrupted line is given to come back by itself; tryMs, how long a try is; tries, how
  // many there are. `yields`: the other side goes first, so that two who see it together do not both begin.
  constructor(limits, yields, now) {
    Object.assign(this, { limits, yields, since: now, tries: 0, once: false });
  }

  // What to do about a line that stands so (RTCPeerConnection.connectionState): nothing, being "connected" or told to
  // "wait"; to "try" it again; or nothing any more, since enough was tried: "over".
  look(stands, now) {
    if (stands === "connected") {
      Object.assign(this, { since: now, tries: 0, once: true });
      return "connected";
    }
    if (now - this.since < this.#patience(stands)) return "wait";
    return this.tries < this.limits.tries ? "try" : "over";
  }

  // A try begins: ours, or by what the other side says its `number`, so that both count the same and neither goes on for
  // ever because the other does.
  tried(now, number = this.tries + 1) {
    this.tries = number;
    this.since = now;
  }

  // The other side answered: it has the time of a try from now on.
  answered(now) {
    this.since = now;
  }

  // Somebody asks for it.
  anew() {
    this.tries = 0;
    this.since = -Infinity;
  }

  #patience(stands) {
    const { lostMs, tryMs } = this.limits;
    const broken = stands === "failed" || stands === "closed";
    const own = this.tries || !this.once ? tryMs : broken ? 0 : lostMs;
    return own + (this.yields ? lostMs : 0);
  }
}
