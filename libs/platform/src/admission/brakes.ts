import { Injectable } from '@nestjs/common';

/** Something that can have new work refused for a while, such as a backlog of what was accepted before. */
export interface Brake {
  /** Kebab-case; a label of metrics. */
  readonly name: string;
  /** While new work shall be refused: in how many seconds, at least 1, it is worth trying again; otherwise undefined. */
  retryAfterSeconds(): number | undefined;
}

/** Where modules say what can hold back requests that start new work (`StartsWork`). */
@Injectable()
export class Brakes {
  private readonly brakes: Brake[] = [];

  add(brake: Brake): void {
    this.brakes.push(brake);
  }

  /** The first that is pulled, with its seconds. */
  pulled(): { readonly name: string; readonly retryAfterSeconds: number } | undefined {
    for (const brake of this.brakes) {
      const retryAfterSeconds = brake.retryAfterSeconds();
      if (retryAfterSeconds !== undefined) return { name: brake.name, retryAfterSeconds };
    }
    return undefined;
  }
}
