import { DomainError, type Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { ReadableLine, RefusedLine } from './domain/import-lines.js';
import { EMPTY_REPORT, withLines, type ImportReport } from './domain/import-report.js';
import { ImportStopped } from './domain/import.errors.js';
import { ImportChunk } from './import-chunk.js';

/** A line of an import: what it says, or why nobody can tell. */
export type ImportLine = ReadableLine | RefusedLine;

// Orders wait while a chunk is stored; so many products take some tens of milliseconds.
const CHUNK_LINES = 500;

/** The shop adds and changes any number of products at once, and any number of times. */
@Injectable()
export class ImportProducts {
  constructor(private readonly chunk: ImportChunk) {}

  /**
   * Stores the lines as they come, some hundreds in a transaction. Throws `ImportStopped`, with the report, when the
   * lines end badly for a reason that the sender can know; all lines before that have been stored.
   */
  async execute(caller: Caller, lines: AsyncIterable<ImportLine>): Promise<ImportReport> {
    let report = EMPTY_REPORT;
    let pending: ImportLine[] = [];
    const store = async (): Promise<void> => {
      const readable = pending.flatMap((line) => ('facts' in line ? [line] : []));
      const unreadable = pending.flatMap((line) => ('facts' in line ? [] : [line]));
      pending = [];
      report = withLines(report, await this.chunk.execute(caller, readable), unreadable);
    };
    try {
      for await (const line of lines) {
        pending.push(line);
        if (pending.length === CHUNK_LINES) await store();
      }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await store();
      throw new ImportStopped(error, report);
    }
    await store();
    return report;
  }
}
