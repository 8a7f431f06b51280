// @ts-check
import { codes, table } from './format.mjs';

/** @typedef {import('./contracts.mjs').Topology} Topology */
/** @typedef {Topology['inbound'][number]} Inbound */

const INTRODUCTION = `# Topology

Printed from the choreography in \`libs/contracts\` by \`npm run docs:events\`: do not edit. Every service declares all of it
before it publishes or consumes anything. Names are those without a prefix (\`RABBITMQ_PREFIX\`), delays the usual ones
(\`RETRY_DELAYS_MS\`). With \`RABBITMQ_DECLARES=own\` a service declares its own queues and what all share, and waits for the
others.`;

/** The page about exchanges and queues. @param {import('./contracts.mjs').Contracts} contracts */
export function topologyPage({ topology }) {
  const sections = [
    INTRODUCTION,
    exchanges(topology),
    ...topology.inbound.map((inbound) => queue(topology, inbound)),
  ];
  return [...sections, sideQueues(topology), allArguments(topology)].join('\n\n');
}

/** @param {Topology} topology */
function exchanges({ exchanges: all }) {
  const rows = all.map(({ name, kind, alternate }) => [
    `\`${name}\``,
    kind,
    alternate ? `\`${alternate}\`` : '–',
  ]);
  return `## Exchanges\n\nAll durable.\n\n${table(['Exchange', 'Type', 'Where the unroutable go'], rows)}`;
}

/** @param {Topology} topology @param {Inbound} inbound */
function queue(topology, { queue: name, subscription, retries, deadLetters }) {
  const retryRows = retries.map((tier, step) => [
    `\`${tier.queue}\``,
    `waits ${tier.delayMs.toLocaleString('en-US')} ms after failure ${step + 1}, then goes back to \`${name}\``,
  ]);
  const rows = [
    [`\`${name}\``, `consumed by the ${subscription.subscriber} service`],
    ...retryRows,
    [`\`${deadLetters}\``, 'given up; nothing consumes it'],
  ];
  return [
    `## ${name}`,
    `The ${subscription.stream.name} stream for the ${subscription.subscriber} service. Bound to \`${topology.events}\` with ${codes(patternsOf(topology, name))}.`,
    table(['Queue', 'What is in it'], rows),
  ].join('\n\n');
}

/** @param {Topology} topology */
function sideQueues(topology) {
  const own = new Set(
    topology.inbound.flatMap((inbound) => [
      inbound.queue,
      inbound.deadLetters,
      ...inbound.retries.map((tier) => tier.queue),
    ]),
  );
  const rows = topology.queues
    .filter(({ name }) => !own.has(name))
    .map(({ name }) => [
      `\`${name}\``,
      name === topology.unroutable
        ? 'what no binding wanted; published again whenever a service opens its channel for publishing'
        : `events that nobody subscribes to, the latest only: ${codes(patternsOf(topology, name))}`,
    ]);
  return `## Aside\n\n${table(['Queue', 'What is in it'], rows)}`;
}

/** @param {Topology} topology */
function allArguments({ queues }) {
  const rows = queues.map(({ name, arguments: args }) => [
    `\`${name}\``,
    Object.entries(args)
      .map(([key, value]) => `\`${key}: ${value === '' ? '""' : value}\``)
      .join(', '),
  ]);
  return `## Arguments\n\nEvery queue is durable. A queue that exists with other arguments stops a service from declaring it.\n\n${table(['Queue', 'Arguments'], rows)}`;
}

/** @param {Topology} topology @param {string} name */
const patternsOf = ({ bindings }, name) =>
  bindings.filter((binding) => binding.queue === name).map(({ pattern }) => pattern);
