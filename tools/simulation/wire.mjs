// @ts-check

/** @typedef {import('./world.mjs').World} World */
/** @typedef {{ label: string, isPublishing: boolean, run: () => void }} Frame */

/** What a channel sends: it reaches the broker in order, later, or not at all. */
export class Wire {
  /** @type {Frame[]} */
  #frames = [];
  #sentUntil = 0;
  #isEnded = false;

  /** @param {World} world @param {() => boolean} isBlocked whether the broker reads nothing from those who publish */
  constructor(world, isBlocked) {
    this.world = world;
    this.isBlocked = isBlocked;
  }

  /** @param {Frame} frame */
  send(frame) {
    this.#frames.push(frame);
    if (this.#frames.length === 1) this.#flushSoon();
  }

  /** The broker reads again. */
  resume() {
    if (this.#frames.length > 0) this.#flushSoon();
  }

  /** Some of what was just sent still arrives, and the rest does not. */
  loseSome() {
    const arrived = this.world.random.below(this.#frames.length + 1);
    for (const frame of this.#frames.splice(0).slice(0, arrived))
      if (!frame.label.startsWith('close')) frame.run();
  }

  /** Nothing arrives any more, also nothing of what is arriving just now. */
  end() {
    this.#isEnded = true;
    this.#frames.length = 0;
  }

  #flushSoon() {
    const { timeline } = this.world;
    const arrival = Math.max(timeline.now + this.world.latency(), this.#sentUntil);
    this.#sentUntil = arrival;
    timeline.after(
      arrival - timeline.now,
      undefined,
      'broker hears',
      () => this.#flush(),
      this.#frames[0]?.label,
    );
  }

  #flush() {
    if (this.isBlocked() && this.#frames[0]?.isPublishing) return;
    for (const frame of this.#frames.splice(0)) if (!this.#isEnded) frame.run();
  }
}
