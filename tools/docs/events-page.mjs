// @ts-check
import { subscriptionsTo } from './contracts.mjs';
import { exampleEvent } from './example.mjs';
import { fieldRows } from './field-rows.mjs';
import { asJson, codes, table } from './format.mjs';
import { dataSchema, envelopeSchema, refuseUnused } from './schemas.mjs';

/** @typedef {import('./contracts.mjs').Contract} Contract */
/** @typedef {import('./contracts.mjs').Contracts} Contracts */
/** @typedef {import('./contracts.mjs').Stream} Stream */

const INTRODUCTION = `# Events

Printed from the contracts in \`libs/contracts\` by \`npm run docs:events\`: do not edit. The same for machines is
[asyncapi.json](asyncapi.json); the queues they travel through are in [topology.md](topology.md).

An event is a [CloudEvents 1.0](https://cloudevents.io) document in structured JSON mode, published to the topic exchange
\`waybill.events\` with its type as the routing key. A stream is all events of one aggregate. A service subscribes to whole
streams: of each event it says whether it handles or ignores it, and an ignored one only moves the position on.

A message holds one event (\`application/cloudevents+json\`), or several of one type that were published at the same time
(\`application/cloudevents-batch+json\`, a JSON array): consumers must read both, and may publish either.`;

const DATA = `The tables below describe \`data\`. Readers must ignore fields that they do not know: adding an optional field is no new
version, anything that could break a reader is. Text whose bounds say "no NUL" may hold any other character.`;

/** The page about every event. @param {Contracts} contracts */
export function eventsPage(contracts) {
  /** @type {Set<string>} */
  const used = new Set();
  const streams = contracts.streams.map((stream) => streamSection(contracts, stream, used));
  refuseUnused(used);
  return [INTRODUCTION, overview(contracts), envelopeSection(contracts), ...streams].join('\n\n');
}

/** @param {Contracts} contracts */
function overview({ choreography, streams, lib }) {
  const rows = streams.map((stream) => [
    `[${stream.name}](#${stream.name})`,
    stream.subject,
    stream.publisher,
    codes(lib.contractsOf(choreography, stream).map(({ type }) => type)),
    subscriptionsTo(choreography, stream)
      .map(({ subscriber }) => subscriber)
      .join(', ') || '–',
  ]);
  return `## Streams\n\n${table(['Stream', 'Subject', 'Publisher', 'Events', 'Subscribers'], rows)}`;
}

/** @param {Contracts} contracts */
function envelopeSection(contracts) {
  const rows = fieldRows(envelopeSchema(contracts.lib.envelope));
  const example = asJson(exampleEvent(contracts));
  return [
    '## Envelope',
    table(['Attribute', 'Type', 'Bounds', 'Meaning'], rows),
    'A complete document:',
    `\`\`\`json\n${example}\`\`\``,
    DATA,
  ].join('\n\n');
}

/** @param {Contracts} contracts @param {Stream} stream @param {Set<string>} used */
function streamSection({ choreography, lib, nameOf }, stream, used) {
  const subscriptions = subscriptionsTo(choreography, stream);
  const subscribers = subscriptions.map(({ subscriber }) => subscriber).join(', ') || 'none';
  const events = lib.contractsOf(choreography, stream).map((contract) => {
    const rows = fieldRows(dataSchema(contract, used));
    return [
      `### ${contract.type}`,
      contract.description,
      `Version ${contract.version}, \`${contract.dataschema}\`, in code \`${nameOf(contract)}\`. ${listeners(contract, subscriptions)}`,
      table(['Field', 'Type', 'Bounds', 'Meaning'], rows),
    ].join('\n\n');
  });
  return [
    `## ${stream.name}`,
    `Publisher: ${stream.publisher}. Subject: ${stream.subject}. Subscribers: ${subscribers}.`,
    ...(stream.onceFor === undefined
      ? []
      : [
          `Each subject has one event: its \`sequence\` is 1 and its \`subject\` is \`data.${stream.onceFor}\`. Whatever is not so, or breaks its contract, is a dead letter.`,
        ]),
    ...events,
  ].join('\n\n');
}

/** @param {Contract} contract @param {import('./contracts.mjs').Subscription[]} subscriptions */
function listeners({ type }, subscriptions) {
  /** @param {'handles' | 'ignores'} what */
  const who = (what) =>
    subscriptions
      .filter((subscription) => subscription[what].some((contract) => contract.type === type))
      .map(({ subscriber }) => subscriber)
      .join(', ') || 'nobody';
  return `Handled by ${who('handles')}; ignored by ${who('ignores')}.`;
}
