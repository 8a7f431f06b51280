import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Options, transformFile } from '@swc/core';

const SOURCE = join(import.meta.dirname, '..');

// Inside node_modules, so that what is compiled finds its packages.
const TARGET = join(SOURCE, '../../node_modules/.cache/waybill-platform', String(process.pid));

const OPTIONS: Options = {
  swcrc: false,
  module: { type: 'es6' },
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
};

/** Compiles this library and its samples, so that a spec can run one of them as a process of its own. */
export async function compile(): Promise<{ directory: string; remove(): Promise<void> }> {
  const files = await readdir(SOURCE, { recursive: true });
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  await Promise.all(sources.map((file) => emit(file)));
  await writeFile(join(TARGET, 'package.json'), '{"type":"module"}');
  return { directory: TARGET, remove: () => rm(TARGET, { recursive: true, force: true }) };
}

async function emit(file: string): Promise<void> {
  const target = join(TARGET, file.replace(/\.ts$/, '.js'));
  const { code } = await transformFile(join(SOURCE, file), OPTIONS);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, code);
}
