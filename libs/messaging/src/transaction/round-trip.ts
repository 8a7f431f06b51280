import pg, { type Connection, type PoolClient, type QueryConfig, type Submittable } from 'pg';

/** What `pg/lib/client.js` tells a query of, and asks of it; the driver's typings leave most of it out. */
interface DriverQuery extends Submittable {
  readonly name?: string;
  readonly text: string;
  submit(connection: Connection): Error | null;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Connection): void;
  handleEmptyQuery(connection: Connection): void;
  handleReadyForQuery(connection: Connection): void;
  handleError(error: Error, connection: Connection): void;
}

type DriverConnection = Connection & {
  /** By name: those that the server has said that it has read, and those that it has been sent. */
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  sync(): void;
};

/** The rows of one statement. */
export type Rows = readonly unknown[];

/**
 * Sends statements together and resolves with the rows of each. The server does one after the other, each as if it had
 * come alone; once one fails it does none of those behind it, which is PostgreSQL's rule for whatever comes before one
 * `Sync` (https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING). So a `COMMIT` may stand
 * at the end, and a `BEGIN` that is refused lets nothing happen outside a transaction. Rejects with the first failure.
 */
export function roundTrip(client: PoolClient, statements: readonly QueryConfig[]): Promise<Rows[]> {
  return new Promise((resolve, reject) => {
    client.query(new RoundTrip(statements, resolve, reject));
  });
}

/** Looks like one query to the driver's client, and is several of its own queries in turn. */
class RoundTrip implements Submittable {
  private readonly queries: readonly DriverQuery[];
  private readonly rows: Rows[] = [];
  /** How many the server has done. */
  private done = 0;
  private failure: Error | undefined;

  constructor(
    statements: readonly QueryConfig[],
    private readonly resolve: (rows: Rows[]) => void,
    private readonly reject: (error: Error) => void,
  ) {
    this.queries = statements.map((statement) => this.queryOf(statement));
  }

  /** Of the statement that is being answered; the client notes under it that the server has read the statement. */
  get name(): string | undefined {
    return this.current?.name;
  }

  get text(): string | undefined {
    return this.current?.text;
  }

  submit(connection: Connection): null {
    const whole = connection as DriverConnection;
    // Every query of the driver ends with a `Sync` of its own. Here there is one, behind the last.
    const part = Object.create(whole, { sync: { value: () => undefined } }) as Connection;
    whole.stream.cork();
    try {
      // What cannot be written, such as a value that is no JSON, must keep those behind it from being sent.
      for (const query of this.queries) {
        const error = query.submit(part);
        this.failure ??= error ?? undefined;
        if (this.failure) break;
      }
      whole.sync();
    } finally {
      whole.stream.uncork();
    }
    return null;
  }

  handleRowDescription(message: unknown): void {
    this.current?.handleRowDescription(message);
  }

  handleDataRow(message: unknown): void {
    this.current?.handleDataRow(message);
  }

  handleCommandComplete(message: unknown, connection: Connection): void {
    this.current?.handleCommandComplete(message, connection);
    this.finish(connection);
  }

  handleEmptyQuery(connection: Connection): void {
    this.finish(connection);
  }

  /** The server has answered all that was sent. */
  handleReadyForQuery(connection: Connection): void {
    if (!this.failure) return this.resolve(this.rows);
    // The driver closes a statement whose values it could not write, and does not forget that it was read.
    const { name } = this.current ?? {};
    if (name !== undefined) delete (connection as DriverConnection).parsedStatements[name];
    this.handleError(this.failure, connection);
  }

  /** The server does nothing more of this trip, and has not read what it had not come to. */
  handleError(error: Error, connection: Connection): void {
    const { submittedNamedStatements } = connection as DriverConnection;
    for (const { name } of this.queries.slice(this.done)) {
      if (name !== undefined) delete submittedNamedStatements[name];
    }
    this.reject(error);
  }

  /** Has the driver's query call back with its rows. */
  private finish(connection: Connection): void {
    this.current?.handleReadyForQuery(connection);
    this.done += 1;
  }

  private get current(): DriverQuery | undefined {
    return this.queries[this.done];
  }

  private queryOf(statement: QueryConfig): DriverQuery {
    const query = new pg.Query(
      { ...statement, queryMode: 'extended' } as QueryConfig,
      (error: Error | undefined, result) => {
        if (error) this.failure ??= error;
        else this.rows.push(result.rows);
      },
    );
    return query as unknown as DriverQuery;
  }
}
