interface Vital {
  readonly startedAt: number;
  readonly residentBytes: number;
}

/** Whether services live on as the processes they were, and how much memory they take. */
export class Vitals {
  private growth = 0;
  /** The most memory that one of them was seen to take. */
  mostBytes = 0;
  /** How often one of them was found to be another process than at first. */
  restarts = 0;

  private constructor(
    private readonly urls: readonly string[],
    private readonly atFirst: readonly Vital[],
  ) {}

  static async of(urls: readonly string[]): Promise<Vitals> {
    return new Vitals(urls, await Promise.all(urls.map(vitalOf)));
  }

  /** The most memory that one of them was seen to take above what it took at first. */
  get growthBytes(): number {
    return this.growth;
  }

  async look(): Promise<void> {
    const now = await Promise.all(this.urls.map(vitalOf));
    for (const [at, first] of this.atFirst.entries()) {
      const { startedAt, residentBytes } = now[at] ?? first;
      if (startedAt !== first.startedAt) this.restarts += 1;
      this.growth = Math.max(this.growth, residentBytes - first.residentBytes);
      this.mostBytes = Math.max(this.mostBytes, residentBytes);
    }
  }
}

async function vitalOf(url: string): Promise<Vital> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const metric = (name: string): number => Number(new RegExp(`^${name}\\S* (\\S+)$`, 'm').exec(text)?.[1]);
  return {
    startedAt: metric('process_start_time_seconds'),
    residentBytes: metric('process_resident_memory_bytes'),
  };
}
