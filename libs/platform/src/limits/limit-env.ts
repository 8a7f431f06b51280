import { int, url } from '../config/variables.js';

/** The variables that say how much one who asks may ask for. */
export const limitEnv = {
  /** Requests of one principal in a window; 0 for as many as they like. */
  RATE_LIMIT_REQUESTS: int({ max: 10_000_000 }).default(0),
  /** Requests in a window from one address of those who do not say who they are, or say it wrongly. */
  RATE_LIMIT_STRANGERS: int({ max: 10_000_000 }).default(0),
  RATE_LIMIT_WINDOW_S: int({ min: 1, max: 86_400 }).default(60),
  /** Where all instances count together; without it each counts for itself. */
  REDIS_URL: url('redis', 'rediss').optional(),
};
