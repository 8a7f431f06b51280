import { InfrastructureMissing, Unavailable, firstOpenWay, forcedWay } from './ways.mjs';

const search = {} as Parameters<typeof firstOpenWay>[2];
const open = (value: string) => async () => ({ value, details: 'here' });
const closed =
  (reason: string, surprising = false) =>
  async () => {
    throw new Unavailable(reason, { surprising });
  };

describe('the first open way', () => {
  let printed: string;
  beforeEach(() => {
    printed = '';
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((printed += String(text))));
  });
  afterEach(() => jest.restoreAllMocks());

  it('is found past closed ones, and named in one line', async () => {
    const ways = [
      ['env', closed('not set')],
      ['local', open('server')],
    ] as const;
    expect(await firstOpenWay('postgres', [...ways] as never, search)).toBe('server');
    expect(printed).toBe('postgres   local      here\n');
  });

  it('mentions a way that somebody meant to work', async () => {
    const ways = [
      ['env', closed('db:5432 refused', true)],
      ['local', open('server')],
    ] as const;
    await firstOpenWay('postgres', [...ways] as never, search);
    expect(printed).toBe('postgres   local      here; not env: db:5432 refused\n');
  });

  it('when there is none is an error that names every reason', async () => {
    const ways = [
      ['env', closed('not set')],
      ['local', closed('nothing there')],
    ] as const;
    const looking = firstOpenWay('postgres', [...ways] as never, search);
    await expect(looking).rejects.toThrow('no postgres to be had\n  env: not set\n  local: nothing there');
  });

  it('does not hide a fault behind the next way', async () => {
    const fault = async () => {
      throw new TypeError('a bug');
    };
    await expect(
      firstOpenWay(
        'postgres',
        [
          ['env', fault],
          ['local', open('x')],
        ] as never,
        search,
      ),
    ).rejects.toThrow('a bug');
  });
});

describe('the forced way', () => {
  it.each(['env', 'local', 'docker', 'embedded'])('may be %s', (way) => {
    expect(forcedWay({ WAYBILL_INFRA: way })).toBe(way);
  });

  it('need not be there', () => {
    expect(forcedWay({})).toBeUndefined();
    expect(forcedWay({ WAYBILL_INFRA: '' })).toBeUndefined();
  });

  it('may be nothing else', () => {
    expect(() => forcedWay({ WAYBILL_INFRA: 'podman' })).toThrow(InfrastructureMissing);
  });
});
