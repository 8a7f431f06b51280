export * from './choreography.js';
export * from './contract-violation.js';
export * from './define-event.js';
export * from './domain-event.js';
export * from './envelope.js';
export * from './event-batch.js';
export * from './stream.js';
