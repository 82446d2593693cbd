import type { IOutput } from '@jupyterlab/nbformat';
import { requestSize, trimOutputs } from './outputs';

const stream = (text: string | string[]): IOutput => ({ output_type: 'stream', name: 'stdout', text });
const image = (length: number): IOutput => ({
  output_type: 'display_data',
  data: { 'image/png': 'a'.repeat(length) },
  metadata: {}
});

describe('outputs on their way to the server', () => {
  it('stay as they are when they are small', () => {
    const outputs = [stream(['a\n', 'b\n']), image(1000)];
    expect(trimOutputs(outputs)).toEqual({ outputs, omitted: 0, shortened: 0 });
  });

  it('keep the last whole lines of a very long stream', () => {
    const line = `${'x'.repeat(99)}\n`;
    const { outputs, shortened } = trimOutputs([stream(`${line.repeat(20_000)}accuracy 0.97\n`)]);
    const text = outputs[0]?.['text'] as string;
    expect(shortened).toBe(1);
    expect(text.length).toBeLessThanOrEqual(1_000_000);
    expect(text.startsWith('x'.repeat(99))).toBe(true);
    expect(text.endsWith('accuracy 0.97\n')).toBe(true);
  });

  it('lose the largest first when together they are too large, and keep their order', () => {
    const { outputs, omitted } = trimOutputs([image(10), image(7_000_000), stream('log'), image(2_000_000)]);
    expect(omitted).toBe(1);
    expect(outputs.map(output => JSON.stringify(output).length > 1_000_000)).toEqual([false, false, true]);
    expect(outputs[1]).toEqual(stream('log'));
    expect(JSON.stringify(outputs).length).toBeLessThan(8 * 2 ** 20);
  });

  it('are the last of very many, as the server takes no more', () => {
    const many = Array.from({ length: 20_003 }, (_, index) => stream(`${index}\n`));
    const { outputs, omitted } = trimOutputs(many);
    expect(omitted).toBe(3);
    expect(outputs).toEqual(many.slice(3));
  });

  it.each([
    ['are measured in bytes', stream(['猫'.repeat(900_000)]), 0],
    ['share the room with the rest of the request', image(2_000_000), 2_000_000]
  ])('%s', (_what, output, taken) => {
    const { outputs, omitted } = trimOutputs([{ ...output }, { ...output }, { ...output }], taken);
    expect([outputs.length, omitted]).toEqual([2, 1]);
    expect(requestSize(outputs) + taken).toBeLessThan(8 * 2 ** 20);
  });
});
