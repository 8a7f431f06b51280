import { Unavailable } from '../infra/ways.mjs';
import { type Manifest, render, SIZES } from './chart.mjs';
import { ensureHelm } from './ensure-helm.mjs';

/** The manifests of one size. */
export type Release = readonly Manifest[];

/** What the chart makes of the usual values with a prefix before every queue. */
export const PREFIXED = 'with a prefix';

/** Renders the chart once for all specs of a file: in every size, and none where there is no Helm and none to be had. */
export function useReleases() {
  const releases = new Map<string, Release>();
  beforeAll(async () => {
    const sizes = { ...SIZES, [PREFIXED]: [...(SIZES['usual'] ?? []), '--set', 'broker.prefix=shop.'] };
    try {
      const [helm] = await ensureHelm();
      const rendered = Object.entries(sizes).map(
        async ([size, options]) => [size, await render(helm, options)] as const,
      );
      for (const [size, release] of await Promise.all(rendered)) releases.set(size, release);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      process.stderr.write(`${error.message}; whether our chart keeps the rules is left out\n`);
    }
  });
  return {
    releases: releases as ReadonlyMap<string, Release>,
    /** A spec of every release. */
    inEverySize: (expectOf: (release: Release, size: string) => void) => () => {
      for (const [size, release] of releases) expectOf(release, size);
    },
  };
}
