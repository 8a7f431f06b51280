// @ts-check
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { inRoot } from '../support/paths.mjs';

/** @typedef {{ alert: string, expr: string, annotations: Record<string, string> }} Alert */
/** @typedef {{ panel: string, expr: string, legendFormat: string }} Query a query of the dashboard */
/** @typedef {{ title: string, panels?: Panel[], targets?: { expr: string, legendFormat: string }[] }} Panel */

export const ALERTS = inRoot('docker', 'prometheus', 'alerts.yml');
export const ALERT_CASES = inRoot('docker', 'prometheus', 'alerts.test.yml');
export const PROMETHEUS = inRoot('docker', 'prometheus', 'prometheus.yml');
const DASHBOARD = inRoot('docker', 'grafana', 'dashboard.json');

/** @param {string} path */
export const yaml = (path) => parse(readFileSync(path, 'utf8'), { merge: true });

/** @returns {Alert[]} */
export const alerts = () =>
  yaml(ALERTS).groups.flatMap((/** @type {{ rules: Alert[] }} */ { rules }) => rules);

/** Every query of the dashboard, with what Grafana fills in filled in. @returns {Query[]} */
export function queries() {
  /** @type {{ panels: Panel[] }} */
  const { panels } = JSON.parse(readFileSync(DASHBOARD, 'utf8'));
  return panels
    .flatMap((panel) => [panel, ...(panel.panels ?? [])])
    .flatMap(({ title, targets = [] }) =>
      targets.map(({ expr, legendFormat }) => ({
        panel: title,
        expr: expr.replaceAll('$__rate_interval', '5m').replaceAll('$job', '.*'),
        legendFormat,
      })),
    );
}

/** Where the services of the Compose file are, by their names. @returns {Record<string, string>} */
export function composedServices() {
  /** @type {Record<string, { build?: unknown, ports?: string[] }>} */
  const services = yaml(inRoot('docker-compose.yml')).services;
  const ours = Object.entries(services).filter(([, { build }]) => build !== undefined);
  return Object.fromEntries(
    ours.map(([name, { ports = [] }]) => [name, `${name}:${ports[0]?.split(':').at(-1)}`]),
  );
}
