/** Injects how many streams of events an instance keeps open at a time: `number`. */
export const EVENT_STREAMS_MAX = Symbol('live.event-streams-max');
