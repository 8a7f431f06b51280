import { DomainError, LOGGER } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { type Choices, ChooseLetters } from './choose-letters.js';
import { type OperatorAction, OperatorActions } from './operator-actions.js';
import type { Order } from './order.js';
import { WorkInBackground } from './work-in-background.js';

/**
 * How an action ended.
 * - `done`: all that was selected has been moved.
 * - `returned`: letters came back as dead letters, so the rest stayed.
 * - `unsettled`: it is not known in time what became of some, so the rest stayed.
 * - `gone`: somebody else has moved the rest, or letters that it has to wait for.
 * - `stopped`: the service stops.
 * - `failed`: something is away or broken; `error` says what.
 */
export const ENDINGS = ['done', 'returned', 'unsettled', 'gone', 'stopped', 'failed'] as const;
export type Ending = (typeof ENDINGS)[number];

/** What an action works on. */
export interface Run extends Choices {
  readonly action: OperatorAction;
}

/** Moves letters; `tell` puts on record how far it has come. */
export type Work = (
  run: Run,
  signal: AbortSignal,
  tell: (outcome: object) => Promise<void>,
) => Promise<Ending>;

/** Runs what operators order, on record from before the first letter moves until after the last. */
@Injectable()
export class ActionRuns {
  constructor(
    private readonly choose: ChooseLetters,
    private readonly actions: OperatorActions,
    private readonly background: WorkInBackground,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Resolves once the action is on record and about to begin. @throws {DeadLetterNotFound} if nothing is selected */
  async start(
    tenant: string,
    name: 'replay' | 'discard',
    { selection, who, why }: Order,
    work: Work,
  ): Promise<OperatorAction> {
    const prepare = async (): Promise<Run> => {
      const choices = await this.choose.choose(selection);
      const queue = selection.queue ?? '*';
      const action = await this.actions.begin(tenant, {
        action: name,
        queue,
        selection: { ...selection },
        who,
        why,
      });
      this.logger.info(
        { action: action.id, name, queue, who, selected: choices.count },
        'dead letters: begun',
      );
      return { ...choices, action };
    };
    const { action } = await this.background.start(prepare, (run, signal) =>
      this.run(tenant, run, work, signal),
    );
    return action;
  }

  private async run(tenant: string, run: Run, work: Work, signal: AbortSignal): Promise<void> {
    const { id, action } = run.action;
    let outcome: object = { selected: run.count };
    const tell = async (now: object): Promise<void> => {
      outcome = now;
      await this.actions.progress(tenant, id, now);
    };
    const ending = await work(run, signal, tell).catch((error: unknown) => {
      this.logger.warn({ err: error, action: id }, 'dead letters: ended early');
      return { ended: 'failed', error: error instanceof DomainError ? error.code : 'internal-error' };
    });
    const end = typeof ending === 'string' ? { ended: ending } : ending;
    await this.actions.finish(tenant, id, { ...outcome, ...end });
    this.logger.info({ action: id, name: action, ...outcome, ...end }, 'dead letters: ended');
  }
}
