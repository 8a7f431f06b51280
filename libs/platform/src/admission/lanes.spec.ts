import { lanesOf } from './lanes.js';

const CONFIG = {
  DB_POOL_SIZE: 10,
  ADMISSION_PLACES: 0,
  ADMISSION_LINE: 250,
  ADMISSION_PATIENCE_MS: 3_000,
  EVENT_LOOP_DELAY_MAX_MS: 1_000,
};

const placesOf = (config: Partial<typeof CONFIG>) => {
  const { starts, steps, reads, uploads } = lanesOf({ ...CONFIG, ...config });
  return [starts, steps, reads, uploads].map(({ limits }) => limits.places);
};

describe('the lanes', () => {
  it('follow the pool: ten starts share a connection, and all else has half of them or a quarter', () => {
    expect(placesOf({})).toEqual([100, 5, 5, 3]);
    expect(placesOf({ DB_POOL_SIZE: 1 })).toEqual([10, 1, 1, 1]);
  });

  it('have as many places for what starts work as are given, and no others for all else', () => {
    expect(placesOf({ ADMISSION_PLACES: 7 })).toEqual([7, 5, 5, 3]);
  });
});
