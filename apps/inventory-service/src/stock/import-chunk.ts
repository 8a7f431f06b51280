import { Transactions, type Tx } from '@app/messaging';
import { Clock, type Caller } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import { DEFAULT_CURRENCY } from './add-product.js';
import { planImport, type ImportPlan, type ReadableLine } from './domain/import-lines.js';
import { ImportWriter, ProductAppeared } from './persistence/import-writer.js';
import { ProductImportRepository } from './persistence/product-import.repository.js';

const NOTHING: ImportPlan = {
  added: [],
  changed: [],
  movements: [],
  events: [],
  counts: { added: 0, changed: 0, unchanged: 0 },
  refused: [],
};

/** Some lines of an import, all in one transaction. */
@Injectable()
export class ImportChunk {
  constructor(
    private readonly transactions: Transactions,
    private readonly products: ProductImportRepository,
    private readonly writer: ImportWriter,
    private readonly clock: Clock,
    @Inject(DEFAULT_CURRENCY) private readonly currency: string,
  ) {}

  /** What the lines came to; begins again when somebody adds one of the products in the same moment. */
  async execute(caller: Caller, lines: readonly ReadableLine[]): Promise<ImportPlan> {
    if (lines.length === 0) return NOTHING;
    for (;;) {
      try {
        return await this.transactions.run(caller, (tx) => this.attempt(tx, lines));
      } catch (error) {
        // It ends: products are never taken away again, so each attempt knows more of them than the one before.
        if (!(error instanceof ProductAppeared)) throw error;
      }
    }
  }

  private async attempt(tx: Tx, lines: readonly ReadableLine[]): Promise<ImportPlan> {
    const ids = [...new Set(lines.map(({ facts }) => facts.productId))];
    const known = await this.products.lock(tx, ids);
    const now = this.clock.now();
    const plan = planImport(known, lines, { now, currency: this.currency });
    await this.writer.write(tx, plan, now);
    return plan;
  }
}
