import type { DomainEvent } from '@app/contracts';
import type { Attributes } from '@app/platform';

/** What is done with messages, in the words of OpenTelemetry's semantic conventions. */
type Operation = 'create' | 'send' | 'process';

/** Where messages go or come from. `queue` is for who consumes it, `routingKey` for what has one. */
interface Destination {
  readonly exchange: string;
  readonly routingKey?: string | undefined;
  readonly queue?: string;
}

/** The name of a span and what is told about it, whatever the messages are. */
export function operationOn(
  operation: Operation,
  destination: Destination,
): { name: string; attributes: Attributes } {
  const { routingKey } = destination;
  const place = placeOf(destination);
  return {
    name: `${operation} ${place}`,
    attributes: {
      'messaging.system': 'rabbitmq',
      'messaging.operation.name': operation,
      'messaging.operation.type': operation,
      'messaging.destination.name': place,
      ...(routingKey !== undefined && { 'messaging.rabbitmq.destination.routing_key': routingKey }),
    },
  };
}

/** The parts that there are, each once: what goes to a queue by its name has that as its routing key. */
const placeOf = ({ exchange, routingKey, queue }: Destination): string =>
  [...new Set([exchange, routingKey, queue].filter(Boolean))].join(':');

/** Which event it is, and whose; nothing of what it says. */
export const aboutEvent = ({
  id,
  type,
  subject,
  correlationid,
}: Pick<DomainEvent, 'id' | 'type' | 'subject' | 'correlationid'>): Attributes => ({
  'messaging.message.id': id,
  'messaging.message.conversation_id': correlationid,
  'cloudevents.event_id': id,
  'cloudevents.event_type': type,
  'cloudevents.event_subject': subject,
});
