import { spawnSync } from 'node:child_process';
import * as path from 'node:path';

it('the types are those of the schemas and the OpenAPI document', () => {
  const script = path.join(__dirname, '..', 'scripts', 'generate-schema.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf-8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
