// @ts-check

/** @typedef {import('./timeline.mjs').Owner} Owner */
/** @typedef {import('./timeline.mjs').Timeline} Timeline */

const EPOCH = Date.UTC(2026, 0, 1);

/** The clock of a service's own build, on virtual time. @param {import('./modules.mjs').Modules} build */
export const simulatedClockOf = ({ Clock }) =>
  class SimulatedClock extends Clock {
    /** @param {Timeline} timeline @param {Owner} owner */
    constructor(timeline, owner) {
      super();
      this.timeline = timeline;
      this.owner = owner;
    }
    now() {
      return new Date(EPOCH + this.timeline.now);
    }
    /** @param {number} ms @param {() => void} callback */
    after(ms, callback) {
      const entry = this.timeline.after(ms, this.owner, 'timer', callback);
      return () => {
        entry.isCalledOff = true;
      };
    }
  };
