// @ts-check
import { ToolError } from '../support/tool.mjs';
import { brokerKilled, connectionsClosed, memoryAlarm } from './faults/broker.mjs';
import { crashPoint } from './faults/crash-points.mjs';
import { backendsTerminated, databaseRestarted } from './faults/database.mjs';
import { brokerPartitioned } from './faults/cluster.mjs';
import { clockMoved } from './faults/clock.mjs';
import { connectionsExhausted, lockHeld } from './faults/contention.mjs';
import { queueDeleted, repeated } from './faults/deliveries.mjs';
import { networkCut, networkLossy, networkReset, networkSilent, networkSlow } from './faults/network.mjs';
import { freeze, kill } from './faults/processes.mjs';

/** @typedef {import('./fault.mjs').Fault} Fault */

/** All faults there are. @type {readonly Fault[]} */
const FAULTS = [
  kill,
  freeze,
  crashPoint,
  connectionsClosed,
  brokerKilled,
  memoryAlarm,
  backendsTerminated,
  databaseRestarted,
  connectionsExhausted,
  lockHeld,
  networkCut,
  networkSilent,
  networkReset,
  networkSlow,
  networkLossy,
  repeated,
  queueDeleted,
  clockMoved,
  brokerPartitioned,
];

/**
 * The faults of these names, separated by commas; all that this kind of system can have when nothing is said.
 * @param {string | undefined} names
 * @param {boolean} cluster
 */
export function chosenFaults(names, cluster) {
  const known = FAULTS.filter(({ needsCluster }) => cluster || !needsCluster);
  if (names === undefined) return known;
  return names.split(',').map((name) => {
    const fault = known.find((candidate) => candidate.name === name.trim());
    if (fault) return fault;
    throw new ToolError(
      `--faults: there is no ${name}; there are ${known.map((each) => each.name).join(', ')}`,
    );
  });
}
