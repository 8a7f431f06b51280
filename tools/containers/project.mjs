// @ts-check
import { run } from '../support/run.mjs';
import { root } from '../support/paths.mjs';
import { ToolError } from '../support/tool.mjs';

const UP_MS = 600_000;
const DOWN_MS = 180_000;

/**
 * What a Compose file describes, under a name of its own: whatever else runs from the same file is left alone, above
 * all its data.
 */
export class Project {
  /**
   * @param {import('./docker.mjs').Docker} docker
   * @param {import('../infra/docker/program.mjs').Program} program
   * @param {{ name: string, files: readonly string[], profiles?: readonly string[], env?: Record<string, string> }} what
   */
  constructor(docker, program, what) {
    const { name, files, profiles = [], env = {} } = what;
    this.docker = docker;
    this.program = program;
    this.what = what;
    this.name = name;
    this.env = { ...docker.env, ...env };
    this.options = ['--project-name', name].concat(
      files.flatMap((file) => ['--file', file]),
      profiles.flatMap((profile) => ['--profile', profile]),
    );
  }

  /** The same with one more file, which changes it. @param {string} file */
  with(file) {
    return new Project(this.docker, this.program, { ...this.what, files: [...this.what.files, file] });
  }

  /** Starts everything, in the order that the file asks for. */
  up() {
    return this.#compose(UP_MS, 'up', '--detach');
  }

  /** Stops and removes everything that it has made, with all data. */
  down() {
    return this.#compose(DOWN_MS, 'down', '--volumes', '--remove-orphans', '--timeout', '10');
  }

  /** The last that each container has said. */
  async logs() {
    return this.#compose(DOWN_MS, 'logs', '--no-color', '--tail', '15');
  }

  /** The containers of a service, running or not. @param {string} service @returns {Promise<string[]>} */
  async containersOf(service) {
    return this.#list('ps', '--all', '--filter', `label=com.docker.compose.service=${service}`);
  }

  /** What there is of it: containers, networks and volumes. */
  async remains() {
    const kinds = await Promise.all([
      this.#list('ps', '--all'),
      this.#list('network', 'ls'),
      this.#list('volume', 'ls'),
    ]);
    return kinds.flat();
  }

  /** The address of a container's port from here. @param {string} container @param {number} port */
  async urlOf(container, port) {
    return `http://${(await this.docker.call('port', container, `${port}/tcp`)).split('\n')[0]}`;
  }

  /** @param {string[]} command */
  async #list(...command) {
    const label = `label=com.docker.compose.project=${this.name}`;
    const said = await this.docker.call(...command, '--quiet', '--filter', label);
    return said.split('\n').filter((line) => line !== '');
  }

  /** @param {number} timeoutMs @param {string[]} args */
  async #compose(timeoutMs, ...args) {
    const { signal } = this.docker;
    const { ok, stdout, stderr, reason } = await run(
      this.program.command,
      [...this.program.args, ...this.options, ...args],
      { timeoutMs, cwd: root, env: this.env, ...(signal && { signal }) },
    );
    if (ok) return stdout;
    const said = `${stdout}\n${stderr}`.trim().split('\n').slice(-30).join('\n');
    throw new ToolError(`compose ${args[0]} of ${this.name} failed: ${reason}\n${said}`);
  }
}
