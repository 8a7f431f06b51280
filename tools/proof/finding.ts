/**
 * Who says so: the auditor of `npm run audit`, customers by their answers and their orders, the mail server by what it
 * has got, the handlers by how often they failed, or the ledger of the stock by figures that do not follow each other.
 */
type Witness = 'auditor' | 'customers' | 'mailbox' | 'handlers' | 'ledger';

/** Something that is wrong with a world after traffic. */
export interface Finding {
  readonly by: Witness;
  /** The same whenever the same goes wrong: without ids, times and figures. */
  readonly what: string;
  /** What of it is to be seen this time. */
  readonly seen: string;
}
