import type { Principal } from '@app/platform';

/** How an order's history names whoever took a step: `customer:<id>`, `service:inventory`, `anonymous`. */
export const nameOf = ({ role, id }: Principal): string => (id === undefined ? role : `${role}:${id}`);
