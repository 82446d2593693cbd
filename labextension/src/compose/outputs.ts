import type { IOutput, IStream } from '@jupyterlab/nbformat';
import { joined, lastLines } from './multiline';

/** Longest text of one stream that is sent, in characters; the end says how a run went. */
const STREAM_LIMIT = 1_000_000;

/** Largest request, in bytes: the server takes 8 MiB; what is left over is room for small fields. */
const REQUEST_LIMIT = 8_000_000;

/** Most outputs of one request, as the contract has it. */
const COUNT_LIMIT = 20_000;

const encoder = new TextEncoder();

/** How much a value takes in the body of a request, in bytes of JSON. */
export function requestSize(value: unknown): number {
  return encoder.encode(JSON.stringify(value)).length;
}

/** Outputs that fit into a request, and what it cost. */
export interface ITrimmedOutputs {
  readonly outputs: IOutput[];
  /** How many outputs were left out. */
  readonly omitted: number;
  /** How many streams lost their beginning. */
  readonly shortened: number;
}

/**
 * Make the outputs of a cell fit into a request: of very many the last are kept, long streams keep
 * their end, then the largest outputs are left out until the rest fits.
 *
 * @param taken - size of everything else in the request, in bytes
 */
export function trimOutputs(outputs: readonly IOutput[], taken = 0): ITrimmedOutputs {
  let shortened = 0;
  const last = outputs.slice(-COUNT_LIMIT);
  const sized = last.map(output => {
    const text = output.output_type === 'stream' ? joined((output as IStream).text) : '';
    if (text.length <= STREAM_LIMIT) {
      return { output, size: requestSize(output) };
    }
    shortened += 1;
    const shorter = { ...output, text: lastLines(text, STREAM_LIMIT) };
    return { output: shorter, size: requestSize(shorter) };
  });
  // One byte more for each: the comma.
  let total = sized.reduce((sum, { size }) => sum + size + 1, taken);
  const omitted = new Set<IOutput>();
  for (const { output, size } of [...sized].sort((a, b) => b.size - a.size)) {
    if (total <= REQUEST_LIMIT) {
      break;
    }
    omitted.add(output);
    total -= size + 1;
  }
  const kept = sized.map(({ output }) => output).filter(output => !omitted.has(output));
  return { outputs: kept, omitted: outputs.length - kept.length, shortened };
}
