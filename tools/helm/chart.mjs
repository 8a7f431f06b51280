// @ts-check
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { inRoot, inState } from '../support/paths.mjs';
import { run } from '../support/run.mjs';

/**
 * What Helm would send to a cluster.
 * @typedef {{ apiVersion: string, kind: string, metadata: { name: string, labels?: Record<string, string>, annotations?: Record<string, string> } }} Manifest
 */

export const CHART = inRoot('docker', 'helm', 'waybill');

/** @param {string} name */
const values = (name) => join(CHART, `values-${name}.yaml`);

/** What Helm is told of a size, besides the values of the chart. @type {Readonly<Record<string, readonly string[]>>} */
export const SIZES = {
  usual: ['--values', values('example')],
  'on processors': ['--values', values('example'), '--set', 'scaling.by=cpu'],
  small: ['--values', values('example'), '--values', values('small')],
  large: ['--values', values('example'), '--values', values('large')],
};

// The Kubernetes that the chart asks for, whatever this Helm was made for.
const OLDEST = ['--kube-version', '1.30.0'];

/** Runs Helm, which finds nothing of the user's. @param {string} helm @param {...string} args */
export function runHelm(helm, ...args) {
  const homes = ['CONFIG', 'CACHE', 'DATA'].map((home) => [`HELM_${home}_HOME`, inState('helm', 'home')]);
  const env = { ...process.env, ...Object.fromEntries(homes) };
  return run(helm, args, { timeoutMs: 60_000, env });
}

/**
 * The manifests of the chart, or of another place where it is.
 * @param {string} helm
 * @param {readonly string[]} options
 * @param {string} [chart]
 * @returns {Promise<Manifest[]>}
 */
export async function render(helm, options, chart = CHART) {
  const { ok, stdout, stderr } = await runHelm(helm, 'template', 'waybill', chart, ...OLDEST, ...options);
  if (!ok) throw new Error(stderr);
  return parseAllDocuments(stdout, { uniqueKeys: true }).map((document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) throw problem;
    return document.toJS();
  });
}

/** Packs the chart as it is published, and hands the archive over for as long as `use` takes. @param {string} helm @param {(archive: string) => Promise<void>} use */
export async function withPackage(helm, use) {
  const directory = mkdtempSync(join(tmpdir(), 'waybill-chart-'));
  try {
    const { ok, stdout, stderr } = await runHelm(helm, 'package', CHART, '--destination', directory);
    if (!ok) throw new Error(stderr);
    await use(stdout.trim().split(': ').at(-1) ?? '');
  } finally {
    rmSync(directory, { recursive: true });
  }
}
