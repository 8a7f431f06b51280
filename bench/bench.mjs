// @ts-check
import { writeFileSync } from 'node:fs';
import { ToolError, runTool } from '../tools/support/tool.mjs';
import { readOptions } from './command/options.mjs';
import { asMarkdown, machine, summary } from './command/report.mjs';
import { measureParts } from './command/run.mjs';
import { onPrivateGround } from './private-servers.mjs';

await runTool(async () => {
  const options = readOptions();
  const on = machine();
  const interrupted = await onPrivateGround(options.pace, async (ground) => {
    const result = summary(await measureParts(ground, options), options, on);
    const markdown = asMarkdown(result);
    process.stdout.write(`\n${markdown}`);
    if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
    if (options.markdown !== undefined) writeFileSync(options.markdown, markdown);
    const refused = Object.keys(result.refused);
    if (refused.length > 0) throw new ToolError(`refused: ${refused.join(', ')}`);
  });
  if (interrupted) process.exitCode = 130;
});
process.exit();
