import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { root } from './support/paths.mjs';
import { advisoriesIn } from './vulnerabilities.mjs';

const ADVISORY = {
  id: 1,
  url: 'https://github.com/advisories/GHSA-0000',
  title: 'Reads what it must not',
  severity: 'high',
  vulnerable_versions: '<999',
  cwe: [],
  cvss: { score: 0, vectorString: null },
};

let registry: Server | undefined;
afterEach(() => {
  registry?.closeAllConnections();
  registry?.close();
});

/** What the tool says of the packages in the lock file, while the registry answers so. */
async function told(status: number, advisories: object, ...args: string[]): Promise<string> {
  registry = createServer((request, response) => {
    const asked = request.url?.endsWith('/advisories/bulk');
    request.resume();
    response.writeHead(asked ? status : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(asked ? advisories : {}));
  });
  await once(registry.listen(0, '127.0.0.1'), 'listening');
  const { port } = registry.address() as AddressInfo;
  const env = {
    ...process.env,
    npm_config_registry: `http://127.0.0.1:${port}/`,
    npm_config_fetch_retries: '0',
  };
  const script = [process.execPath, ['tools/vulnerabilities.mjs', ...args]] as const;
  return promisify(execFile)(...script, { cwd: root, env }).then(
    ({ stdout }) => `passes: ${stdout}`,
    ({ stderr }: { stderr: string }) => `fails: ${stderr}`,
  );
}

describe('packages of which the registry', () => {
  it('knows nothing are fine', async () => {
    expect(await told(200, {})).toBe('passes: ');
  });

  it('knows a vulnerability are named, with the advisory', async () => {
    const said = await told(200, { pg: [ADVISORY] });

    expect(said).toMatch(/^fails: known vulnerabilities/);
    expect(said).toContain('pg <999, high: Reads what it must not, https://github.com/advisories/GHSA-0000');
  });

  it('cannot be asked are said to be unknown, which fails only where that is wanted', async () => {
    expect(await told(405, {})).toMatch(/^passes: nobody could be asked for vulnerabilities \(405 /);
    expect(await told(405, {}, '--strict')).toMatch(/^fails: nobody could be asked/);
  });
});

describe('an advisory', () => {
  const audit = { vulnerabilities: { pg: { via: [ADVISORY] }, typeorm: { via: ['pg'] } } };

  it('is told once, whoever brings the package', () => {
    expect(advisoriesIn(audit)).toHaveLength(1);
  });

  it('is not told once a person has read it', () => {
    expect(advisoriesIn(audit, new Map([[ADVISORY.url, 'not used']]))).toEqual([]);
  });
});
