// @ts-check
import { subscriptionsTo } from './contracts.mjs';
import { exampleEvent } from './example.mjs';
import { dataSchema, envelopeSchema } from './schemas.mjs';

/** @typedef {import('./contracts.mjs').Contract} Contract */
/** @typedef {import('./contracts.mjs').Contracts} Contracts */
/** @typedef {import('./contracts.mjs').Stream} Stream */

const BINDING_VERSION = '0.3.0';
const PERSISTENT = 2;

/** The contracts as an AsyncAPI document. @param {Contracts} contracts */
export function asyncapiDocument(contracts) {
  const { choreography, streams, nameOf } = contracts;
  const messages = choreography.contracts.map((contract) => [
    nameOf(contract),
    messageOf(contracts, contract),
  ]);
  return {
    asyncapi: '3.1.0',
    id: 'urn:waybill',
    info: {
      title: 'Waybill events',
      version: '1.0.0',
      description:
        'The events that the order, inventory and notification services tell each other. Several events of one type may come ' +
        `as one message of content type ${contracts.lib.EVENT_BATCH_CONTENT_TYPE}, which is an array of them.`,
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
      tags: streams.map(({ name }) => ({ name, description: `Events of the ${name} stream.` })),
    },
    defaultContentType: contracts.lib.EVENT_CONTENT_TYPE,
    servers: {
      rabbitmq: {
        host: '{host}:{port}',
        protocol: 'amqp',
        protocolVersion: '0.9.1',
        description: 'RabbitMQ 3.10 or later, as RABBITMQ_URL names it.',
        variables: { host: { default: 'localhost' }, port: { default: '5672' } },
      },
    },
    channels: Object.fromEntries(streams.map((stream) => [stream.name, channelOf(contracts, stream)])),
    operations: Object.fromEntries([
      ...streams.map((stream) => sending(contracts, stream)),
      ...choreography.subscriptions.map((subscription) => receiving(contracts, subscription)),
    ]),
    components: { schemas: schemasOf(contracts), messages: Object.fromEntries(messages) },
  };
}

/** @param {Contracts} contracts @param {Stream} stream */
function channelOf({ choreography, topology, lib, nameOf }, stream) {
  const contracts = lib.contractsOf(choreography, stream);
  const parameter = parameterOf(stream);
  return {
    address: `{${parameter}}`,
    title: `${stream.name} stream`,
    description: `All events of one ${stream.subject.replace(/ id$/, '')}, in the order of their sequence.`,
    servers: [{ $ref: '#/servers/rabbitmq' }],
    parameters: {
      [parameter]: {
        description: 'The type of the event, which is the routing key.',
        enum: contracts.map(({ type }) => type),
        location: '$message.payload#/type',
      },
    },
    messages: Object.fromEntries(
      contracts.map((contract) => [nameOf(contract), { $ref: `#/components/messages/${nameOf(contract)}` }]),
    ),
    tags: [{ name: stream.name }],
    bindings: {
      amqp: {
        is: 'routingKey',
        exchange: { name: topology.events, type: 'topic', durable: true, autoDelete: false },
        bindingVersion: BINDING_VERSION,
      },
    },
  };
}

/** Two streams have different addresses, though each stands for routing keys of the one exchange. @param {Stream} stream */
const parameterOf = ({ name }) => `${name}EventType`;

/** Whether systems publish it that are none of ours. @param {Stream} stream */
const isForeign = ({ publisher }) => publisher === 'anyone';

/** @param {Contracts} contracts @param {Stream} stream */
function sending(contracts, stream) {
  return [
    isForeign(stream) ? `anyone.sends.${stream.name}` : `${stream.publisher}-service.sends.${stream.name}`,
    {
      action: 'send',
      channel: { $ref: `#/channels/${stream.name}` },
      ...(isForeign(stream)
        ? {
            summary: `Any system may publish the ${stream.name} stream.`,
            description: `Each ${stream.subject} once, with the sequence 1; a repeat is dropped.`,
          }
        : {
            summary: `The ${stream.publisher} service publishes the ${stream.name} stream.`,
            description: 'From its outbox, after the commit, confirmed by the broker. At least once.',
          }),
      messages: messageRefs(contracts, stream),
      bindings: { amqp: { deliveryMode: PERSISTENT, mandatory: true, bindingVersion: BINDING_VERSION } },
    },
  ];
}

/** @param {Contracts} contracts @param {import('./contracts.mjs').Subscription} subscription */
function receiving(contracts, { subscriber, stream, handles, ignores }) {
  const types = (/** @type {readonly Contract[]} */ some) => some.map(({ type }) => type).join(', ');
  const inbound = contracts.topology.inbound.find(
    ({ subscription }) => subscription.subscriber === subscriber && subscription.stream.name === stream.name,
  );
  return [
    `${subscriber}-service.receives.${stream.name}`,
    {
      action: 'receive',
      channel: { $ref: `#/channels/${stream.name}` },
      summary: `The ${subscriber} service consumes the ${stream.name} stream from the queue ${inbound?.queue}.`,
      description: [
        `Handles ${types(handles)}.`,
        ...(ignores.length > 0 ? [`Ignores ${types(ignores)}: they only move the position on.`] : []),
      ].join(' '),
      messages: messageRefs(contracts, stream),
      bindings: { amqp: { ack: true, bindingVersion: BINDING_VERSION } },
      'x-queue': inbound?.queue,
    },
  ];
}

/** @param {Contracts} contracts @param {Stream} stream */
const messageRefs = ({ choreography, lib, nameOf }, stream) =>
  lib
    .contractsOf(choreography, stream)
    .map((contract) => ({ $ref: `#/channels/${stream.name}/messages/${nameOf(contract)}` }));

/** @param {Contracts} contracts @param {Contract} contract */
function messageOf(contracts, contract) {
  const { lib, nameOf, choreography } = contracts;
  const name = nameOf(contract);
  const example = exampleEvent(contracts);
  const handlers = subscriptionsTo(choreography, contract.stream).filter(({ handles }) =>
    handles.includes(contract),
  );
  return {
    name: contract.type,
    title: name,
    summary: contract.description,
    description: `Version ${contract.version}. Handled by ${handlers.map(({ subscriber }) => subscriber).join(', ') || 'nobody'}.`,
    contentType: lib.EVENT_CONTENT_TYPE,
    correlationId: { location: '$message.payload#/correlationid' },
    tags: [{ name: contract.stream.name }],
    payload: {
      allOf: [
        { $ref: '#/components/schemas/Envelope' },
        {
          type: 'object',
          properties: {
            type: { const: contract.type },
            ...(!isForeign(contract.stream) && {
              source: { const: lib.sourceOf(contract.stream.publisher) },
            }),
            dataschema: { const: contract.dataschema },
            data: { $ref: `#/components/schemas/${name}Data` },
          },
          required: ['data'],
        },
      ],
    },
    bindings: {
      amqp: { contentEncoding: 'utf-8', messageType: contract.type, bindingVersion: BINDING_VERSION },
    },
    ...(example.type === contract.type && { examples: [{ name: 'example', payload: example }] }),
  };
}

/** @param {Contracts} contracts */
function schemasOf({ choreography, lib, nameOf }) {
  const data = choreography.contracts.map((contract) => [
    `${nameOf(contract)}Data`,
    { description: contract.description, ...dataSchema(contract, new Set()) },
  ]);
  return {
    Envelope: {
      description: 'A CloudEvents 1.0 document in structured JSON mode, without its data.',
      ...envelopeSchema(lib.envelope),
    },
    ...Object.fromEntries(data),
  };
}
