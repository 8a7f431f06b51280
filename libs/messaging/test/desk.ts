import { type DomainEvent, type EventDraft, stamp } from '@app/contracts';
import { until } from '@app/testing';
import { v7 } from 'uuid';
import { cause, type Instance, ThingMade, ThingUsed } from './fixture.js';

/** What an operator is answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  // oxlint-disable-next-line typescript/no-explicit-any -- what a body holds is for each spec to say
  readonly body: any;
}

type Method = 'GET' | 'POST';

/** The operator's routes of an instance, asked by an administrator called Ada unless the headers say otherwise. */
export class Desk {
  constructor(private readonly instance: Pick<Instance, 'app'>) {}

  async askOnce(
    method: Method,
    url: string,
    payload?: object,
    headers: Record<string, string> = { 'x-role': 'admin', 'x-operator': 'ada' },
  ): Promise<Answer> {
    const response = await this.instance.app.inject({ method, url, headers, ...(payload && { payload }) });
    return {
      status: response.statusCode,
      headers: response.headers,
      body: response.body === '' ? undefined : response.json<unknown>(),
    };
  }

  /** Comes again, as it is told to, while somebody else has the dead letters open or an action is about to end. */
  ask(...request: Parameters<Desk['askOnce']>): Promise<Answer> {
    return until('nobody is at the dead letters', async () => {
      const answer = await this.askOnce(...request);
      return answer.body?.code !== 'dead-letters-busy' && answer;
    });
  }

  /** The dead letters as they are grouped. */
  async list(query: Record<string, string> = {}): Promise<Answer['body']> {
    return (await this.ask('GET', `/dead-letters?${new URLSearchParams(query).toString()}`)).body;
  }

  /** Waits until so many dead letters fit. */
  async holds(count: number, query: Record<string, string> = {}): Promise<void> {
    await until(`there are ${count} dead letters`, async () => (await this.list(query)).count === count);
  }

  /** Has something done, and waits until it is over. */
  async done(route: 'replay' | 'discard', selection: object, more: object = {}): Promise<Answer['body']> {
    const action = await this.doneUnlessGone(route, selection, more);
    if (action === undefined) throw new Error('there are no such dead letters');
    return action;
  }

  /** As `done`; undefined when there are no such dead letters. */
  async doneUnlessGone(
    route: 'replay' | 'discard',
    selection: object,
    more: object = {},
  ): Promise<Answer['body']> {
    const order = { selection, why: 'for the spec', ...more };
    const { status, body } = await this.ask('POST', `/dead-letters/${route}`, order);
    if (status === 404) return undefined;
    if (status !== 202) throw new Error(`${route} answered ${status}: ${JSON.stringify(body)}`);
    return this.finished(body.id as string);
  }

  /** The action, once it is over. */
  finished(id: string): Promise<Answer['body']> {
    const isOver = async () => {
      const { body } = await this.ask('GET', `/operator-actions/${id}`);
      return body.finishedAt !== undefined && body;
    };
    return until(`action ${id} is over`, isOver, 300_000);
  }

  force(subject: string, body: object): Promise<Answer> {
    return this.ask('POST', `/streams/thing/${subject}/force`, { why: 'for the spec', ...body });
  }
}

/** An event of a thing: its first is that it was made, the others that it was used. */
export function thing(subject: string, sequence: number): DomainEvent {
  const contract = sequence === 1 ? ThingMade : ThingUsed;
  const draft: EventDraft = contract.of({ id: subject, version: sequence }, { note: `${sequence}` });
  return stamp(draft, { id: v7(), time: new Date(), cause: cause() });
}
