// @ts-check

/** @typedef {import('./invariant.mjs').Claim} Claim */
/** @typedef {import('./invariant.mjs').Limits} Limits */
/** @typedef {import('./invariant.mjs').Row} Row */

/**
 * Something that does not hold of one subject.
 * @typedef {object} Finding
 * @property {string} key of the subject
 * @property {Row} row what is to be seen
 * @property {Missing} [missing] the event that it waits for
 */

/**
 * An event that a subscriber has not handled.
 * @typedef {object} Missing
 * @property {import('../infra/types.mjs').Owner} subscriber
 * @property {string} stream
 * @property {string} subject
 * @property {number} sequence
 */

/**
 * A claim about subjects that several databases know of, decided by what they say of one of them.
 * @template Subject
 * @typedef {Claim & { judge: (subject: Subject, limits: Limits) => Omit<Finding, 'key'> | undefined }} Rule
 */

/** So many findings of one rule are looked at again, of any number there may be. */
const KEPT = 1_000;

/** What does not hold, by the names of rules: how many, and the first of them. */
export class Findings {
  /** @type {Map<string, { count: number, kept: Map<string, Finding> }>} */
  #byRule = new Map();

  /** @param {string} rule @param {Finding} finding */
  add(rule, finding) {
    const found = this.#byRule.get(rule) ?? { count: 0, kept: new Map() };
    this.#byRule.set(rule, found);
    found.count += 1;
    if (found.kept.size < KEPT) found.kept.set(finding.key, finding);
  }

  /** @param {string} rule */
  of(rule) {
    return this.#byRule.get(rule) ?? { count: 0, kept: /** @type {Map<string, Finding>} */ (new Map()) };
  }

  /** The subjects of all that were kept, each once. */
  keys() {
    return [...new Set([...this.#byRule.values()].flatMap(({ kept }) => [...kept.keys()]))];
  }
}

/**
 * Judges subjects one after the other by rules.
 * @template {{ key: string }} Subject
 * @param {readonly Rule<Subject>[]} rules
 * @param {AsyncIterable<Subject>} subjects
 * @param {Limits} limits
 */
export async function judgeAll(rules, subjects, limits) {
  const findings = new Findings();
  for await (const subject of subjects) {
    for (const { name, judge } of rules) {
      const finding = judge(subject, limits);
      if (finding) findings.add(name, { key: subject.key, ...finding });
    }
  }
  return findings;
}
