import { int, topic, url } from '../config/variables.js';

/** The variables that say how much one who asks may ask for. */
export const limitEnv = topic('How much may be asked', {
  RATE_LIMIT_REQUESTS: int({ max: 10_000_000 })
    .default(0)
    .describe('Requests of one principal in a window; 0 for as many as they like.'),
  RATE_LIMIT_STRANGERS: int({ max: 10_000_000 })
    .default(0)
    .describe(
      'Requests in a window from one address of those who do not say who they are, or say it wrongly; 0 for as many as they like.',
    ),
  RATE_LIMIT_WINDOW_S: int({ min: 1, max: 86_400 }).default(60).describe('The length of a window.'),
  REDIS_URL: url('redis', 'rediss')
    .optional()
    .describe('Where all instances count together. Not set: each counts for itself.'),
});
